"""Reads a whole programme, one query a table, into a read-only snapshot."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Enum,
    Select,
    Table,
    bindparam,
    exists,
    select,
    type_coerce,
)
from sqlalchemy.types import TypeEngine

from tracker.model.base import InProgramme, UtcInstant
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
        filled = _tables_with_rows(connection, programme.id)
        rows = {
            name: _rows(connection, table_of(record), programme.id) if is_filled else _no_rows(record)
            for (name, record), is_filled in zip(TABLES.items(), filled, strict=True)
        }
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


def _tables_with_rows(connection: Connection, programme_id: int) -> Sequence[bool]:
    """Return for each table of a snapshot whether the programme has rows in it, asked in one statement.

    A programme leaves many tables empty, and reading an empty one takes as long as reading forty rows.
    """
    return tuple(connection.execute(_whether_filled(), {"programme": programme_id}).one())


@lru_cache(maxsize=1)
def _whether_filled() -> Select[Any]:
    return select(*map(_has_rows, map(table_of, TABLES.values())))


def _has_rows(table: Table) -> ColumnElement[Any]:
    return exists().where(table.c.programme_id == bindparam("programme")).label(table.name)


def _no_rows(record: type[InProgramme]) -> Rows[Any]:
    return Rows((), table_of(record).c.keys())


def _rows(connection: Connection, table: Table, programme_id: int) -> Rows[Any]:
    rows = connection.execute(_query(table), {"programme": programme_id}).all()
    return Rows(rows, table.c.keys())


@lru_cache(maxsize=64)
def _query(table: Table) -> Select[Any]:
    """Return the query of one table; building it anew takes longer than reading a small table."""
    columns = map(_quickly, table.c)
    return select(*columns).where(table.c.programme_id == bindparam("programme")).order_by(table.c.id)


def _quickly(column: Column[Any]) -> ColumnElement[Any]:
    """Read a choice by one look-up, an instant by one call: the columns' own types take several a value."""
    kind = column.type
    if isinstance(kind, UtcInstant):
        return type_coerce(column, _Instant()).label(column.name)
    if not isinstance(kind, Enum) or kind.enum_class is None:
        return column
    return type_coerce(column, _Choice(kind.enum_class)).label(column.name)


class _Choice(TypeEngine[Any]):
    """A choice, from its text to its member."""

    cache_ok = True

    def __init__(self, choices: type[Any]) -> None:
        self.choices = choices

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002 - SQLAlchemy's signature
        members: dict[str | None, Any] = {choice.value: choice for choice in self.choices}
        return (members | {None: None}).__getitem__


class _Instant(TypeEngine[Any]):
    """An instant kept in UTC: SQLite gives its text without the zone, PostgreSQL the value with one."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:  # noqa: ARG002 - SQLAlchemy's signature
        return _instant_of_text if dialect.name == "sqlite" else _in_utc


def _instant_of_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text + "+00:00")


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)
