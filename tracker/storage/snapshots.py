"""Reads a whole programme, one query a table, into a read-only snapshot."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Table, select

from tracker.model.errors import UnknownProgrammeError
from tracker.model.programme import Programme
from tracker.model.snapshot import TABLES, Rows, Snapshot
from tracker.storage.date_moves import read_date_moves
from tracker.storage.tables import table_of


def read_snapshot(connection: Connection, key: str) -> Snapshot:
    """Read the programme with this key, in the state the connection's transaction sees.

    Raises:
        UnknownProgrammeError: no programme has this key.
    """
    table = table_of(Programme)
    programme = connection.execute(select(table).where(table.c.key == key)).one_or_none()
    if programme is None:
        known = list(connection.execute(select(table.c.key).order_by(table.c.key)).scalars())
        raise UnknownProgrammeError(key=key, known=known)
    with _collection_paused():
        rows = {name: _rows(connection, table_of(record), programme.id) for name, record in TABLES.items()}
    moves = read_date_moves(connection, programme.id)
    return Snapshot(programme=cast("Programme", programme), **rows, date_moves=moves)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Keep Python from looking for garbage among rows that are all kept: half the time of a large read."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _rows(connection: Connection, table: Table, programme_id: int) -> Rows[Any]:
    query = select(table).where(table.c.programme_id == programme_id).order_by(table.c.id)
    return Rows(connection.execute(query).all(), table.c.keys())
