"""Turns the leaves of a schedule into milestones: work, progress, constraints, deadlines, owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_fields import Fields, date_of
from tracker.exchange.mspdi_records import TENTHS_A_MINUTE, Constraint, TaskRecord
from tracker.exchange.mspdi_xml import Element
from tracker.exchange.problems import Findings
from tracker.planning import ConstraintKind

LONGEST_WORK_DAYS = 10_000
LONGEST_TITLE, LONGEST_NOTES = 200, 4_000


@dataclass(frozen=True)
class TaskImporter:
    """Reads the fields of one leaf after another; nothing has happened after `latest`."""

    findings: Findings
    report: ImportReport
    latest: date
    inactive: str

    def milestone(self, task: TaskRecord, element: Element, minutes_per_day: int) -> dict[str, Any]:
        """Return a leaf's fields of a milestone, but for its key, its links and its calendar."""
        days = round(task.duration / TENTHS_A_MINUTE) / minutes_per_day
        if days > LONGEST_WORK_DAYS:
            self._refuse("too_big", task, "Duration", value=f"{days:.0f}", limit=LONGEST_WORK_DAYS)
            days = 0
        values: dict[str, Any] = {
            "title": title_of(task, self.report),
            "description": notes_of(element, task, self.report),
            "work_days": days,
            "deadline": None if task.deadline is None else date_of(task.deadline),
            **self._constraint(task),
            **self._progress(task, element, minutes_per_day),
        }
        if not task.is_active:
            self._deactivate(task, values)
        return values

    def _constraint(self, task: TaskRecord) -> dict[str, Any]:
        kind, at = task.constraint, task.constraint_at
        if task.is_manual:
            if task.start is None:
                self.report.note("manual_without_date", self._name(task))
                return {}
            self.report.note("manual", self._name(task))
            kind, at = Constraint.MUST_START_ON, task.start
        dateless = (Constraint.AS_SOON_AS_POSSIBLE, Constraint.AS_LATE_AS_POSSIBLE)
        return {
            "constraint": ConstraintKind[kind.name],
            "constraint_date": None if kind in dateless or at is None else date_of(at),
        }

    def _progress(self, task: TaskRecord, element: Element, minutes_per_day: int) -> dict[str, Any]:
        percent = self._percent(task, element)
        start, finish = task.actual_start, task.actual_finish
        if finish is None and percent >= 100:
            finish = task.finish if task.finish is not None else start
            self._note_taken("finish_taken", task, finish)
        if start is None and (percent > 0 or finish is not None):
            start = task.start if task.start is not None else finish
            self._note_taken("start_taken", task, start)
        if start is None:
            return {}
        left = task.remaining_duration
        if left is None:
            left = round(task.duration * (1 - percent / 100))
        started = date_of(start)
        # Work that is finished at midnight was done on the day before.
        ended = None if finish is None else max(started, date_of(finish - (1 if task.duration else 0)))
        self._refuse_future(task, "ActualStart", started)
        self._refuse_future(task, "ActualFinish", ended)
        if task.actual_start is not None and finish is not None and finish < task.actual_start:
            self._refuse("finish_before_start", task, "ActualFinish", start=started, finish=date_of(finish))
        remaining = round(left / TENTHS_A_MINUTE) / minutes_per_day
        return {
            "actual_start": started,
            "actual_finish": ended,
            "remaining_days": 0.0 if ended is not None else min(remaining, LONGEST_WORK_DAYS),
        }

    def _percent(self, task: TaskRecord, element: Element) -> float:
        fields = Fields(element, f"task {task.uid}", self.findings)
        return fields.number("PercentComplete", 0, 100) or 0

    def _note_taken(self, name: str, task: TaskRecord, taken: int | None) -> None:
        if taken is None:
            self._refuse("mspdi_missing", task, "ActualStart")
        else:
            self.report.note(name, self._name(task))

    def _refuse_future(self, task: TaskRecord, field: str, on: date | None) -> None:
        if on is not None and on > self.latest:
            self._refuse("future_actual", task, field, on=on, latest=self.latest)

    def _deactivate(self, task: TaskRecord, values: dict[str, Any]) -> None:
        if values.get("actual_finish") is not None:
            self.report.note("inactive_done", self._name(task))
            return
        self.report.note("inactive", self._name(task))
        values |= {"is_cancelled": True, "end_reason": self.inactive}

    def _refuse(self, code: str, task: TaskRecord, field: str, **values: Any) -> None:
        self.findings.add_in_file(code, task.line, f"task {task.uid}", field, **values)

    def _name(self, task: TaskRecord) -> str:
        return task.name[:60] or f"task {task.uid}"


def title_of(task: TaskRecord, report: ImportReport) -> str:
    """Return a task's name as a title: one line, never empty."""
    name = " ".join(task.name.split())
    if not name:
        report.note("unnamed", f"task {task.uid}")
    if len(name) > LONGEST_TITLE:
        report.note("shortened", f"task {task.uid}")
    return name[:LONGEST_TITLE].strip() or f"Task {task.uid}"


def notes_of(element: Element, task: TaskRecord, report: ImportReport) -> str:
    """Return a task's notes as a description, as far as there is room."""
    found = element.child("Notes")
    text = "" if found is None else _printable(found.text)
    if len(text) > LONGEST_NOTES:
        report.note("shortened", f"task {task.uid}")
    return text[:LONGEST_NOTES].strip()


def _printable(text: str) -> str:
    return "".join(character for character in text if character in "\n\t" or ord(character) >= 32)
