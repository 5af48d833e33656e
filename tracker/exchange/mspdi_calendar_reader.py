"""Reads the calendars of a Microsoft Project XML file: weekdays, work weeks, exceptions that may recur."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.exchange.mspdi_fields import Fields, date_of
from tracker.exchange.mspdi_records import CalendarRecord, CalendarSpan
from tracker.exchange.mspdi_recurrence import Recurrence
from tracker.exchange.mspdi_xml import Element
from tracker.exchange.problems import Findings
from tracker.planning.calendars import OFFICE_HOURS
from tracker.planning.worktable import DayShape

MOST_EXCEPTION_DAYS = 60_000
MOST_CALENDARS = 5_000
_MOST_STEPS = 5_000_000  # days, weeks, months and years that all exceptions of a file may be looked for in


def read_calendars(top: Element, findings: Findings) -> list[CalendarRecord | None]:
    """Return the calendars of a project; None for one without an id, which is noted."""
    budget = _Budget(_MOST_STEPS)
    elements = list(top.all("Calendars", "Calendar"))
    if len(elements) > MOST_CALENDARS:
        findings.add_in_file(
            "mspdi_many_calendars", elements[MOST_CALENDARS].line, "Calendars", "", most=MOST_CALENDARS
        )
        return []
    return [_CalendarReader(found, findings, budget).calendar() for found in elements]


@dataclass
class _Budget:
    """How many more days, weeks, months and years may be looked at."""

    left: int

    def allows(self, steps: int) -> bool:
        self.left -= steps
        return self.left >= 0


class _CalendarReader:
    def __init__(self, element: Element, findings: Findings, budget: _Budget) -> None:
        self.budget = budget
        uid = element.child("UID")
        self.element = element
        self.findings = findings
        self.fields = Fields(element, f"calendar {uid.text[:20] if uid else '?'}", findings)
        self.exceptions: dict[date, DayShape] = {}
        self.recurring: dict[date, DayShape] = {}

    def calendar(self) -> CalendarRecord | None:
        uid = self.fields.required_uid()
        if uid is None:
            return None
        week: dict[int, DayShape] = {}
        for element in self.element.all("WeekDays", "WeekDay"):
            fields = self._of(element)
            weekday = fields.whole("DayType", 0, 7)
            if weekday:
                week[weekday - 1] = self._shape(fields)
            else:
                self._note_exception(fields)
        for element in self.element.all("Exceptions", "Exception"):
            self._note_exception(self._of(element))
        base = self.fields.uid("BaseCalendarUID")
        is_base = self.fields.flag("IsBaseCalendar")
        return CalendarRecord(
            uid=uid,
            name=self.fields.text("Name"),
            base=None if base in (None, uid) or (is_base and base == 0) else base,
            week=week,
            work_weeks=tuple(
                span
                for found in self.element.all("WorkWeeks", "WorkWeek")
                if (span := self._work_week(found))
            ),
            # What recurs gives way to what was entered for a day (MPXJ, calendar exception precedence).
            exceptions=self.recurring | self.exceptions,
            line=self.element.line,
        )

    def _of(self, element: Element) -> Fields:
        return Fields(element, self.fields.item, self.findings)

    def _shape(self, fields: Fields) -> DayShape:
        """Return a day's working times; a working day that gives none has office hours."""
        if not fields.flag("DayWorking"):
            return ()
        times = []
        for element in fields.element.all("WorkingTimes", "WorkingTime"):
            own = self._of(element)
            start, end = own.minute_of_day("FromTime"), own.minute_of_day("ToTime")
            if start is not None and end is not None and (end or 24 * 60) != start:
                # Midnight closes a day; a night shift goes on in the first hours of the next.
                times.append((start, end or 24 * 60))
        times.sort()
        if any(start >= end for start, end in times) or any(
            earlier[1] > later[0] for earlier, later in pairwise(times)
        ):
            fields.note("mspdi_working_times", "WorkingTimes")
            return OFFICE_HOURS
        return tuple(times) or OFFICE_HOURS

    def _period(self, fields: Fields) -> tuple[date, date] | None:
        period = fields.element.child("TimePeriod")
        if period is None:
            return None
        own = self._of(period)
        first, last = own.instant("FromDate"), own.instant("ToDate")
        if first is None or last is None:
            return None
        # A period that ends at midnight ends with the day before, unless it is that one day.
        return date_of(first), max(date_of(first), date_of(last))

    def _note_exception(self, fields: Fields) -> None:
        period = self._period(fields)
        if period is None:
            return
        recurrence = Recurrence.read(fields, *period)
        most = MOST_EXCEPTION_DAYS - len(self.exceptions) - len(self.recurring)
        days = recurrence.days(most) if self.budget.allows(recurrence.steps) else None
        if days is None:
            fields.note("mspdi_many_exceptions", "TimePeriod", most=MOST_EXCEPTION_DAYS)
            return
        shape = self._shape(fields)
        kept = self.recurring if recurrence.recurs else self.exceptions
        kept.update(dict.fromkeys(days, shape))

    def _work_week(self, element: Element) -> CalendarSpan | None:
        fields = self._of(element)
        period = self._period(fields)
        if period is None:
            return None
        if not self.budget.allows((period[1] - period[0]).days + 1):
            fields.note("mspdi_many_exceptions", "TimePeriod", most=MOST_EXCEPTION_DAYS)
            return None
        shapes: dict[int | None, DayShape] = {}
        for day in element.all("WeekDays", "WeekDay"):
            own = self._of(day)
            weekday = own.whole("DayType", 1, 7)
            if weekday:
                shapes[weekday - 1] = self._shape(own)
        return CalendarSpan(*period, shapes)
