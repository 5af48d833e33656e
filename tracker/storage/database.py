"""The database as the rest of the product sees it: snapshots to read, transactions to write."""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text

from tracker.model.installation import Installation
from tracker.model.journal import JournalEntry
from tracker.model.programme import Programme
from tracker.model.snapshot import Snapshot
from tracker.storage import migration
from tracker.storage.backup import back_up
from tracker.storage.engines import WRITES, open_engine
from tracker.storage.past import Known, read_known, read_known_at
from tracker.storage.replans import Replan, read_last_entry, read_replans, read_undone
from tracker.storage.session import WriteContext, WritingSession, writing
from tracker.storage.snapshots import read_snapshot
from tracker.storage.tables import table_of

ADDRESS_VARIABLE = "JALON_DATABASE_URL"
DEFAULT_ADDRESS = "sqlite:///data/jalon.db"


class Database:
    """One installation's database, SQLite or PostgreSQL, reached only through this class."""

    def __init__(self, address: str) -> None:
        self.engine: Engine = open_engine(address)

    @classmethod
    def from_environment(cls) -> "Database":
        """Open the database that JALON_DATABASE_URL names, else `data/jalon.db` beside the program."""
        return cls(os.environ.get(ADDRESS_VARIABLE, "").strip() or DEFAULT_ADDRESS)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open one consistent view: what others write meanwhile is not seen."""
        # SQLite reads one state within a transaction anyway.
        level = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        with self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    def writing(self, context: WriteContext) -> AbstractContextManager[WritingSession]:
        """Open the transaction of one command; see `session.writing`."""
        return writing(self.engine, context)

    @contextmanager
    def at_the_door(self) -> Iterator[Connection]:
        """Open a transaction on what the door remembers (sessions, attempts, codes), which nobody journals.

        One at a time: on PostgreSQL the row of the installation is locked, SQLite has one writer anyway.
        """
        with self.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(select(table_of(Installation).c.id).with_for_update())
            yield connection

    def snapshot(self, key: str) -> Snapshot:
        """Read a whole programme at one revision, one query a table.

        Raises:
            UnknownProgrammeError: no programme has this key.
        """
        with self.reading() as connection:
            return read_snapshot(connection, key)

    def known(self, key: str, day: date) -> Known:
        """Read a whole programme as it was known at the end of a day; see `past.read_known`.

        Raises:
            UnknownProgrammeError: no programme has this key.
        """
        with self.reading() as connection:
            return read_known(connection, key, day)

    def known_at(self, key: str, last_entry: int) -> Known:
        """Read a whole programme as it was right after a journal entry; see `past.read_known_at`.

        Raises:
            UnknownProgrammeError: no programme has this key.
        """
        with self.reading() as connection:
            return read_known_at(connection, key, last_entry)

    def replans(self, key: str, after: int = 0, last_entry: int | None = None) -> Iterator[Replan]:
        """Yield the commands that moved dates of the plan, the newest first; see `replans.read_replans`.

        Raises:
            UnknownProgrammeError: no programme has this key.
        """
        with self.reading() as connection:
            yield from read_replans(connection, key, after, last_entry)

    def undone(self, key: str, last_entry: int | None = None) -> frozenset[str]:
        """Return the ids of the commands that were taken back; see `replans.read_undone`."""
        with self.reading() as connection:
            return read_undone(connection, key, last_entry)

    def last_entry(self, key: str) -> int:
        """Return the id of the programme's latest journal entry, 0 when it has none."""
        with self.reading() as connection:
            return read_last_entry(connection, key)

    def revision(self, key: str) -> int | None:
        """Return the programme's revision, None when there is no such programme; one small query."""
        table = table_of(Programme)
        with self.reading() as connection:
            return connection.execute(select(table.c.revision).where(table.c.key == key)).scalar_one_or_none()

    def programmes(self, keys: Collection[str] | None = None) -> Sequence[Programme]:
        """Return the programmes, or those of some keys, in the order of their titles, read-only."""
        table = table_of(Programme)
        query = select(table).order_by(table.c.title, table.c.key)
        if keys is not None:
            query = query.where(table.c.key.in_(keys))
        with self.reading() as connection:
            return connection.execute(query).all()  # type: ignore[return-value]  # rows read like records

    def journal(
        self, key: str, *, limit: int = 200, before_id: int | None = None, record_kind: str | None = None
    ) -> Sequence[JournalEntry]:
        """Return a programme's latest journal entries, the newest first, read-only.

        Args:
            limit: how many entries at the most.
            before_id: only entries older than this one, for the next page.
            record_kind: only entries about this table.
        """
        entries, programmes = table_of(JournalEntry), table_of(Programme)
        query = (
            select(entries)
            .join(programmes, entries.c.programme_id == programmes.c.id)
            .where(programmes.c.key == key)
            .order_by(entries.c.id.desc())
            .limit(limit)
        )
        if before_id is not None:
            query = query.where(entries.c.id < before_id)
        if record_kind is not None:
            query = query.where(entries.c.record_kind == record_kind)
        with self.reading() as connection:
            return connection.execute(query).all()  # type: ignore[return-value]  # rows read like records

    def journal_by_command(
        self,
        key: str,
        *,
        commands: int = 25,
        skip: int = 0,
        record_keys: Collection[str] = (),
        last_entry: int | None = None,
    ) -> Sequence[JournalEntry]:
        """Return all entries of a programme's latest commands, the newest first, read-only.

        Args:
            commands: of how many commands at the most.
            skip: how many newer commands to leave out, for the next page.
            record_keys: only commands that touched a record with one of these keys; empty: all.
            last_entry: only commands up to this journal entry; None: up to the latest.
        """
        entries, programmes = table_of(JournalEntry), table_of(Programme)
        latest = func.max(entries.c.id)
        chosen = (
            select(entries.c.command_id)
            .join(programmes, entries.c.programme_id == programmes.c.id)
            .where(programmes.c.key == key)
            .group_by(entries.c.command_id)
            .order_by(latest.desc())
            .limit(commands)
            .offset(skip)
        )
        if record_keys:
            chosen = chosen.where(entries.c.record_key.in_(record_keys))
        if last_entry is not None:
            chosen = chosen.where(entries.c.id <= last_entry)
        query = (
            select(entries)
            .where(entries.c.command_id.in_(chosen.scalar_subquery()))
            .order_by(entries.c.id.desc())
        )
        with self.reading() as connection:
            return connection.execute(query).all()  # type: ignore[return-value]  # rows read like records

    def is_reachable(self) -> bool:
        """Whether the database answers a trivial question now."""
        with self.engine.connect() as connection:
            return bool(connection.execute(text("SELECT 1")).scalar_one())

    def migrate(self) -> None:
        """Bring the tables to the level of this program; see `migration.migrate`."""
        migration.migrate(self.engine)

    def migration_level(self) -> tuple[str | None, str]:
        """Return the level the tables have (None: no tables yet) and the one this program wants."""
        return migration.levels(self.engine)

    def backup(self, target: Path) -> None:
        """Write a consistent copy of a SQLite database while it is in use; see `backup.back_up`."""
        back_up(self.engine, target)
