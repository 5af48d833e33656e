"""The dates and floats that a written schedule stores: as the plan gives them from its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.analysis.calendar import calendar_of
from tracker.analysis.network import first_instant, network_of
from tracker.exchange.mspdi_form import Fields
from tracker.exchange.mspdi_words import date_text, length_text
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.content import ProgrammeContent
from tracker.planning import CONSTRAINT_CODES, NONE, ConstraintKind, schedule

_AS_LATE_AS_POSSIBLE = CONSTRAINT_CODES[ConstraintKind.AS_LATE_AS_POSSIBLE]


@dataclass(frozen=True)
class TaskDates:
    """Instants and minutes of one task; `remaining` is the work still to do, None when it has not begun."""

    early_start: int
    early_finish: int
    late_start: int
    late_finish: int
    total_float: int
    free_float: int
    is_critical: bool
    is_late: bool
    remaining: int | None

    @property
    def start(self) -> int:
        return self.late_start if self.is_late else self.early_start

    @property
    def finish(self) -> int:
        return self.late_finish if self.is_late else self.early_finish

    def fields(self) -> Fields:
        """Return the fields that say them; floats are tenths of a minute."""
        return {
            "Start": [date_text(self.start)],
            "Finish": [date_text(self.finish)],
            "EarlyStart": [date_text(self.early_start)],
            "EarlyFinish": [date_text(self.early_finish)],
            "LateStart": [date_text(self.late_start)],
            "LateFinish": [date_text(self.late_finish)],
            "TotalSlack": [str(10 * self.total_float)],
            "FreeSlack": [str(10 * self.free_float)],
            "Critical": [str(int(self.is_critical))],
        }


def dates_of(content: ProgrammeContent, as_of: date) -> Mapping[str, TaskDates]:
    """Return the dates of each milestone in the plan by its key.

    They are those from the programme's start with what has happened up to the day: Microsoft Project moves no
    unfinished work to the day of its status by itself, so neither do the dates that are written for it.

    Raises:
        PlanningError: the plan cannot be laid out in time.
    """
    snapshot = snapshot_of(content)
    network = network_of(snapshot, calendar_of(snapshot), as_of)
    engine = network.network
    found = schedule(engine, first_instant(content.programme.start), None, network.levels)
    is_late = engine.constraint == _AS_LATE_AS_POSSIBLE
    keys = snapshot.milestones.column("key")
    dates: dict[str, TaskDates] = {}
    for row in np.flatnonzero(network.item_rows < len(keys)).tolist():
        remaining = int(engine.remaining[row])
        dates[keys[network.item_rows[row]]] = TaskDates(
            # An event that has happened falls on one instant.
            early_start=int((found.early_start if engine.work[row] else found.early_finish)[row]),
            early_finish=int(found.early_finish[row]),
            late_start=int(found.late_start[row]),
            late_finish=int(found.late_finish[row]),
            total_float=int(found.total_float[row]),
            free_float=int(found.free_float[row]),
            is_critical=bool(found.is_critical[row]),
            is_late=bool(is_late[row]),
            remaining=None if remaining == NONE else remaining,
        )
    return dates


def span_fields(start: int, finish: int, length: int) -> Fields:
    """Return the fields of a summary from a start to a finish; its length is in working minutes."""
    return {
        "Start": [date_text(start)],
        "Finish": [date_text(finish)],
        "Duration": [length_text(max(length, 0))],
        "DurationFormat": ["7"],
    }
