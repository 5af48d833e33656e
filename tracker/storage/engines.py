"""Opens SQLite or PostgreSQL so that writes wait for each other and nothing acknowledged is lost."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.pool import StaticPool

# Execution option of a connection that is about to write.
WRITES = "jalon_writes"
_BUSY_TIMEOUT_MS = 10_000


def open_engine(address: str) -> Engine:
    """Return an engine for a database address.

    SQLite: write-ahead log, synchronous FULL, foreign keys on, a busy timeout of 10 s, and
    BEGIN IMMEDIATE for writes: with a deferred BEGIN, two writers that read first end in "database is
    locked" in spite of the timeout. PostgreSQL: connections are tried before use, so that a restart of
    the server is not seen.

    Raises:
        sqlalchemy.exc.ArgumentError: the address cannot be read.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15)


def open_in_memory() -> Engine:
    """Return an engine whose only connection is an empty SQLite database in memory.

    Threads share the connection: who uses it keeps the others away meanwhile.
    """
    return _open_sqlite(
        make_url("sqlite://"), poolclass=StaticPool, connect_args={"check_same_thread": False}
    )


def _open_sqlite(url: URL, **settings: Any) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).expanduser().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, **{"connect_args": {"timeout": _BUSY_TIMEOUT_MS / 1000}, **settings})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver's own BEGIN is deferred; transactions are begun below instead.
        connection.isolation_level = None
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"busy_timeout = {_BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
