"""The programme's working calendars: its own week, holidays and exceptions, and the named ones beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
import numpy as np

from tracker.analysis.columns import NO_ROW, linked_rows
from tracker.model.programme import Weekday
from tracker.model.snapshot import Snapshot
from tracker.model.work_calendar import WEEKDAYS, OtherHours, WorkCalendar
from tracker.planning import WorkingCalendar
from tracker.planning.hours import read_hours
from tracker.planning.instants import Ints
from tracker.planning.progress import by_calendar
from tracker.planning.worktable import DayShape

# Public holidays are laid out for these years around the programme's start: long enough for any plan of
# a city, and cheap because each country and decade is worked out once.
YEARS_BEFORE, YEARS_AFTER = 10, 40
_WEEK = [day.value for day in Weekday]


@dataclass(frozen=True, eq=False)
class Calendars:
    """The calendars in use, the programme's own first, and the number of each milestone's by its row."""

    calendars: tuple[WorkingCalendar, ...]
    number: Ints

    @property
    def own(self) -> WorkingCalendar:
        """The programme's own: that of every milestone without a calendar."""
        return self.calendars[0]

    @property
    def minutes_per_day(self) -> Ints:
        """Minutes in a day of work of each milestone."""
        return np.array([one.minutes_per_day for one in self.calendars], np.int64)[self.number]

    def convert(self, values: Ints, how: Callable[[WorkingCalendar, Ints], Ints]) -> Ints:
        """Return one value a milestone, converted each by its own calendar; `NONE` stays."""
        return by_calendar(self.calendars, self.number, values, how)


def calendar_of(snapshot: Snapshot) -> WorkingCalendar:
    """Return the programme's own calendar: the named one that stands for it, else its week and holidays.

    A working exception wins over a holiday, so that a city can work on one; a day off wins over the week.
    A country that the `holidays` library does not know has no public holidays.
    """
    chosen = next((row for row in snapshot.work_calendars if row.is_default), None)
    if chosen is not None:
        return working_calendar(snapshot, chosen)
    programme = snapshot.programme
    off, worked = _exceptions(snapshot)
    weekdays = frozenset(_WEEK.index(day) for day in programme.working_week)
    return _calendar(
        weekdays, programme.holidays_country, _years(snapshot), frozenset(off), frozenset(worked)
    )


def calendars_of(snapshot: Snapshot, own: WorkingCalendar | None = None) -> Calendars:
    """Return every calendar of a programme's milestones; equal ones are one.

    Args:
        own: the programme's own, where it is already at hand.
    """
    found = [calendar_of(snapshot) if own is None else own]
    numbers = []
    for row in snapshot.work_calendars:
        calendar = working_calendar(snapshot, row)
        same = next((place for place, known in enumerate(found) if known is calendar), None)
        numbers.append(len(found) if same is None else same)
        if same is None:
            found.append(calendar)
    named = linked_rows(snapshot.milestones, "calendar_id", snapshot.work_calendars)
    number = np.array([*numbers, 0], np.int64)[np.where(named == NO_ROW, len(numbers), named)]
    return Calendars(tuple(found), number)


def working_calendar(snapshot: Snapshot, row: WorkCalendar) -> WorkingCalendar:
    """Return a named calendar as the engine counts on it; the same one for the same hours."""
    others = tuple(
        (each.starts_on, each.ends_on, read_hours(each.hours))
        for each in _other_hours(snapshot).get(row.id or 0, ())
    )
    week = tuple(read_hours(getattr(row, day)) for day in WEEKDAYS)
    return _named(week, row.holidays_country, _years(snapshot) if row.holidays_country else (0, 0), others)


def _other_hours(snapshot: Snapshot) -> dict[int, list[OtherHours]]:
    def grouped() -> dict[int, list[OtherHours]]:
        found: defaultdict[int, list[OtherHours]] = defaultdict(list)
        for each in snapshot.other_hours:
            found[each.work_calendar_id].append(each)
        return found

    return snapshot.other_hours.kept("by calendar", grouped)


def _years(snapshot: Snapshot) -> tuple[int, int]:
    year = snapshot.programme.start.year
    return year - YEARS_BEFORE, year + YEARS_AFTER


@lru_cache(maxsize=64)
def public_holidays(country: str, first_year: int, last_year: int) -> frozenset[date]:
    """Return the public holidays of a country (ISO code), none when it is empty or unknown."""
    if not country:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(country, years=range(first_year, last_year + 1)))
    except NotImplementedError:
        return frozenset()


@lru_cache(maxsize=64)
def _calendar(
    weekdays: frozenset[int],
    country: str,
    years: tuple[int, int],
    off: frozenset[date],
    worked: frozenset[date],
) -> WorkingCalendar:
    return WorkingCalendar.standard(
        weekdays=weekdays, holidays=public_holidays(country, *years) | off, working_exceptions=worked
    )


@lru_cache(maxsize=256)
def _named(
    week: tuple[DayShape, ...],
    country: str,
    years: tuple[int, int],
    others: tuple[tuple[date, date, DayShape], ...],
) -> WorkingCalendar:
    days: dict[date, DayShape] = dict.fromkeys(sorted(public_holidays(country, *years)), ())
    for first, last, shape in others:
        days |= {first + timedelta(days=day): shape for day in range((last - first).days + 1)}
    longest = max(sum(end - start for start, end in shape) for shape in week)
    return WorkingCalendar(week, days, longest)


def _exceptions(snapshot: Snapshot) -> tuple[set[date], set[date]]:
    """Return the days the city takes off and those it works beside its week."""
    off: set[date] = set()
    worked: set[date] = set()
    for row in snapshot.calendar_exceptions:
        span = range((row.ends_on - row.starts_on).days + 1)
        (worked if row.is_working else off).update(row.starts_on + timedelta(days=day) for day in span)
    return off - worked, worked
