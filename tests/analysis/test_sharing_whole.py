"""What a link to the whole programme leaves out is gone before anything is made of it, column by column."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from tests.builders import snapshot_of
from tests.web.test_council_page import programme
from tracker.analysis.sharing_whole import Shown, shown_of
from tracker.model.snapshot import TABLES, Rows, Snapshot

# Words that a link to the council page shows whatever is switched off: what things are called, and when.
CALLED = {
    "programme": {"title", "city", "country", "time_zone", "currency", "holidays_country", "key"},
    "services": {"key", "name"},
    "posts": {"key"},
    "partners": {"key", "name", "website"},
    "initiatives": {"key", "title", "axis", "free_tool"},
    "milestones": {"key", "title"},
    "baselines": {"key", "name"},
    "indicators": {"key", "title", "unit"},
    "calendar_exceptions": set[str](),
    "reviews": {"key", "title"},
    "work_calendars": {
        "key", "title", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        "holidays_country",
    },
    "other_hours": {"hours"},
    "updates": set[str](),
}  # fmt: skip
MARK = "never to be seen"


def planted() -> Snapshot:
    """Return a programme with the same secret in every free word of one row of every table."""
    snapshot = snapshot_of(programme())
    from_file = {name: getattr(snapshot, name) for name in TABLES}
    tables = {name: _planted(rows, name) for name, rows in from_file.items()}
    return Snapshot(programme=snapshot.programme, date_moves={}, **tables)


def _planted(rows: Rows[Any], table: str) -> Rows[Any]:
    kind = TABLES[table]
    named = rows[0] if len(rows) else _Blank()
    words = dict.fromkeys(_free_words(kind), MARK)
    kind_of_row = namedtuple("Row", rows.names)  # type: ignore[misc]  # the names are the table's
    row = kind_of_row(*(words.get(name, getattr(named, name, None)) for name in rows.names))
    return Rows([row], rows.names)


class _Blank:
    """A row of which nothing is known."""


def _free_words(kind: Any) -> list[str]:
    """Return the columns that hold whatever somebody typed."""
    table = kind.__table__
    return [
        column.name
        for column in table.c
        if str(column.type).startswith(("VARCHAR", "TEXT")) and not hasattr(column.type, "enums")
    ]


def told(snapshot: Snapshot) -> set[tuple[str, str]]:
    """Return every column in which the secret stands."""
    return {
        (table, name)
        for table in TABLES
        for row in getattr(snapshot, table).as_dicts()
        for name, value in row.items()
        if value == MARK
    }


def test_nothing_but_names_is_left_where_nothing_else_is_shown() -> None:
    shown = Shown(people=False, money=False, notes=False, unnamed="somebody", untold="not shown")
    whole = planted()
    assert len(told(whole)) > 50
    allowed = {(table, name) for table, names in CALLED.items() for name in names}
    assert told(shown_of(whole, shown)) - allowed == set()


def test_that_somebody_is_named_and_something_is_said_stays_true() -> None:
    shown = Shown(people=False, notes=False, unnamed="somebody", untold="not shown")
    cut = shown_of(snapshot_of(programme()), shown)
    waited_for = {row.key: row.awaited_from for row in cut.milestones}
    assert waited_for == {"vote": "somebody", "net": ""}
    assert cut.updates[0].blocked_by == "not shown"
    assert cut.initiatives[0].cost == 987654
    whole = shown_of(snapshot_of(programme()), Shown())
    assert "Awaited body" in whole.milestones.column("awaited_from")
