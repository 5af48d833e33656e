"""Turns the calendars of a schedule into working calendars: what they inherit, and what two of them share."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.exchange.mspdi_records import CalendarRecord, CalendarSpan, ScheduleRecord
from tracker.exchange.problems import Findings
from tracker.planning import CalendarError, WorkingCalendar
from tracker.planning.calendars import OFFICE_HOURS
from tracker.planning.worktable import DayShape

_STANDARD_WEEK: tuple[DayShape, ...] = ((), *(OFFICE_HOURS,) * 5, ())  # Sunday first
_MOST_DAYS = 200_000


class Calendars:
    """The working calendars of a file by unique id; equal ones are one object."""

    def __init__(self, schedule: ScheduleRecord) -> None:
        self.records = schedule.calendars
        self.findings = Findings(schedule.file)
        self._made: dict[int, WorkingCalendar] = {}
        self._shared: dict[tuple[int, int], WorkingCalendar | None] = {}
        for uid in self.records:
            self._of(uid)
        self.findings.raise_if_any()
        project = schedule.calendar
        self.project = self._made[project] if project in self._made else self._one(WorkingCalendar())

    def of(self, uid: int | None) -> WorkingCalendar | None:
        """Return the calendar of an id, None where there is none."""
        return None if uid is None else self._made.get(uid)

    def shared(self, first: WorkingCalendar, second: WorkingCalendar) -> WorkingCalendar | None:
        """Return the time that two calendars both work; None when they never do."""
        key = (id(first), id(second))
        if first is second:
            return first
        if key not in self._shared:
            self._shared[key] = _both(first, second)
            made = self._shared[key]
            self._shared[key] = None if made is None else self._one(made)
        return self._shared[key]

    def _one(self, calendar: WorkingCalendar) -> WorkingCalendar:
        return next((made for made in self._made.values() if made == calendar), calendar)

    def _of(self, uid: int) -> None:
        chain: list[CalendarRecord] = []
        at: int | None = uid
        while at is not None and at in self.records:
            if any(found.uid == at for found in chain):
                self._refuse("mspdi_calendar_circle", self.records[uid])
                return
            chain.append(self.records[at])
            at = self.records[at].base
        week, exceptions = _inherited(chain)
        try:
            made = WorkingCalendar((*week[1:], week[0]), exceptions)
        except CalendarError:
            self._refuse("mspdi_no_working_time", self.records[uid])
            return
        self._made[uid] = self._one(made)

    def _refuse(self, code: str, record: CalendarRecord) -> None:
        self.findings.add_in_file(code, record.line, f"calendar {record.uid}", "")


def _inherited(chain: list[CalendarRecord]) -> tuple[list[DayShape], dict[date, DayShape]]:
    """Return the week (Sunday first) and the differing dates of a calendar, its bases after it in the chain.

    A day that a calendar states replaces its base's; an exception stands above work weeks, its own above
    its base's (Microsoft, "Calendar Elements and XML Structure").
    """
    week = list(_STANDARD_WEEK)
    exceptions: dict[date, DayShape] = {}
    for record in reversed(chain):
        for weekday, shape in record.week.items():
            week[weekday] = shape
        for span in record.work_weeks:
            exceptions |= _days_of(span)
        exceptions |= record.exceptions
    return week, exceptions


def _days_of(span: CalendarSpan) -> dict[date, DayShape]:
    found: dict[date, DayShape] = {}
    for step in range(min((span.last - span.first).days + 1, _MOST_DAYS)):
        day = span.first + timedelta(days=step)
        shape = span.shapes.get((day.weekday() + 1) % 7)
        if shape is not None:
            found[day] = shape
    return found


def _both(first: WorkingCalendar, second: WorkingCalendar) -> WorkingCalendar | None:
    week = tuple(_overlap(a, b) for a, b in zip(first.week, second.week, strict=True))
    exceptions = {
        day: _overlap(
            first.exceptions.get(day, first.week[day.weekday()]),
            second.exceptions.get(day, second.week[day.weekday()]),
        )
        for day in {*first.exceptions, *second.exceptions}
    }
    if not any(week):
        return None
    return WorkingCalendar(week, exceptions)


def _overlap(first: DayShape, second: DayShape) -> DayShape:
    found = [
        (max(start, begin), min(end, stop))
        for start, end in first
        for begin, stop in second
        if max(start, begin) < min(end, stop)
    ]
    return tuple(sorted(found))
