"""What people report about the work: an update is added, never rewritten."""

from typing import Annotated, Any, ClassVar

from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.links import item
from tracker.commands.milestone import ACTUALS, change_open
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import add, values_of
from tracker.commands.rules import refuse
from tracker.model.content import UpdateContent
from tracker.model.initiative import Initiative
from tracker.model.milestone import Milestone, MilestoneFields
from tracker.model.progress import ProgressUpdate, ProgressUpdateFields


class ReportProgress(UpdateContent, Command):
    """Say how a milestone or an initiative fares; for a milestone also what has actually happened.

    With `version` given, the actual dates are refused when somebody has changed the milestone since.
    """

    permission: ClassVar[Permission] = Permission.REPORT_PROGRESS

    actuals: Annotated[dict[str, Any], PartOf(MilestoneFields, only=ACTUALS)] = Field(default_factory=dict)
    version: int | None = None

    def subject(self, work: Work) -> Milestone | Initiative:
        return item(work, self.item)

    def apply(self, work: Work) -> ProgressUpdate:
        reported = item(work, self.item)
        update = add_update(work, reported, values_of(self, ProgressUpdateFields))
        if isinstance(reported, Milestone):
            if self.actuals:
                version = reported.version if self.version is None else self.version
                change_open(work, reported, version, self.actuals)
        elif self.actuals:
            raise refuse("actuals_of_milestone", "actuals")
        return update


def add_update(work: Work, reported: Milestone | Initiative, values: dict[str, Any]) -> ProgressUpdate:
    """Add what somebody says of a milestone or of an initiative."""
    is_milestone = isinstance(reported, Milestone)
    place = {
        "milestone_id": reported.id if is_milestone else None,
        "initiative_id": None if is_milestone else reported.id,
    }
    return add(work, ProgressUpdate, {**values, **place, "recorded_at": work.context.at})
