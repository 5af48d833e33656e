"""What may be done to a milestone: added, edited, rescheduled, reached, cancelled and taken up again."""

from datetime import date
from typing import Annotated, Any, ClassVar

from tracker.commands.circles import refuse_circles
from tracker.commands.command import Command, Work
from tracker.commands.decision_parts import forget_answer
from tracker.commands.initiative import Why
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, refuse_stale, values_of
from tracker.commands.rules import check, refuse
from tracker.model.base import Key
from tracker.model.content import MilestoneContent
from tracker.model.initiative import Initiative
from tracker.model.milestone import Dependency, Milestone, MilestoneFields
from tracker.planning import ConstraintKind

SCHEDULE = ("work_days", "remaining_days", "constraint", "constraint_date", "deadline")
# How sure the work is: it moves no date of the plan, only the range in which they are expected.
ESTIMATE = ("optimistic_days", "pessimistic_days")
ACTUALS = ("actual_start", "actual_finish", "remaining_days")
# What decides which dependencies of an initiative a milestone takes over.
_PLACE = {"initiative", "kind", "position"}


class AddMilestone(MilestoneContent, Command):
    """Add a milestone, or (by its kind) a decision or a prerequisite that is waited for."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    def apply(self, work: Work) -> Milestone:
        values = with_work_done(values_of(self, MilestoneContent))
        if "position" not in self.model_fields_set:
            values["position"] = _next_position(work, self.initiative)
        milestone = add(work, Milestone, values)
        if milestone.initiative_id is not None:
            refuse_circles(work)
        return milestone


class EditMilestone(Command):
    """Change anything of a milestone but its key; it is cancelled with CancelMilestone."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    changes: Annotated[
        dict[str, Any], PartOf(MilestoneContent, without=("key", "is_cancelled", "end_reason"))
    ]

    def moves_dates(self) -> bool:
        return not self.changes.keys().isdisjoint(SCHEDULE)

    def apply(self, work: Work) -> Milestone:
        milestone = work.find(Milestone, self.key)
        change_open(work, milestone, self.version, self.changes)
        if _PLACE & self.changes.keys():
            for dependency in _dependencies_of(work, milestone):
                check(work, dependency)
            refuse_circles(work)
        return milestone


class RescheduleMilestone(Command):
    """Change the plan's dates of a milestone: its work, what is left of it, its constraint, its deadline."""

    permission: ClassVar[Permission] = Permission.RESCHEDULE

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(MilestoneFields, only=(*SCHEDULE, *ESTIMATE))]

    def moves_dates(self) -> bool:
        return not self.changes.keys().isdisjoint(SCHEDULE)

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.key)

    def apply(self, work: Work) -> Milestone:
        milestone = work.find(Milestone, self.key)
        change_open(work, milestone, self.version, self.changes)
        return milestone


class RecordActual(Command):
    """Say when the work of a milestone began or ended, or how much of it is left."""

    permission: ClassVar[Permission] = Permission.REPORT_PROGRESS

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(MilestoneFields, only=ACTUALS)]

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.key)

    def apply(self, work: Work) -> Milestone:
        milestone = work.find(Milestone, self.key)
        change_open(work, milestone, self.version, self.changes)
        return milestone


class CancelMilestone(Command):
    """Take a milestone out of the plan; the history keeps it."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    reason: Why

    def apply(self, work: Work) -> Milestone:
        milestone = work.find(Milestone, self.key)
        change_open(work, milestone, self.version, {"is_cancelled": True, "end_reason": self.reason})
        refuse_circles(work)
        return milestone


class ReopenMilestone(Command):
    """Take up again a milestone that was cancelled or said to be reached."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int

    def apply(self, work: Work) -> Milestone:
        milestone = work.find(Milestone, self.key)
        if milestone.is_cancelled:
            taken_up: dict[str, Any] = {"is_cancelled": False, "end_reason": ""}
        else:
            taken_up = {"actual_finish": None, "remaining_days": None}
        refuse_stale(work, milestone, self.version, taken_up)
        if not milestone.is_cancelled and milestone.actual_finish is None:
            raise refuse("not_ended", None, title=milestone.title)
        edit(work, milestone, self.version, taken_up)
        if not milestone.is_cancelled and "actual_finish" in taken_up:
            forget_answer(work, milestone)
        refuse_circles(work)
        return milestone


def change_open(work: Work, milestone: Milestone, version: int | None, changes: dict[str, Any]) -> None:
    """Change a milestone that has not been cancelled.

    Raises:
        RuleError: it has been; it is taken up again first.
        StaleRecordError: somebody has changed it since.
    """
    refuse_stale(work, milestone, version, changes)
    if milestone.is_cancelled:
        raise refuse("milestone_cancelled", None, title=milestone.title)
    was_reached = milestone.actual_finish is not None
    edit(work, milestone, version, with_work_done(changes, milestone))
    if was_reached and milestone.actual_finish is None:
        forget_answer(work, milestone)


def with_work_done(changes: dict[str, Any], milestone: Milestone | None = None) -> dict[str, Any]:
    """Add what follows from a finish: no work is left; or from taking it back: what is left is not known.

    What was left goes with the start that is taken back, too: of work not begun, all is left.
    """
    if changes.get("remaining_days") is not None:
        return changes
    if milestone is not None and changes.get("actual_start", milestone.actual_start) is None:
        finish = changes.get("actual_finish", milestone.actual_finish)
        if finish is None and milestone.remaining_days is not None:
            return {**changes, "remaining_days": None}
    if "actual_finish" not in changes:
        return changes
    if changes["actual_finish"] is not None:
        return {**changes, "remaining_days": 0.0}
    if milestone is not None and milestone.actual_finish is not None:
        return {**changes, "remaining_days": None}
    return changes


def reached_on(milestone: Milestone, on: date) -> dict[str, Any]:
    """Return the changes that say a milestone reached; its work began that day where nobody said when."""
    start = milestone.actual_start
    begun = {} if start is not None and start <= on else {"actual_start": on}
    return {**begun, "actual_finish": on}


def held_until(on: date) -> dict[str, Any]:
    """Return the changes by which a milestone is expected no earlier than a new date."""
    return {"constraint": ConstraintKind.FINISH_NO_EARLIER_THAN, "constraint_date": on}


def _next_position(work: Work, initiative: str | None) -> int:
    initiative_id = None if initiative is None else work.find(Initiative, initiative).id
    others = work.all(Milestone, initiative_id=initiative_id)
    return max((other.position + 1 for other in others), default=0)


def _dependencies_of(work: Work, milestone: Milestone) -> list[Dependency]:
    return [
        *work.all(Dependency, predecessor_id=milestone.id),
        *work.all(Dependency, successor_id=milestone.id),
    ]
