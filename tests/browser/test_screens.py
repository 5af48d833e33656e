"""Every screen as its readers meet it: in both languages, on desk and phone, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.support import LANGUAGES, SCREENS, SIZES, THEMES, Visitor, axe, settled
from tracker.i18n import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PROGRAMME, SEVEN = "caloocan", "seven-milestones"

# What stands between the title and the first chart or table, in the order of the page.
ANSWER = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const title = main.querySelector('h1');
  const drawn = main.querySelector('[data-testid="stVegaLiteChart"], [data-testid="stDataFrame"], table');
  const comesBefore = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  return [...main.querySelectorAll('[data-testid="stMarkdownContainer"] p')]
    .filter((said) => comesBefore(title, said) && (!drawn || comesBefore(said, drawn)))
    .map((said) => said.innerText.trim());
}"""
# How far the page or its main part can be moved sideways, in pixels.
SIDEWAYS = """() => Math.max(...[document.documentElement, document.querySelector('[data-testid="stMain"]')]
  .map((part) => part.scrollWidth - part.clientWidth))"""


def words(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def assert_reads_well(page: Page, screen: str, language: str) -> None:
    """The screen is the one asked for, says its answer before it draws it, and fits its window."""
    t = translator(language)
    name = t.text(f"ui.screen.{screen or 'council'}")
    assert page.title() == f"{name} · {t.text('common.product')}"
    assert page.get_by_test_id("stMain").locator("h1").inner_text().strip()
    sentences = [said for said in page.evaluate(ANSWER) if len(said) > 20 and said[-1] in ".!?:"]
    assert sentences, "no answer stands above the first chart"
    failure = t.text("ui.failure", identifier="").split(";")[0]
    assert failure not in words(page)
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_every_screen_says_its_answer_to_everybody(
    visitor: Callable[..., Visitor], size: str, theme: str
) -> None:
    # The second language is opened where size and palette differ most; a page takes seconds, 24 take long.
    languages = LANGUAGES if (size, theme) in {("desktop", "light"), ("phone", "dark")} else LANGUAGES[:1]
    violations = {}
    for language in languages:
        reader = visitor(size=size, theme=theme, language=language)
        for screen in SCREENS:
            page = reader.open(screen, programme=PROGRAMME)
            assert_reads_well(page, screen, language)
            if language == languages[-1]:
                violations[screen] = axe(page)
    assert {screen: found for screen, found in violations.items() if found} == {}


def test_a_filtered_view_can_be_sent(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("roadmap", programme=PROGRAMME)
    everything = words(page)
    page.get_by_role("switch", name=translator("en").text("roadmap.critical_only")).press("Space")
    page.wait_for_url("**critical=1*")
    sent = settled(page).url
    seen = words(page)
    assert seen != everything

    receiver = visitor(language="en").page
    receiver.goto(sent)
    assert words(settled(receiver)) == seen


def test_a_touched_mark_shows_its_detail(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("dependencies", programme=SEVEN)
    box = page.locator('svg.marks path[aria-label*="Milestone: Registry software configured"]')
    box.click(force=True)
    page.wait_for_url("**item=M4*")
    opens = translator("en").text("item.open")
    settled(page).get_by_text(opens, exact=True).wait_for()
    assert "Registry software configured" in words(page)
    assert axe(page) == []


def test_a_row_of_the_table_shows_its_detail_too(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("roadmap", programme=SEVEN)
    page.locator(".st-key-roadmap-table summary").click()
    table = page.get_by_test_id("stDataFrame")
    table.wait_for()
    settled(page)
    table.scroll_into_view_if_needed()
    # The table is a picture to Playwright: its first row stands below a heading of 35 pixels.
    table.click(position={"x": 60, "y": 52})
    page.wait_for_url("**item=M*")
    settled(page).get_by_text(translator("en").text("item.open"), exact=True).wait_for()


def test_another_language_keeps_screen_programme_and_filter(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("roadmap", programme="antipolo", critical="1")
    page.get_by_text("Français", exact=True).click()
    page.wait_for_function("() => document.documentElement.lang === 'fr'")
    settled(page)
    assert "/roadmap?" in page.url
    assert all(kept in page.url for kept in ("programme=antipolo", "lang=fr", "critical=1"))
    assert page.get_by_test_id("stMain").locator("h1").inner_text() == "Feuille de route"
    assert page.get_by_role("switch", name=translator("fr").text("roadmap.critical_only")).is_checked()
