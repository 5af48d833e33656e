"""Reads the dates and lags of a roadmap file, absolute or reckoned from the programme's start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta

from tracker.model.base import EARLIEST, LATEST
from tracker.model.programme import Weekday
from tracker.planning import LagUnit

_LONGEST = {"month": 2_400, "day": 36_500, "months_before_today": 600}
_LAG = re.compile(r"([+-]?\d{1,6}(?:\.\d+)?) ?(working days?|calendar days?|%)")
_UNITS = {
    "working day": LagUnit.WORKING_DAYS,
    "calendar day": LagUnit.CALENDAR_DAYS,
    "%": LagUnit.PERCENT,
}


class DateFormError(ValueError):
    """The value is no date in any form a roadmap file allows; the message is the problem's code."""


@dataclass(frozen=True)
class Start:
    """When a programme starts; `months_before_today` is kept when the file says so."""

    on: date
    months_before_today: int | None = None


def read_start(value: Any, today: date, known: date | None = None) -> Start:
    """Read a programme's start: a date, `{ months_before_today = 14 }`, or both.

    A start said in months falls on the Monday of its week, so that the weeks of the plan are whole.
    `known` is the start the programme already has: a programme loaded earlier does not move.

    Raises:
        DateFormError: no such form, or a month count out of range.
    """
    if not isinstance(value, dict):
        return Start(read_plain_date(value))
    if not value or not set(value) <= {"on", "months_before_today"}:
        raise DateFormError("bad_start")
    months = _count(value, "months_before_today") if "months_before_today" in value else None
    if "on" in value:
        return Start(read_plain_date(value["on"]), months)
    if known is not None:
        return Start(known, months)
    day = today - relativedelta(months=months or 0)
    return Start(day - timedelta(days=day.weekday()), months)


def read_plain_date(value: Any) -> date:
    """Return a TOML date.

    Raises:
        DateFormError: the value is anything else, or outside the years that can be planned.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise DateFormError("bad_date")
    if not EARLIEST <= value <= LATEST:
        raise DateFormError("date_out_of_range")
    return value


@dataclass(frozen=True)
class RoadmapDates:
    """Turns the dates of one file into calendar dates."""

    start: date
    working_week: Sequence[str]

    def read(self, value: Any) -> date:
        """Read `2026-01-05`, or `{ month = 6, day = 12 }`: months after the start, then days.

        A reckoned date that falls on a day off of the working week moves to the next working day.

        Raises:
            DateFormError: no such form, or out of range.
        """
        if not isinstance(value, dict):
            return read_plain_date(value)
        if not value or not set(value) <= {"month", "day"}:
            raise DateFormError("bad_date")
        months, days = _count(value, "month"), _count(value, "day")
        return self._next_working(read_plain_date(self.start + relativedelta(months=months, days=days)))

    def _next_working(self, day: date) -> date:
        names = [weekday.value for weekday in Weekday]
        week = (day + timedelta(days=ahead) for ahead in range(len(names)))
        return next((on for on in week if names[on.weekday()] in self.working_week), day)


def _count(value: dict[str, Any], name: str) -> int:
    count = value.get(name, 0)
    if isinstance(count, bool) or not isinstance(count, int):
        raise DateFormError("bad_date")
    if abs(count) > _LONGEST[name]:
        raise DateFormError("date_out_of_range")
    return count


def read_lag(value: Any) -> tuple[float, LagUnit] | None:
    """Read "10 working days", "-5 calendar days" or "20 %"; None when it is none of these."""
    found = _LAG.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None or abs(float(found[1])) > 10_000:
        return None
    return float(found[1]), _UNITS[found[2].removesuffix("s")]


def write_lag(lag: float, unit: LagUnit) -> str:
    """Write a lag as `read_lag` reads it."""
    # Every digit, never an exponent.
    number = f"{Decimal(repr(lag)):f}".removesuffix(".0")
    if unit is LagUnit.PERCENT:
        return f"{number} %"
    word = "working day" if unit is LagUnit.WORKING_DAYS else "calendar day"
    return f"{number} {word}" if abs(lag) == 1 else f"{number} {word}s"
