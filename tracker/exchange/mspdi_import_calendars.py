"""Turns the calendars of a schedule into working calendars, and says which task keeps which."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from tracker.exchange.mspdi_calendars import Calendars, WorkingDays
from tracker.exchange.mspdi_form import spans_of
from tracker.exchange.mspdi_records import AssignmentRecord, CalendarRecord, ScheduleRecord, TaskRecord
from tracker.exchange.problems import Findings
from tracker.model.content import WorkCalendarContent
from tracker.model.work_calendar import WEEKDAYS, OtherHoursFields
from tracker.planning.calendars import OFFICE_HOURS
from tracker.planning.hours import write_hours
from tracker.planning.worktable import DayShape

# The calendar of tasks whose duration is elapsed time; no file has it.
ELAPSED = "around-the-clock"
MOST_SPANS = 5_000


class ImportedCalendars:
    """The working calendars of a file: their keys by unique id, and the one of each task."""

    def __init__(
        self, schedule: ScheduleRecord, findings: Findings, known: Mapping[str, str], clock_title: str
    ) -> None:
        self.schedule = schedule
        self.findings = findings
        self.working = Calendars(schedule)
        self.clock_title = clock_title
        self.keys: dict[int, str] = {}
        self.used: dict[int, CalendarRecord] = {}
        self.has_elapsed = False
        self.by_task: dict[int, list[AssignmentRecord]] = {}
        for assignment in schedule.assignments:
            resource = schedule.resources.get(assignment.resource)
            if resource is not None and resource.is_work and assignment.units > 0:
                self.by_task.setdefault(assignment.task, []).append(assignment)
        for record in schedule.calendars.values():
            taken = {*self.keys.values(), *known.values(), ELAPSED}
            name = known.get(str(record.uid)) or key_of_name(record.name, taken)
            self.keys[record.uid] = name
        own = schedule.calendar if schedule.calendar in schedule.calendars else None
        self.own = self._use(own) if own is not None else None

    def _use(self, uid: int) -> str:
        record = self.schedule.calendars[uid]
        self.used[uid] = record
        return self.keys[uid]

    def minutes_per_day(self, key: str | None) -> int:
        """Return the minutes in a day of work on a calendar, the project's own when none is named."""
        if key == ELAPSED:
            return 24 * 60
        uid = next((uid for uid, name in self.keys.items() if name == key), self.schedule.calendar)
        return longest_day(self.working.of(uid) or self.working.project)

    def of_task(self, task: TaskRecord) -> str | None:
        """Return the key of the calendar that decides when a task is worked on; None: the project's own.

        That is its own calendar; else, when all who work on it keep the same other hours, theirs.
        """
        if task.is_elapsed and task.duration:
            self.has_elapsed = True
            return ELAPSED
        given = self.working.of(task.calendar)
        if given is not None and task.calendar is not None:
            return None if given is self.working.project else self._use(task.calendar)
        if task.is_fixed_duration or not task.duration:
            return None
        hours = {
            self.schedule.resources[assignment.resource].calendar
            for assignment in self.by_task.get(task.uid, [])
        }
        kept = {uid: self.working.of(uid) for uid in hours}
        others = {id(found or self.working.project) for found in kept.values()}
        first = next(iter(sorted(uid for uid in hours if uid is not None)), None)
        if len(others) != 1 or first is None or kept[first] is self.working.project:
            return None
        return self._use(first)

    def content(self) -> list[WorkCalendarContent]:
        """Return the calendars that are base calendars or kept by a task, in file order."""
        found = [
            self._content(record)
            for uid, record in self.schedule.calendars.items()
            if uid in self.used or (record.base is None and self._works(uid))
        ]
        if self.has_elapsed:
            always: dict[str, Any] = dict.fromkeys(WEEKDAYS, "00:00-24:00")
            found.append(WorkCalendarContent(key=ELAPSED, title=self.clock_title, **always))
        return found

    def _works(self, uid: int) -> bool:
        working = self.working.of(uid)
        return working is not None and any(working.week)

    def _content(self, record: CalendarRecord) -> WorkCalendarContent:
        working = self.working.of(record.uid) or self.working.project
        if not any(working.week):
            item = f"calendar {record.uid}"
            self.findings.add_in_file("calendar_never_works", record.line, item, "WeekDays")
            working = WorkingDays((OFFICE_HOURS,) * 7, {})
        spans = spans_of(working.exceptions.items())
        if len(spans) > MOST_SPANS:
            item = f"calendar {record.uid}"
            self.findings.add_in_file(
                "mspdi_many_exceptions", record.line, item, "Exceptions", most=MOST_SPANS
            )
            spans = []
        week: dict[str, Any] = {
            day: write_hours(shape) for day, shape in zip(WEEKDAYS, monday_first(working), strict=True)
        }
        return WorkCalendarContent(
            key=self.keys[record.uid],
            title=(record.name or f"Calendar {record.uid}")[:200],
            is_default=self.keys[record.uid] == self.own,
            other_hours=[
                OtherHoursFields(starts_on=first, ends_on=last, hours=write_hours(shape))
                for first, last, shape in spans
            ],
            **week,
        )


def monday_first(calendar: WorkingDays) -> tuple[DayShape, ...]:
    """Return the hours of a calendar's week from Monday on."""
    return (*calendar.week[1:], calendar.week[0])


def longest_day(calendar: WorkingDays) -> int:
    """Return the minutes of the longest day of a calendar's week."""
    return max((sum(end - start for start, end in shape) for shape in calendar.week), default=0) or 480


def key_of_name(name: str, taken: Collection[str]) -> str:
    """Return a key made of a name that nothing else has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "unnamed"
    number, key = 2, stem
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
