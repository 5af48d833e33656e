"""The tables follow the models, from the first migration on, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from tests.storage.conftest import add_programme
from tracker.model.errors import DatabaseTooNewError
from tracker.storage import Database
from tracker.storage.metadata import METADATA


def test_models_and_migrations_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    add_programme(database)
    before = database.snapshot("city")
    database.migrate()
    assert list(database.snapshot("city").milestones) == list(before.milestones)


def test_levels_say_what_is_missing_before_and_nothing_after(database_url: str) -> None:
    database = Database(database_url)
    current, head = database.migration_level()
    assert current is None
    database.migrate()
    assert database.migration_level() == (head, head)
    database.close()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from the future'"))
    with pytest.raises(DatabaseTooNewError) as refusal:
        database.migrate()
    assert refusal.value.details["current"] == "from the future"


def test_a_failed_migration_leaves_no_table(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(table: str, *verbs: str) -> None:
        raise RuntimeError(f"the disk is full at {table}")

    monkeypatch.setattr("tracker.storage.migrations.frozen.refuse_changes", fails)
    database = Database(database_url)
    with pytest.raises(RuntimeError, match="disk is full"):
        database.migrate()
    assert database.migration_level()[0] is None
    monkeypatch.undo()
    database.migrate()
    assert database.migration_level()[0] is not None
    database.close()


def test_a_copy_is_made_before_a_sqlite_file_is_upgraded(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/city.db")
    database.migrate()
    add_programme(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'unknown'"))
    with pytest.raises(DatabaseTooNewError):
        database.migrate()
    assert [path.name for path in tmp_path.glob("city-before-*")] == []
    database.close()
