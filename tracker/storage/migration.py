"""Brings the tables of a database to the level of this program, run from code."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from tracker.model.errors import DatabaseTooNewError
from tracker.storage import clock
from tracker.storage.backup import back_up, driver_of
from tracker.storage.engines import WRITES

_SCRIPTS = Path(__file__).parent / "migrations"
# Any number, the same in every process: PostgreSQL lets one of them migrate at a time.
_ADVISORY_LOCK = 7_210_417


class MigrationError(RuntimeError):
    """A migration left rows that point nowhere; nothing of it was kept."""


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def levels(engine: Engine) -> tuple[str | None, str]:
    """Return the level the tables have (None: no tables yet) and the one this program wants."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    return current, str(head)


def migrate(engine: Engine) -> None:
    """Upgrade to the newest level in one transaction, after a copy of a SQLite file that holds rows.

    On SQLite foreign keys are off meanwhile (a batch alter with them on deletes every child row) and
    checked before the commit.

    Raises:
        DatabaseTooNewError: a newer program wrote this database.
        MigrationError: rows would point nowhere; the database is as it was.
    """
    current, head = levels(engine)
    if current == head:
        return
    known = {script.revision for script in ScriptDirectory.from_config(configuration()).walk_revisions()}
    if current is not None and current not in known:
        raise DatabaseTooNewError(current=current, known=head)
    if current is not None and engine.dialect.name == "sqlite":
        _copy_before(engine, current)
    if engine.dialect.name == "sqlite":
        _migrate_sqlite(engine)
    else:
        with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
            _upgrade(connection)


def _copy_before(engine: Engine, current: str) -> None:
    name = engine.url.database
    if name and name != ":memory:":
        path = Path(name)
        stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
        back_up(engine, path.with_name(f"{path.stem}-before-{current}-{stamp}{path.suffix}"))


def _migrate_sqlite(engine: Engine) -> None:
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        driver = driver_of(connection)
        # A pragma inside a transaction does nothing, so it goes before BEGIN.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _upgrade(connection)
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if lost:
                    raise MigrationError(f"{len(lost)} rows point nowhere, the first in {lost[0][0]}")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _upgrade(connection: Connection) -> None:
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
