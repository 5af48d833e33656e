"""Hostile text in every field, on every screen of a telephone: nothing runs, nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.support import SCREENS, running_tracker, visit
from tests.browser.test_screens import SIDEWAYS
from tests.exchange.examples import example
from tests.hostile import hostile
from tests.ui.opening import load_content
from tracker.i18n import translator

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

pytestmark = pytest.mark.browser
PROGRAMME = "seven-milestones"

# What a browser made of the text besides text: that it ran, and elements that only it can have brought.
MADE_OF_IT = """() => [
  ...(window.ran === undefined ? [] : ['ran']),
  ...[...document.querySelectorAll('img[src="x"], [onerror], a[href], script:not([src])')]
    .filter((made) => made.matches('a') ? /^\\s*javascript:/i.test(made.getAttribute('href'))
      : made.matches('script') ? made.text.includes('window.ran') : true)
    .map((made) => made.outerHTML.slice(0, 200)),
]"""


def test_no_screen_runs_or_fetches_what_people_typed(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    content = hostile(example(PROGRAMME))
    # There is a portfolio where there are two.
    for each in (content, content.model_copy(update={"key": "another"})):
        load_content(f"sqlite:///{folder / 'jalon.db'}", each)
    dialogs: list[Dialog] = []
    wrong = {}
    with running_tracker(folder) as address:
        reader = visit(chromium, address, size="phone")
        reader.page.on("dialog", lambda dialog: seen(dialog, dialogs))
        for screen in SCREENS:
            page = reader.open(screen, programme=PROGRAMME, item="M4")
            point_at_charts(page)
            wrong[screen or "council"] = found_wrong(page)
        reader.page.context.close()
    assert {screen: found for screen, found in wrong.items() if found} == {}
    assert dialogs == []
    reader.watch.assert_nothing_wrong()


def seen(dialog: Dialog, dialogs: list[Dialog]) -> None:
    """Keep a dialog, and close it: the page waits for that."""
    dialogs.append(dialog)
    dialog.dismiss()


def point_at_charts(page: Page) -> None:
    """Rest on the middle of every chart, so that it shows what it says of the mark there."""
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        if box:
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def found_wrong(page: Page) -> list[str]:
    main = page.get_by_test_id("stMain")
    found: list[str] = page.evaluate(MADE_OF_IT)
    if not main.locator("h1").inner_text().strip():
        found.append("no heading")
    if translator("en").text("ui.failure", identifier="").split(";")[0] in main.inner_text():
        found.append("the screen failed")
    sideways = page.evaluate(SIDEWAYS)
    return [*found, *([f"{sideways} px sideways"] if sideways > 0 else [])]
