"""What may be done to a programme's named working calendars: made, edited, removed, and their days off."""

from typing import Annotated, Any, ClassVar

from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, numbered, refuse_stale, remove, values_of
from tracker.commands.rules import check
from tracker.model.base import Key
from tracker.model.work_calendar import OtherHours, OtherHoursFields, WorkCalendar, WorkCalendarFields


class AddWorkCalendar(WorkCalendarFields, Command):
    """Name a week of working hours that milestones can follow instead of the programme's own."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    def apply(self, work: Work) -> WorkCalendar:
        return add(work, WorkCalendar, values_of(self, WorkCalendarFields))


class EditWorkCalendar(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(WorkCalendarFields, without=("key",))]

    def apply(self, work: Work) -> WorkCalendar:
        calendar = work.find(WorkCalendar, self.key)
        edit(work, calendar, self.version, self.changes)
        return calendar


class RemoveWorkCalendar(Command):
    """Remove a calendar with its days off; refused while a milestone follows it."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    key: Key
    version: int

    def apply(self, work: Work) -> None:
        calendar = work.find(WorkCalendar, self.key)
        refuse_stale(work, calendar, self.version, {})
        for days in work.all(OtherHours, work_calendar_id=calendar.id):
            work.remove(days)
        remove(work, calendar, self.version)


class AddOtherHours(OtherHoursFields, Command):
    """Let a calendar work other hours on some days, or take them off; `calendar` is its key."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    calendar: Key

    def apply(self, work: Work) -> OtherHours:
        days = OtherHours(
            programme_id=identity(work.programme),
            work_calendar_id=identity(work.find(WorkCalendar, self.calendar)),
            **values_of(self, OtherHoursFields),
        )
        check(work, days)
        return work.add(days)


class RemoveOtherHours(Command):
    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME

    other_hours_id: int
    version: int

    def apply(self, work: Work) -> None:
        remove(work, numbered(work, OtherHours, self.other_hours_id), self.version)
