"""Reads a Microsoft Project XML file into records; every fault is named with its line, task and field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tracker.exchange.mspdi_calendar_reader import read_calendars
from tracker.exchange.mspdi_fields import Fields
from tracker.exchange.mspdi_records import (
    AssignmentRecord,
    CalendarRecord,
    Constraint,
    LagKind,
    LinkRecord,
    LinkType,
    ResourceRecord,
    ScheduleRecord,
    TaskRecord,
)
from tracker.exchange.mspdi_xml import Element, parse_document, read_document
from tracker.exchange.problems import Findings

_ELAPSED = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
_LAG_KINDS = dict.fromkeys(_ELAPSED, LagKind.ELAPSED) | {
    19: LagKind.PERCENT, 51: LagKind.PERCENT, 20: LagKind.ELAPSED_PERCENT, 52: LagKind.ELAPSED_PERCENT,
}  # fmt: skip
_LONGEST_LAG = 500_000_000  # tenths of a minute: some ninety years
_FIXED_DURATION, _FIXED_WORK, _WORK = 1, 2, 1
_Record = TypeVar("_Record", CalendarRecord, TaskRecord, ResourceRecord)


def read_schedule(path: Path) -> ScheduleRecord:
    """Read a file.

    Raises:
        RefusedFileError: with every fault found, each with its line, its item and its field.
        OSError: the file cannot be read.
    """
    return _Reader(read_document(path), path.name).schedule()


def parse_schedule(content: bytes, file: str) -> ScheduleRecord:
    """Read the content of a file; `file` is the name that errors give.

    Raises:
        RefusedFileError: as `read_schedule`.
    """
    return _Reader(parse_document(content, file), file).schedule()


def schedule_of(top: Element, file: str) -> ScheduleRecord:
    """Return what a document says that is read already.

    Raises:
        RefusedFileError: as `read_schedule`.
    """
    return _Reader(top, file).schedule()


class _Reader:
    """Reads the sections one by one; a fault in one never hides those of another."""

    def __init__(self, top: Element, file: str) -> None:
        self.top = top
        self.file = file
        self.findings = Findings(file)
        if top.tag != "Project":
            self.findings.add_in_file("mspdi_root", top.line, top.tag[:40], "")
            self.findings.raise_if_any()

    def schedule(self) -> ScheduleRecord:
        own = Fields(self.top, "Project", self.findings)
        calendars = self._by_uid(read_calendars(self.top, self.findings), "calendar")
        tasks = self._by_uid([self._task(found) for found in self.top.all("Tasks", "Task")], "task")
        resources = self._by_uid(
            [self._resource(found) for found in self.top.all("Resources", "Resource")], "resource"
        )
        start = self._start(own, tasks)
        schedule = ScheduleRecord(
            file=self.file,
            title=own.text("Title") or own.text("Name"),
            start=start or 0,
            finish=own.instant("FinishDate"),
            is_from_start=own.flag("ScheduleFromStart", absent=True),
            honours_constraints=own.flag("HonorConstraints", absent=True),
            calendar=own.uid("CalendarUID"),
            slack_limit=own.whole("CriticalSlackLimit", -100_000, 100_000) or 0,
            has_many_critical_paths=own.flag("MultipleCriticalPaths"),
            calendars=calendars,
            tasks=tasks,
            resources=resources,
            assignments=tuple(self._assignment(found) for found in self.top.all("Assignments", "Assignment")),
        )
        self._check_references(schedule)
        self.findings.raise_if_any()
        return schedule

    def _start(self, own: Fields, tasks: dict[int, TaskRecord]) -> int | None:
        """Return the project's start, or its first task's when it has none of its own."""
        start = own.instant("StartDate")
        if start is None and not self.findings.problems:
            start = min((task.start for task in tasks.values() if task.start is not None), default=None)
            if start is None:
                own.note("mspdi_missing", "StartDate")
        return start

    def _by_uid(self, records: list[_Record | None], kind: str) -> dict[int, _Record]:
        found: dict[int, _Record] = {}
        for record in records:
            if record is None:
                continue
            if record.uid in found:
                line = getattr(record, "line", 1)
                self.findings.add_in_file("mspdi_twice", line, f"{kind} {record.uid}", "UID")
            found[record.uid] = record
        return found

    def _task(self, element: Element) -> TaskRecord | None:
        fields = Fields(element, f"task {_uid_text(element)}", self.findings)
        uid = fields.required_uid()
        if uid is None or fields.flag("IsNull"):
            return None
        level = self._level(fields)
        length_format = fields.whole("DurationFormat", 0, 100) or 7
        manual_length = fields.length("ManualDuration") if fields.flag("Manual") else None
        length = fields.length("Duration")
        kind = fields.whole("Type", 0, 10)
        task = TaskRecord(
            uid=uid,
            name=fields.text("Name"),
            line=element.line,
            outline_level=level,
            is_summary=fields.flag("Summary") or level == 0,
            is_manual=fields.flag("Manual"),
            is_active=fields.flag("Active", absent=True),
            is_external=fields.flag("ExternalTask"),
            is_fixed_duration=kind == _FIXED_DURATION,
            is_fixed_work=kind == _FIXED_WORK,
            is_subproject=fields.flag("IsSubproject"),
            duration=(length if length is not None else manual_length) or 0,
            is_elapsed=length_format in _ELAPSED,
            remaining_duration=fields.length("RemainingDuration"),
            actual_duration=fields.length("ActualDuration") or 0,
            constraint=self._constraint(fields),
            deadline=fields.instant("Deadline"),
            calendar=fields.uid("CalendarUID"),
            ignores_resource_calendars=fields.flag("IgnoreResourceCalendar"),
            leveling_delay=fields.whole("LevelingDelay", -_LONGEST_LAG, _LONGEST_LAG) or 0,
            links=tuple(self._link(found, fields.item) for found in element.all("PredecessorLink")),
        )
        return self._with_dates(task, fields)

    def _level(self, fields: Fields) -> int:
        """Return the depth in the outline; an outline number has as many parts."""
        level = fields.whole("OutlineLevel", 0, 1_000)
        return len(fields.text("OutlineNumber").split(".")) if level is None else level

    def _with_dates(self, task: TaskRecord, fields: Fields) -> TaskRecord:
        at = fields.instant("ConstraintDate")
        # Without its date a constraint cannot bear on anything.
        constraint = Constraint.AS_SOON_AS_POSSIBLE if at is None and task.constraint > 1 else task.constraint
        start, finish = fields.instant("Start"), fields.instant("Finish")
        return replace(
            task,
            constraint=constraint,
            constraint_at=at,
            start=start if start is not None else fields.instant("ManualStart"),
            finish=finish if finish is not None else fields.instant("ManualFinish"),
            actual_start=fields.instant("ActualStart"),
            actual_finish=fields.instant("ActualFinish"),
            stop=fields.instant("Stop"),
            resume=fields.instant("Resume"),
            early_start=fields.instant("EarlyStart"),
            early_finish=fields.instant("EarlyFinish"),
            late_start=fields.instant("LateStart"),
            late_finish=fields.instant("LateFinish"),
            total_slack=fields.whole("TotalSlack", -_LONGEST_LAG, _LONGEST_LAG),
        )

    def _constraint(self, fields: Fields) -> Constraint:
        return Constraint(fields.whole("ConstraintType", 0, 7) or 0)

    def _link(self, element: Element, item: str) -> LinkRecord:
        fields = Fields(element, item, self.findings)
        predecessor = fields.uid("PredecessorUID")
        if predecessor is None:
            fields.note("mspdi_missing", "PredecessorUID")
        lag_format = fields.whole("LagFormat", 0, 100) or 7
        code = fields.whole("Type", 0, 3)
        return LinkRecord(
            predecessor=-1 if predecessor is None else predecessor,
            type=LinkType.FS if code is None else LinkType(code),
            lag=fields.whole("LinkLag", -_LONGEST_LAG, _LONGEST_LAG) or 0,
            lag_kind=_LAG_KINDS.get(lag_format, LagKind.WORKING),
            is_cross_project=fields.flag("CrossProject"),
            line=element.line,
        )

    def _resource(self, element: Element) -> ResourceRecord | None:
        fields = Fields(element, f"resource {_uid_text(element)}", self.findings)
        uid = fields.required_uid()
        if uid is None or fields.flag("IsNull"):
            return None
        is_work = fields.whole("Type", 0, 10) in (_WORK, None)
        return ResourceRecord(uid, fields.text("Name"), is_work, fields.uid("CalendarUID"))

    def _assignment(self, element: Element) -> AssignmentRecord:
        fields = Fields(element, f"assignment {_uid_text(element)}", self.findings)
        task, resource = fields.uid("TaskUID"), fields.uid("ResourceUID")
        if task is None:
            fields.note("mspdi_missing", "TaskUID")
        units = fields.number("Units", 0, 1_000_000)
        return AssignmentRecord(
            task=-1 if task is None else task,
            resource=-1 if resource is None else resource,
            work=fields.length("Work") or 0,
            units=1.0 if units is None else units,
            is_flat=not fields.whole("WorkContour", 0, 100),
            delay=fields.whole("Delay", -_LONGEST_LAG, _LONGEST_LAG) or 0,
        )

    def _check_references(self, schedule: ScheduleRecord) -> None:
        every_task = self._all_tasks()
        known: list[tuple[str, str, int, int | None, Callable[[int], bool]]] = [
            (f"task {task.uid}", "CalendarUID", task.line, task.calendar, schedule.calendars.__contains__)
            for task in schedule.tasks.values()
        ]
        known += [
            (f"task {task.uid}", "PredecessorUID", link.line, link.predecessor, every_task.__contains__)
            for task in schedule.tasks.values()
            for link in task.links
            if link.predecessor >= 0 and not link.is_cross_project
        ]
        for item, field, line, uid, exists in known:
            # Zero stands for no calendar in some files.
            is_nothing = uid == 0 and field == "CalendarUID"
            if uid is not None and not is_nothing and not exists(uid):
                self.findings.add_in_file("mspdi_unknown", line, item, field, given=uid)

    def _all_tasks(self) -> frozenset[int]:
        """Every task's id, blank lines included: a link may lead to a line that says nothing."""
        found = [_uid_text(element) for element in self.top.all("Tasks", "Task")]
        return frozenset(int(text) for text in found if text.isdigit())


def _uid_text(element: Element) -> str:
    found = element.child("UID")
    return found.text[:20] if found is not None and found.text else "?"
