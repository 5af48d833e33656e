"""What may be done to a programme itself: its description, its calendar and its stall rules."""

from typing import Annotated, Any, ClassVar

from sqlalchemy.exc import IntegrityError

from tracker.commands.command import Command, Work
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, numbered, remove, values_of
from tracker.commands.rules import check
from tracker.model.errors import DuplicateKeyError
from tracker.model.programme import (
    CalendarException,
    CalendarExceptionFields,
    Programme,
    ProgrammeFields,
    StallRuleSetting,
    StallRuleSettingFields,
)


class CreateProgramme(ProgrammeFields, Command):
    """Make an empty programme; `programme` is its key from now on."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME
    makes_programme: ClassVar[bool] = True
    is_undoable: ClassVar[bool] = False

    def apply(self, work: Work) -> Programme:
        if work.existing is not None:
            raise DuplicateKeyError(key=self.programme, title=work.existing.title)
        made = Programme(key=self.programme, **values_of(self, ProgrammeFields))
        check(work, made)
        work.session.add(made)
        try:
            work.session.flush()
        except IntegrityError as error:
            # Somebody made it between our look and our write.
            raise DuplicateKeyError(key=self.programme, title=self.title) from error
        work.existing = made
        return made


class EditProgramme(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    version: int
    changes: Annotated[dict[str, Any], PartOf(ProgrammeFields)]

    def apply(self, work: Work) -> Programme:
        changes = dict(self.changes)
        if "start" in changes:
            # A start that somebody chose no longer follows today.
            changes.setdefault("months_before_today", None)
        edit(work, work.programme, self.version, changes)
        return work.programme


class PublishProgramme(Command):
    """Let anybody read what is marked public of a programme, or nobody any more."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    version: int
    is_published: bool

    def apply(self, work: Work) -> Programme:
        edit(work, work.programme, self.version, {"is_published": self.is_published})
        return work.programme


class AddCalendarException(CalendarExceptionFields, Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    def apply(self, work: Work) -> CalendarException:
        return add(work, CalendarException, values_of(self, CalendarExceptionFields))


class RemoveCalendarException(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    calendar_exception_id: int
    version: int

    def apply(self, work: Work) -> None:
        remove(work, numbered(work, CalendarException, self.calendar_exception_id), self.version)


class SetStallRule(StallRuleSettingFields, Command):
    """Switch a stall rule on or off, or tune it; `version` is None when it had no setting of its own."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    version: int | None = None

    def apply(self, work: Work) -> StallRuleSetting:
        values = values_of(self, StallRuleSettingFields)
        existing = next(iter(work.all(StallRuleSetting, rule=self.rule)), None)
        if existing is None:
            return add(work, StallRuleSetting, values)
        edit(work, existing, self.version, values)
        return existing
