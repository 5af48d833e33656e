"""The S-curve: how much of the programme is reached month by month, planned, actual and forecast."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import numpy as np

from tracker.analysis.columns import floats
from tracker.analysis.facts import CurvePoint, ItemState
from tracker.analysis.items import Items
from tracker.analysis.standing import STATES
from tracker.planning import NONE, date_of_day
from tracker.planning.instants import Ints, day_of


def curve_of(items: Items, as_of: date) -> tuple[CurvePoint, ...]:
    """Return one point at each month's end from the first planned date to the last date of all.

    A milestone counts with its weight from its finish on; those out of the plan, and history, do not
    count. The day of the analysis is a point of its own, where actual and forecast meet.
    """
    weight = floats(items.snapshot.milestones.column("weight"))
    in_plan = (items.state != STATES.index(ItemState.CANCELLED)) & (items.early_finish != NONE)
    in_plan &= ~items.is_history
    rows = np.flatnonzero(in_plan & (weight > 0))
    total = float(weight[rows].sum())
    if not total:
        return ()
    planned, expected, actual = (
        column[rows] for column in (items.planned_finish, items.early_finish, items.actual_finish)
    )
    today = day_of(as_of)
    known = np.concatenate([column[column != NONE] for column in (planned, expected)])
    begins = items.planned_start[rows]
    first = min(today, int(begins[begins != NONE].min(initial=today)), int(known.min()))
    ends = np.union1d(_month_ends(first, int(known.max())), [today])

    def share(column: Ints, until: Ints) -> list[float]:
        order = np.argsort(column)
        reached = np.append(0, np.cumsum(weight[rows][order]))
        absent = int((column == NONE).sum())
        places = column[order].searchsorted(until, "right")
        return [100 * float(reached[place] - reached[absent]) / total for place in places]

    lines = zip(ends.tolist(), share(planned, ends), share(actual, ends), share(expected, ends), strict=True)
    return tuple(
        CurvePoint(date_of_day(end), plan, done if end <= today else None, forecast if end >= today else None)
        for end, plan, done, forecast in lines
    )


def _month_ends(first: int, last: int) -> Ints:
    ends: list[int] = []
    year, month = date_of_day(first).year, date_of_day(first).month
    while not ends or ends[-1] < last:
        ends.append(day_of(date(year, month, monthrange(year, month)[1])))
        year, month = year + month // 12, month % 12 + 1
    return np.array(ends, np.int64)
