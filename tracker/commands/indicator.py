"""What may be done to an indicator: added, edited, and read on a date."""

from typing import Annotated, Any, ClassVar

from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, edit, values_of
from tracker.model.base import Key
from tracker.model.content import IndicatorContent
from tracker.model.indicator import Indicator, Reading, ReadingFields


class AddIndicator(IndicatorContent, Command):
    """Add an indicator, with the readings that are known already."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    def apply(self, work: Work) -> Indicator:
        indicator = add(work, Indicator, values_of(self, IndicatorContent, without=("readings",)))
        for reading in self.readings:
            _add_reading(work, indicator, values_of(reading, ReadingFields))
        return indicator


class EditIndicator(Command):
    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(IndicatorContent, without=("key", "readings"))]

    def apply(self, work: Work) -> Indicator:
        indicator = work.find(Indicator, self.key)
        edit(work, indicator, self.version, self.changes)
        return indicator


class AddReading(ReadingFields, Command):
    """Add one value of one source on one date; sources may disagree, and all are kept."""

    permission: ClassVar[Permission] = Permission.REPORT_PROGRESS

    indicator: Key

    def apply(self, work: Work) -> Reading:
        return _add_reading(work, work.find(Indicator, self.indicator), values_of(self, ReadingFields))


def _add_reading(work: Work, indicator: Indicator, values: dict[str, Any]) -> Reading:
    return add(work, Reading, {**values, "indicator_id": identity(indicator)})
