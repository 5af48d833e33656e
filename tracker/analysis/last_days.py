"""Until when an open decision may be taken without harm: found by rerunning the forecast day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.analysis.delays import Delays
from tracker.planning.instants import Bools

# How many working days after the forecast are tried, first far apart, then one by one.
_LADDER = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584)
_PARTS = 8


@dataclass(frozen=True)
class LastDays:
    """Until when an open decision may be taken without harm; None: no day of the plan ever comes of it.

    `nothing`: the last day on which it moves the forecast finish of no other item; one working day later
    it moves one. `openings`: the same of public openings alone. Both may lie before the day of the
    analysis: then each further day costs.
    """

    nothing: date | None
    openings: date | None


# By working days after the forecast: whether an answer then moves any other item, and any opening.
_Tried = dict[int, tuple[bool, bool]]


def last_days_of(delays: Delays, forecast: Mapping[int, date], is_opening: Bools) -> dict[int, LastDays]:
    """Return the last harmless days of some decisions, all of them searched for at once.

    An answer counts from the evening of its day, as it does once it is recorded. Whatever comes later
    moves as much or more, so that the last harmless day lies between a harmless and a harmful one tried.

    Args:
        forecast: by milestone row, the day on which each is expected.
        is_opening: for each milestone row, whether people wait for its opening.
    """
    tried: dict[int, _Tried] = {row: {} for row in forecast}
    asked: list[tuple[int, int]] = [(row, step) for row in forecast for step in _LADDER]
    while asked:
        for (row, step), harms in zip(asked, _harms(delays, forecast, is_opening, asked), strict=True):
            tried[row][step] = harms
        asked = [(row, step) for row, known in tried.items() for step in _next_steps(known)]
    return {
        row: LastDays(*(_day(delays, row, forecast[row], _bounds(known, which)) for which in (0, 1)))
        for row, known in tried.items()
    }


def _harms(
    delays: Delays, forecast: Mapping[int, date], is_opening: Bools, asked: Sequence[tuple[int, int]]
) -> list[tuple[bool, bool]]:
    """Return for each decision and step what an answer then would move."""
    days = [delays.calendar_of(row).add_working_days(forecast[row], step) for row, step in asked]
    minutes = [delays.minutes_to(row, day) for (row, _), day in zip(asked, days, strict=True)]
    found = []
    moved = delays.moved([row for row, _ in asked], np.array(minutes, np.int64))
    for (row, _), late, (rows, _finish) in zip(asked, minutes, moved, strict=True):
        others = rows[rows != row]
        found.append((bool(late and len(others)), bool(late and is_opening[others].any())))
    return found


def _bounds(tried: _Tried, which: int) -> tuple[int, int] | None:
    """Return the last step known to do no harm (-1: none) and the first known to; None: none ever does."""
    harmful = [step for step, harms in tried.items() if harms[which]]
    if not harmful:
        return None
    first = min(harmful)
    return max((step for step in tried if step < first), default=-1), first


def _next_steps(tried: _Tried) -> list[int]:
    """Return the steps to try next: some between what is harmless and what is not."""
    steps: set[int] = set()
    for which in (0, 1):
        found = _bounds(tried, which)
        between = range(found[0] + 1, found[1]) if found else range(0)
        steps |= {between[len(between) * part // _PARTS] for part in range(_PARTS) if between}
    return sorted(steps - tried.keys())


def _day(delays: Delays, row: int, forecast: date, bounds: tuple[int, int] | None) -> date | None:
    return None if bounds is None else delays.calendar_of(row).add_working_days(forecast, bounds[0])
