"""An example that nobody has changed begins as long before today as its file says, on every later start."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.commands.conftest import LEAD, City, picture
from tracker.analysis import analyse
from tracker.commands import Outcome, execute
from tracker.commands.follow_today import FollowToday
from tracker.commands.load_programme import LoadProgramme
from tracker.commands.milestone import EditMilestone
from tracker.exchange.roadmap_file import read_roadmap
from tracker.model.snapshot import Snapshot
from tracker.storage import Database

ROADMAPS = Path(__file__).resolve().parents[2] / "roadmaps"
EXAMPLES = [ROADMAPS / f"{name}.toml" for name in ("antipolo", "fes", "ville-moyenne")]
CALOOCAN = ROADMAPS / "caloocan.toml"
LOADED_ON, LATER, MUCH_LATER = date(2026, 2, 20), date(2026, 4, 14), date(2027, 1, 8)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def load(database: Database, path: Path, day: date, start: date | None = None) -> City:
    content = read_roadmap(path, day, start=start)
    execute(database, LoadProgramme(programme=path.stem, content=content), LEAD, at(day))
    return City(database, path.stem)


def follow(city: City, path: Path, day: date) -> bool:
    return bool(follow_outcome(city, path, day).result)


def follow_outcome(city: City, path: Path, day: date) -> Outcome:
    command = FollowToday(
        programme=city.key,
        as_loaded=read_roadmap(path, day, start=city.snapshot().programme.start),
        as_of_today=read_roadmap(path, day),
    )
    return city.do(command, at(day))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_untouched_example_is_what_its_file_says_today(
    sqlite_url: str, tmp_path: Path, path: Path
) -> None:
    moved, fresh = Database(sqlite_url), Database(f"sqlite:///{tmp_path / 'fresh.sqlite'}")
    for database in (moved, fresh):
        database.migrate()
    city = load(moved, path, LOADED_ON)
    # Twice, and every date is the one that the file gives on that day.
    for day in (LATER, MUCH_LATER):
        assert follow(city, path, day)
    expected = load(fresh, path, MUCH_LATER).snapshot()
    assert told(city.snapshot()) == told(expected)
    stalls = [
        [(stall.rule, stall.item, stall.since) for stall in analyse(snapshot, MUCH_LATER).stalls]
        for snapshot in (city.snapshot(), expected)
    ]
    assert stalls[0] == stalls[1]
    moved.close()
    fresh.close()


def told(snapshot: Snapshot) -> dict[str, list[list[tuple[str, str]]]]:
    """Return every fact of a programme but numbers of rows and instants at which they were written down."""
    return {
        table: sorted(
            sorted((name, str(value)) for name, value in row.items() if name not in ("id", "recorded_at"))
            for row in rows.values()
        )
        for table, rows in picture(snapshot).items()
    }


def test_following_is_journalled_and_a_later_load_of_the_same_file_changes_nothing(
    database: Database,
) -> None:
    city = load(database, CALOOCAN, LOADED_ON)
    before = city.snapshot()
    outcome = follow_outcome(city, CALOOCAN, LATER)
    entries = city.entries(outcome)
    assert {entry.command for entry in entries} == {"FollowToday"}
    (of_start,) = [entry for entry in entries if entry.record_kind == "programme"]
    assert of_start.before == {"start": before.programme.start.isoformat()}
    assert of_start.after == {"start": city.snapshot().programme.start.isoformat()}
    again = read_roadmap(CALOOCAN, LATER, start=city.snapshot().programme.start)
    report = city.do(LoadProgramme(programme=city.key, content=again), at(LATER)).result
    assert (report.added, report.changed, report.conflicts, report.missing) == ([], [], [], [])


def test_an_example_that_somebody_changed_stays_where_it_is(database: Database) -> None:
    city = load(database, CALOOCAN, LOADED_ON)
    milestone = city.snapshot().milestones[0]
    city.do(
        EditMilestone(
            programme=city.key,
            key=milestone.key,
            version=milestone.version,
            changes={"title": "Now ours"},
        )
    )
    before = picture(city.snapshot())
    assert not follow(city, CALOOCAN, LATER)
    assert picture(city.snapshot()) == before


def test_an_example_whose_file_has_changed_stays_where_it_is(database: Database, tmp_path: Path) -> None:
    city = load(database, CALOOCAN, LOADED_ON)
    newer = tmp_path / CALOOCAN.name
    newer.write_text(CALOOCAN.read_text(encoding="utf-8").replace("work = ", "work = 1", 1), encoding="utf-8")
    before = picture(city.snapshot())
    assert not follow(city, newer, LATER)
    assert picture(city.snapshot()) == before


def test_moving_on_to_today_puts_nothing_off(database: Database) -> None:
    city = load(database, CALOOCAN, LOADED_ON)
    for day in (LATER, MUCH_LATER):
        assert follow(city, CALOOCAN, day)
    assert not city.snapshot().date_moves


def test_the_database_keeps_an_approved_plan_for_whoever_does_not_move_the_example(
    database: Database,
) -> None:
    city = load(database, CALOOCAN, LOADED_ON)
    assert follow(city, CALOOCAN, LATER)
    for table in ("baseline", "baseline_date", "progress_update"):
        with pytest.raises(DBAPIError, match="never rewritten"), database.engine.begin() as connection:
            connection.execute(text(f"UPDATE {table} SET id = id"))  # noqa: S608  # a name from the line above


def test_what_anybody_has_entered_keeps_an_approved_plan_for_good(database: Database) -> None:
    city = load(database, CALOOCAN, LOADED_ON)
    milestone = city.snapshot().milestones[0]
    rename = {"key": milestone.key, "version": milestone.version, "changes": {"title": "Now ours"}}
    city.do(EditMilestone(programme=city.key, **rename))
    with database.engine.begin() as connection:
        programme = connection.execute(text("SELECT id FROM programme")).scalar_one()
        connection.execute(text("INSERT INTO moving_example (programme_id) VALUES (:id)"), {"id": programme})
        with pytest.raises(DBAPIError, match="never rewritten"):
            connection.execute(text("UPDATE baseline SET name = 'Another'"))
