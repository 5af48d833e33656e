"""A copy of one programme in memory on which a command can be tried: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any

from sqlalchemy import insert

from tracker.model.programme import Programme
from tracker.model.snapshot import TABLES, Snapshot
from tracker.storage.engines import open_in_memory
from tracker.storage.metadata import METADATA
from tracker.storage.session import WriteContext, WritingSession, writing
from tracker.storage.tables import table_of

_KEPT_AS = "stage"


class _Stage:
    """One database in memory for the whole process, filled anew for each rehearsal.

    Opening another one costs more than all changes: its tables, and each statement compiled again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._engine = open_in_memory()

    @contextmanager
    def trying(self, snapshot: Snapshot, context: WriteContext) -> Iterator[WritingSession]:
        with self._lock:
            self._set(snapshot.milestones.kept(_KEPT_AS, lambda: self._filled(snapshot)))
            try:
                with writing(self._engine, context) as session:
                    yield session
            finally:
                self._set(self._empty)

    @cached_property
    def _empty(self) -> bytes:
        METADATA.create_all(self._engine)
        return self._as_bytes()

    def _filled(self, snapshot: Snapshot) -> bytes:
        """Return the rows of a snapshot as a database, ids and versions included."""
        self._set(self._empty)
        programme = table_of(Programme)
        row = {column.key: getattr(snapshot.programme, column.key) for column in programme.c}
        with self._engine.begin() as connection:
            connection.execute(insert(programme), [row])
            for name, kind in TABLES.items():
                rows = getattr(snapshot, name)
                if rows:
                    connection.execute(insert(table_of(kind)), rows.as_dicts())
        return self._as_bytes()

    def _as_bytes(self) -> bytes:
        with self._engine.connect() as connection:
            return bytes(_driver_of(connection).serialize())

    def _set(self, database: bytes) -> None:
        with self._engine.connect() as connection:
            _driver_of(connection).deserialize(database)


def _driver_of(connection: Any) -> Any:
    """Return Python's own connection: SQLAlchemy has no word for a database as bytes."""
    return connection.connection.driver_connection


_STAGE = _Stage()
trying = _STAGE.trying
