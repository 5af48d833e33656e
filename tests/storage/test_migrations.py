"""The tables follow the models, from the first migration on, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.storage.conftest import add_programme
from tracker.model.errors import DatabaseTooNewError
from tracker.storage import Database
from tracker.storage.engines import WRITES
from tracker.storage.metadata import METADATA
from tracker.storage.migration import configuration


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


def test_rows_of_the_first_tables_live_through_every_later_migration(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        configured = configuration()
        configured.attributes["connection"] = connection
        command.upgrade(configured, "0001")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO programme (basis, source, title, city, country, languages, description, start,"
                " time_zone, currency, working_week, holidays_country, key, version, revision) VALUES"
                " ('assumption', '', 'A city', 'City', '', '[]', '', '2026-01-05', 'UTC', '', '[\"mon\"]',"
                " '', 'city', 1, 1)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO milestone (programme_id, basis, source, key, title, kind, nature, description,"
                ' awaited_from, work_days, "constraint", weight, is_public_opening, is_cancelled,'
                " end_reason, position, version) VALUES (1, 'assumption', '', 'M1', 'First', 'milestone',"
                " 'other', '', '', 5, 'as_soon_as_possible', 1, :no, :no, '', 0, 1)"
            ),
            {"no": False},
        )
        for end in ("predecessor", "successor"):
            connection.execute(
                text(
                    "INSERT INTO dependency (programme_id, kind, lag, lag_unit, reason, predecessor_id,"
                    " successor_id, version) VALUES (1, :kind, 0, 'working_days', '', 1, 1, 1)"
                ),
                {"kind": "FS" if end == "predecessor" else "SS"},
            )
    database.migrate()
    snapshot = database.snapshot("city")
    assert [(row.key, row.work_days, row.calendar_id) for row in snapshot.milestones] == [("M1", 5, None)]
    assert [(row.optimistic_days, row.pessimistic_days) for row in snapshot.milestones] == [(None, None)]
    assert len(snapshot.dependencies) == 2
    database.close()


def test_a_journal_of_the_first_level_is_kept_and_stays_frozen(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(_OLD_PROGRAMME))
        connection.execute(text(_OLD_ENTRY))
    database.migrate()
    (entry,) = database.journal("city")
    assert (entry.command, entry.after) == ("CreateProgramme", {"title": "City"})
    with pytest.raises(DBAPIError, match="never rewritten"), database.engine.begin() as connection:
        connection.execute(text("DELETE FROM journal_entry"))
    known = database.known("city", entry.at.date())
    assert (known.snapshot.programme.title, known.snapshot.revision) == ("City", 1)
    database.close()


_OLD_PROGRAMME = """
INSERT INTO programme (id, basis, source, title, city, country, languages, description, start, time_zone,
    currency, working_week, holidays_country, key, version, revision)
VALUES (1, 'assumption', '', 'City', 'City', '', '["en"]', '', '2026-01-05', 'UTC',
    '', '["mon"]', '', 'city', 1, 1)
"""
_OLD_ENTRY = """
INSERT INTO journal_entry (programme_id, at, author, command, command_id, reason, revision, record_kind,
    record_id, record_key, change, after)
VALUES (1, '2026-01-05 09:30:00', 'lead', 'CreateProgramme', 'c1', '', 1, 'programme', 1, 'city', 'added',
    '{"title": "City"}')
"""
