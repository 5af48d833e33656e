"""The council page as one HTML file: no script, nothing from elsewhere, read on a phone and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports.council_drawing import CURVE_HEIGHT, WIDTH, curve_of_page, strip_of
from tracker.reports.static_page import static_page
from tracker.reports.style import glyph, status_name, status_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.i18n import Text, Translator
    from tracker.reports.council_line import Record
    from tracker.reports.council_page import CouncilPage


@dataclass(frozen=True)
class PageLinks:
    """Where the page leads to, as far as its reader may go; a page in a file leads nowhere."""

    # The same page in another language: address, code, own name.
    languages: tuple[tuple[str, str, str], ...] = ()
    # The same page in another dress: address, name.
    dresses: tuple[tuple[str, Text], ...] = ()
    # The screen that shows a record; None: it has none, or the reader none.
    record: Callable[[Record], str | None] | None = None


def council_html(page: CouncilPage, t: Translator, links: PageLinks | None = None) -> str:
    """Return the council page in one language."""
    links = links or PageLinks()

    def screen_of(records: tuple[Record, ...]) -> str | None:
        """Return the screen of what a figure is made of, where that is one record with a screen."""
        if links.record is None:
            return None
        found = {address for record in records if (address := links.record(record))}
        return found.pop() if len(found) == 1 else None

    return static_page(
        "council_page.html",
        t,
        page=page,
        links=links,
        screen_of=screen_of,
        strip=strip_of(page.counts),
        curve=curve_of_page(page),
        width=WIDTH,
        height=CURVE_HEIGHT,
        glyph=glyph,
        status_name=status_name,
        status_text=status_text,
    )
