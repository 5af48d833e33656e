"""What moves when one item comes later than expected: the forecast rerun for many single delays at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from tracker.analysis.edges import FF, FS, SF, SS
from tracker.analysis.forecast import Dates, finish_days, is_event_of
from tracker.analysis.network import ProgrammeNetwork, first_instant
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, ConstraintKind, Movement, Network, Schedule, WorkingCalendar, movements
from tracker.planning.instants import Bools, Ints
from tracker.planning.network import CONSTRAINT_CODES
from tracker.planning.progress import by_calendar

_AT_FINISH = [
    CONSTRAINT_CODES[ConstraintKind.FINISH_NO_EARLIER_THAN],
    CONSTRAINT_CODES[ConstraintKind.MUST_FINISH_ON],
]
_MUST_START = [CONSTRAINT_CODES[ConstraintKind.MUST_START_ON]]
_START_NO_EARLIER = CONSTRAINT_CODES[ConstraintKind.START_NO_EARLIER_THAN]


@dataclass(frozen=True, eq=False)
class Delays:
    """The forecast of a day, ready to be rerun with one item delayed."""

    snapshot: Snapshot
    network: ProgrammeNetwork
    engine: Network
    schedule: Schedule
    forecast: Dates
    as_of: date

    def moved(self, rows: Any, minutes: Any) -> Iterator[tuple[Ints, Ints]]:
        """Give, for each delay in turn, the milestone rows that finish on a later day, and that day.

        The delayed row itself is among them. An event that waits for a date asked for its finish (the
        next sitting) is that much later than it is expected, not that much longer in coming.

        Args:
            rows: the milestone rows that are delayed, each alone; a row may stand several times.
            minutes: working time on each row's own calendar, one or one each.
        """
        late = np.atleast_1d(np.asarray(rows, np.int64))
        added = np.broadcast_to(np.asarray(minutes, np.int64), late.shape)
        is_tied = self._is_tied[self.network.activities[late]]
        # Each of those is tried in a network of its own.
        groups = [~is_tied, *(late == row for row in np.unique(late[is_tied]))]
        found: dict[int, tuple[Ints, Ints]] = {}
        for group in map(np.flatnonzero, groups):
            if len(group):
                found.update(zip(group.tolist(), self._moved(late[group], added[group]), strict=True))
        return (found[place] for place in range(len(late)))

    def _moved(self, rows: Ints, minutes: Ints) -> Iterator[tuple[Ints, Ints]]:
        activities = self.network.activities[rows]
        found = movements(
            self._postponable(np.unique(activities)),
            first_instant(self.snapshot.programme.start),
            first_instant(self.as_of),
            activities,
            minutes,
            self.network.levels,
            against=self.engine,
        )
        return map(self._later, found)

    def calendar_of(self, row: int) -> WorkingCalendar:
        """Return the calendar on which an item is planned."""
        return self.engine.calendars[int(self.engine.calendar[self.network.activities[row]])]

    def minutes_to(self, row: int, day: date) -> int:
        """Return the working minutes from when an item is expected to the evening of a day, 0 before."""
        calendar = self.calendar_of(row)
        expected = int(self.schedule.early_finish[self.network.activities[row]])
        return max(0, calendar.work_at(calendar.finish_of(day)) - calendar.work_at(expected))

    def _later(self, found: Movement) -> tuple[Ints, Ints]:
        rows = self.network.item_rows[found.rows]
        # Whoever is delayed has work now, and is no event any more.
        is_event = is_event_of(self.schedule, self.engine)[found.rows] & (found.rows != found.row)
        finish = finish_days(self.engine, found.rows, found.finishes, is_event)
        later = (rows < len(self.snapshot.milestones)) & (finish > self.forecast.early_finish[rows])
        return rows[later], finish[later]

    @cached_property
    def _is_tied(self) -> Bools:
        """The events that work would not make later, or not what follows them, as they are tied."""
        engine = self.engine
        tied = np.isin(engine.constraint, _AT_FINISH)
        tied[engine.successor[np.isin(engine.kind, (FF, SF))]] = True
        tied &= ~np.isin(engine.constraint, _MUST_START)
        tied[engine.predecessor[np.isin(engine.kind, (SS, SF))]] = True
        return np.asarray(tied & (engine.work == 0) & (engine.actual_start == NONE), np.bool_)

    def _postponable(self, activities: Ints) -> Network:
        """Return the network in which events among some activities come later if they take longer.

        Without work they begin and end at once: what is tied to their beginning is tied to their end, and
        one whose end is held (by a date, by an end before it) begins no sooner than it is expected.
        """
        engine = self.engine
        late = activities[self._is_tied[activities]]
        if not len(late):
            return engine
        is_late = np.zeros(len(engine), np.bool_)
        is_late[late] = True
        kind = engine.kind.copy()
        for from_start, from_finish in ((SS, FS), (SF, FF)):
            kind[is_late[engine.predecessor] & (engine.kind == from_start)] = from_finish
        held = late[~np.isin(engine.constraint[late], _MUST_START)]
        constraint, at = engine.constraint.copy(), engine.constraint_at.copy()
        constraint[held] = _START_NO_EARLIER
        used, expected = engine.calendar[held].astype(np.int64), self.schedule.early_finish[held]
        at[held] = by_calendar(engine.calendars, used, expected, WorkingCalendar.next_working)
        return replace(engine, kind=kind, constraint=constraint, constraint_at=at)
