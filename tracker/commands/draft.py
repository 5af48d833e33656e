"""What a focal point has typed and not yet sent is kept for them alone, until it is sent or thrown away."""

from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.permission import Permission
from tracker.model.base import Fields, Key
from tracker.model.draft import AnswerDraft
from tracker.model.journal import ReasonKind
from tracker.model.milestone import Milestone
from tracker.storage.tables import table_of

# Longer than any field takes: what is too long is kept as well, to be shortened.
_LONGEST = 10_000
# Nobody goes on with an answer that is three months old.
KEPT_FOR = timedelta(days=90)


class TypedAnswer(Fields):
    """An answer as it stands in the form: nothing in it has been checked yet."""

    done_on: date | None = None
    new_date: date | None = None
    why: ReasonKind | None = None
    blocked_by: str = Field(default="", max_length=_LONGEST)
    could_unblock: str = Field(default="", max_length=_LONGEST)
    text: str = Field(default="", max_length=_LONGEST)

    @property
    def is_empty(self) -> bool:
        return self == TypedAnswer()


class KeepDraft(Command):
    """Keep what its author has typed about an item; when nothing is left of it, there is no draft."""

    permission: ClassVar[Permission] = Permission.REPORT_PROGRESS
    # Nobody's decision: the journal does not follow it, and has nothing to take back.
    is_undoable: ClassVar[bool] = False

    item: Key
    held: TypedAnswer = Field(default_factory=TypedAnswer)

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.item)

    def apply(self, work: Work) -> None:
        self.subject(work)
        _forget_old(work, work.context.at)
        draft = _own_draft(work, self.item)
        if self.held.is_empty:
            forget_draft(work, self.item)
        elif draft is None:
            work.session.add(
                AnswerDraft(
                    account_id=work.context.author.account_id,
                    programme_id=work.programme.id or 0,
                    item=self.item,
                    held=self.held.model_dump(mode="json"),
                    saved_at=work.context.at,
                )
            )
        else:
            draft.held, draft.saved_at = self.held.model_dump(mode="json"), work.context.at


def forget_draft(work: Work, item: str) -> None:
    """Take away what the author had typed about an item: it has been sent, or thrown away."""
    draft = _own_draft(work, item)
    if draft is not None:
        work.session.delete(draft)


def _own_draft(work: Work, item: str) -> AnswerDraft | None:
    table = table_of(AnswerDraft)
    query = select(AnswerDraft).where(
        table.c.account_id.is_not_distinct_from(work.context.author.account_id),
        table.c.programme_id == work.programme.id,
        table.c.item == item,
    )
    return work.session.execute(query).scalars().first()


def _forget_old(work: Work, now: datetime) -> None:
    table = table_of(AnswerDraft)
    old = select(AnswerDraft).where(table.c.programme_id == work.programme.id)
    for draft in work.session.execute(old.where(table.c.saved_at < now - KEPT_FOR)).scalars():
        work.session.delete(draft)
