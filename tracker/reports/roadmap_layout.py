"""Places the roadmap's rows and the elbows of its arrows: pixels down the page, days along it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tracker.reports.links import Link
    from tracker.reports.roadmap import RoadmapBar, RoadmapGroup

Corners = tuple[tuple[float, float], ...]
UP, RIGHT, DOWN, LEFT = 0, 90, 180, 270


@dataclass(frozen=True)
class Measures:
    """Pixels of one width class: a heading, a row, and where the bar lies in its row."""

    is_phone: bool
    axis: int
    heading: int
    row: int
    bar_top: int
    bar_height: int
    # Columns beside the time axis; on a phone the words stand above the bars instead.
    left: int
    right: int
    most_ticks: int


WIDE = Measures(
    is_phone=False, axis=60, heading=36, row=30, bar_top=8, bar_height=14, left=268, right=132, most_ticks=16
)
# A detail stands beside the chart.
BESIDE = Measures(
    is_phone=False, axis=60, heading=36, row=30, bar_top=8, bar_height=14, left=220, right=128, most_ticks=7
)
PHONE = Measures(
    is_phone=True, axis=60, heading=48, row=50, bar_top=27, bar_height=14, left=0, right=0, most_ticks=6
)


@dataclass(frozen=True)
class PlacedBar:
    """A bar, the pixel at which its row begins, and the day numbers at which it begins and ends, if any."""

    bar: RoadmapBar
    top: int
    span: tuple[float, float] | None


@dataclass(frozen=True)
class PlacedGroup:
    group: RoadmapGroup
    top: int


@dataclass(frozen=True)
class Layout:
    groups: tuple[PlacedGroup, ...]
    bars: tuple[PlacedBar, ...]
    height: int


@dataclass(frozen=True)
class Elbow:
    """One arrow: its corners as (day number, pixel), and the way its head points in degrees from up."""

    link: Link
    corners: Corners
    head: int


def day_number(day: date) -> int:
    return day.toordinal()


def placed(groups: Iterable[RoadmapGroup], measures: Measures) -> Layout:
    """Return every heading and bar with the pixel at which its row begins."""
    at = measures.axis
    headings: list[PlacedGroup] = []
    bars: list[PlacedBar] = []
    for group in groups:
        headings.append(PlacedGroup(group, at))
        at += measures.heading
        for bar in group.bars if group.is_open else ():
            bars.append(PlacedBar(bar, at, span_of(bar)))
            at += measures.row
        at += measures.heading // 6
    return Layout(tuple(headings), tuple(bars), at)


def span_of(bar: RoadmapBar) -> tuple[float, float] | None:
    """Return the day numbers at which a bar begins and ends: its last day is part of it."""
    if bar.finish is None:
        return None
    if bar.is_event:
        return day_number(bar.finish) + 0.5, day_number(bar.finish) + 0.5
    return day_number(bar.start or bar.finish), day_number(bar.finish) + 1


def elbows(links: Iterable[Link], layout: Layout, measures: Measures, days_shown: float) -> tuple[Elbow, ...]:
    """Return the arrows between visible bars. A corner stands off its bar by a share of the days shown."""
    rows = {row.bar.key: row for row in layout.bars}
    gap = days_shown / (60 if measures.is_phone else 110)
    found = []
    for link in links:
        first, second = rows.get(link.predecessor), rows.get(link.successor)
        if first and second and first.span and second.span:
            start = first.span[link.from_finish], _middle(first, measures)
            end = second.span[not link.to_start], _middle(second, measures)
            found.append(Elbow(link, *_route(link, start, end, gap, measures.bar_height / 2)))
    return tuple(found)


def _middle(row: PlacedBar, measures: Measures) -> float:
    return row.top + measures.bar_top + measures.bar_height / 2


def _route(
    link: Link, start: tuple[float, float], end: tuple[float, float], gap: float, half: float
) -> tuple[Corners, int]:
    """Return the corners of an arrow from one bar's end to another's, and the way its head points."""
    (from_x, from_y), (to_x, to_y) = start, end
    side = 1 if to_y > from_y else -1
    leaves = from_x + (gap if link.from_finish else -gap)
    enters = to_x - (gap if link.to_start else -gap)
    head = RIGHT if link.to_start else LEFT
    if link.from_finish != link.to_start:
        x = max(leaves, enters) if link.from_finish else min(leaves, enters)
        return (start, (x, from_y), (x, to_y), end), head
    if (enters - leaves) * (1 if link.from_finish else -1) >= 0:
        return (start, (leaves, from_y), (leaves, to_y), end), head
    if link.from_finish and to_x >= from_x - gap:
        # The successor begins where its predecessor ends: straight onto its first days.
        x = max(to_x, from_x) + gap * 0.7
        return (start, (x, from_y), (x, to_y - side * (half + 2))), DOWN if side > 0 else UP
    lane = to_y - side * (half + 6)
    return (start, (leaves, from_y), (leaves, lane), (enters, lane), (enters, to_y), end), head
