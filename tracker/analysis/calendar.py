"""The programme's working calendar: its week, its country's public holidays and its own exceptions."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

from tracker.model.programme import Weekday
from tracker.model.snapshot import Snapshot
from tracker.planning import WorkingCalendar

# Public holidays are laid out for these years around the programme's start: long enough for any plan of
# a city, and cheap because each country and decade is worked out once.
YEARS_BEFORE, YEARS_AFTER = 10, 40
_WEEK = [day.value for day in Weekday]


def calendar_of(snapshot: Snapshot) -> WorkingCalendar:
    """Return the calendar of a programme.

    A working exception wins over a holiday, so that a city can work on one; a day off wins over the week.
    A country that the `holidays` library does not know has no public holidays.
    """
    programme = snapshot.programme
    off, worked = _exceptions(snapshot)
    years = (programme.start.year - YEARS_BEFORE, programme.start.year + YEARS_AFTER)
    weekdays = frozenset(_WEEK.index(day) for day in programme.working_week)
    return _calendar(weekdays, programme.holidays_country, years, frozenset(off), frozenset(worked))


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


def _exceptions(snapshot: Snapshot) -> tuple[set[date], set[date]]:
    """Return the days the city takes off and those it works beside its week."""
    off: set[date] = set()
    worked: set[date] = set()
    for row in snapshot.calendar_exceptions:
        span = range((row.ends_on - row.starts_on).days + 1)
        (worked if row.is_working else off).update(row.starts_on + timedelta(days=day) for day in span)
    return off - worked, worked
