"""Counts working time in tenths of a minute: so much work on or back, and how much lies between."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from datetime import date

import numpy as np

from tracker.exchange.mspdi_calendars import WorkingDays
from tracker.exchange.mspdi_records import TENTHS_A_DAY, TENTHS_A_MINUTE
from tracker.planning import DateRangeError, day_of
from tracker.planning.worktable import WorkTable

_FIRST_DAY, _LAST_DAY = day_of(date(1900, 1, 1)), day_of(date(2400, 1, 1))
_BACK, _AHEAD = 400, 1_200  # days laid out at first around the project's start; more when they are reached


class Timeline:
    """A calendar laid out as working intervals; `None` works around the clock."""

    def __init__(self, calendar: WorkingDays | None, around: int) -> None:
        self.calendar = calendar
        day = around // TENTHS_A_DAY
        self._lay_out(day - _BACK, day + _AHEAD)

    def _lay_out(self, first_day: int, last_day: int) -> None:
        self.first_day, self.last_day = max(first_day, _FIRST_DAY), min(last_day, _LAST_DAY)
        if self.calendar is None:
            self.starts = array("q", [self.first_day * TENTHS_A_DAY])
            self.ends = array("q", [self.last_day * TENTHS_A_DAY])
            self.before = array("q", [0])
            return
        monday_first = (*self.calendar.week[1:], self.calendar.week[0])
        exceptions = {day_of(when): shape for when, shape in self.calendar.exceptions.items()}
        table = WorkTable.build(monday_first, exceptions, self.first_day, self.last_day)
        self.starts = _tenths(table.starts)
        self.ends = _tenths(table.ends)
        self.before = _tenths(table.before)

    def _widen(self, *, later: bool) -> None:
        reach = self.last_day - self.first_day
        if (self.last_day >= _LAST_DAY) if later else (self.first_day <= _FIRST_DAY):
            raise DateRangeError("the work reaches outside the years 1900 to 2400")
        self._lay_out(self.first_day - (0 if later else reach), self.last_day + (reach if later else 0))

    def next_start(self, instant: int) -> int:
        """Return the first instant, at or after this one, where work can start."""
        while True:
            row = bisect_right(self.ends, instant)
            if row < len(self.starts) and (row or instant >= self.starts[0]):
                return max(instant, self.starts[row])
            self._widen(later=row >= len(self.starts))

    def ends_at(self, instant: int) -> bool:
        """Return whether a stretch of work ends at an instant."""
        return self.previous_finish(instant) == instant

    def previous_finish(self, instant: int) -> int:
        """Return the last instant, at or before this one, where work can be finished."""
        while True:
            row = bisect_left(self.starts, instant) - 1
            if row >= 0 and (row + 1 < len(self.starts) or instant <= self.ends[-1]):
                return min(instant, self.ends[row])
            self._widen(later=row >= 0)

    def _work_at(self, instant: int) -> int:
        """Return the work before an instant that lies inside the table."""
        row = bisect_right(self.starts, instant) - 1
        return self.before[row] + min(instant, self.ends[row]) - self.starts[row]

    def add(self, instant: int, work: int) -> int:
        """Return where work begun at an instant is finished; if negative, where it must have started."""
        if work == 0:
            return instant
        while True:
            # First the instant, that the table may be wide enough to hold it.
            at = self.next_start(instant) if work > 0 else self.previous_finish(instant)
            wanted = self._work_at(at) + work
            if work > 0 and wanted <= self.before[-1] + self.ends[-1] - self.starts[-1]:
                row = bisect_left(self.before, wanted) - 1
                return self.starts[row] + wanted - self.before[row]
            if work < 0 and wanted >= self.before[0]:
                row = bisect_right(self.before, wanted) - 1
                return self.starts[row] + wanted - self.before[row]
            self._widen(later=work > 0)

    def between(self, earlier: int, later: int) -> int:
        """Return the work between two instants, negative when they stand in the other order."""
        if earlier > later:
            return -self.between(later, earlier)
        self.previous_finish(later)
        first = self.next_start(earlier)
        return 0 if first >= later else self._work_at(later) - self._work_at(first)


def _tenths(minutes: np.ndarray) -> array[int]:
    """Return minutes as tenths of a minute; lists would take five times the room."""
    found = array("q")
    found.frombytes((minutes * TENTHS_A_MINUTE).astype(np.int64).tobytes())
    return found
