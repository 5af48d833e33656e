"""How long the council page takes to make and to dress, against the analysis that it is made of."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.reports.council_pages import LARGE, TODAY, content_of
from tracker.analysis import analyse
from tracker.analysis.since import NEWS_SPAN, Since
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import translator
from tracker.reports.council_html import council_html
from tracker.reports.council_page import council_page
from tracker.reports.council_text import council_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

PROGRAMMES = ("caloocan", LARGE)


def main() -> None:
    """Print each in processor time; a neighbour's work does not count."""
    for programme in PROGRAMMES:
        _measure(programme)


def _measure(programme: str) -> None:
    snapshot = snapshot_of(content_of(programme))
    day = snapshot.programme.status_date or TODAY
    # What the rows keep of themselves is made by the first analysis.
    then = analyse(snapshot, day - NEWS_SPAN)
    analysing, analysis = _seconds(lambda: analyse(snapshot, day))
    making, page = _seconds(lambda: council_page(analysis, Since(then.as_of, then)))
    html, _ = _seconds(lambda: council_html(page, translator("en")))
    text, _ = _seconds(lambda: council_text(page, translator("en")))
    print(
        f"  {programme}: analysed in {analysing * 1e3:.0f} ms; the page once a revision "
        f"{making / analysing:.1f} x that, HTML {html * 1e3:.0f} ms, text {text * 1e3:.0f} ms"
    )


def _seconds(make: Callable[[], T]) -> tuple[float, T]:
    begun = time.process_time()
    found = make()
    return time.process_time() - begun, found
