"""What may be done to an initiative: added, edited, ended with a reason, and taken up again."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import StringConstraints

from tracker.commands.circles import refuse_circles
from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.partial import PartOf
from tracker.commands.participation import PARTS, participants, set_participants
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, refuse_stale, values_of
from tracker.commands.rules import refuse
from tracker.model.base import Key, Remark
from tracker.model.content import InitiativeContent
from tracker.model.initiative import Initiative, InitiativeStatus
from tracker.model.milestone import Milestone

Why = Annotated[Remark, StringConstraints(min_length=1)]


class AddInitiative(InitiativeContent, Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    def apply(self, work: Work) -> Initiative:
        values = values_of(self, InitiativeContent, without=PARTS)
        if "position" not in self.model_fields_set:
            others = work.all(Initiative)
            values["position"] = max((other.position + 1 for other in others), default=0)
        initiative = add(work, Initiative, values)
        set_participants(work, initiative, values_of(self, InitiativeContent))
        return initiative


class EditInitiative(Command):
    """Change an initiative; it is ended with EndInitiative, and done only when its milestones are.

    Done means that each of its milestones has been reached or cancelled; an initiative without milestones
    is done when a person says so.
    """

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(InitiativeContent, without=("key",))]

    def apply(self, work: Work) -> Initiative:
        initiative = work.find(Initiative, self.key)
        refuse_stale(
            work, initiative, self.version, self.changes, now=participants(work, identity(initiative))
        )
        status = self.changes.get("status")
        if status is not None and status is not initiative.status:
            if status.is_ended:
                raise refuse("end_with_reason", "status")
            if initiative.status.is_ended:
                raise refuse("reopen_first", "status", title=initiative.title)
        own = {name: value for name, value in self.changes.items() if name not in PARTS}
        edit(work, initiative, self.version, own)
        set_participants(work, initiative, self.changes)
        if {"status", "period"} & self.changes.keys():
            refuse_circles(work)
        return initiative


class EndInitiative(Command):
    """Take an initiative out of the plan with its milestones; the history keeps both."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    status: Literal[InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED]
    reason: Why

    def apply(self, work: Work) -> Initiative:
        initiative = work.find(Initiative, self.key)
        ended = {"status": self.status, "status_reason": self.reason}
        if initiative.status is InitiativeStatus.DONE or initiative.status.is_ended:
            refuse_stale(work, initiative, self.version, ended)
            raise refuse("ended_already", None, title=initiative.title)
        edit(work, initiative, self.version, ended)
        refuse_circles(work)
        return initiative


class ReopenInitiative(Command):
    """Take up again what was done, superseded or cancelled."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int

    def apply(self, work: Work) -> Initiative:
        initiative = work.find(Initiative, self.key)
        milestones = work.all(Milestone, initiative_id=initiative.id)
        has_begun = any(found.actual_start or found.actual_finish for found in milestones)
        status = InitiativeStatus.IN_PROGRESS if has_begun else InitiativeStatus.PLANNED
        taken_up = {"status": status, "status_reason": ""}
        refuse_stale(work, initiative, self.version, taken_up)
        if initiative.status is not InitiativeStatus.DONE and not initiative.status.is_ended:
            raise refuse("not_ended", None, title=initiative.title)
        edit(work, initiative, self.version, taken_up)
        refuse_circles(work)
        return initiative
