"""Closes a review, once and for all: the moment of the plan and the report shown are kept with it."""

from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.kept_files import KeptFile, sha256_of
from tracker.commands.links import identity
from tracker.commands.permission import Permission
from tracker.commands.record import edit, refuse_stale
from tracker.commands.review import agenda_of, in_preparation
from tracker.commands.review_answer import AnswerInReview
from tracker.commands.rules import not_in_the_future, refuse
from tracker.model.base import Key, PlanDate
from tracker.model.journal import JournalEntry
from tracker.model.review import AgendaPoint, KeptReport, Review, ReviewMoment, ReviewState
from tracker.storage.tables import table_of

_POINT = str(table_of(AgendaPoint).name)


class HoldReview(Command):
    """Close a review: from now on it stays as it is, with the moment of the plan and the files shown on it.

    The files are made outside of the transaction, of the plan at a revision; a plan that has moved since is
    refused, and they are made again.
    """

    permission: ClassVar[Permission] = Permission.PREPARE_REVIEW
    is_undoable: ClassVar[bool] = False

    key: Key
    version: int
    # Of the programme, as the kept files show it, and the day as of which they were made.
    seen_revision: int
    seen_as_of: PlanDate
    kept: list[KeptFile] = Field(default_factory=list, max_length=20, exclude=True)

    def apply(self, work: Work) -> ReviewMoment:
        review = in_preparation(work, self.key)
        refuse_stale(work, review, self.version, {"state": ReviewState.HELD})
        not_in_the_future(work, "day", review.day)
        as_of = work.programme.status_date or work.today
        if (work.programme.revision, as_of) != (self.seen_revision, self.seen_as_of):
            raise refuse("plan_moved_while_closing", title=review.title)
        moment = self._moment(work, review)
        edit(work, review, self.version, {"state": ReviewState.HELD})
        work.session.add_all([moment, *self._reports(moment)])
        work.session.flush()
        return moment

    def _moment(self, work: Work, review: Review) -> ReviewMoment:
        opened_entry, opened_on = _opening(work, review)
        return ReviewMoment(
            programme_id=identity(work.programme),
            review_id=identity(review),
            at=work.context.at,
            as_of=self.seen_as_of,
            last_entry=_last_entry(work),
            revision=self.seen_revision,
            opened_entry=opened_entry,
            opened_on=opened_on,
            held_by=work.context.author.name,
            kept=[{"name": file.name, "sha256": sha256_of(file.content)} for file in self.kept],
        )

    def _reports(self, moment: ReviewMoment) -> list[KeptReport]:
        return [
            KeptReport(
                programme_id=moment.programme_id,
                review_id=moment.review_id,
                name=file.name,
                media_type=file.media_type,
                content=file.content,
                sha256=sha256_of(file.content),
            )
            for file in self.kept
        ]


def _opening(work: Work, review: Review) -> tuple[int | None, date | None]:
    """Return the last journal entry before the first answer that stands, and the day it was read as of."""
    points = [identity(point) for point in agenda_of(work, review) if point.decided]
    table = table_of(JournalEntry)
    answers = (
        select(func.max(table.c.id))
        .where(table.c.programme_id == identity(work.programme), table.c.command == AnswerInReview.__name__)
        .where(table.c.record_kind == _POINT, table.c.record_id.in_(points))
        .group_by(table.c.record_id)
    )
    found = [entry for entry in work.session.execute(answers).scalars() if entry is not None]
    if not found:
        return None, None
    first: Any = work.session.get_one(JournalEntry, min(found))
    begun = select(func.min(table.c.id)).where(table.c.command_id == first.command_id)
    fixed = work.programme.status_date
    on = fixed or first.at.astimezone(ZoneInfo(work.programme.time_zone)).date()
    return _last_entry(work, before=work.session.execute(begun).scalar_one()), on


def _last_entry(work: Work, *, before: int | None = None) -> int:
    """Return the id of the programme's latest journal entry, or of the latest before one of them."""
    table = table_of(JournalEntry)
    query = select(func.max(table.c.id)).where(table.c.programme_id == identity(work.programme))
    if before is not None:
        query = query.where(table.c.id < before)
    found: int = work.session.execute(query).scalar_one()
    return found
