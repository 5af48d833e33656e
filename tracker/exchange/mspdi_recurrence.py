"""On which days a calendar exception of Microsoft Project falls: once, daily, weekly, monthly or yearly."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.exchange.mspdi_fields import Fields

_YEARLY_DAY, _YEARLY_POSITION, _MONTHLY_DAY, _MONTHLY_POSITION, _WEEKLY = 2, 3, 4, 5, 6
_REPEATED = (_YEARLY_DAY, _YEARLY_POSITION, _MONTHLY_DAY, _MONTHLY_POSITION, _WEEKLY)
_LAST_POSITION = 4


@dataclass(frozen=True)
class Recurrence:
    """The elements Type, Period, DaysOfWeek, Month, MonthDay, MonthItem and MonthPosition of an Exception.

    Source: Microsoft, "Exception Element" and "PjExceptionType", Project XML Data Interchange. Months count
    from 0, days of the week are bits from Sunday on, positions count from 0 and 4 is the last.
    """

    first: date
    last: date
    kind: int = 1
    period: int = 1
    days_of_week: int = 0
    month: int = 0
    month_day: int = 0
    month_item: int = 0
    month_position: int = 0
    occurrences: int = 0

    @classmethod
    def read(cls, fields: Fields, first: date, last: date) -> Recurrence:
        """Return the recurrence of an exception's element; one without a type covers its whole period."""
        counts = fields.flag("EnteredByOccurrences")
        return cls(
            first,
            last,
            kind=fields.whole("Type", 0, 9) or 1,
            period=max(fields.whole("Period", 0, 1_000) or 1, 1),
            days_of_week=fields.whole("DaysOfWeek", 0, 127) or 0,
            month=fields.whole("Month", 0, 11) or 0,
            month_day=fields.whole("MonthDay", 0, 31) or 0,
            month_item=fields.whole("MonthItem", 0, 9) or 0,
            month_position=fields.whole("MonthPosition", 0, 4) or 0,
            occurrences=(fields.whole("Occurrences", 0, 100_000) or 0) if counts else 0,
        )

    @property
    def recurs(self) -> bool:
        """Whether it skips days of its period."""
        return self.kind in _REPEATED or self.period > 1

    @property
    def steps(self) -> int:
        """How many days, weeks, months or years are looked at: what it costs to find its days."""
        reach = (self.last - self.first).days
        if self.kind in (_YEARLY_DAY, _YEARLY_POSITION):
            return reach // 365 + 1
        step = {_WEEKLY: 7, _MONTHLY_DAY: 30, _MONTHLY_POSITION: 30}.get(self.kind, 1)
        return reach // (step * self.period) + 1

    def days(self, most: int) -> list[date] | None:
        """Return the days in order; None when there are more than `most`."""
        found: list[date] = []
        for day in self._days():
            if day > self.last or (self.occurrences and len(found) >= self.occurrences):
                break
            if day >= self.first:
                found.append(day)
            if len(found) > most:
                return None
        return found

    def _days(self) -> Iterator[date]:
        if self.kind == _WEEKLY:
            return self._weekly()
        if self.kind in _REPEATED:
            return self._monthly()
        return (
            self.first + timedelta(days=step)
            for step in range(0, (self.last - self.first).days + 1, self.period)
        )

    def _weekly(self) -> Iterator[date]:
        sunday = self.first - timedelta(days=(self.first.weekday() + 1) % 7)
        for week in range(0, (self.last - sunday).days // 7 + 1, self.period):
            for weekday in range(7):
                if self.days_of_week >> weekday & 1:
                    yield sunday + timedelta(days=7 * week + weekday)

    def _monthly(self) -> Iterator[date]:
        is_yearly = self.kind in (_YEARLY_DAY, _YEARLY_POSITION)
        step = 12 if is_yearly else self.period
        first = self.first.year * 12 + (self.month if is_yearly else self.first.month - 1)
        for number in range(first, self.last.year * 12 + self.last.month, step):
            day = self._in_month(*divmod(number, 12))
            if day is not None:
                yield day

    def _in_month(self, year: int, month: int) -> date | None:
        length = calendar.monthrange(year, month + 1)[1]
        if self.kind in (_YEARLY_DAY, _MONTHLY_DAY):
            return date(year, month + 1, self.month_day) if 1 <= self.month_day <= length else None
        fitting = [day for n in range(1, length + 1) if self._fits(day := date(year, month + 1, n))]
        if self.month_position == _LAST_POSITION:
            return fitting[-1] if fitting else None
        return fitting[self.month_position] if self.month_position < len(fitting) else None

    def _fits(self, day: date) -> bool:
        """Whether a day is of the item named: any day, a weekday, a weekend day, or a day of the week."""
        if self.month_item <= 2:
            return self.month_item == 0 or (day.weekday() < 5) == (self.month_item == 1)
        return (day.weekday() + 1) % 7 == self.month_item - 3
