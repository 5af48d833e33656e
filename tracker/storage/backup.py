"""Copies a SQLite database while it is in use."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine


class BackupError(RuntimeError):
    """The copy cannot be made; the message says why."""


def back_up(engine: Engine, target: Path) -> None:
    """Write a consistent copy to `target`, in one step: a live file copied byte by byte is unusable.

    Raises:
        BackupError: the database is not SQLite (use the server's own tools), or the target exists.
    """
    if engine.dialect.name != "sqlite":
        raise BackupError("only a SQLite database is copied this way; use pg_dump for PostgreSQL")
    if target.exists():
        raise BackupError(f"{target} exists already")
    target.parent.mkdir(parents=True, exist_ok=True)
    with engine.connect() as connection:
        # VACUUM refuses to run inside a transaction, so it goes to the driver's connection.
        driver_of(connection).execute("VACUUM INTO ?", (str(target),))


def driver_of(connection: Connection) -> Any:
    """Return the driver's own connection, for what SQLite refuses inside a transaction."""
    return connection.connection.driver_connection
