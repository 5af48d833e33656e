"""Chooses the days that a time axis names, so that it is neither crowded nor empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date

from tracker.i18n import locale_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# Months between two named days; the last ones are for plans and histories of many years.
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class TimeTick:
    """One named day: the month in words, and the year where it is new to the reader."""

    day: date
    month: str
    year: str
    is_new_year: bool


@dataclass(frozen=True)
class TimeFrame:
    """The days that a chart shows, from the first to the day after the last, and those it names."""

    first: date
    after: date
    ticks: tuple[TimeTick, ...]


def time_frame(days: Iterable[date], language: str, most_ticks: int) -> TimeFrame:
    """Return whole months around one day or more, with at most `most_ticks` of them named."""
    known = sorted(days)
    first = known[0].replace(day=1)
    after = _months_later((known[-1] + timedelta(days=1)).replace(day=1), 1)
    return TimeFrame(first, after, _ticks(first, after, language, most_ticks))


def _ticks(first: date, after: date, language: str, most: int) -> tuple[TimeTick, ...]:
    months = (after.year - first.year) * 12 + after.month - first.month
    step = next((step for step in _STEPS if months / step <= most), _STEPS[-1])
    at = _months_later(first, -(first.year * 12 + first.month - 1) % step)
    ticks: list[TimeTick] = []
    while at < after:
        is_new_year = not ticks or ticks[-1].day.year != at.year
        month = format_date(at, "LLL", locale=locale_of(language)) if step < 12 else ""
        ticks.append(TimeTick(at, month, str(at.year) if is_new_year else "", at.month == 1))
        at = _months_later(at, step)
    return tuple(ticks)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return day.replace(year=day.year + years, month=month + 1)
