"""Loading a programme: equal when exported and reloaded, nothing of the app lost, all of it or nothing."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.exchange.examples import ROADMAPS, TODAY, example
from tracker.commands import Command, execute
from tracker.commands.decision import TakeDecision
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.load_programme import LoadProgramme, LoadReport
from tracker.commands.milestone import EditMilestone, RecordActual
from tracker.commands.progress import ReportProgress
from tracker.exchange.content_of_snapshot import content_of
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.i18n import translator
from tracker.model.content import (
    DecisionContent,
    DependencyContent,
    MilestoneContent,
    ProgrammeContent,
    UpdateContent,
)
from tracker.model.decision import DecisionOptionFields
from tracker.model.errors import DependencyLoopError, NotAllowedError
from tracker.model.milestone import Dependency, MilestoneKind
from tracker.model.progress import DeclaredStatus
from tracker.planning import DependencyKind
from tracker.storage import Author, Database
from tracker.storage.metadata import METADATA

LEAD = Author(name="Head of IT", role="technical_lead")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
KEY = "seven-milestones"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    opened.migrate()
    yield opened
    opened.close()


def do(database: Database, command: Command) -> Any:
    return execute(database, command, LEAD, NOW).result


def load(database: Database, content: ProgrammeContent) -> LoadReport:
    report = do(database, LoadProgramme(programme=content.key, content=content))
    assert isinstance(report, LoadReport)
    return report


def seven(change: Callable[[ProgrammeContent], None] = lambda _: None) -> ProgrammeContent:
    content = example(KEY)
    change(content)
    return content


def of(content: ProgrammeContent, key: str) -> MilestoneContent:
    return next(found for found in content.milestones if found.key == key)


def kept(database: Database, key: str = KEY) -> ProgrammeContent:
    return content_of(database.snapshot(key))


def edit(database: Database, key: str, **changes: Any) -> None:
    found = database.snapshot(KEY).milestones.by_key(key)
    assert found is not None
    do(database, EditMilestone(programme=KEY, key=key, version=found.version, changes=changes))


def everything(database: Database) -> dict[str, list[Any]]:
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }


def fields(outcomes: list[Any]) -> list[tuple[str, str, Any, Any]]:
    return [(each.record.name, each.column, each.in_file, each.in_app) for each in outcomes]


@pytest.mark.parametrize("path", ROADMAPS, ids=lambda path: str(path.stem))
def test_load_export_and_load_give_an_equal_programme(database: Database, path: Path) -> None:
    content = read_roadmap(path, TODAY)
    load(database, content)
    exported = write_roadmap(kept(database, path.stem))
    again = read_roadmap(exported.encode(), date(2031, 5, 6), key=path.stem)
    assert again == content == kept(database, path.stem)
    report = load(database, again)
    assert (report.added, report.changed, report.conflicts, report.missing) == ([], [], [], [])
    assert write_roadmap(kept(database, path.stem)) == exported


def test_loading_an_unchanged_file_later_changes_nothing(database: Database) -> None:
    path = next(path for path in ROADMAPS if path.stem == "caloocan")
    load(database, read_roadmap(path, TODAY))
    before = everything(database)
    start = database.snapshot("caloocan").programme.start
    report = load(database, read_roadmap(path, date(2027, 3, 15), start=start))
    assert (report.added, report.changed, report.conflicts, report.missing) == ([], [], [], [])
    assert everything(database) == before


def test_only_who_manages_the_programme_may_load(database: Database) -> None:
    command = LoadProgramme(programme=KEY, content=seven())
    with pytest.raises(NotAllowedError):
        execute(database, command, Author(name="Mayor", role="leader"), NOW)
    assert database.programmes() == []


def test_every_loaded_record_is_in_the_journal(database: Database) -> None:
    report = load(database, seven())
    entries = database.journal(KEY, limit=10_000)
    assert len(entries) == len(report.added)
    assert {entry.command for entry in entries} == {"LoadProgramme"}


def test_what_only_the_file_changed_is_taken_from_the_file(database: Database) -> None:
    load(database, seven())

    def longer(content: ProgrammeContent) -> None:
        of(content, "M2").work_days = 35
        of(content, "M2").service = "procurement"

    report = load(database, seven(longer))
    assert fields(report.changed) == [("M2", "work_days", 35, 30), ("M2", "service_id", "procurement", "it")]
    assert of(kept(database), "M2").work_days == 35
    assert of(kept(database), "M2").service == "procurement"


def test_what_only_the_app_changed_is_kept(database: Database) -> None:
    load(database, seven())
    edit(database, "M2", title="Network live in the town hall", service="registry")
    report = load(database, seven())
    assert report.changed == report.conflicts == []
    assert sorted(each.column for each in report.kept) == ["service_id", "title"]
    assert of(kept(database), "M2").title == "Network live in the town hall"


def test_what_both_changed_is_a_conflict_and_stays_as_the_app_has_it(database: Database) -> None:
    load(database, seven())
    edit(database, "M2", work_days=28)

    def longer(content: ProgrammeContent) -> None:
        of(content, "M2").work_days = 35
        of(content, "M2").title = "Town-hall network up"

    for _ in range(2):
        report = load(database, seven(longer))
        assert fields(report.conflicts) == [("M2", "work_days", 35, 28)]
        found = of(kept(database), "M2")
        assert (found.work_days, found.title) == (28, "Town-hall network up")


def test_an_answer_given_in_the_app_stays_while_the_file_puts_the_question_anew(database: Database) -> None:
    def asked(question: str, *titles: str) -> ProgrammeContent:
        content = seven()
        options = [DecisionOptionFields(title=title, position=place) for place, title in enumerate(titles)]
        of(content, "M3").kind = MilestoneKind.DECISION
        of(content, "M3").work_days = 0
        content.decisions = [DecisionContent(milestone="M3", question=question, options=options)]
        return ProgrammeContent.model_validate(content.model_dump())

    load(database, asked("Rent?", "Rent", "Buy"))
    taken = TakeDecision(programme=KEY, key="M3", version=1, option=2, effect="Bought", reason="Cheaper")
    do(database, taken)
    report = load(database, asked("Rent or buy?", "Rent", "Buy", "Wait"))
    (record,) = kept(database).decisions
    assert (record.question, record.effect, record.why) == ("Rent or buy?", "Bought", "Cheaper")
    assert [option.title for option in record.options] == ["Rent", "Buy", "Wait"]
    assert [option.title for option in record.options if option.is_chosen] == ["Buy"]
    assert [each.column for each in report.changed] == ["question"]
    assert {"effect", "is_chosen", "why"} <= {each.column for each in report.kept}


def test_what_both_changed_to_the_same_is_no_conflict(database: Database) -> None:
    load(database, seven())
    edit(database, "M2", work_days=35)
    report = load(database, seven(lambda content: setattr(of(content, "M2"), "work_days", 35)))
    assert report.conflicts == report.kept == []


def test_a_conflict_that_the_app_gives_up_takes_the_files_value(database: Database) -> None:
    load(database, seven())
    newer = seven(lambda content: setattr(of(content, "M2"), "work_days", 35))
    edit(database, "M2", work_days=28)
    load(database, newer)
    edit(database, "M2", work_days=30)
    assert fields(load(database, newer).changed) == [("M2", "work_days", 35, 30)]


def test_updates_entered_in_the_app_are_never_lost(database: Database) -> None:
    load(database, seven())
    said = UpdateContent(
        item="M1", reported_on=date(2026, 2, 2), author="Buyer", declared_status=DeclaredStatus.ATTENTION
    )
    do(database, ReportProgress(programme=KEY, **said.model_dump()))
    from_file = UpdateContent(item="M1", reported_on=date(2026, 1, 19), author="Buyer", text="Offers in")
    report = load(database, seven(lambda content: content.updates.append(from_file)))
    assert [record.kind for record in report.missing] == ["progress_update"]
    assert kept(database).updates == [from_file, said]
    assert load(database, seven(lambda content: content.updates.append(from_file))).added == []
    assert kept(database).updates == [from_file, said]


def test_an_actual_date_entered_in_the_app_stays(database: Database) -> None:
    load(database, seven())
    found = database.snapshot(KEY).milestones.by_key("M1")
    assert found is not None
    actuals = {"actual_start": date(2026, 1, 5)}
    do(database, RecordActual(programme=KEY, key="M1", version=found.version, changes=actuals))
    load(database, seven())
    assert of(kept(database), "M1").actual_start == date(2026, 1, 5)


def test_what_is_not_in_the_file_stays_and_is_listed(database: Database) -> None:
    load(database, seven())

    def without_m7(content: ProgrammeContent) -> None:
        content.milestones = [found for found in content.milestones if found.key != "M7"]
        content.dependencies = [found for found in content.dependencies if found.successor != "M7"]
        content.baselines[0].dates = [each for each in content.baselines[0].dates if each.milestone != "M7"]

    report = load(database, seven(without_m7))
    assert [(record.kind, record.name) for record in report.missing] == [
        ("milestone", "M7"),
        ("dependency", "M2 M7 FS"),
        ("baseline_date", "approved M7"),
    ]
    assert kept(database) == seven()


def test_what_the_app_removed_does_not_come_back(database: Database) -> None:
    load(database, seven())
    found = link(database, "M3", "M5")
    assert found.id is not None
    do(database, RemoveDependency(programme=KEY, dependency_id=found.id, version=found.version))
    report = load(database, seven())
    assert report.added == []
    assert fields(report.kept) == [("M3 M5 FS", "", "M3 M5 FS", None)]


def link(database: Database, predecessor: str, successor: str) -> Dependency:
    snapshot = database.snapshot(KEY)
    ends = [snapshot.milestones.by_key(key) for key in (predecessor, successor)]
    ids = tuple(end.id for end in ends if end is not None)
    (found,) = [each for each in snapshot.dependencies if (each.predecessor_id, each.successor_id) == ids]
    return found


def test_a_dependency_changed_in_the_app_is_not_added_again(database: Database) -> None:
    load(database, seven())
    found = link(database, "M3", "M5")
    assert found.id is not None
    changes = {"kind": DependencyKind.SS}
    do(
        database,
        EditDependency(programme=KEY, dependency_id=found.id, version=found.version, changes=changes),
    )
    report = load(database, seven())
    assert report.added == report.missing == []
    assert fields(report.kept) == [("M3 M5 FS", "kind", DependencyKind.FS, DependencyKind.SS)]
    assert link(database, "M3", "M5").kind == DependencyKind.SS


def test_a_dependency_changed_in_the_file_is_changed(database: Database) -> None:
    load(database, seven())

    def start_together(content: ProgrammeContent) -> None:
        (found,) = [each for each in content.dependencies if each.successor == "M5"]
        found.kind = DependencyKind.SS

    report = load(database, seven(start_together))
    assert report.added == report.missing == []
    assert link(database, "M3", "M5").kind == DependencyKind.SS


def test_new_records_of_the_file_are_added(database: Database) -> None:
    load(database, seven())

    def with_m8(content: ProgrammeContent) -> None:
        content.milestones.append(
            MilestoneContent(key="M8", title="Survey of users", initiative="S3", work_days=5, position=9)
        )
        content.dependencies.append(DependencyContent(predecessor="M6", successor="M8"))

    report = load(database, seven(with_m8))
    assert [(record.kind, record.name) for record in report.added] == [
        ("milestone", "M8"),
        ("dependency", "M6 M8 FS"),
    ]
    assert of(kept(database), "M8").position == 2


def test_an_approved_plan_never_changes(database: Database) -> None:
    load(database, seven())
    approved = kept(database).baselines

    def other_dates(content: ProgrammeContent) -> None:
        content.baselines[0].dates[0].finish = date(2026, 12, 1)
        content.baselines[0].name = "As wished"

    report = load(database, seven(other_dates))
    assert {each.record.kind for each in report.conflicts} == {"baseline", "baseline_date"}
    assert kept(database).baselines == approved


def test_a_circle_that_file_and_app_close_together_is_refused_whole(database: Database) -> None:
    load(database, seven())
    do(database, AddDependency(programme=KEY, predecessor="M5", successor="M7"))
    before = everything(database)

    def other_way(content: ProgrammeContent) -> None:
        content.dependencies.append(DependencyContent(predecessor="M7", successor="M5"))
        of(content, "M1").title = "Contract signed"

    with pytest.raises(DependencyLoopError) as refused:
        load(database, seven(other_way))
    assert set(refused.value.details["circle"]) == {"M5", "M7"}
    assert everything(database) == before


def test_the_report_is_said_in_both_languages(database: Database) -> None:
    load(database, seven())
    edit(database, "M2", work_days=28)
    report = load(database, seven(lambda content: setattr(of(content, "M2"), "work_days", 35)))
    english = [translator("en")(line) for line in report.sentences()]
    assert any("35 in the file, 28 in the app" in line for line in english)
    french = [translator("fr")(line) for line in report.sentences()]
    assert any("35 dans le fichier, 28 dans l'application" in line for line in french)
    assert report.as_json()["conflicts"] == [
        {"kind": "milestone", "record": "M2", "field": "work_days", "file": 35, "app": 28}
    ]


def killed(address: str, file: Path, tables: int) -> int:
    command = [sys.executable, "-m", "tests.exchange.killed_load", address, str(file), str(tables)]
    root = Path(__file__).parents[2]
    return subprocess.run(command, cwd=root, check=False, timeout=120).returncode  # noqa: S603  # our own script


@pytest.mark.parametrize("tables", [1, 9, 15])
def test_a_first_load_killed_in_the_middle_leaves_no_trace(
    database: Database, database_url: str, tables: int
) -> None:
    load(database, seven())
    before = everything(database)
    path = next(path for path in ROADMAPS if path.stem == "tagaytay")
    assert killed(database_url, path, tables) == -signal.SIGKILL
    assert everything(database) == before
    load(database, read_roadmap(path, TODAY))
    assert kept(database, "tagaytay") == read_roadmap(path, TODAY)


def test_a_second_load_killed_in_the_middle_leaves_the_programme_as_it_was(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    load(database, seven())
    before = everything(database)
    newer = seven(lambda content: setattr(of(content, "M2"), "work_days", 35))
    file = tmp_path / f"{KEY}.toml"
    file.write_text(write_roadmap(newer), encoding="utf-8")
    assert killed(database_url, file, 9) == -signal.SIGKILL
    assert everything(database) == before
