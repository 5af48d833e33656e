"""What may be done to capacity: absences of a post, and what the work of a milestone needs of it."""

from typing import Annotated, Any, ClassVar

from tracker.commands.command import Command, Work
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, numbered, remove, values_of
from tracker.model.base import Key
from tracker.model.capacity import Absence, AbsenceFields, WorkNeed, WorkNeedFields


class AddAbsence(AbsenceFields, Command):
    """Say that people of a post will be away; `post` is its key."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    post: Key

    def apply(self, work: Work) -> Absence:
        return add(work, Absence, {**values_of(self, AbsenceFields), "post": self.post})


class EditAbsence(Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    absence_id: int
    version: int
    changes: Annotated[dict[str, Any], PartOf(AbsenceFields)]

    def apply(self, work: Work) -> Absence:
        absence = numbered(work, Absence, self.absence_id)
        edit(work, absence, self.version, self.changes)
        return absence


class RemoveAbsence(Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    absence_id: int
    version: int

    def apply(self, work: Work) -> None:
        remove(work, numbered(work, Absence, self.absence_id), self.version)


class AddWorkNeed(WorkNeedFields, Command):
    """Say what the work of a milestone takes of a post; both are keys."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    milestone: Key
    post: Key

    def apply(self, work: Work) -> WorkNeed:
        needed = {**values_of(self, WorkNeedFields), "milestone": self.milestone, "post": self.post}
        return add(work, WorkNeed, needed)


class EditWorkNeed(Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    work_need_id: int
    version: int
    changes: Annotated[dict[str, Any], PartOf(WorkNeedFields)]

    def apply(self, work: Work) -> WorkNeed:
        need = numbered(work, WorkNeed, self.work_need_id)
        edit(work, need, self.version, self.changes)
        return need


class RemoveWorkNeed(Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    work_need_id: int
    version: int

    def apply(self, work: Work) -> None:
        remove(work, numbered(work, WorkNeed, self.work_need_id), self.version)


def remove_absences(work: Work, post_id: int) -> None:
    """Remove what is only said of a post that goes."""
    for absence in work.all(Absence, post_id=post_id):
        work.remove(absence)
