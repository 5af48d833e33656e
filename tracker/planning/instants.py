"""Instants: whole minutes since 1970-01-01T00:00 in the city's local time, and their dates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

from tracker.planning.errors import DateRangeError

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NONE = int(np.iinfo(np.int64).min)
MINUTES_A_DAY = 1440
_EPOCH = date(1970, 1, 1)
_EPOCH_MIDNIGHT = datetime.combine(_EPOCH, time.min)
FIRST_DAY = (date.min - _EPOCH).days
LAST_DAY = (date.max - _EPOCH).days
FIRST_INSTANT = FIRST_DAY * MINUTES_A_DAY
LAST_INSTANT = (LAST_DAY + 1) * MINUTES_A_DAY


def day_of(when: date) -> int:
    """Return the number of days from 1970-01-01 to a date."""
    return when.toordinal() - _EPOCH.toordinal()


def date_of_day(day: int) -> date:
    """Return the date of a day number.

    Raises:
        DateRangeError: the day lies outside the years 1 to 9999.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DateRangeError(f"day {day} lies outside the years 1 to 9999", day=day)
    return date.fromordinal(_EPOCH.toordinal() + day)


def instant_of(when: datetime) -> int:
    """Return the instant of a local date and time, seconds dropped."""
    return (when.replace(tzinfo=None) - _EPOCH_MIDNIGHT) // timedelta(minutes=1)


def datetime_of(instant: int) -> datetime:
    """Return the local date and time of an instant.

    Raises:
        DateRangeError: the instant lies outside the years 1 to 9999.
    """
    if not FIRST_INSTANT <= instant < LAST_INSTANT:
        raise DateRangeError(f"instant {instant} lies outside the years 1 to 9999", instant=instant)
    return _EPOCH_MIDNIGHT + timedelta(minutes=int(instant))
