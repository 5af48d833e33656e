"""How Microsoft Project writes single values: dates, lengths, hours of a day; and the order of its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

from tracker.exchange.mspdi_kept import Node
from tracker.planning.instants import datetime_of
from tracker.planning.worktable import DayShape


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: a long list of names is easier to read as one."""
    return tuple(text.split())


NAMESPACE = "http://schemas.microsoft.com/project"
# Microsoft, "Project XML Data Interchange Schema": Project expects the fields of a task in this order.
TASK_FIELDS = words(
    "UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel OutlineNumber OutlineLevel "
    "Priority Start Finish Duration ManualStart ManualFinish ManualDuration DurationFormat "
    "FreeformDurationFormat Work Stop Resume ResumeValid EffortDriven Recurring OverAllocated Estimated "
    "Milestone Summary DisplayAsSummary Critical IsSubproject IsSubprojectReadOnly SubprojectName "
    "ExternalTask ExternalTaskProject EarlyStart EarlyFinish LateStart LateFinish StartVariance "
    "FinishVariance WorkVariance FreeSlack TotalSlack StartSlack FinishSlack FixedCost FixedCostAccrual "
    "PercentComplete PercentWorkComplete Cost OvertimeCost OvertimeWork ActualStart ActualFinish "
    "ActualDuration ActualCost ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork "
    "RemainingDuration RemainingCost RemainingWork RemainingOvertimeCost RemainingOvertimeWork ACWP CV "
    "ConstraintType CalendarUID ConstraintDate Deadline LevelAssignments LevelingCanSplit LevelingDelay "
    "LevelingDelayFormat PreLeveledStart PreLeveledFinish Hyperlink HyperlinkAddress HyperlinkSubAddress "
    "IgnoreResourceCalendar Notes HideBar Rollup BCWS BCWP PhysicalPercentComplete EarnedValueMethod "
    "PredecessorLink ActualWorkProtected ActualOvertimeWorkProtected ExtendedAttribute Baseline OutlineCode"
)
PROJECT_FIELDS = words(
    "SaveVersion BuildNumber UID GUID Name Title Subject Category Company Manager Author CreationDate "
    "Revision LastSaved ScheduleFromStart StartDate FinishDate FYStartDate CriticalSlackLimit CurrencyDigits "
    "CurrencySymbol CurrencyCode CurrencySymbolPosition CalendarUID DefaultStartTime DefaultFinishTime "
    "MinutesPerDay MinutesPerWeek DaysPerMonth DefaultTaskType DefaultFixedCostAccrual DefaultStandardRate "
    "DefaultOvertimeRate DurationFormat WorkFormat EditableActualCosts HonorConstraints EarnedValueMethod "
    "InsertedProjectsLikeSummary MultipleCriticalPaths NewTasksEffortDriven NewTasksEstimated "
    "SplitsInProgressTasks SpreadActualCost SpreadPercentComplete TaskUpdatesResource FiscalYearStart "
    "WeekStartDay MoveCompletedEndsBack MoveRemainingStartsBack MoveRemainingStartsForward "
    "MoveCompletedEndsForward BaselineForEarnedValue AutoAddNewResourcesAndTasks StatusDate CurrentDate "
    "MicrosoftProjectServerURL Autolink NewTaskStartDate NewTasksAreManual DefaultTaskEVMethod "
    "ProjectExternallyEdited ExtendedCreationDate ActualsInSync RemoveFileProperties AdminProject "
    "OutlineCodes WBSMasks ExtendedAttributes"
)
OTHER_FIELDS = words(
    "UID GUID ID Name Type IsNull IsBaseCalendar IsBaselineCalendar BaseCalendarUID WeekDays"
)


def date_text(instant: int) -> str:
    """Return an instant (minutes since 1970) as a local date and time."""
    return datetime_of(instant).isoformat()


def length_text(minutes: int) -> str:
    """Return a length of time, which is never negative."""
    hours, rest = divmod(minutes, 60)
    return f"PT{hours}H{rest}M0S"


def times_of(shape: DayShape) -> list[tuple[str, Node]]:
    """Return whether a day is worked, and when."""
    if not shape:
        return [("DayWorking", "0")]
    times: Node = [
        ("WorkingTime", [("FromTime", _time(start)), ("ToTime", _time(end))]) for start, end in shape
    ]
    return [("DayWorking", "1"), ("WorkingTimes", times)]


def _time(minute: int) -> str:
    # Midnight closes a day as it opens one.
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}:00"


def xml_of(tag: str, fields: Mapping[str, Sequence[Node]], order: Sequence[str], depth: int) -> Iterator[str]:
    """Yield the lines of an element whose fields are written in an order; those it does not name follow."""
    place = {name: number for number, name in enumerate(order)}
    indent = "  " * depth
    yield f"{indent}<{tag}>"
    for name in sorted(fields, key=lambda found: place.get(found, len(place))):
        for node in fields[name]:
            yield from node_lines(name, node, depth + 1)
    yield f"{indent}</{tag}>"


def node_lines(tag: str, node: Node, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if isinstance(node, str):
        yield f"{indent}<{tag}>{escape(node)}</{tag}>"
        return
    yield f"{indent}<{tag}>"
    for name, child in node:
        yield from node_lines(name, child, depth + 1)
    yield f"{indent}</{tag}>"
