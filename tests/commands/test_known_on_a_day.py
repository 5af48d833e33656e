"""What was known of a programme on a day: rebuilt from the journal, equal to a copy kept that day."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.commands.conftest import LEAD, NOW, TODAY, City, database, seven_milestones  # noqa: F401 - a fixture
from tests.commands.random_commands import Draws, begin
from tracker.analysis import analyse
from tracker.commands.initiative import EditInitiative
from tracker.commands.milestone import AddMilestone, RescheduleMilestone
from tracker.commands.programme import EditProgramme
from tracker.commands.undo import UndoLastChange
from tracker.exchange.analysis_json import analysis_as_json
from tracker.i18n import translator
from tracker.model.errors import TrackerError, UnknownProgrammeError
from tracker.model.snapshot import Snapshot
from tracker.storage import Database

DAY = timedelta(days=1)


def whole(snapshot: Snapshot) -> dict[str, Any]:
    """Return all that a snapshot holds: every column of every row, versions and ids included."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(snapshot):
        value = getattr(snapshot, field.name)
        is_rows = isinstance(value, Sequence) and field.name != "programme"
        found[field.name] = [tuple(row) for row in value] if is_rows else value
    return {**found, "programme": tuple(snapshot.programme), "date_moves": dict(snapshot.date_moves)}


@pytest.mark.parametrize("seed", [1, 2])
def test_after_200_random_commands_each_day_is_as_it_was_kept(database: Database, seed: int) -> None:  # noqa: F811
    city, t = City(database), translator("en")
    random = Random(seed)  # noqa: S311 - what it draws is no secret
    days = sorted(TODAY + DAY * random.randrange(60) for _ in range(200))
    copies: dict[date, Snapshot] = {}
    begin(city)
    for day in days:
        do_one(city, random, day)
        copies[day] = city.snapshot()
    for day, copy in copies.items():
        known = database.known(city.key, day)
        assert whole(known.snapshot) == whole(copy), day
        shown = analysis_as_json(analyse(known.snapshot, day), t)
        assert shown == analysis_as_json(analyse(copy, day), t)


def test_a_day_without_a_change_is_as_the_day_before_left_it(city: City) -> None:
    before = city.snapshot()
    city.do(reschedule(city, 45), NOW + 5 * DAY)
    assert whole(city.database.known("city", TODAY + 4 * DAY).snapshot) == whole(before)
    assert whole(city.database.known("city", TODAY + 5 * DAY).snapshot) == whole(city.snapshot())
    assert whole(city.database.known("city", TODAY + 99 * DAY).snapshot) == whole(city.snapshot())


def test_a_day_ends_at_midnight_in_the_city(database: Database) -> None:  # noqa: F811
    city = City(database)
    for command in seven_milestones():
        city.do(command)
    zone = EditProgramme(programme="city", version=1, changes={"time_zone": "Asia/Manila"})
    city.do(zone)
    before = city.snapshot()
    # Half past midnight on the 21st in Manila, still the 20th in UTC.
    city.do(reschedule(city, 45), datetime(2026, 2, 20, 16, 30, tzinfo=UTC))
    assert whole(database.known("city", date(2026, 2, 20)).snapshot) == whole(before)
    assert whole(database.known("city", date(2026, 2, 21)).snapshot) == whole(city.snapshot())


def test_what_was_undone_later_was_still_known_before(city: City) -> None:
    moved = city.do(reschedule(city, 45))
    with_move = city.snapshot()
    assert dict(with_move.date_moves) == {with_move.milestones.row_of_key["M1"] + 1: 1}
    city.do(UndoLastChange(programme="city", command_id=moved.command_id), NOW + DAY)
    assert whole(city.database.known("city", TODAY).snapshot) == whole(with_move)
    assert dict(city.snapshot().date_moves) == {}


def test_a_list_that_moves_the_version_of_its_initiative_alone_is_rebuilt(city: City) -> None:
    before = city.snapshot()
    edit = EditInitiative(programme="city", key="portal", version=1, changes={"also": ["hr"]})
    city.do(edit, NOW + DAY)
    assert whole(city.database.known("city", TODAY).snapshot) == whole(before)


def test_before_the_first_entry_nothing_was_known_and_the_first_day_stands_in(city: City) -> None:
    first = city.snapshot()
    city.do(reschedule(city, 45), NOW + DAY)
    known = city.database.known("city", TODAY - 300 * DAY)
    assert not known.is_recorded
    assert known.first_day == TODAY
    assert whole(known.snapshot) == whole(first)
    assert city.database.known("city", TODAY).is_recorded


def test_another_programme_is_left_alone(city: City) -> None:
    for command in seven_milestones("other"):
        city.do(command, NOW + DAY)
    other = City(city.database, "other", LEAD)
    added = AddMilestone(programme="other", key="M8", title="M8", initiative="portal")
    other.do(added, NOW + 2 * DAY)
    assert whole(city.database.known("city", TODAY).snapshot) == whole(city.snapshot())
    assert city.database.known("other", TODAY + DAY).snapshot.milestones.by_key("M8") is None


def test_an_unknown_programme_has_no_past(city: City) -> None:
    with pytest.raises(UnknownProgrammeError):
        city.database.known("nowhere", TODAY)


def do_one(city: City, random: Random, day: date) -> None:
    """Do one random command on a day; what the programme refuses is drawn again."""
    while True:
        try:
            city.do(Draws(random, city, day).command(), datetime.combine(day, NOW.timetz()))
        except TrackerError:
            continue
        return


def reschedule(city: City, work_days: float) -> RescheduleMilestone:
    changes = {"work_days": work_days}
    return RescheduleMilestone(programme=city.key, key="M1", version=city.version("M1"), changes=changes)
