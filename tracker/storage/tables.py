"""Gives the table that a record class is kept in."""

from typing import Any, cast

from sqlalchemy import Table


def table_of(record: Any) -> Table:
    """Return the table of a record class."""
    return cast("Table", record.__table__)
