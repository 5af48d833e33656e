"""The session of one command: whatever it is about to save is versioned and journalled, unasked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Engine, event, func, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.orm import Session as OrmSession

from tracker.model.author import Author
from tracker.model.base import InProgramme, OfInstallation, Record
from tracker.model.journal import Change, CommandClosed, InstallationEntry, JournalEntry, ReasonKind
from tracker.model.programme import Programme
from tracker.storage.engines import WRITES
from tracker.storage.tables import table_of

_CONTEXT = "write_context"
_VERSIONS = "versions_before"
_WRITTEN = "programmes_written"
# Moves with every write; the journal says why without repeating it for each of them.
_BOOKKEEPING = frozenset({"version", "revision"})
# Stands in the journal where a password's hash or a token's would.
HIDDEN = "(secret)"


class UnjournalledWriteError(RuntimeError):
    """A write tried to pass the journal by: a fault of the code."""


@dataclass(frozen=True)
class WriteContext:
    """What the journal says about every change of one transaction."""

    author: Author
    command: str
    command_id: str
    at: datetime
    reason: str = ""
    reason_kind: ReasonKind | None = None
    undoes: str | None = None


class WritingSession(OrmSession):
    """A session whose flushes are journalled; it cannot be used without a `WriteContext`."""

    def because(self, reason: str, kind: ReasonKind | None = None) -> None:
        """Give what is saved from here on a reason of its own; what waits is saved first."""
        self.flush()
        self.info[_CONTEXT] = replace(self.info[_CONTEXT], reason=reason, reason_kind=kind)


@contextmanager
def writing(engine: Engine, context: WriteContext) -> Iterator[WritingSession]:
    """Open the transaction of one command: all of it is kept, or nothing of it.

    Raises:
        UnjournalledWriteError: the command used a bulk statement, which the journal cannot see.
    """
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        session = WritingSession(bind=connection, autoflush=False, expire_on_commit=False)
        session.info.update({_CONTEXT: context, _VERSIONS: {}, _WRITTEN: set()})
        try:
            yield session
            session.flush()
            _close_command(session)
        finally:
            session.expunge_all()
            session.close()


@event.listens_for(WritingSession, "do_orm_execute")
def _refuse_bulk_writes(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise UnjournalledWriteError(f"bulk write: {state.statement}")


@event.listens_for(WritingSession, "before_flush")
def _move_versions(session: Session, _flush: UOWTransaction, _instances: object) -> None:
    changed = [record for record in session.dirty if session.is_modified(record)]
    for record in changed:
        if hasattr(record, "version"):
            _keep_version(session, record)
            record.version += 1
    touched = {
        record.programme_id
        for record in [*session.new, *changed, *session.deleted]
        if isinstance(record, InProgramme)
    }
    touched |= {record.id for record in changed if isinstance(record, Programme) and record.id is not None}
    for programme_id in touched:
        programme = session.get(Programme, programme_id)
        if programme is not None:
            programme.revision += 1


@event.listens_for(WritingSession, "after_flush")
def _write_journal(session: Session, _flush: UOWTransaction) -> None:
    context: WriteContext = session.info[_CONTEXT]
    entries: dict[type[Record], list[dict[str, Any]]] = {JournalEntry: [], InstallationEntry: []}
    for change, records in (
        (Change.ADDED, session.new),
        (Change.CHANGED, session.dirty),
        (Change.REMOVED, session.deleted),
    ):
        for record in records:
            if isinstance(record, Record) and (entry := _entry(session, context, change, record)):
                entries[_journal_of(record)].append(entry)
    for journal, rows in entries.items():
        if rows:
            session.connection().execute(insert(journal), rows)
    session.info[_WRITTEN] |= {entry["programme_id"] for entry in entries[JournalEntry]}


def _keep_version(session: Session, record: Any) -> None:
    """Keep the version that a record had before the command, whatever moved it since."""
    moved = inspect(record).attrs["version"].history.deleted
    before = moved[0] if moved else record.version
    session.info[_VERSIONS].setdefault(record.__tablename__, {}).setdefault(str(record.id), before)


def _close_command(session: Session) -> None:
    """Keep what no entry tells: the versions before the command and the revision after it."""
    entries = table_of(JournalEntry)
    for programme_id in session.info[_WRITTEN]:
        last = select(func.max(entries.c.id)).where(entries.c.programme_id == programme_id)
        programme = session.get(Programme, programme_id)
        closed = {
            "programme_id": programme_id,
            "last_entry": session.execute(last).scalar_one(),
            "revision": programme.revision if programme else 0,
            "versions": session.info[_VERSIONS],
        }
        session.connection().execute(insert(CommandClosed), [closed])


def _journal_of(record: Record) -> type[Record]:
    return InstallationEntry if isinstance(record, OfInstallation) else JournalEntry


def _entry(session: Session, context: WriteContext, change: Change, record: Record) -> dict[str, Any] | None:
    before, after = _before_and_after(change, record)
    if not record.is_journalled or (not before and not after):
        return None
    entry = {
        "at": context.at,
        "author": context.author.name,
        "account_id": context.author.account_id,
        "command": context.command,
        "command_id": context.command_id,
        "reason": context.reason,
        "record_kind": record.__tablename__,
        "record_id": record.id,  # type: ignore[attr-defined]  # every journalled record is Identified
        "change": change,
        "before": before,
        "after": after,
    }
    return entry if isinstance(record, OfInstallation) else entry | _of_programme(session, context, record)


def _of_programme(session: Session, context: WriteContext, record: Record) -> dict[str, Any]:
    is_programme = isinstance(record, Programme)
    programme_id = record.id if is_programme else record.programme_id  # type: ignore[attr-defined]  # InProgramme
    programme = session.get(Programme, programme_id)
    return {
        "programme_id": programme_id,
        "undoes": context.undoes,
        "reason_kind": context.reason_kind,
        "revision": programme.revision if programme else 0,
        "record_key": getattr(record, "key", ""),
    }


def _before_and_after(change: Change, record: Record) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    if change is Change.ADDED:
        return None, row_of(record)
    if change is Change.REMOVED:
        return row_of(record), None
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in inspect(record).mapper.column_attrs:
        if attribute.key in _BOOKKEEPING or attribute.key in record.unjournalled:
            continue
        history = inspect(record).attrs[attribute.key].history
        if history.has_changes() and history.deleted != history.added:
            before[attribute.key] = _kept(record, attribute.key, history.deleted)
            after[attribute.key] = _kept(record, attribute.key, history.added)
    return before, after


def _kept(record: Record, name: str, values: Sequence[Any]) -> Any:
    """Return what the journal keeps of one side of a change; of a secret, only whether there is one."""
    value = values[0] if values else None
    if name in record.secrets:
        return HIDDEN if value else None
    return plain(value)


def row_of(record: Record) -> dict[str, Any]:
    """Return every column of a record as JSON values, without what its secrets hold."""
    return {
        attribute.key: _kept(record, attribute.key, [getattr(record, attribute.key)])
        for attribute in inspect(record).mapper.column_attrs
    }


def plain(value: Any) -> Any:
    """Return a column's value as JSON keeps it: dates in ISO form, choices as their words."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
