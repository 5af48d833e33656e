"""Turns what the journal kept of a row back into the values that the row had."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Date, DateTime, Enum, Float

from tracker.model.base import Record, UtcInstant
from tracker.storage.tables import table_of


def values_of(kind: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a journal row's values as its table holds them: dates, instants and choices again.

    Names that the table no longer has are left out, so that an old entry can still be taken back.
    """
    columns = table_of(kind).c
    return {name: restored(columns[name], value) for name, value in row.items() if name in columns}


def restored(column: Column[Any], kept: Any) -> Any:
    """Return one value as the column holds it; the opposite of `session.plain`."""
    if kept is None:
        return None
    if isinstance(column.type, Enum) and column.type.enum_class is not None:
        return column.type.enum_class(kept)
    if isinstance(column.type, (DateTime, UtcInstant)):
        return datetime.fromisoformat(kept)
    if isinstance(column.type, Float):
        return float(kept)
    return date.fromisoformat(kept) if isinstance(column.type, Date) else kept
