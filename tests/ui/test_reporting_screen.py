"""My reporting: two taps for five unchanged items, three questions for others, nothing typed is lost."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from tests.builders import milestone, plan
from tests.ui.opening import ROOT, load_content, opened
from tracker.model.account import Role
from tracker.model.author import Author, Mandate
from tracker.storage import Database

if TYPE_CHECKING:
    from tracker.model.progress import ProgressUpdate

DAY = date(2026, 2, 20)
KEYS = ("A", "B", "C", "D", "E")


@pytest.fixture
def five(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Keep five milestones that should be done, and one far away, as of 20 February."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    near = [milestone(key, 10, service="it" if key < "D" else "hr") for key in KEYS]
    far = milestone(
        "Z", 5, service="it", constraint="start_no_earlier_than", constraint_date=date(2026, 9, 1)
    )
    load_content(sqlite_url, plan([*near, far], status_date=DAY))
    return sqlite_url


def updates(address: str) -> list[ProgressUpdate]:
    database = Database(address)
    found = list(database.snapshot("test").updates)
    database.close()
    return found


def reloaded() -> AppTest:
    """Return the screen in a session of its own, in the same process as before."""
    page = AppTest.from_file(str(ROOT / "tracker/ui/main.py"), default_timeout=30)
    page.query_params.update({"programme": "test", "lang": "en"})
    page.switch_page("views/reporting.py")
    page.run()
    return page


def test_one_tap_on_the_screen_says_of_all_five_that_nothing_changed(five: str) -> None:
    page = opened("reporting", "test")
    assert "5 items need a word from you." in page.info[0].value
    page.button(key="unchanged.all").click().run()
    assert not page.exception
    assert [row.text for row in updates(five)] == ["Nothing changed."] * 5
    assert "Nothing needs a word from you this week." in page.info[0].value


def test_one_tap_says_it_of_one_item(five: str) -> None:
    page = opened("reporting", "test", "fr")
    page.button(key="unchanged.B").click().run()
    assert [row.text for row in updates(five)] == ["Rien de changé."]
    assert "4\xa0points attendent" in page.info[0].value or "4 points attendent" in page.info[0].value


def test_a_service_sees_its_own_items_and_the_address_keeps_it(five: str) -> None:
    page = opened("reporting", "test", service="hr")
    assert "2 items need a word from you." in page.info[0].value
    assert "unchanged.A" not in {button.key for button in page.button}


def again(page: AppTest) -> None:
    """Run the screen with the form of A open: a test runs the whole script, not the form alone."""
    page.button(key="tell.A").click().run()
    assert not page.exception


def test_what_was_typed_survives_a_reload_and_is_sent_once(five: str) -> None:
    page = opened("reporting", "test")
    again(page)
    page.text_area(key="tell.A.blocked_by.0").set_value("No line")
    again(page)
    fresh = reloaded()
    assert fresh.button(key="tell.A").label.startswith("Go on with your draft of ")
    again(fresh)
    assert fresh.text_area(key="tell.A.blocked_by.0").value == "No line"
    fresh.text_input(key="tell.A.could_unblock.0").set_value("The provider")
    fresh.button(key="send.A").click()
    again(fresh)
    assert [(row.blocked_by, row.could_unblock) for row in updates(five)] == [("No line", "The provider")]
    assert "tell.A" not in {button.key for button in fresh.button}
    assert "draft" not in reloaded().button(key="tell.B").label


def as_focal_point_of(monkeypatch: pytest.MonkeyPatch, *services: str) -> None:
    mandate = Mandate(Role.FOCAL_POINT, services=frozenset(services))
    monkeypatch.setattr("tracker.ui.visitor.SINGLE_USER", Author(name="relay", mandates={"test": mandate}))


def cards(page: AppTest) -> set[str]:
    return {str(button.key)[-1] for button in page.button if str(button.key).startswith("unchanged.")} & set(
        KEYS
    )


def test_what_was_found_for_one_person_is_never_shown_to_another(
    five: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three people look at one revision in one process, which keeps what it found for each."""
    opened("reporting", "test")
    seen = {}
    for services in (("it",), ("hr",), (), ("it", "hr"), ("it",)):
        as_focal_point_of(monkeypatch, *services)
        seen[services] = cards(reloaded())
    assert seen == {("it",): {"A", "B", "C"}, ("hr",): {"D", "E"}, (): set(), ("it", "hr"): set(KEYS)}


def test_more_items_than_are_read_in_one_go_come_on_demand(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    many = [milestone(f"M{number}", 10, service="it") for number in range(11)]
    load_content(sqlite_url, plan(many, status_date=DAY))
    page = opened("reporting", "test")
    assert sum(str(button.key).startswith("unchanged.M") for button in page.button) == 6
    assert page.button(key="reporting.more").label == "Show the next ones: 5 items are left"
    page.button(key="reporting.more").click().run()
    assert sum(str(button.key).startswith("unchanged.M") for button in page.button) == 11
    assert "reporting.more" not in {button.key for button in page.button}
