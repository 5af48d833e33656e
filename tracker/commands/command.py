"""The one door for writing: a command is checked, applied in one transaction and journalled."""

from __future__ import annotations

import difflib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tracker.commands.ownership import is_own
from tracker.commands.permission import Permission, Reach, is_allowed, reach_of
from tracker.i18n import Text
from tracker.model.base import Fields, InProgramme, Key, Record, Remark
from tracker.model.errors import NotAllowedError, RuleError, UnknownProgrammeError, UnknownRecordError
from tracker.model.journal import ReasonKind
from tracker.model.programme import Programme
from tracker.model.snapshot import Snapshot
from tracker.storage import Author, Database, WriteContext
from tracker.storage.accounts import author_of
from tracker.storage.session import WritingSession
from tracker.storage.snapshots import read_snapshot
from tracker.storage.tables import table_of

R = TypeVar("R", bound=InProgramme)


class AnyCommand(Fields):
    """What every command has: the permission it needs, why it is given, and what it does.

    The class name is the verb in the journal.
    """

    permission: ClassVar[Permission]

    # Why, in the words of the person who acts; kept in the journal.
    reason: Remark = ""
    # Of which kind that reason is, where dates move.
    reason_kind: ReasonKind | None = None

    def is_allowed(self, author: Author) -> bool:
        """Whether the author may give this command."""
        raise NotImplementedError

    def run(self, session: WritingSession, context: WriteContext) -> Any:
        """Check, then change; never commit."""
        raise NotImplementedError

    def moves_dates(self) -> bool:
        """Whether a person who gives this command changes dates of the plan, and has to say why."""
        return False

    def takes_back(self) -> str | None:
        """Return the command_id that this command undoes; None for all but an undo."""
        return None

    def revision(self, _session: WritingSession) -> int:
        """Return the revision of the programme that the command has changed; 0 when there is none."""
        return 0


class Command(AnyCommand):
    """The input of one change of a programme, the permission it needs and the rule it follows.

    `apply` checks first, then changes; it never commits.
    """

    permission: ClassVar[Permission] = Permission.EDIT_PLAN
    # False for what must stay in the history as it is (a baseline, an undo of an undo's load).
    is_undoable: ClassVar[bool] = True
    # True for the commands that make the programme they name.
    makes_programme: ClassVar[bool] = False

    programme: Key

    def apply(self, work: Work) -> Any:
        raise NotImplementedError

    def subject(self, work: Work) -> Record | None:  # noqa: ARG002 - for those that have one
        """Return the record whose owner may give this command; None: it is nobody's own.

        Raises:
            UnknownRecordError: the command names a record that is not there.
        """
        return None

    def is_allowed(self, author: Author) -> bool:
        return is_allowed(author, self.permission, self.programme)

    def run(self, session: WritingSession, context: WriteContext) -> Any:
        work = Work(session, self.programme, context)
        if not self.makes_programme:
            _ = work.programme
        if not work.reaches(self.permission, self.subject):
            raise NotAllowedError(command=type(self).__name__)
        return self.apply(work)

    def revision(self, session: WritingSession) -> int:
        table = table_of(Programme)
        query = select(table.c.revision).where(table.c.key == self.programme)
        return session.execute(query).scalar_one_or_none() or 0


class Work:
    """What a command works with: the transaction's records, found by key, and the time."""

    def __init__(self, session: WritingSession, programme_key: str, context: WriteContext) -> None:
        self.session = session
        self.programme_key = programme_key
        self.context = context
        # Locked to the end of the transaction: commands on one programme follow one another, so that
        # two of them cannot close a circle together.
        self.existing = session.execute(
            select(Programme).where(table_of(Programme).c.key == programme_key).with_for_update()
        ).scalar_one_or_none()

    @property
    def programme(self) -> Programme:
        """The programme the command names.

        Raises:
            UnknownProgrammeError: there is none with this key.
        """
        if self.existing is None:
            keys = self.session.execute(select(table_of(Programme).c.key)).scalars()
            raise UnknownProgrammeError(key=self.programme_key, known=sorted(keys))
        return self.existing

    @property
    def today(self) -> date:
        """The date in the programme's time zone at which the command runs."""
        return self.context.at.astimezone(ZoneInfo(self.programme.time_zone)).date()

    def reaches(self, permission: Permission, subject: Callable[[Work], Record | None]) -> bool:
        """Whether the author's permission extends to what a command is about."""
        author = self.context.author
        if reach_of(author, permission, self.programme_key) is not Reach.OWN:
            return True
        mandate = author.mandates.get(self.programme_key)
        return mandate is not None and is_own(self.session, mandate, subject(self))

    def snapshot(self) -> Snapshot:
        """The whole programme as this transaction has changed it so far."""
        self.session.flush()
        return read_snapshot(self.session.connection(), self.programme_key)

    def add(self, record: R) -> R:
        """Save a new record of the programme; its id is known afterwards."""
        self.session.add(record)
        self.session.flush()
        return record

    def remove(self, record: InProgramme) -> None:
        self.session.delete(record)
        self.session.flush()

    def find(self, kind: type[R], key: str) -> R:
        """Return the record with this key.

        Raises:
            UnknownRecordError: the programme has none; its details name the nearest keys.
        """
        found = self.find_or_none(kind, key)
        if found is None:
            table = table_of(kind)
            keys = self.session.execute(
                select(table.c.key).where(table.c.programme_id == self.programme.id)
            ).scalars()
            nearest = difflib.get_close_matches(key, list(keys), n=3, cutoff=0.5)
            raise UnknownRecordError(kind=str(table.name), key=key, nearest=nearest)
        return found

    def find_or_none(self, kind: type[R], key: str) -> R | None:
        table = table_of(kind)
        query = select(kind).where(table.c.programme_id == self.programme.id, table.c.key == key)
        return self.session.execute(query).scalar_one_or_none()

    def all(self, kind: type[R], /, **fields: Any) -> list[R]:
        """Return the programme's records of a kind whose fields have these values, oldest first."""
        table = table_of(kind)
        query = select(kind).where(table.c.programme_id == self.programme.id).order_by(table.c.id)
        for name, value in fields.items():
            query = query.where(table.c[name] == value)
        return list(self.session.execute(query).scalars())


@dataclass(frozen=True)
class Outcome:
    """What a command did: its own result, its place in the journal, and the programme's new revision."""

    result: Any
    command_id: str
    revision: int


def _ask_why(command: AnyCommand) -> None:
    if not command.moves_dates():
        return
    if command.reason_kind is None:
        raise RuleError(rule=Text("rule.reason_kind_needed"), field="reason_kind")
    if not command.reason:
        raise RuleError(rule=Text("rule.reason_needed"), field="reason")


def execute(
    database: Database, command: AnyCommand, author: Author, at: datetime, *, asks_why: bool = False
) -> Outcome:
    """Run a command: permission, transaction, journal, commit; all of it or nothing.

    Of an author with an account, the rights are read again inside the transaction: a right that was
    withdrawn since the author's screen was drawn is gone.

    Args:
        asks_why: refuse to move a date of the plan without a reason and its kind, as the app does; a
            file that is loaded is its own reason.

    Raises:
        NotAllowedError: the author lacks the command's permission.
        TrackerError: the programme refuses; nothing was changed.
    """
    verb = type(command).__name__
    if not command.is_allowed(author):
        raise NotAllowedError(command=verb)
    if asks_why:
        _ask_why(command)
    context = WriteContext(
        author=author,
        command=verb,
        command_id=uuid.uuid4().hex,
        at=at,
        reason=command.reason,
        reason_kind=command.reason_kind,
        undoes=command.takes_back(),
    )
    with database.writing(context) as session:
        present = author
        if author.account_id is not None:
            found = author_of(session.connection(), author.account_id)
            if found is None or not command.is_allowed(found):
                raise NotAllowedError(command=verb)
            present = found
        result = command.run(session, replace(context, author=present))
        session.flush()
        revision = command.revision(session)
    return Outcome(result=result, command_id=context.command_id, revision=revision)
