"""Working calendars: which minutes are worked, and how far a piece of work reaches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import overload

import numpy as np

from tracker.planning.errors import CalendarError, DateRangeError
from tracker.planning.instants import (
    FIRST_DAY,
    FIRST_INSTANT,
    LAST_DAY,
    LAST_INSTANT,
    MINUTES_A_DAY,
    Ints,
    date_of_day,
    day_of,
)
from tracker.planning.worktable import ANCHOR_DAY, DayShape, WorkTable

OFFICE_HOURS: DayShape = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
ALL_DAY: DayShape = ((0, MINUTES_A_DAY),)
_FIRST_REACH = 11_000  # days either side of 2000-01-01 laid out at first: 1969 to 2030


@dataclass(frozen=True)
class WorkingCalendar:
    """Working times of a week (Monday first), and dates that differ; times are minutes of the day.

    An exception replaces its whole day: an empty tuple is a holiday. `minutes_per_day` turns days of work
    into minutes. Working time is counted in minutes since 2000-01-01 and is negative before.

    A *tick* is a place in working time: twice the working minutes, plus one on the opening side of a
    break (Friday 17:00 is 2x, Monday 08:00 is 2x + 1: the same working time, two different instants).
    """

    week: tuple[DayShape, ...] = (OFFICE_HOURS,) * 5 + ((), ())
    exceptions: Mapping[date, DayShape] = field(default_factory=dict, hash=False)
    minutes_per_day: int = 480
    _table: WorkTable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the times and lay out the first table.

        Raises:
            CalendarError: no working time at all, or times that overlap or leave their day.
        """
        if len(self.week) != 7 or self.minutes_per_day <= 0:
            raise CalendarError("a calendar needs seven weekdays and a positive working day")
        for shape in (*self.week, *self.exceptions.values()):
            _check_shape(shape)
        if not any(self.week) and not any(self.exceptions.values()):
            raise CalendarError("the calendar has no working time")
        days = [day_of(when) for when in self.exceptions]
        reach = _FIRST_REACH
        self._lay_out(min([ANCHOR_DAY - reach, *days]), max([ANCHOR_DAY + reach, *days]) + 1)

    @classmethod
    def standard(
        cls,
        weekdays: Iterable[int] = (0, 1, 2, 3, 4),
        holidays: Iterable[date] = (),
        working_exceptions: Iterable[date] = (),
        hours: DayShape = OFFICE_HOURS,
    ) -> WorkingCalendar:
        """Return a calendar that works the same hours on some weekdays (Monday is 0), but for holidays.

        A date among the working exceptions is worked even when it is a holiday or another weekday.
        """
        chosen = frozenset(weekdays)
        exceptions: dict[date, DayShape] = dict.fromkeys(sorted(holidays), ())
        exceptions.update(dict.fromkeys(sorted(working_exceptions), hours))
        week = tuple(hours if weekday in chosen else () for weekday in range(7))
        return cls(week, exceptions, sum(end - start for start, end in hours))

    @classmethod
    def around_the_clock(cls) -> WorkingCalendar:
        """Return the calendar of a data centre: every minute is worked."""
        return cls((ALL_DAY,) * 7, {}, MINUTES_A_DAY)

    # Tables -------------------------------------------------------------------------------------------

    def _lay_out(self, first_day: int, last_day: int) -> WorkTable:
        exceptions = {day_of(when): shape for when, shape in self.exceptions.items()}
        table = WorkTable.build(self.week, exceptions, max(first_day, FIRST_DAY), min(last_day, LAST_DAY + 1))
        object.__setattr__(self, "_table", table)
        return table

    def _wider(self, table: WorkTable, earlier: bool) -> WorkTable:
        """Return a table that reaches twice as far to one side."""
        reach = table.last_day - table.first_day
        if earlier:
            return self._lay_out(table.first_day - reach, table.last_day)
        return self._lay_out(table.first_day, table.last_day + reach)

    def _table_of_instants(self, instants: Ints) -> WorkTable:
        table = self._table
        if not instants.size:
            return table
        low, high = int(instants.min()), int(instants.max())
        if low < FIRST_INSTANT or high > LAST_INSTANT:
            raise DateRangeError("an instant lies outside the years 1 to 9999", low=low, high=high)
        while low < table.first_day * MINUTES_A_DAY:
            table = self._wider(table, earlier=True)
        while high > table.last_day * MINUTES_A_DAY:
            table = self._wider(table, earlier=False)
        return table

    def _table_of_work(self, work: Ints) -> WorkTable:
        table = self._table
        if not work.size:
            return table
        low, high = int(work.min()), int(work.max())
        self._refuse_endless(max(high, -low))
        while low <= table.first_work:
            if table.first_day <= FIRST_DAY:
                raise DateRangeError("the work would begin before the year 1", work=low)
            table = self._wider(table, earlier=True)
        while high >= table.first_work + table.total:
            if table.last_day > LAST_DAY:
                raise DateRangeError("the work would finish after the year 9999", work=high)
            table = self._wider(table, earlier=False)
        return table

    def _refuse_endless(self, work: int) -> None:
        """Refuse absurd work before any table is laid out for it."""
        weekly = sum(end - start for shape in self.week for start, end in shape)
        reach = weekly * ((LAST_DAY - FIRST_DAY) // 7 + 1) + MINUTES_A_DAY * len(self.exceptions)
        if work > reach:
            raise DateRangeError("the work reaches outside the years 1 to 9999", work=work)

    # Instants and working time ------------------------------------------------------------------------

    @overload
    def work_at(self, instant: int) -> int: ...
    @overload
    def work_at(self, instant: Ints) -> Ints: ...
    def work_at(self, instant: int | Ints) -> int | Ints:
        """Return the working minutes from 2000-01-01 to an instant (negative before).

        Raises:
            DateRangeError: outside the years 1 to 9999 (as everywhere in this class).
        """
        asked = np.asarray(instant, np.int64)
        return _like(instant, self._table_of_instants(asked).work_at(asked))

    @overload
    def start_at(self, work: int) -> int: ...
    @overload
    def start_at(self, work: Ints) -> Ints: ...
    def start_at(self, work: int | Ints) -> int | Ints:
        """Return the instant where work starts when so many minutes lie before it: the end of a break."""
        asked = np.asarray(work, np.int64)
        return _like(work, self._table_of_work(asked).starts_at(asked))

    @overload
    def finish_at(self, work: int) -> int: ...
    @overload
    def finish_at(self, work: Ints) -> Ints: ...
    def finish_at(self, work: int | Ints) -> int | Ints:
        """Return the instant where so many working minutes are finished: the beginning of a break."""
        asked = np.asarray(work, np.int64)
        return _like(work, self._table_of_work(asked).finishes_at(asked))

    def work_between(self, earlier: int, later: int) -> int:
        """Return the working minutes between two instants; negative when they are in the other order."""
        return self.work_at(later) - self.work_at(earlier)

    def add(self, instant: int, minutes: int) -> int:
        """Return where `minutes` of work that begin at an instant are finished (the instant itself for 0)."""
        if minutes == 0:
            return instant
        work = self.work_at(instant) + minutes
        return self.finish_at(work) if minutes > 0 else self.start_at(work)

    def subtract(self, instant: int, minutes: int) -> int:
        """Return where `minutes` of work must start to be finished at an instant."""
        return self.add(instant, -minutes)

    @overload
    def next_working(self, instant: int) -> int: ...
    @overload
    def next_working(self, instant: Ints) -> Ints: ...
    def next_working(self, instant: int | Ints) -> int | Ints:
        """Return the first instant, at or after this one, where work can start."""
        return _like(instant, self.start_at(self.work_at(np.asarray(instant, np.int64))))

    @overload
    def previous_working(self, instant: int) -> int: ...
    @overload
    def previous_working(self, instant: Ints) -> Ints: ...
    def previous_working(self, instant: int | Ints) -> int | Ints:
        """Return the last instant, at or before this one, where work can be finished."""
        return _like(instant, self.finish_at(self.work_at(np.asarray(instant, np.int64))))

    # Ticks --------------------------------------------------------------------------------------------

    def ticks_at(self, instants: Ints, opening: int | Ints = 1) -> Ints:
        """Return the tick of each instant; inside a break it is the end of the break.

        `opening` is the side (0 or 1) taken within working time, where both sides are one instant.
        """
        table = self._table_of_instants(instants)
        row = table.starts.searchsorted(instants, "right") - 1
        inside = (instants > table.starts[row]) & (instants < table.ends[row]) & (row >= 0)
        closing = (instants == table.ends[row]) & (row >= 0)
        side = np.where(inside, opening, 1 - closing)
        return np.asarray(2 * table.work_at(instants) + side, np.int64)

    def floor_ticks_at(self, instants: Ints) -> Ints:
        """Return the last tick whose instant is not after each instant."""
        table = self._table_of_instants(instants)
        row = table.starts.searchsorted(instants, "right") - 1
        working = (instants < table.ends[row]) & (row >= 0)
        return np.asarray(2 * table.work_at(instants) + working, np.int64)

    def instants_at(self, ticks: Ints) -> Ints:
        """Return the instant of each tick."""
        side = ticks & 1
        work = (ticks >> 1) - (1 - side)
        table = self._table_of_work(work)
        return np.asarray(table.starts_at(work) + (1 - side), np.int64)

    # Dates --------------------------------------------------------------------------------------------

    def start_of(self, when: date) -> int:
        """Return the first working instant on or after a date."""
        return self.next_working(day_of(when) * MINUTES_A_DAY)

    def finish_of(self, when: date) -> int:
        """Return the last working instant on or before a date."""
        return self.previous_working((day_of(when) + 1) * MINUTES_A_DAY)

    def date_of_start(self, instant: int) -> date:
        """Return the day on which work that starts at an instant is first done."""
        return date_of_day(self.next_working(instant) // MINUTES_A_DAY)

    def date_of_finish(self, instant: int) -> date:
        """Return the last working day of work that is finished at an instant."""
        return date_of_day((self.previous_working(instant) - 1) // MINUTES_A_DAY)

    def is_working_day(self, when: date) -> bool:
        """Return whether any of a date is worked."""
        return bool(self.exceptions.get(when, self.week[when.weekday()]))

    def working_days_before(self, days: Ints) -> Ints:
        """Return, for each day number, how many working days lie up to and including it (from a fixed day).

        Two such counts differ by the working days moved between their dates.
        """
        table = self._table_of_instants(np.asarray(days * MINUTES_A_DAY, np.int64))
        zero = int(table.working_days.searchsorted(ANCHOR_DAY))
        return np.asarray(table.working_days.searchsorted(days, "right") - zero, np.int64)

    def working_days_between(self, earlier: date, later: date) -> int:
        """Return by how many working days a date moves from one to the other; negative when earlier."""
        counts = self.working_days_before(np.array([day_of(earlier), day_of(later)], dtype=np.int64))
        return int(counts[1] - counts[0])

    def add_working_days(self, when: date, days: int) -> date:
        """Return the date so many working days after (or, negative, before) a date."""
        if days == 0:
            return when
        table = self._table_of_instants(np.array([day_of(when) * MINUTES_A_DAY]))
        day = day_of(when) + (days > 0)
        while True:
            place = int(table.working_days.searchsorted(day)) + days - (days > 0)
            if 0 <= place < len(table.working_days):
                return date_of_day(int(table.working_days[place]))
            if (table.first_day <= FIRST_DAY) if place < 0 else (table.last_day > LAST_DAY):
                raise DateRangeError("the date lies outside the years 1 to 9999", days=days)
            table = self._wider(table, earlier=place < 0)


def _like(asked: int | Ints, answer: Ints) -> int | Ints:
    return answer if isinstance(asked, np.ndarray) and asked.ndim else int(answer)


def _check_shape(shape: DayShape) -> None:
    last = 0
    for start, end in shape:
        if not last <= start < end <= MINUTES_A_DAY:
            raise CalendarError("working times overlap or leave their day", times=shape)
        last = end
