"""What a focal point tells in one go: that nothing changed, or a whole sheet filled in elsewhere."""

from typing import Any, ClassVar

from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.draft import forget_draft
from tracker.commands.links import item
from tracker.commands.milestone import change_open, held_until, reached_on
from tracker.commands.permission import Permission, is_allowed
from tracker.commands.progress import add_update
from tracker.commands.rules import not_in_the_future, refuse
from tracker.model.base import Basis, Fields, Key, Line, PlanDate, Remark
from tracker.model.errors import NotAllowedError
from tracker.model.initiative import Initiative
from tracker.model.journal import ReasonKind
from tracker.model.milestone import Milestone
from tracker.model.progress import DeclaredStatus, ProgressUpdate

MOST_ROWS = 500


class ReportNothingChanged(Command):
    """Say of one or several items that nothing changed: an update that makes no new claim."""

    permission: ClassVar[Permission] = Permission.REPORT_PROGRESS

    items: list[Key] = Field(min_length=1, max_length=MOST_ROWS)
    reported_on: PlanDate
    # Who signs, as a role title.
    author: Line
    # "Nothing changed", in the words of the one who says it.
    text: Remark = Field(min_length=1)

    def subject(self, work: Work) -> Milestone | Initiative:
        return item(work, self.items[0])

    def apply(self, work: Work) -> list[ProgressUpdate]:
        said = []
        for key in dict.fromkeys(self.items):
            reported = item(work, key)
            refuse_beyond_reach(work, self, self.permission, reported)
            update = {
                "reported_on": self.reported_on,
                "author": self.author,
                "declared_status": last_declared(work, reported),
                "text": self.text,
            }
            said.append(add_update(work, reported, update))
        return said


class ReportedRow(Fields):
    """What one row of a sheet says of one milestone."""

    item: Key
    # Of the milestone as the one who reads the sheet has seen it.
    version: int
    is_unchanged: bool = False
    done_on: PlanDate | None = None
    new_date: PlanDate | None = None
    why: ReasonKind | None = None
    progress_percent: float | None = Field(default=None, ge=0, le=100)
    declared_status: DeclaredStatus = DeclaredStatus.NOT_GIVEN
    blocked_by: Remark = ""
    could_unblock: Line = ""
    text: Remark = ""
    # Names the sheet and what its row holds: by it the same row is known when it is read again. Empty: told
    # on no sheet.
    source: Line = ""

    @property
    def says_anything(self) -> bool:
        """Whether anything is told beyond which item it is about."""
        told = (
            self.is_unchanged, self.done_on, self.new_date, self.blocked_by, self.could_unblock, self.text,
        )  # fmt: skip
        is_measured = self.progress_percent is not None
        return any(told) or is_measured or self.declared_status is not DeclaredStatus.NOT_GIVEN


class _TakesRows(Command):
    """What is told of milestones: an update of each, and its dates, by the rules for one alone."""

    permission: ClassVar[Permission] = Permission.REPORT_PROGRESS

    reported_on: PlanDate
    author: Line

    def take_in(self, work: Work, row: ReportedRow) -> bool:
        """Keep what a row says; return whether it is news."""
        milestone = work.find(Milestone, row.item)
        refuse_beyond_reach(work, self, Permission.REPORT_PROGRESS, milestone)
        if row.source and work.all(ProgressUpdate, milestone_id=milestone.id, source=row.source):
            return False
        changes = self._changes(work, row, milestone)
        work.session.because(row.text or row.blocked_by or self.reason, row.why)
        add_update(work, milestone, self._update(work, row, milestone))
        if changes:
            change_open(work, milestone, row.version, changes)
        return True

    def _changes(self, work: Work, row: ReportedRow, milestone: Milestone) -> dict[str, Any]:
        """Return what the row changes of the plan.

        Raises:
            RuleError: it says two things at once, or a date without why.
            NotAllowedError: the author may report but not put off.
        """
        if row.done_on is not None and row.new_date is not None:
            raise refuse("done_and_new_date", "new_date")
        if row.done_on is not None:
            not_in_the_future(work, "done_on", row.done_on)
            return reached_on(milestone, row.done_on)
        if row.new_date is None:
            return {}
        if row.why is None:
            raise refuse("reason_kind_needed", "why")
        if row.new_date < work.today:
            raise refuse("new_date_in_the_past", "new_date", date=row.new_date, today=work.today)
        refuse_beyond_reach(work, self, Permission.RESCHEDULE, milestone)
        return held_until(row.new_date)

    def _update(self, work: Work, row: ReportedRow, milestone: Milestone) -> dict[str, Any]:
        declared = last_declared(work, milestone) if row.is_unchanged else row.declared_status
        return {
            "reported_on": self.reported_on,
            "author": self.author,
            "declared_status": declared,
            "progress_percent": row.progress_percent,
            "text": row.text,
            "blocked_by": row.blocked_by,
            "could_unblock": row.could_unblock,
            "basis": Basis.SOURCED,
            # Somebody signs it and says it: where it is on no sheet, that is its source.
            "source": row.source or self.author,
        }


class ApplyReportingSheet(_TakesRows):
    """Take in the rows of a sheet filled in elsewhere, all of them or none; a row read before stays."""

    rows: list[ReportedRow] = Field(min_length=1, max_length=MOST_ROWS)

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.rows[0].item)

    def apply(self, work: Work) -> list[str]:
        """Return the keys of the items whose rows were taken in."""
        return [row.item for row in self.rows if self.take_in(work, row)]


class AnswerReporting(_TakesRows):
    """Answer the three questions about one milestone: done, else a new date and why, else what blocks."""

    row: ReportedRow

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.row.item)

    def apply(self, work: Work) -> bool:
        if not self.row.says_anything:
            raise refuse("nothing_said")
        # What was typed about it has been said.
        forget_draft(work, self.row.item)
        return self.take_in(work, self.row)


def refuse_beyond_reach(
    work: Work, command: Command, permission: Permission, reported: Milestone | Initiative
) -> None:
    """Refuse what is not the author's own, where a command is about several items.

    Raises:
        NotAllowedError: the author lacks the permission, or it does not extend to this item.
    """
    is_granted = is_allowed(work.context.author, permission, work.programme_key)
    if not is_granted or not work.reaches(permission, lambda _work: reported):
        raise NotAllowedError(command=type(command).__name__)


def last_declared(work: Work, reported: Milestone | Initiative) -> DeclaredStatus:
    """Return the status that somebody last declared of an item itself."""
    column = "milestone_id" if isinstance(reported, Milestone) else "initiative_id"
    given = [
        update
        for update in work.all(ProgressUpdate, **{column: reported.id})
        if update.declared_status is not DeclaredStatus.NOT_GIVEN
    ]
    # Of several of one day the one said last: `all` gives the oldest first, and `max` would keep the first.
    latest = max(reversed(given), key=lambda update: update.reported_on, default=None)
    return latest.declared_status if latest else DeclaredStatus.NOT_GIVEN
