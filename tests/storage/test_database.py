"""What the database promises: one query a table, nothing lost, nothing rewritten, everything journalled."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from tests.storage.conftest import NOW, add_programme, as_lead
from tracker.model.errors import UnknownProgrammeError
from tracker.model.journal import CommandClosed
from tracker.model.milestone import Milestone
from tracker.model.programme import Programme
from tracker.model.progress import ProgressUpdate
from tracker.model.snapshot import TABLES
from tracker.storage import Database
from tracker.storage.session import UnjournalledWriteError
from tracker.storage.tables import table_of


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def record(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", record)
    yield seen
    event.remove(database.engine, "before_cursor_execute", record)


def change_title(database: Database, title: str) -> None:
    with as_lead(database, "Rename") as session:
        session.execute(select(Milestone).where(Milestone.key == "M1")).scalar_one().title = title  # type: ignore[arg-type]  # a column at class level


def test_a_snapshot_costs_one_query_a_table_and_none_for_an_empty_one(database: Database) -> None:
    add_programme(database, milestones=5)
    with queries(database) as seen:
        snapshot = database.snapshot("city")
        assert [row.key for row in snapshot.milestones] == ["M1", "M2", "M3", "M4", "M5"]
    filled = [name for name in TABLES if len(getattr(snapshot, name))]
    # The programme, which of its tables have rows, those tables, the date moves of its journal.
    assert len(seen) == 1 + 1 + len(filled) + 1
    assert 0 < len(filled) < len(TABLES)


def test_the_tables_without_rows_answer_as_the_others_do(database: Database) -> None:
    add_programme(database)
    baselines = database.snapshot("city").baselines
    assert list(baselines) == []
    assert baselines.column("approved_on") == []
    assert baselines.by_key("B1") is None


def test_an_instant_is_read_in_utc(database: Database) -> None:
    add_programme(database)
    said_at = datetime(2026, 3, 2, 9, 30, 1, 5, tzinfo=timezone(timedelta(hours=2)))
    with as_lead(database, "Report") as session:
        reached = session.execute(select(Milestone)).scalars().first()
        assert reached is not None
        session.add(
            ProgressUpdate(
                programme_id=reached.programme_id,
                milestone_id=reached.id,
                reported_on=said_at.date(),
                author="Lead",
                recorded_at=said_at,
            )
        )
    (update,) = database.snapshot("city").updates
    assert update.recorded_at == said_at
    assert update.recorded_at.tzinfo is UTC


def test_a_revision_costs_one_query_and_moves_with_every_write(database: Database) -> None:
    add_programme(database)
    with queries(database) as seen:
        before = database.revision("city")
    assert len(seen) == 1
    change_title(database, "New")
    assert database.revision("city") == (before or 0) + 1
    assert database.revision("nowhere") is None


def test_a_change_is_journalled_with_before_and_after(database: Database) -> None:
    add_programme(database)
    change_title(database, "New title")
    entry = database.journal("city")[0]
    assert (entry.command, entry.record_kind, entry.record_key) == ("Rename", "milestone", "M1")
    assert entry.before == {"title": "Milestone 1"}
    assert entry.after == {"title": "New title"}
    assert (entry.author, entry.at) == ("technical lead", NOW)


def test_a_change_back_to_the_same_value_is_no_change(database: Database) -> None:
    add_programme(database)
    before = database.revision("city")
    change_title(database, "Milestone 1")
    assert database.revision("city") == before


def test_an_edit_moves_the_version_of_the_record_alone(database: Database) -> None:
    add_programme(database, milestones=2)
    change_title(database, "New")
    assert database.snapshot("city").milestones.column("version") == [2, 1]


def test_what_a_command_came_to_is_kept_beside_its_last_entry(database: Database) -> None:
    add_programme(database, milestones=2)
    change_title(database, "New")
    with database.reading() as connection:
        added, changed = connection.execute(select(table_of(CommandClosed))).all()
    newest, last_added = (database.journal("city")[place] for place in (0, 1))
    moved = database.snapshot("city").milestones[0]
    assert added.last_entry == last_added.id
    assert added.versions == {}
    assert changed.last_entry == newest.id
    assert changed.versions == {"milestone": {str(moved.id): moved.version - 1}}
    assert changed.revision == database.revision("city")


def test_a_bulk_write_is_refused_because_the_journal_cannot_see_it(database: Database) -> None:
    add_programme(database)
    with as_lead(database) as session, pytest.raises(UnjournalledWriteError):
        session.execute(update(Milestone).values(title="All alike"))
    assert database.snapshot("city").milestones[0].title == "Milestone 1"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_entry SET author = 'nobody'", "DELETE FROM journal_entry", "DELETE FROM command_closed"],
)
def test_the_database_itself_refuses_to_rewrite_the_journal(database: Database, statement: str) -> None:
    add_programme(database)
    with pytest.raises(DBAPIError, match="never rewritten"), database.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_command_that_fails_leaves_nothing_behind(database: Database) -> None:
    add_programme(database)
    before = database.journal("city")

    def fail_half_way() -> None:
        with as_lead(database) as session:
            session.add(Milestone(programme_id=1, key="M9", title="Half written"))
            session.flush()
            raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError, match="power"):
        fail_half_way()
    assert database.journal("city") == before
    assert database.snapshot("city").milestones.by_key("M9") is None


def test_a_naive_instant_is_refused(database: Database) -> None:
    add_programme(database)
    naive = datetime(2026, 1, 5)  # noqa: DTZ001 - the point
    with as_lead(database, at=naive) as session:
        session.add(Milestone(programme_id=1, key="M9", title="Late"))
        with pytest.raises(StatementError, match="time zone"):
            session.flush()
        session.rollback()


def test_two_writers_lose_no_update(database: Database) -> None:
    add_programme(database)
    failures: list[Exception] = []

    def add_one_day() -> None:
        try:
            for _ in range(20):
                with as_lead(database, "AddDay") as session:
                    session.execute(select(Programme).with_for_update()).scalar_one()
                    milestone = session.execute(select(Milestone)).scalar_one()
                    milestone.work_days += 1
        except Exception as failure:  # noqa: BLE001 - whatever it is, the test shows it
            failures.append(failure)

    writers = [threading.Thread(target=add_one_day) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert database.snapshot("city").milestones[0].work_days == 60


def test_an_unknown_programme_names_the_known_ones(database: Database) -> None:
    add_programme(database, "one")
    add_programme(database, "two")
    with pytest.raises(UnknownProgrammeError) as refusal:
        database.snapshot("three")
    assert refusal.value.details["known"] == ["one", "two"]


def test_a_backup_taken_in_use_holds_everything_written_before_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/city.db")
    database.migrate()
    add_programme(database, milestones=50)
    database.backup(tmp_path / "copies" / "city.db")
    copy = Database(f"sqlite:///{tmp_path}/copies/city.db")
    assert list(copy.snapshot("city").milestones) == list(database.snapshot("city").milestones)
    copy.close()
    database.close()
