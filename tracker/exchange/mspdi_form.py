"""Writes the records of a programme as the elements of a Microsoft Project schedule, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

from tracker.exchange.mspdi_kept import Node
from tracker.exchange.mspdi_records import Constraint, LinkType
from tracker.exchange.mspdi_words import date_text, length_text, times_of, words
from tracker.model.content import (
    BaselineDateContent,
    DependencyContent,
    InitiativeContent,
    MilestoneContent,
)
from tracker.planning import ConstraintKind, LagUnit, WorkingCalendar
from tracker.planning.instants import MINUTES_A_DAY
from tracker.planning.worktable import DayShape

Fields = dict[str, list[Node]]
AS_DAYS, AS_ELAPSED_DAYS, AS_PERCENT = "7", "8", "19"
NO_CALENDAR = "-1"
_CONSTRAINTS = {kind: Constraint[kind.name] for kind in ConstraintKind}
_AT_START = (
    ConstraintKind.START_NO_EARLIER_THAN,
    ConstraintKind.START_NO_LATER_THAN,
    ConstraintKind.MUST_START_ON,
)
# What another tool has worked out: never kept, worked out afresh when a file is written.
COMPUTED = frozenset(
    words(
        "UID ID OutlineNumber OutlineLevel Summary Start Finish EarlyStart EarlyFinish LateStart LateFinish "
        "TotalSlack FreeSlack StartSlack FinishSlack StartVariance FinishVariance DurationVariance "
        "Critical"
    )
)
# Of a summary besides: what its tasks add up to.
ADDED_UP = frozenset(
    words(
        "Duration DurationFormat RemainingDuration ActualDuration PercentComplete PercentWorkComplete "
        "ActualStart ActualFinish Work ActualWork RemainingWork Milestone Stop Resume"
    )
)


def minutes_of(days: float, calendar: WorkingCalendar) -> int:
    """Return days of work on a calendar as whole minutes."""
    return round(days * calendar.minutes_per_day)


def remaining_minutes(milestone: MilestoneContent, calendar: WorkingCalendar) -> int:
    """Return the minutes of work still to do, as far as the record says it."""
    if milestone.actual_finish is not None:
        return 0
    if milestone.actual_start is None or milestone.remaining_days is None:
        return minutes_of(milestone.work_days, calendar)
    return minutes_of(milestone.remaining_days, calendar)


def milestone_fields(milestone: MilestoneContent, calendar: WorkingCalendar, calendar_uid: str) -> Fields:
    """Return what a milestone says, as the fields of a task; its dates are those of its calendar."""
    work = minutes_of(milestone.work_days, calendar)
    fields: Fields = {
        "Name": [milestone.title],
        "Active": ["0" if milestone.is_cancelled else "1"],
        "Manual": ["0"],
        # Fixed duration, on the task's own hours: who does it changes no date.
        "Type": ["1"],
        "IgnoreResourceCalendar": ["0" if milestone.calendar is None else "1"],
        "IsNull": ["0"],
        "Duration": [length_text(work)],
        "DurationFormat": [AS_DAYS],
        "Milestone": ["0" if work else "1"],
        "ConstraintType": [str(int(_CONSTRAINTS[milestone.constraint]))],
        "CalendarUID": [calendar_uid],
        **_progress_fields(milestone, calendar, work),
    }
    if milestone.constraint_date is not None:
        at_start = milestone.constraint in _AT_START
        at = instant_on(milestone.constraint_date, calendar, at_start=at_start)
        fields["ConstraintDate"] = [date_text(at)]
    if milestone.deadline is not None:
        fields["Deadline"] = [date_text(instant_on(milestone.deadline, calendar, at_start=False))]
    if milestone.description:
        fields["Notes"] = [milestone.description]
    return fields


def _progress_fields(milestone: MilestoneContent, calendar: WorkingCalendar, work: int) -> Fields:
    left = remaining_minutes(milestone, calendar)
    is_done = milestone.actual_finish is not None
    done = 100 if is_done else 0
    if not is_done and work and milestone.actual_start is not None:
        done = max(0, min(100, round(100 * (work - left) / work)))
    fields: Fields = {"PercentComplete": [str(done)], "RemainingDuration": [length_text(left)]}
    if milestone.actual_start is not None or is_done:
        fields["ActualDuration"] = [length_text(max(work - left, 0))]
    if milestone.actual_start is not None:
        fields["ActualStart"] = [date_text(instant_on(milestone.actual_start, calendar, at_start=bool(work)))]
    if milestone.actual_finish is not None:
        fields["ActualFinish"] = [date_text(instant_on(milestone.actual_finish, calendar, at_start=False))]
    return fields


def instant_on(day: date, calendar: WorkingCalendar, *, at_start: bool) -> int:
    """Return the beginning or the end of a day's work; a day off has office hours here."""
    if calendar.is_working_day(day):
        return calendar.start_of(day) if at_start else calendar.finish_of(day)
    office = WorkingCalendar.standard(range(7))
    return office.start_of(day) if at_start else office.finish_of(day)


def milestone_guards(milestone: MilestoneContent, fields: Mapping[str, list[Node]]) -> Fields:
    """Return what has to be unchanged for kept fields that say the same as several of ours together."""
    dates = [node for tag in ("ConstraintType", "ConstraintDate") for node in fields.get(tag, [])]
    progress = [
        node
        for tag in ("Duration", "RemainingDuration", "ActualStart", "ActualFinish")
        for node in fields.get(tag, [])
    ]
    calendar: list[Node] = [milestone.calendar or ""]
    together: tuple[tuple[list[Node], tuple[str, ...]], ...] = (
        (dates, ("Manual", "ManualStart", "ManualFinish", "Start", "Finish")),
        (fields["Duration"], ("ManualDuration", "Work")),
        (progress, ("Stop", "Resume", "PercentWorkComplete", "ActualWork", "RemainingWork")),
        (calendar, ("CalendarUID", "IgnoreResourceCalendar")),
    )
    return {tag: nodes for nodes, tags in together for tag in tags}


def initiative_fields(initiative: InitiativeContent) -> Fields:
    """Return what an initiative says, as the fields of a summary task."""
    fields: Fields = {
        "Name": [initiative.title],
        "Active": ["1"],
        "Manual": ["0"],
        "IsNull": ["0"],
        "Milestone": ["0"],
        "CalendarUID": [NO_CALENDAR],
        "ConstraintType": ["0"],
    }
    if initiative.description:
        fields["Notes"] = [initiative.description]
    return fields


def link_node(dependency: DependencyContent, predecessor: str, successor: WorkingCalendar) -> Node:
    """Return a dependency as a PredecessorLink; lags are tenths of a minute, counted by the successor."""
    lag, unit = round(dependency.lag), AS_PERCENT
    if dependency.lag_unit is LagUnit.CALENDAR_DAYS:
        lag, unit = 10 * round(dependency.lag * MINUTES_A_DAY), AS_ELAPSED_DAYS
    elif dependency.lag_unit is LagUnit.WORKING_DAYS:
        lag, unit = 10 * minutes_of(dependency.lag, successor), AS_DAYS
    return [
        ("PredecessorUID", predecessor),
        ("Type", str(int(LinkType[dependency.kind.value]))),
        ("CrossProject", "0"),
        ("LinkLag", str(lag)),
        ("LagFormat", unit),
    ]


def baseline_node(number: int, approved: BaselineDateContent, calendar: WorkingCalendar) -> Node:
    """Return the approved dates of one milestone as a Baseline."""
    work = minutes_of(approved.work_days, calendar)
    return [
        ("Number", str(number)),
        ("Start", date_text(instant_on(approved.start, calendar, at_start=True))),
        ("Finish", date_text(instant_on(approved.finish, calendar, at_start=False))),
        ("Duration", length_text(work)),
        ("DurationFormat", AS_DAYS),
    ]


def calendar_fields(title: str, calendar: WorkingCalendar) -> Fields:
    """Return a working calendar as the fields of a base calendar."""
    sunday_first = (calendar.week[6], *calendar.week[:6])
    days: list[tuple[str, Node]] = [
        ("WeekDay", [("DayType", str(number)), *times_of(shape)])
        for number, shape in enumerate(sunday_first, start=1)
    ]
    fields: Fields = {
        "Name": [title],
        "IsBaseCalendar": ["1"],
        "BaseCalendarUID": [NO_CALENDAR],
        "WeekDays": [days],
    }
    others: list[tuple[str, Node]] = [
        ("Exception", _exception(*span)) for span in spans_of(calendar.exceptions.items())
    ]
    if others:
        fields["Exceptions"] = [others]
    return fields


def spans_of(days: Iterable[tuple[date, DayShape]]) -> list[tuple[date, date, DayShape]]:
    """Join days that follow one another with the same hours: first day, last day, hours."""
    ordered = sorted(days)
    if not ordered:
        return []
    breaks = [
        place
        for place, ((day, shape), (after, other)) in enumerate(pairwise(ordered), start=1)
        if after - day != timedelta(days=1) or shape != other
    ]
    edges = [0, *breaks, len(ordered)]
    return [(ordered[first][0], ordered[last - 1][0], ordered[first][1]) for first, last in pairwise(edges)]


def _exception(first: date, last: date, shape: DayShape) -> Node:
    return [
        ("EnteredByOccurrences", "0"),
        ("TimePeriod", [("FromDate", f"{first}T00:00:00"), ("ToDate", f"{last}T23:59:00")]),
        ("Occurrences", str((last - first).days + 1)),
        ("Name", ""),
        ("Type", "1"),
        *times_of(shape),
    ]
