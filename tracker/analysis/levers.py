"""What could be done about an overloaded month of a post: later, more people, or a pause, worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.columns import NO_ROW, linked_rows
from tracker.analysis.workload import MonthLoad
from tracker.model.milestone import Nature
from tracker.planning import NONE

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

_PINNED = (Nature.LAW, Nature.CONTRACT)


@dataclass(frozen=True)
class Levers:
    """Rows are those of the snapshot; None where a lever does nothing.

    `later` is the item that can wait longest (working days of its float) without moving the end;
    `missing_people` how many full-time people more the worst day would take; `pause` the initiative
    whose pause frees most days in that month.
    """

    later: int | None
    later_days: float
    missing_people: float
    missing_days: float
    pause: int | None
    pause_days: float


def levers_of(analysis: ProgrammeAnalysis, month: MonthLoad) -> Levers:
    """Return what would relieve a post in a month in which it is asked for more than it has."""
    later, days = _later(analysis, month)
    pause, freed = _pause(analysis, month)
    workload = analysis.workload
    inside = workload.days.view("datetime64[D]").astype("datetime64[M]") == np.datetime64(month.month, "M")
    people = float(workload.over[workload.place[month.post], inside].max(initial=0))
    return Levers(later, days, people, month.over, pause, freed)


def _later(analysis: ProgrammeAnalysis, month: MonthLoad) -> tuple[int | None, float]:
    """Return the asking item that has not begun, is not pinned and has most float."""
    items, natures = analysis.items, analysis.snapshot.milestones.column("nature")
    free = [
        (float(items.total_float_days[row]), row)
        for row, _ in month.asking
        if items.actual_start[row] == NONE and natures[row] not in _PINNED
    ]
    days, row = max(free, default=(0.0, -1))
    return (row, days) if days >= 1 else (None, 0.0)


def _pause(analysis: ProgrammeAnalysis, month: MonthLoad) -> tuple[int | None, float]:
    snapshot = analysis.snapshot
    initiative = linked_rows(snapshot.milestones, "initiative_id", snapshot.initiatives)
    freed: dict[int, float] = {}
    for row, days in month.asking:
        if initiative[row] != NO_ROW:
            freed[int(initiative[row])] = freed.get(int(initiative[row]), 0.0) + days
    best = max(freed, key=lambda one: (freed[one], -one), default=None)
    return (best, freed[best]) if best is not None else (None, 0.0)
