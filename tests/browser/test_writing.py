"""What people write in a browser: all screens follow, circles and stale forms are refused, undo works."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.support import SIZES, THEMES, Visitor, axe, running_tracker, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
SEVEN = "seven-milestones"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is written here must not reach the other journeys."""
    with running_tracker(tmp_path_factory.mktemp("writing")) as address:
        yield address


def words(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def open_form(page: Page, button: str) -> Locator:
    """Press a button of the screen, by the name of its element, and wait for its form."""
    page.locator(f".st-key-{button} button").click()
    form = page.get_by_role("dialog")
    form.wait_for()
    settled(page)
    return form


def choose(page: Page, field: Locator, words_of_option: str) -> None:
    field.click()
    field.fill(words_of_option)
    page.get_by_role("option", name=words_of_option).first.click()


def wait_until_saved(page: Page, form: Locator) -> None:
    form.wait_for(state="detached")
    settled(page)


def change_from_menu(page: Page, menu: str, action: str, of: str = "initiative") -> Locator:
    page.locator(f".st-key-menu-{menu}-{of} button").click()
    page.get_by_text(action, exact=True).click()
    form = page.get_by_role("dialog")
    form.wait_for()
    settled(page)
    return form


def say_why(form: Locator, reason: str) -> None:
    """Say why dates move: the kind of the reason, and the reason."""
    choose(form.page, form.get_by_role("combobox", name="Kind of reason"), "Supplier")
    form.get_by_label("Why do the dates move?").fill(reason)


def test_a_longer_milestone_moves_the_end_the_critical_path_and_the_bottlenecks(
    visitor: Callable[..., Visitor],
) -> None:
    lead = visitor(language="en")
    before = {screen: words(lead.open(screen, programme=SEVEN)) for screen in ("roadmap", "dependencies")}
    held_back = words(lead.open("stalls", programme=SEVEN))
    page = lead.open("initiative", programme=SEVEN, item="M3")
    form = open_form(page, "dates-milestone")
    form.get_by_label("Work, in working days").fill("60")
    say_why(form, "The tender is run again")
    form.get_by_label("Why do the dates move?").press("Enter")
    wait_until_saved(page, form)
    assert "The end of the programme moves from Apr 17, 2026 to May 1, 2026." in page.inner_text("body")
    page.mouse.move(5, 5)
    assert axe(page) == []

    assert "ends on Apr 17, 2026" in before["roadmap"]
    assert "ends on May 1, 2026, 10 working days later" in words(lead.open("roadmap", programme=SEVEN))
    path = r"runs through (.*): \d+ working days"
    (was,), (now,) = (
        re.findall(path, text)
        for text in (before["dependencies"], words(lead.open("dependencies", programme=SEVEN)))
    )
    assert "Fibre contract signed" in was
    assert "PCs delivered to registry" not in was
    assert "PCs delivered to registry" in now
    assert "Fibre contract signed" not in now
    assert words(lead.open("stalls", programme=SEVEN)) != held_back


def test_a_circle_is_refused_and_named_and_nothing_is_saved(visitor: Callable[..., Visitor]) -> None:
    lead = visitor(language="fr")
    journal = words(lead.open("journal", programme=SEVEN))
    page = lead.open("initiative", programme=SEVEN, item="M1")
    form = open_form(page, "add-predecessor")
    choose(page, form.get_by_label("Ce qu’il faut attendre"), "M6")
    form.get_by_role("button", name="Ajouter", exact=True).click()
    refusal = form.get_by_role("alert")
    expect(refusal).to_contain_text("en cercle")
    said = refusal.inner_text()
    for title in ("Fibre contract signed", "Town-hall network live", "Registry software configured"):
        assert title in said
    assert axe(page) == []
    page.keyboard.press("Escape")
    form.wait_for(state="detached")
    assert words(lead.open("journal", programme=SEVEN)) == journal


def test_the_second_to_save_is_told_both_values_and_overwrites_nothing(
    visitor: Callable[..., Visitor],
) -> None:
    first, second = visitor(language="en"), visitor(language="en")
    forms = []
    for each in (first, second):
        page = each.open("initiative", programme=SEVEN, item="M5")
        forms.append((page, open_form(page, "dates-milestone")))
    for (page, form), days in zip(forms, ("12", "21"), strict=True):
        form.get_by_label("Work, in working days").fill(days)
        say_why(form, "Counted again")
        form.get_by_role("button", name="Save").click()
        if days == "12":
            wait_until_saved(page, form)
    page, form = forms[1]
    refusal = form.get_by_role("alert")
    expect(refusal).to_contain_text("Somebody changed “Registry agents trained”")
    expect(refusal).to_contain_text("Work, in working days: now 12, you entered 21")
    assert form.get_by_label("Work, in working days").input_value() == "21"
    assert axe(page) == []
    page.keyboard.press("Escape")
    form.wait_for(state="detached")
    settled(page)
    fresh = open_form(page, "dates-milestone")
    assert fresh.get_by_label("Work, in working days").input_value() == "12"


def test_done_is_reported_and_taken_back(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("initiative", programme="caloocan", item="CAL-4.1")
    chosen = page.get_by_text("Internet contract signed", exact=False).filter(visible=True).first
    chosen.wait_for()
    form = open_form(page, "report-milestone")
    form.get_by_label("What has been done").fill("Signed this morning")
    form.get_by_label("Progress, in percent").fill("100")
    day = form.get_by_test_id("stDateInput").filter(has_text="Actual finish")
    for part, value in zip(("day", "month", "year"), today_of(form), strict=True):
        day.get_by_role("spinbutton", name=part).press_sequentially(value)
    form.get_by_role("button", name="Send the report").click()
    wait_until_saved(page, form)
    assert "Reached on" in words(page)
    assert "Signed this morning" in words(page)
    page.get_by_role("button", name="Undo: Report progress").click()
    page.get_by_role("button", name="Do again what was undone").wait_for()
    settled(page)
    assert "Signed this morning" not in words(page).split("Latest changes")[0]


def today_of(form: Locator) -> tuple[str, ...]:
    """Return day, month and year of the report: the city's today, as the form proposes it."""
    day = form.get_by_test_id("stDateInput").filter(has_text="Reported on")
    return tuple(day.get_by_role("spinbutton", name=part).inner_text() for part in ("day", "month", "year"))


def test_an_approved_plan_is_what_later_dates_are_held_to(visitor: Callable[..., Visitor]) -> None:
    lead = visitor(language="en")
    page = lead.open("initiative", programme="tagaytay")
    form = change_from_menu(page, "more", "Approve the whole plan as it stands…")
    form.get_by_label("Name").fill("Plan of the second year")
    form.get_by_label("Approved by").fill("City Mayor")
    form.get_by_role("button", name="Approve").click()
    wait_until_saved(page, form)
    assert "Approved. Later dates are now held to these." in page.inner_text("body")
    assert ", as approved." in words(lead.open("roadmap", programme="tagaytay"))
    assert "Plan of the second year" in words(lead.open("journal", programme="tagaytay"))


def test_a_new_programme_gets_its_first_service_and_initiative(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="fr").open("")
    page.get_by_role("button", name="Nouveau programme").click()
    form = page.get_by_role("dialog")
    form.get_by_label("Titre", exact=True).fill("Ville de demain")
    form.get_by_role("button", name="Créer le programme").click()
    expect(form).to_contain_text("Remplissez ce champ.")
    form.get_by_label("Ville", exact=True).fill("Sidi Exemple")
    form.get_by_role("button", name="Créer le programme").click()
    wait_until_saved(page, form)
    page.wait_for_url("**programme=ville-de-demain**")
    page.get_by_role("link", name="Initiative", exact=True).click()
    page.get_by_text("Ce programme est vide.").wait_for()
    settled(page)
    form = change_from_menu(page, "more", "Qui participe : services, postes, partenaires…")
    form.get_by_label("Nom").fill("État civil")
    form.get_by_label("Nom").press("Enter")
    wait_until_saved(page, form)
    form = change_from_menu(page, "add", "Une autre initiative")
    form.get_by_label("Titre", exact=True).fill("Actes en ligne")
    choose(page, form.get_by_label("Service pilote"), "État civil")
    form.get_by_role("button", name="Ajouter", exact=True).click()
    wait_until_saved(page, form)
    assert page.get_by_label("Quelle initiative ?").input_value().endswith("Actes en ligne")
    assert "État civil" in words(page)


def test_what_a_rule_blames_is_said_under_its_field(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("initiative", programme=SEVEN, item="S1")
    form = open_form(page, "edit-initiative")
    choose(page, form.get_by_label("Status", exact=True), "Blocked")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Say why in the reason for the status")
    expect(form).to_contain_text("Something is missing or wrong above")
    assert axe(page) == []


def test_a_text_that_is_too_long_is_kept_and_nothing_leaves_without_a_reason(
    visitor: Callable[..., Visitor],
) -> None:
    page = visitor(language="en").open("initiative", programme=SEVEN, item="M7")
    form = open_form(page, "edit-milestone")
    title = "Réseau 🛜 " * 30
    form.get_by_label("Title", exact=True).fill(title)
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("At most 200 characters.")
    assert form.get_by_label("Title", exact=True).input_value() == title
    page.keyboard.press("Escape")
    form.wait_for(state="detached")
    settled(page)
    form = change_from_menu(page, "more", "Take this milestone out of the plan…", of="milestone")
    form.get_by_role("button", name="Take it out of the plan").click()
    expect(form).to_contain_text("Say why.")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_the_screens_that_write_are_accessible_with_a_form_open_too(
    visitor: Callable[..., Visitor], size: str, theme: str
) -> None:
    reader = visitor(size=size, theme=theme, language="fr")
    assert axe(reader.open("journal", programme="caloocan")) == []
    page = reader.open("initiative", programme="caloocan", item="CAL-4")
    assert axe(page) == []
    form = open_form(page, "edit-initiative")
    assert axe(page) == []
    width = form.bounding_box()
    assert width is not None
    assert width["width"] <= SIZES[size][0]
