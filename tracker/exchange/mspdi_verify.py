"""Compares the dates of a fresh schedule with those another tool stored, and names why they differ."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.exchange.mspdi_causes import Causes
from tracker.exchange.mspdi_fields import datetime_of_tenths, tenths_of
from tracker.exchange.mspdi_reader import read_schedule
from tracker.exchange.mspdi_records import TENTHS_A_MINUTE, ScheduleRecord, TaskRecord
from tracker.exchange.mspdi_schedule import FreshSchedule, schedule_afresh
from tracker.exchange.problems import Findings
from tracker.i18n import Text

_MOST_CSV_BYTES = 20_000_000
_MOST_NAMED = 20
_COLUMNS = ("uid", "summary", "early_start", "early_finish", "total_slack_min")


@dataclass(frozen=True)
class StoredDates:
    """What another tool found for a task, in tenths of a minute; None where it says nothing."""

    early_start: int | None
    early_finish: int | None
    total_slack: int | None

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to compare with."""
        return self.early_start is None and self.early_finish is None and self.total_slack is None


@dataclass(frozen=True)
class Difference:
    """One value that differs: `field` is early_start, early_finish or total_float, `rule` names the cause."""

    task: int
    name: str
    field: str
    found: str
    stored: str
    rule: str
    other: int | None = None

    @property
    def text(self) -> Text:
        """The difference as a sentence."""
        values = {"task": str(self.task), "name": self.name, "found": self.found, "stored": self.stored}
        cause = Text(f"mspdi.rule.{self.rule}", {"other": str(self.other)})
        return Text(f"mspdi.difference.{self.field}", {**values, "cause": cause})


@dataclass(frozen=True)
class Verification:
    """How many leaves are compared, how many agree in both early dates, how many in total float.

    Leaves of which nothing is stored are not counted; `remarks` name them, and pauses read from stored dates.
    """

    leaves: int
    early: int
    floats: int
    differences: tuple[Difference, ...]
    interrupted: tuple[Text, ...] = ()
    uncompared: tuple[int, ...] = ()

    @property
    def remarks(self) -> tuple[Text, ...]:
        """What else a reader must know: leaves that were not compared, pauses."""
        if not self.uncompared:
            return self.interrupted
        named = ", ".join(str(uid) for uid in self.uncompared[:_MOST_NAMED])
        named += ", ..." if len(self.uncompared) > _MOST_NAMED else ""
        return Text("mspdi.uncompared", {"tasks": named}, len(self.uncompared)), *self.interrupted

    @property
    def line(self) -> str:
        """The counts in the form that other programs read."""
        return f"LEAVES {self.leaves}, EARLY {self.early}, FLOAT {self.floats}"

    def as_json(self) -> dict[str, object]:
        """Return the counts and the differences as plain values."""
        differences = [
            {"task": found.task, "field": found.field, "found": found.found, "stored": found.stored,
             "rule": found.rule, "other": found.other}
            for found in self.differences
        ]  # fmt: skip
        paused = [found.values["task"] for found in self.interrupted]
        counts = {"leaves": self.leaves, "early": self.early, "float": self.floats}
        kept = {"interrupted": paused, "uncompared": list(self.uncompared)}
        return {**counts, "differences": differences, **kept}


def verify(path: Path, against: Path | None = None) -> Verification:
    """Schedule a file afresh and compare each leaf with what the file, or a CSV, says of it.

    Raises:
        RefusedFileError: one of the two files is refused.
        OSError: one of them cannot be read.
    """
    schedule = read_schedule(path)
    stored = stored_in_file(schedule) if against is None else read_stored(against)
    return compare(schedule, schedule_afresh(schedule), stored)


def stored_in_file(schedule: ScheduleRecord) -> dict[int, StoredDates]:
    """Return the EarlyStart, EarlyFinish and TotalSlack of every leaf of a file; no slack is not written."""
    return {
        task.uid: StoredDates(task.early_start, task.early_finish, _slack(task))
        for task in schedule.tasks.values()
        if not task.is_summary
    }


def _slack(task: TaskRecord) -> int | None:
    return 0 if task.total_slack is None and task.early_finish is not None else task.total_slack


def compare(
    schedule: ScheduleRecord, fresh: FreshSchedule, stored: Mapping[int, StoredDates]
) -> Verification:
    """Return what agrees and what differs; values agree that lie less than a minute apart."""
    stored = {uid: dates for uid, dates in stored.items() if not _is_project(schedule, uid)}
    uncompared = tuple(uid for uid, dates in stored.items() if dates.is_nothing)
    if len(uncompared) == len(stored):
        uncompared = ()  # a file that stores nothing agrees in nothing
    stored = {uid: dates for uid, dates in stored.items() if not (uncompared and dates.is_nothing)}
    differences = [
        found for uid, dates in stored.items() for found in _differences(schedule, fresh, uid, dates)
    ]
    late = {found.task for found in differences if found.field != "total_float"}
    slack = {found.task for found in differences if found.field == "total_float"}
    causes = Causes(schedule, fresh, stored, late, slack)
    named = tuple(causes.named(found) for found in differences)
    paused = tuple(
        Text("mspdi.interrupted", {"task": str(leaf.task.uid), "name": leaf.task.name,
                                   "minutes": _minutes(leaf.interruption)})
        for leaf in fresh.activities.leaves
        if leaf.interruption
    )  # fmt: skip
    agreeing = len(stored) - len(late), len(stored) - len(slack)
    return Verification(len(stored), *agreeing, named, paused, uncompared)


def _is_project(schedule: ScheduleRecord, uid: int) -> bool:
    """Whether an id is that of the line which sums up the project itself."""
    return uid in schedule.tasks and schedule.tasks[uid].outline_level == 0


def _differences(
    schedule: ScheduleRecord, fresh: FreshSchedule, uid: int, stored: StoredDates
) -> Iterator[Difference]:
    name = schedule.tasks[uid].name if uid in schedule.tasks else ""
    dates = fresh.dates.get(uid)
    if dates is None:
        yield Difference(uid, name, "early_start", "", _written(stored.early_start), "not_a_leaf")
        yield Difference(uid, name, "total_float", "", _minutes(stored.total_slack), "not_a_leaf")
        return
    for field, found, told in (
        ("early_start", dates.early_start, stored.early_start),
        ("early_finish", dates.early_finish, stored.early_finish),
    ):
        if told is None or abs(found - told) >= TENTHS_A_MINUTE:
            yield Difference(uid, name, field, _written(found), _written(told), "unexplained")
    told = stored.total_slack
    if told is None or abs(dates.total_slack - told) >= TENTHS_A_MINUTE:
        yield Difference(uid, name, "total_float", _minutes(dates.total_slack), _minutes(told), "unexplained")


def _written(instant: int | None) -> str:
    return "" if instant is None else datetime_of_tenths(instant).isoformat(timespec="minutes")


def _minutes(tenths: int | None) -> str:
    return "" if tenths is None else f"{tenths / TENTHS_A_MINUTE:g}"


def read_stored(path: Path) -> dict[int, StoredDates]:
    """Read the leaves of a CSV with the columns uid, summary, early_start, early_finish, total_slack_min.

    Raises:
        RefusedFileError: a column is missing, or a value cannot be read; each with its line.
        OSError: the file cannot be read.
    """
    findings = Findings(path.name)
    if path.stat().st_size > _MOST_CSV_BYTES:
        findings.add_at_line("mspdi_size", 1, most=_MOST_CSV_BYTES // 1_000_000)
        findings.raise_if_any()
    stored: dict[int, StoredDates] = {}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        rows = csv.DictReader(opened)
        for column in _COLUMNS:
            if column not in (rows.fieldnames or ()):
                findings.add_in_file("mspdi_column", 1, "", column)
        findings.raise_if_any()
        for row in rows:
            if (row["summary"] or "").strip().lower() not in ("true", "1"):
                _read_row(row, rows.line_num, stored, findings)
    findings.raise_if_any()
    return stored


def _read_row(
    row: Mapping[str, str | None], line: int, stored: dict[int, StoredDates], findings: Findings
) -> None:
    values = {column: (row[column] or "").strip() for column in _COLUMNS}
    read: dict[str, int | None] = {}
    for column in ("uid", "early_start", "early_finish", "total_slack_min"):
        try:
            read[column] = _value(column, values[column])
        except (ValueError, OverflowError):
            findings.add_in_file("mspdi_value", line, values["uid"][:20], column, given=values[column][:40])
            return
    uid = read["uid"]
    if uid is None:
        findings.add_in_file("mspdi_missing", line, "", "uid")
        return
    stored[uid] = StoredDates(read["early_start"], read["early_finish"], read["total_slack_min"])


def _value(column: str, text: str) -> int | None:
    if not text:
        return None
    if column == "uid":
        return int(text)
    if column == "total_slack_min":
        return round(float(text) * TENTHS_A_MINUTE)
    return tenths_of(datetime.fromisoformat(text))
