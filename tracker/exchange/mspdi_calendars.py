"""Turns the calendars of a schedule into working calendars: what they inherit, and what two of them share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.exchange.mspdi_records import CalendarRecord, CalendarSpan, ScheduleRecord
from tracker.exchange.problems import Findings
from tracker.planning.calendars import OFFICE_HOURS
from tracker.planning.worktable import DayShape

_STANDARD_WEEK: tuple[DayShape, ...] = ((), *(OFFICE_HOURS,) * 5, ())  # Sunday first
_Days = tuple[list[DayShape], dict[date, DayShape]]  # a week, Sunday first, and the dates that differ
_STANDARD: _Days = ([*_STANDARD_WEEK], {})
_MOST_DAYS = 200_000
_MOST_EXCEPTIONS = 1_000_000  # in all calendars of a file, what they inherit counted for each


@dataclass(frozen=True)
class WorkingDays:
    """When work is done: in a week that begins on Sunday, and otherwise on some dates."""

    week: tuple[DayShape, ...]
    exceptions: dict[date, DayShape]

    def on(self, day: date) -> DayShape:
        """Return the working times of a day."""
        return self.exceptions.get(day, self.week[(day.weekday() + 1) % 7])


class Calendars:
    """The working calendars of a file by unique id; equal ones are one object."""

    def __init__(self, schedule: ScheduleRecord) -> None:
        self.records = schedule.calendars
        self.findings = Findings(schedule.file)
        self._made: dict[int, WorkingDays] = {}
        self._known: dict[object, WorkingDays] = {}
        self._seen: set[int] = set()
        self._refused: set[int] = set()
        self._days: dict[int, _Days] = {}
        self._count = 0
        self._shared: dict[tuple[int, int], WorkingDays | None] = {}
        for uid in self.records:
            if uid not in self._seen:
                self._of(uid)
        if not self._refused:
            self._refuse_unworkable(schedule)
        self.findings.raise_if_any()
        project = schedule.calendar
        self.project = self._made[project] if project in self._made else self._one(_STANDARD)

    def of(self, uid: int | None) -> WorkingDays | None:
        """Return the calendar of an id, None where there is none."""
        return None if uid is None else self._made.get(uid)

    def shared(self, first: WorkingDays, second: WorkingDays) -> WorkingDays | None:
        """Return the time that two calendars both work; None when they never do."""
        key = (id(first), id(second))
        if first is second:
            return first
        if key not in self._shared:
            both = _both(first, second)
            self._shared[key] = None if both is None else self._one(both)
        return self._shared[key]

    def _one(self, days: _Days) -> WorkingDays:
        week, exceptions = days
        key = tuple(week), frozenset(exceptions.items())
        if key not in self._known:
            self._known[key] = WorkingDays(tuple(week), exceptions)
        return self._known[key]

    def _of(self, uid: int) -> None:
        """Make a calendar and, first, those that it inherits from."""
        chain: list[CalendarRecord] = []
        at: int | None = uid
        while at is not None and at in self.records and at not in self._days:
            if at in self._seen:
                for record in chain:
                    self._refuse("mspdi_calendar_circle", record)
                return
            self._seen.add(at)
            chain.append(self.records[at])
            at = self.records[at].base
        days = _STANDARD if at is None else self._days.get(at, _STANDARD)
        for record in reversed(chain):
            days = self._of_record(record, days)

    def _of_record(self, record: CalendarRecord, base: _Days) -> _Days:
        """Make one calendar on what it inherits; one that never works is none."""
        says_nothing = not (record.week or record.work_weeks or record.exceptions)
        days = base if says_nothing else _inherited(record, base)
        self._days[record.uid] = days
        if days is not base:
            self._count += len(days[1])
            if self._count > _MOST_EXCEPTIONS:
                self._refuse("mspdi_many_exceptions", record, most=_MOST_EXCEPTIONS)
                return base
        if any(days[0]) or any(days[1].values()):
            self._made[record.uid] = self._one(days)
        return days

    def _refuse_unworkable(self, schedule: ScheduleRecord) -> None:
        """Refuse calendars that never work if anybody is to work by them."""
        assigned = {found.resource for found in schedule.assignments}
        used = {schedule.calendar, *(task.calendar for task in schedule.tasks.values())}
        used |= {found.calendar for found in schedule.resources.values() if found.uid in assigned}
        for uid, record in self.records.items():
            if uid in used and uid not in self._made:
                self._refuse("mspdi_no_working_time", record)

    def _refuse(self, code: str, record: CalendarRecord, **values: object) -> None:
        if record.uid not in self._refused:
            self._refused.add(record.uid)
            self.findings.add_in_file(code, record.line, f"calendar {record.uid}", "", **values)


def _inherited(record: CalendarRecord, base: _Days) -> _Days:
    """Return the week (Sunday first) and the differing dates of a calendar on its base.

    A day that a calendar states replaces its base's; an exception stands above work weeks, its own above
    its base's (Microsoft, "Calendar Elements and XML Structure").
    """
    week, exceptions = list(base[0]), dict(base[1])
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


def _both(first: WorkingDays, second: WorkingDays) -> _Days | None:
    week = [_overlap(a, b) for a, b in zip(first.week, second.week, strict=True)]
    dates = {*first.exceptions, *second.exceptions}
    exceptions = {day: _overlap(first.on(day), second.on(day)) for day in dates}
    return (week, exceptions) if any(week) else None


def _overlap(first: DayShape, second: DayShape) -> DayShape:
    found = [
        (max(start, begin), min(end, stop))
        for start, end in first
        for begin, stop in second
        if max(start, begin) < min(end, stop)
    ]
    return tuple(sorted(found))
