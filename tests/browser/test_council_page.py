"""The council page on a telephone of 360 pixels without a script, in every language, and without a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.support import axe
from tests.reports.council_pages import PROGRAMMES, page_of
from tracker.i18n import PAGE_LANGUAGES, translator
from tracker.reports.council_html import council_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

NARROW: ViewportSize = {"width": 360, "height": 780}


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_it_is_read_at_360_pixels_and_asks_nobody_for_anything(chromium: Browser, programme: str) -> None:
    asked: list[str] = []
    context = chromium.new_context(viewport=NARROW, java_script_enabled=False)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for language in PAGE_LANGUAGES:
        page.set_content(council_html(page_of(programme), translator(language)))
        widest = page.locator("html").evaluate("html => html.scrollWidth")
        assert widest <= NARROW["width"], (language, widest)
    context.close()
    assert asked == []


@pytest.mark.parametrize(
    ("programme", "language", "theme"),
    [
        (programme, PAGE_LANGUAGES[place % len(PAGE_LANGUAGES)], ("light", "dark")[place % 2])
        for place, programme in enumerate(PROGRAMMES)
    ],
)
def test_it_has_no_fault_of_accessibility(
    chromium: Browser, programme: str, language: str, theme: str
) -> None:
    context = chromium.new_context(viewport=NARROW, color_scheme="dark" if theme == "dark" else "light")
    page = context.new_page()
    page.set_content(council_html(page_of(programme), translator(language)))
    found = axe(page)
    context.close()
    assert found == []
