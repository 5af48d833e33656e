"""Two people at the same time: no change is lost, and together they close no circle either."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.commands.conftest import TODAY, City
from tracker.commands import Command, Outcome
from tracker.commands.dependency import AddDependency
from tracker.commands.milestone import EditMilestone
from tracker.commands.programme import CreateProgramme
from tracker.commands.progress import ReportProgress
from tracker.model.errors import (
    DependencyLoopError,
    DuplicateDependencyError,
    DuplicateKeyError,
    StaleRecordError,
    TrackerError,
)
from tracker.storage import Database

IN_CITY: dict[str, Any] = {"programme": "city"}


def at_once(database: Database, *commands: Command) -> list[Outcome | TrackerError]:
    """Run each command in its own thread on its own connection, all released in the same instant."""
    start = Barrier(len(commands))

    def run(command: Command) -> Outcome | TrackerError:
        start.wait()
        try:
            return City(database).do(command)
        except TrackerError as refused:
            return refused

    with ThreadPoolExecutor(len(commands)) as threads:
        return list(threads.map(run, commands))


def kinds(results: list[Outcome | TrackerError]) -> set[type]:
    return {type(result) for result in results}


def rounds(try_once: Callable[[int], None]) -> None:
    """Try a race a few times: one round may happen to run in turn."""
    for number in range(5):
        try_once(number)


def test_one_of_two_edits_is_kept_and_the_other_told(city: City) -> None:
    def race(_number: int) -> None:
        version = city.version("M1")
        results = at_once(
            city.database,
            *[
                EditMilestone(
                    **IN_CITY, key="M1", version=version, changes={"work_days": 100 * version + days}
                )
                for days in (1, 2)
            ],
        )
        assert kinds(results) == {Outcome, StaleRecordError}
        kept = next(result for result in results if isinstance(result, Outcome))
        assert kept.result.work_days == city.snapshot().milestones[0].work_days

    rounds(race)


def test_two_dependencies_do_not_close_a_circle_together(city: City) -> None:
    pairs = [("M3", "M7"), ("M5", "M7"), ("M3", "M1"), ("M5", "M1"), ("M3", "M2")]

    def race(number: int) -> None:
        one, other = pairs[number]
        results = at_once(
            city.database,
            AddDependency(**IN_CITY, predecessor=one, successor=other),
            AddDependency(**IN_CITY, predecessor=other, successor=one),
        )
        assert DependencyLoopError in kinds(results)
        assert sum(isinstance(result, Outcome) for result in results) <= 1

    rounds(race)


def test_the_same_dependency_is_added_once(city: City) -> None:
    added = AddDependency(**IN_CITY, predecessor="M1", successor="M7")
    assert kinds(at_once(city.database, added, added)) == {Outcome, DuplicateDependencyError}


def test_one_of_two_programmes_with_the_same_key_is_made(database: Database) -> None:
    def race(number: int) -> None:
        made = CreateProgramme(programme=f"twin-{number}", title="Twin", city="City", start=TODAY)
        assert kinds(at_once(database, made, made)) == {Outcome, DuplicateKeyError}

    rounds(race)


def test_no_report_is_lost_and_each_moves_the_revision(city: City) -> None:
    before = city.snapshot().revision
    reports = [
        ReportProgress(**IN_CITY, item="M1", reported_on=TODAY, author="Buyer", text=f"Report {number}")
        for number in range(8)
    ]
    results = at_once(city.database, *reports)
    assert kinds(results) == {Outcome}
    snapshot = city.snapshot()
    assert {row.text for row in snapshot.updates} == {report.text for report in reports}
    assert snapshot.revision == before + len(reports)
