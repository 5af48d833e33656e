"""The two small drawings of the council page as numbers: the strip of statuses and the curve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports.progress_curve import SERIES
from tracker.reports.style import glyph, status_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.reports.council_page import CouncilPage
    from tracker.reports.progress_curve import CurveMark
    from tracker.reports.style import Status

# In the drawing's own units; it is stretched to the width of the page.
WIDTH, CURVE_HEIGHT = 600, 120


@dataclass(frozen=True)
class StripPart:
    """One status of the strip: as wide as the milestones it stands for are many."""

    status: str
    count: int
    label: str


@dataclass(frozen=True)
class Curve:
    """The lines of the curve as the points of polylines, and where the day of the page is."""

    lines: tuple[tuple[str, str], ...]
    today: float
    first: date
    last: date


def strip_of(counts: Sequence[tuple[Status, int]]) -> tuple[StripPart, ...]:
    """Return the strip of statuses."""
    return tuple(
        StripPart(status_name(status), count, f"{glyph(status)} {count}") for status, count in counts
    )


def curve_of_page(page: CouncilPage) -> Curve | None:
    """Return the curve of the page; None where there is none, or one month only."""
    if len({mark.month_end for mark in page.curve}) < 2:
        return None
    days = [mark.month_end.toordinal() for mark in page.curve]
    first, last = min(days), max(days)

    def across(day: date) -> float:
        return round(WIDTH * (day.toordinal() - first) / (last - first), 1)

    def points(marks: Sequence[CurveMark]) -> str:
        return " ".join(
            f"{across(mark.month_end):g},{CURVE_HEIGHT * (1 - mark.percent / 100):.0f}" for mark in marks
        )

    by_series = {name: [mark for mark in page.curve if mark.series == name] for name in SERIES}
    lines = tuple((name, points(marks)) for name, marks in by_series.items() if len(marks) > 1)
    return Curve(
        lines,
        across(page.as_of),
        min(mark.month_end for mark in page.curve),
        max(mark.month_end for mark in page.curve),
    )
