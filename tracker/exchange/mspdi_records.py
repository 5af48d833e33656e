"""What a Microsoft Project schedule says, as records: calendars, tasks, links, resources, assignments.

Instants and lengths are in tenths of a minute, as Microsoft Project counts; instants since 1970-01-01T00:00.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from tracker.planning.worktable import DayShape

TENTHS_A_MINUTE = 10
TENTHS_A_DAY = 14_400


class LinkType(IntEnum):
    """Codes of the Type element of a PredecessorLink."""

    FF = 0
    FS = 1
    SF = 2
    SS = 3


class Constraint(IntEnum):
    """Codes of the ConstraintType element."""

    AS_SOON_AS_POSSIBLE = 0
    AS_LATE_AS_POSSIBLE = 1
    MUST_START_ON = 2
    MUST_FINISH_ON = 3
    START_NO_EARLIER_THAN = 4
    START_NO_LATER_THAN = 5
    FINISH_NO_EARLIER_THAN = 6
    FINISH_NO_LATER_THAN = 7


class LagKind(IntEnum):
    """How a lag is counted: working time, elapsed time, or a percentage of the predecessor's duration."""

    WORKING = 0
    ELAPSED = 1
    PERCENT = 2
    ELAPSED_PERCENT = 3


@dataclass(frozen=True)
class CalendarSpan:
    """Dates from first to last whose weekdays (Sunday is 0) or whose every day (`None`) work otherwise."""

    first: date
    last: date
    shapes: dict[int | None, DayShape]


@dataclass(frozen=True)
class CalendarRecord:
    """A calendar as written: the weekdays it states (Sunday is 0), exceptions; the rest is its base's."""

    uid: int
    name: str
    base: int | None
    week: dict[int, DayShape]
    work_weeks: tuple[CalendarSpan, ...] = ()
    exceptions: dict[date, DayShape] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True)
class LinkRecord:
    """A PredecessorLink; `lag` is tenths of a minute, or percent when `lag_kind` says so."""

    predecessor: int
    type: LinkType = LinkType.FS
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING
    is_cross_project: bool = False
    line: int = 1


@dataclass(frozen=True)
class TaskRecord:
    """A task as written; what is absent is None."""

    uid: int
    name: str = ""
    line: int = 1
    outline_level: int = 1
    is_summary: bool = False
    is_manual: bool = False
    is_active: bool = True
    is_external: bool = False
    is_fixed_duration: bool = False
    is_fixed_work: bool = False
    is_subproject: bool = False
    duration: int = 0
    is_elapsed: bool = False
    actual_duration: int = 0
    remaining_duration: int | None = None
    constraint: Constraint = Constraint.AS_SOON_AS_POSSIBLE
    constraint_at: int | None = None
    deadline: int | None = None
    calendar: int | None = None
    ignores_resource_calendars: bool = False
    leveling_delay: int = 0
    start: int | None = None
    finish: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    stop: int | None = None
    resume: int | None = None
    early_start: int | None = None
    early_finish: int | None = None
    late_start: int | None = None
    late_finish: int | None = None
    total_slack: int | None = None
    links: tuple[LinkRecord, ...] = ()


@dataclass(frozen=True)
class ResourceRecord:
    """A resource; only those that do work have a say in when a task happens."""

    uid: int
    name: str = ""
    is_work: bool = True
    calendar: int | None = None


@dataclass(frozen=True)
class AssignmentRecord:
    """A resource at work on a task: `units` of it, `work` in all, the work spread evenly when `is_flat`."""

    task: int
    resource: int
    work: int = 0
    units: float = 1.0
    is_flat: bool = True
    delay: int = 0


@dataclass(frozen=True)
class ScheduleRecord:
    """A whole file. `start` and `finish` are the project's; `slack_limit` makes a task critical."""

    file: str
    title: str
    start: int
    finish: int | None
    is_from_start: bool
    honours_constraints: bool
    calendar: int | None
    slack_limit: int
    has_many_critical_paths: bool
    calendars: dict[int, CalendarRecord]
    tasks: dict[int, TaskRecord]
    resources: dict[int, ResourceRecord]
    assignments: tuple[AssignmentRecord, ...]
