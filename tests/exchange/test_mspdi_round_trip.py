"""What is imported is exported, and comes back equal; what we write is understood as we meant it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.builders import depends, initiative, milestone, plan
from tests.exchange.examples import ROADMAPS, example
from tests.exchange.mspdi_examples import calendar, element, link, project, task
from tests.exchange.test_mspdi_import import DAYLONG, summary
from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_import import import_mspdi
from tracker.exchange.mspdi_reader import parse_schedule
from tracker.exchange.mspdi_schedule import schedule_afresh
from tracker.exchange.mspdi_verify import verify
from tracker.exchange.mspdi_writer import write_mspdi
from tracker.exchange.mspdi_xml import parse_document
from tracker.i18n import translator
from tracker.model.content import ProgrammeContent
from tracker.planning import LagUnit

TODAY = date(2026, 11, 24)
SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "mspdi"
ENGLISH = translator("en")


def read(document: bytes, known: ProgrammeContent | None = None) -> ProgrammeContent:
    return import_mspdi(document, "example.xml", "example", TODAY, ENGLISH, known).content


def written(content: ProgrammeContent) -> bytes:
    return write_mspdi(content, TODAY).text.encode()


FULL = project(
    task(0, 0, OutlineLevel=0, Summary=1, Name="All"),
    element("Task", UID=20, ID=1, IsNull=1),
    summary(1, 1, Priority=700, Deadline="2026-06-01T17:00:00"),
    summary(2, 2, Name="Inside"),
    task(3, 2.5, OutlineLevel=3, Priority=300, CalendarUID=2, Notes="Line 1\nLine 2"),
    task(4, 1, link(3, 3, 2400, 5), link(3, 1, 50, 20), OutlineLevel=3, Manual=1,
         Start="2026-03-12T13:00:00"),
    summary(5),
    task(6, 1, link(2), link(4, 1, 30, 19), OutlineLevel=2,
         ConstraintType=4, ConstraintDate="2026-03-16T10:15:00"),
    task(7, Duration="PT30H0M0S", DurationFormat=8, OutlineLevel=2),
    task(8, 1, OutlineLevel=2, Active=0),
    task(9, 4, element("Baseline", Number=2, Start="2026-03-02T09:00:00", Finish="2026-03-05T17:00:00",
                       Duration="PT32H0M0S", Cost=12),
         OutlineLevel=2, PercentComplete=25, ActualStart="2026-03-02T10:00:00",
         RemainingDuration="PT24H0M0S"),
    element("Task", UID=21, ID=9, IsNull=1, OutlineLevel=2),
    task(10, 1, Deadline="2026-02-01T12:00:00"),
    calendars=[calendar(2, DAYLONG), calendar(3, {}, base=1)],
    resources=[element("Resource", UID=0, ID=0),
               element("Resource", UID=1, Name="Clerk", Type=1, CalendarUID=3),
               element("Resource", UID=2, Name="Paper", Type=0)],
    assignments=[element("Assignment", UID=1, TaskUID=6, ResourceUID=1, Units=0.5, Work="PT4H0M0S"),
                 element("Assignment", UID=2, TaskUID=6, ResourceUID=2, Units=3)],
    StatusDate="2026-03-04T17:00:00",
    Author="Somebody",
)  # fmt: skip


def test_import_export_import_gives_an_equal_programme() -> None:
    first = read(FULL)
    assert read(written(first)) == first


def test_the_same_schedule_comes_of_what_is_written_back() -> None:
    before, after = (
        schedule_afresh(parse_schedule(document, "example.xml")) for document in (FULL, written(read(FULL)))
    )
    assert {uid: (found.early_start, found.early_finish) for uid, found in after.dates.items()} == {
        uid: (found.early_start, found.early_finish) for uid, found in before.dates.items()
    }


def test_every_sample_of_another_tool_makes_the_round_trip() -> None:
    for path in sorted(SAMPLES.glob("*.xml")):
        first = read(path.read_bytes())
        assert read(written(first)) == first, path.name


def test_what_was_changed_here_is_written_in_the_place_of_what_was_kept() -> None:
    content = read(FULL)
    moved = next(each for each in content.milestones if each.key == "T6")
    moved.constraint_date = date(2026, 3, 20)
    moved.title = "Renamed"
    again = next(each for each in read(written(content)).milestones if each.key == "T6")
    assert (again.title, again.constraint_date) == ("Renamed", date(2026, 3, 20))
    assert b"2026-03-20T08:00:00" in written(content)
    assert b"2026-03-16T10:15:00" not in written(content)


def test_a_link_whose_dependency_is_gone_is_not_written_back() -> None:
    content = read(FULL)
    content.dependencies = [
        each for each in content.dependencies if each.predecessor != "T3" or each.successor != "T6"
    ]
    again = read(written(content))
    assert {(each.predecessor, each.successor) for each in again.dependencies} == {
        (each.predecessor, each.successor) for each in content.dependencies
    }


def test_a_milestone_added_here_stands_in_its_initiative_under_its_key() -> None:
    content = read(FULL)
    content.milestones.append(milestone("NEW.1", 2, initiative="T1"))
    again = read(written(content))
    added = next(each for each in again.milestones if each.key == "NEW.1")
    assert (added.initiative, added.work_days) == ("T1", 2)


@pytest.mark.parametrize("name", [path.stem for path in ROADMAPS])
def test_an_example_programme_comes_back_as_it_was(name: str) -> None:
    content = example(name)
    again = import_mspdi(written(content), "x.xml", content.key, TODAY, ENGLISH, content).content
    again.foreign_elements = []
    assert again == content


def test_the_dates_we_write_are_those_that_a_fresh_schedule_finds(tmp_path: Path) -> None:
    for name in ("seven-milestones", "ville-moyenne"):
        path = tmp_path / f"{name}.xml"
        path.write_bytes(written(example(name)))
        found = verify(path, None)
        assert not found.differences, name


def test_lags_and_work_are_exact_to_the_minute() -> None:
    content = plan(
        [milestone("A", 7 / 480, initiative="I"), milestone("B", 1 / 480, initiative="I")],
        [depends("B", "A", lag=-13 / 480), depends("I2", "A", lag=1 / 1440, lag_unit=LagUnit.CALENDAR_DAYS)],
        initiatives=[initiative("I"), initiative("I2")],
    )
    again = read(written(content))
    assert [each.work_days for each in again.milestones] == [7 / 480, 1 / 480]
    assert {each.lag for each in again.dependencies} == {-13 / 480, 1 / 1440}


def test_the_parser_counts_what_it_passes_over() -> None:
    document = project(task(1, 1, element("TimephasedData", Value="PT8H0M0S"), element("TimephasedData")))
    assert parse_document(document, "x.xml").passed_over == 2
    assert "time_phased" not in ImportReport().counts
