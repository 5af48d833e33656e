"""A database that was in use before the later migrations keeps every row through each of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import DBAPIError

from tracker.storage import Database
from tracker.storage.engines import WRITES
from tracker.storage.migration import configuration

BEFORE = "0002"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
_OWN = {"programme_id": 1, "basis": "assumption", "source": ""}
_MILESTONE = {
    **_OWN,
    "kind": "milestone",
    "nature": "other",
    "description": "",
    "awaited_from": "",
    "constraint": "as_soon_as_possible",
    "weight": 1,
    "is_public_opening": False,
    "is_cancelled": False,
    "end_reason": "",
    "position": 0,
    "version": 2,
}
_ENTRY = {
    "programme_id": 1,
    "author": "lead",
    "reason": "",
    "record_kind": "milestone",
    "record_id": 1,
    "record_key": "M1",
}
# The rows of each table as the program of that level wrote them, referred to before referring.
ROWS: dict[str, list[dict[str, Any]]] = {
    "programme": [
        {
            "id": 1,
            "basis": "assumption",
            "source": "",
            "title": "A city",
            "city": "City",
            "country": "",
            "languages": ["en"],
            "description": "",
            "start": date(2026, 1, 5),
            "time_zone": "UTC",
            "currency": "",
            "working_week": ["mon", "tue", "wed", "thu", "fri"],
            "holidays_country": "",
            "key": "city",
            "version": 1,
            "revision": 2,
        }
    ],
    "milestone": [
        {**_MILESTONE, "id": 1, "key": "M1", "title": "First", "work_days": 8.0},
        {**_MILESTONE, "id": 2, "key": "M2", "title": "Second", "work_days": 3.0},
    ],
    "dependency": [
        {
            "id": 1,
            "programme_id": 1,
            "kind": "FS",
            "lag": 0,
            "lag_unit": "working_days",
            "reason": "",
            "predecessor_id": 1,
            "successor_id": 2,
            "version": 1,
        }
    ],
    "baseline": [
        {
            **_OWN,
            "id": 1,
            "key": "B1",
            "name": "Approved",
            "approved_on": date(2026, 1, 5),
            "approved_by": "Mayor",
            "note": "",
        }
    ],
    "baseline_date": [
        {
            "id": 1,
            "programme_id": 1,
            "baseline_id": 1,
            "milestone_id": 1,
            "start": date(2026, 1, 5),
            "finish": date(2026, 1, 9),
            "work_days": 5.0,
        }
    ],
    "progress_update": [
        {
            **_OWN,
            "id": 1,
            "milestone_id": 1,
            "reported_on": date(2026, 1, 6),
            "author": "Head of IT",
            "declared_status": "support_needed",
            "text": "",
            "blocked_by": "No line",
            "recorded_at": NOON,
        }
    ],
    "journal_entry": [
        {
            **_ENTRY,
            "id": 1,
            "at": NOON,
            "command": "AddMilestone",
            "command_id": "c1",
            "revision": 1,
            "change": "added",
            "after": {"key": "M1", "title": "First", "work_days": 5.0},
        },
        {
            **_ENTRY,
            "id": 2,
            "at": datetime(2026, 1, 6, 12, tzinfo=UTC),
            "command": "RescheduleMilestone",
            "command_id": "c2",
            "reason": "Tender again",
            "revision": 2,
            "change": "changed",
            "before": {"work_days": 5.0},
            "after": {"work_days": 8.0},
        },
    ],
}


@pytest.fixture
def old(database_url: str) -> Iterator[Database]:
    """Give a database as the program of that level left it."""
    opened = Database(database_url)
    with opened.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        configured = configuration()
        configured.attributes["connection"] = connection
        command.upgrade(configured, BEFORE)
    write(opened)
    yield opened
    opened.close()


def write(database: Database) -> None:
    with database.engine.begin() as connection:
        for name, rows in ROWS.items():
            table = sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)
            for row in rows:
                connection.execute(sa.insert(table), row)


def counts(database: Database) -> dict[str, int]:
    with database.engine.connect() as connection:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(sa.table(name))).scalar_one()
            for name in ROWS
        }


def test_the_later_migrations_keep_each_row_and_the_program_reads_them(old: Database) -> None:
    before = counts(old)
    old.migrate()
    assert counts(old) == before
    snapshot = old.snapshot("city")
    assert [(row.key, row.work_days) for row in snapshot.milestones] == [("M1", 8.0), ("M2", 3.0)]
    assert [(row.predecessor_id, row.successor_id) for row in snapshot.dependencies] == [(1, 2)]
    assert [(row.name, row.approved_on) for row in snapshot.baselines] == [("Approved", date(2026, 1, 5))]
    assert [(row.start, row.finish) for row in snapshot.baseline_dates] == [
        (date(2026, 1, 5), date(2026, 1, 9))
    ]


@pytest.mark.parametrize("table", ["journal_entry", "baseline", "baseline_date"])
def test_what_was_frozen_before_the_later_migrations_stays_frozen(old: Database, table: str) -> None:
    old.migrate()
    with pytest.raises(DBAPIError, match="never rewritten"), old.engine.begin() as connection:
        connection.execute(sa.delete(sa.table(table)))


def test_a_journal_from_before_the_later_migrations_tells_the_past(old: Database) -> None:
    old.migrate()
    newest = old.journal("city")[0]
    assert (newest.command, newest.reason, newest.reason_kind) == (
        "RescheduleMilestone",
        "Tender again",
        None,
    )
    known = old.known("city", date(2026, 1, 5)).snapshot
    first = known.milestones[0]
    assert (first.key, first.work_days, first.version) == ("M1", 5.0, 1)
    (replan,) = old.replans("city")
    assert (replan.before.milestones[0].work_days, replan.after.milestones[0].work_days) == (5.0, 8.0)


def test_a_review_held_before_it_was_known_when_it_opened_stays_frozen(
    old: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upgrade_some(connection: sa.Connection) -> None:
        configured = configuration()
        configured.attributes["connection"] = connection
        command.upgrade(configured, "0017")

    with monkeypatch.context() as patched:
        patched.setattr("tracker.storage.migration._upgrade", upgrade_some)
        old.migrate()
    review = {
        "id": 1, "programme_id": 1, "version": 2, "key": "spring", "title": "Spring", "kind": "other",
        "day": date(2026, 1, 6), "word": "", "present": ["Mayor"], "state": "held",
    }  # fmt: skip
    moment = {
        "id": 1, "programme_id": 1, "review_id": 1, "at": NOON, "as_of": date(2026, 1, 6), "last_entry": 2,
        "revision": 2, "held_by": "Lead", "kept": [],
    }  # fmt: skip
    with old.engine.begin() as connection:
        for name, row in (("review", review), ("review_moment", moment)):
            table = sa.Table(name, sa.MetaData(), autoload_with=connection, resolve_fks=False)
            connection.execute(sa.insert(table), row)
    old.migrate()
    (held,) = old.snapshot("city").review_moments
    assert (held.last_entry, held.opened_entry, held.opened_on) == (2, None, None)
    for statement in (sa.delete(sa.table("review_moment")), sa.text("UPDATE review_moment SET revision = 3")):
        with pytest.raises(DBAPIError, match="never rewritten"), old.engine.begin() as connection:
            connection.execute(statement)


def test_of_an_update_there_was_nobody_has_said_who_could_unblock_it(old: Database) -> None:
    old.migrate()
    (update,) = old.snapshot("city").updates
    assert (update.blocked_by, update.could_unblock) == ("No line", "")
