"""Writes a mark of its own into every field of every row of a database, so that whatever leaks can be named.

The columns are walked as the tables declare them: a new field is planted by being there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from tracker.storage.metadata import METADATA

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Table

# Texts that are read by the program, not by people, in a form of their own.
MACHINE_WORDS = frozenset(
    {
        "command", "command_id", "country", "currency", "format", "holidays_country", "hours", "language",
        "media_type", "of", "record_kind", "time_zone", "undoes",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    }
)  # fmt: skip
# What identifies a row to somebody: it stays as it is, and is looked for as it is.
KEPT = frozenset({"login", "token_hash", "code_hash", "name_hash", "password_hash"})
# Numbers and days from which the dates of the plan are computed: those dates may be shown.
PLANNED = frozenset(
    {
        "actual_finish", "actual_start", "approved_on", "days", "ends_on", "expires_on", "finish", "lag",
        "months_before_today", "on", "optimistic_days", "people", "pessimistic_days", "position",
        "progress_percent", "read_on", "remaining_days", "reported_on", "seen_finish", "start", "starts_on",
        "status_date", "threshold", "weight", "work_days", "constraint_date",
    }
)  # fmt: skip
# What the program counts with.
COUNTERS = frozenset(
    {
        "account_id", "base_revision", "id", "last_entry", "record_id", "revision", "totp_last_step",
        "version", "visits",
    }
)  # fmt: skip
# Rows of these tell how another day looked, and cannot be made up.
UNINVENTED = frozenset({"command_closed"})

# Days of these years stand in planted rows and nowhere else.
YEARS = re.compile(r"(?<!\d)21[5-9]\d(?:-?\d\d-?\d\d)?(?!\d)")
_WORDS = re.compile(r"zq\d{5}qz")
_NUMBERS = re.compile(r"(?<!\d)7\d{8}(?!\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,'\u00a0\u202f\u2019](?=\d)")
_FIRST_DAY = date(2150, 1, 1)
# They keep what is never rewritten from being so.
_TRIGGERS = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """The field in which a mark stands."""

    table: str
    column: str
    row: int
    # Of the programme it belongs to; 0: of the installation.
    programme: int = 0


@dataclass
class Marks:
    """Every mark and its place, and the way to find them again in a text."""

    places: dict[str, Place] = field(default_factory=dict)
    # Values that were there before, kept because somebody needs them.
    found_there: dict[str, Place] = field(default_factory=dict)
    _days: int = 0

    def word(self, place: Place) -> str:
        return self._keep(f"zq{len(self.places):05d}qz", place)

    def number(self, place: Place) -> int:
        return int(self._keep(str(700_000_000 + len(self.places)), place))

    def day(self) -> date:
        self._days += 1
        return _FIRST_DAY + timedelta(days=self._days)

    def _keep(self, mark: str, place: Place) -> str:
        self.places[mark] = place
        return mark

    def of(self, table: str, column: str, row: int) -> str:
        """Return the mark of one field."""
        wanted = (table, column, row)
        return next(mark for mark, place in self.places.items() if place[:3] == wanted)

    def seen_in(self, text: str) -> set[Place]:
        """Return the places whose marks stand in a text, however it writes capitals and numbers."""
        low = text.lower()
        plain = _BETWEEN_DIGITS.sub("", low)
        marks = {*_WORDS.findall(low), *_NUMBERS.findall(plain)}
        seen = {self.places[mark] for mark in marks if mark in self.places}
        return seen | {place for value, place in self.found_there.items() if value in low}


def plant(
    connection: Connection,
    programme_id: int,
    marks: Marks,
    *,
    only: frozenset[str] = frozenset(),
    besides: frozenset[str] = frozenset(),
) -> None:
    """Write marks into the rows of a programme and of the installation; make one up where there is none.

    Args:
        only: the tables to plant; none named: all.
        besides: the tables to leave alone.
    """
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    triggers = connection.execute(_TRIGGERS).all()
    for name, _made_by in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    for table in METADATA.sorted_tables:
        if (not only or table.name in only) and table.name not in besides:
            _plant_table(connection, table, programme_id, marks)
    for _name_of, made_by in triggers:
        connection.exec_driver_sql(made_by)
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def _plant_table(connection: Connection, table: Table, programme_id: int, marks: Marks) -> None:
    of_installation = "programme_id" not in table.c and table.name != "programme"
    if of_installation and any(place.table == table.name for place in marks.places.values()):
        return
    rows = connection.execute(sa.select(table).where(*_of(table, programme_id))).mappings().all()
    for row in rows:
        _plant_row(connection, table, row, marks)
    if not rows and table.name not in UNINVENTED and _plantable(table):
        values = _made_up(connection, table, programme_id, marks)
        made = connection.execute(table.insert().values(values))
        (identity,) = made.inserted_primary_key or (0,)
        _name(table, int(identity), marks)


def _of(table: Table, programme_id: int) -> Iterator[Any]:
    if table.name == "programme":
        yield table.c.id == programme_id
    elif "programme_id" in table.c:
        yield table.c.programme_id == programme_id


def _plantable(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if _is_word(column) or _is_number(column) or _is_day(column)]


def _kind(column: Column[Any]) -> type:
    """Return what a column holds, in Python; a choice is no text."""
    declared = column.type
    kept_as = declared.impl_instance if isinstance(declared, sa.types.TypeDecorator) else declared
    return sa.Enum if isinstance(kept_as, sa.Enum) else kept_as.python_type


def _is_word(column: Column[Any]) -> bool:
    return _kind(column) in (str, bytes) and column.name not in MACHINE_WORDS | KEPT


def _is_number(column: Column[Any]) -> bool:
    is_counted = _kind(column) in (int, float)
    return is_counted and not column.foreign_keys and column.name not in PLANNED | COUNTERS


def _is_day(column: Column[Any]) -> bool:
    return _kind(column) is date and column.name not in PLANNED


def _plant_row(connection: Connection, table: Table, row: Mapping[Any, Any], marks: Marks) -> None:
    place = Place(table.name, "", int(row["id"]), _owner(row))
    for column in table.columns:
        if column.name in KEPT and row[column.name]:
            marks.found_there[str(row[column.name]).lower()] = place._replace(column=column.name)
    # A programme's key is in every address: it is looked for as it is.
    values = {
        column.name: _mark(column, place._replace(column=column.name), marks)
        for column in _plantable(table)
        if (table.name, column.name) != ("programme", "key")
    }
    # In the journal, the values of other records.
    values |= {
        column.name: _planted_json(row[column.name], place._replace(column=column.name), marks)
        for column in table.columns
        if isinstance(column.type, sa.JSON) and isinstance(row[column.name], dict)
    }
    if values:
        connection.execute(table.update().where(table.c.id == place.row).values(values))


def _owner(row: Mapping[Any, Any]) -> int:
    """Return the programme of a row; a programme's own row is its own."""
    return int(row["id"] if "revision" in row and "city" in row else row.get("programme_id") or 0)


def _planted_json(kept: Mapping[str, Any], place: Place, marks: Marks) -> dict[str, Any]:
    words = {column.name for table in METADATA.sorted_tables for column in table.columns if _is_word(column)}
    return {
        name: marks.word(place) if name in words and isinstance(value, str) else value
        for name, value in kept.items()
    }


def _mark(column: Column[Any], place: Place, marks: Marks) -> Any:
    if _kind(column) in (str, bytes):
        return marks.word(place) if _kind(column) is str else marks.word(place).encode()
    return marks.number(place) if _is_number(column) else marks.day()


def _made_up(connection: Connection, table: Table, programme_id: int, marks: Marks) -> dict[str, Any]:
    """Return a row whose marks are named once the database has given it its id."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.primary_key:
            continue
        values[column.name] = _made_up_value(connection, column, programme_id, marks)
    return values


def _made_up_value(connection: Connection, column: Column[Any], programme_id: int, marks: Marks) -> Any:
    if column.foreign_keys:
        return _somebody(connection, column, programme_id)
    is_owned = "programme_id" in column.table.c
    place = Place(column.table.name, column.name, 0, programme_id if is_owned else 0)
    if _is_word(column) or _is_number(column) or _is_day(column) or column.name in KEPT:
        return _mark(column, place, marks)
    if isinstance(column.type, sa.Enum):
        return column.type.enums[0]
    made = {str: "", bool: False, int: 1, float: 1, date: _LONG_AGO.date(), datetime: _LONG_AGO}
    return made.get(_kind(column), {"mark": marks.word(place)})


def _somebody(connection: Connection, column: Column[Any], programme_id: int) -> int | None:
    """Return the last row that a reference may name; one that may be empty stays so."""
    (target,) = {key.column.table for key in column.foreign_keys}
    if target.name == "programme":
        return programme_id
    if column.nullable:
        return None
    found = connection.execute(sa.select(sa.func.max(target.c.id)).where(*_of(target, programme_id)))
    return int(found.scalar_one())


def _name(table: Table, identity: int, marks: Marks) -> None:
    """Give the marks of a row that was made up the id that it got."""
    for mark, place in marks.places.items():
        if place.table == table.name and place.row == 0:
            marks.places[mark] = place._replace(row=identity)
