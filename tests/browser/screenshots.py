"""Takes a picture of every screen in every size, language and palette, to be looked at."""

from __future__ import annotations

import argparse
import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from playwright.sync_api import sync_playwright

from tests.browser.support import (
    CHROMIUM_ARGUMENTS,
    LANGUAGES,
    SCREENS,
    SIZES,
    THEMES,
    Visitor,
    settled,
    visit,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONTENT_HEIGHT = """() => Math.max(...[...document.querySelectorAll(
  '[data-testid="stMain"], [data-testid="stSidebarContent"]')].map((part) => part.scrollHeight))"""


def whole(page: Page) -> Page:
    """Make the window as tall as the screen's content, which scrolls inside the page."""
    height = int(page.evaluate(CONTENT_HEIGHT))
    size = page.viewport_size
    if size and height > size["height"]:
        page.set_viewport_size({"width": size["width"], "height": height})
        settled(page)
    return page


def picture(visitor: Visitor, screen: str, programme: str, path: Path) -> None:
    """Save the picture of a whole screen; say what went wrong on it, if anything did."""
    size = visitor.page.viewport_size
    try:
        visitor.open(screen, programme=programme)
        whole(visitor.page).screenshot(path=path)
    except Exception as error:  # noqa: BLE001  # one broken screen must not hide the others
        visitor.page.screenshot(path=path)
        typer.echo(f"{path.name}: {str(error).splitlines()[0]}")
    if size:
        visitor.page.set_viewport_size(size)
    typer.echo(str(path))


def main() -> None:
    """Read the wishes and take the pictures; with one browser, against a server that runs already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="address of a running tracker, such as http://localhost:8501")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--programme", nargs="+", default=["caloocan"])
    parser.add_argument("--screen", nargs="+", default=[name or "council" for name in SCREENS])
    parser.add_argument("--size", nargs="+", choices=list(SIZES), default=list(SIZES))
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--language", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=wishes.chromium, args=CHROMIUM_ARGUMENTS)
        for size, theme, language in itertools.product(wishes.size, wishes.theme, wishes.language):
            visitor = visit(browser, wishes.server, size=size, theme=theme, language=language)
            for programme, screen in itertools.product(wishes.programme, wishes.screen):
                path = wishes.folder / f"{programme}-{screen}-{size}-{theme}-{language}.png"
                picture(visitor, "" if screen == "council" else screen, programme, path)
            for fault in visitor.watch.errors + visitor.watch.policy_violations + visitor.watch.other_hosts:
                typer.echo(f"  {size} {theme} {language}: {fault[:300]}")
            visitor.page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
