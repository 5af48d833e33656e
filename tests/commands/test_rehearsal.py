"""Changes tried on a copy: the same rules hold, and nothing is written."""

from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import NOW, City, picture
from tracker.analysis import analyse
from tracker.commands import Command
from tracker.commands.capacity import AddAbsence, AddWorkNeed
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative
from tracker.commands.milestone import AddMilestone, CancelMilestone, EditMilestone, RescheduleMilestone
from tracker.commands.organisation import EditPost
from tracker.commands.planned_changes import PLANNABLE, as_change, command_of
from tracker.commands.progress import ReportProgress
from tracker.commands.rehearsal import rehearse
from tracker.i18n import translator
from tracker.model.errors import RefusedChangeError, RuleError
from tracker.model.initiative import InitiativeStatus
from tracker.model.milestone import MilestoneKind
from tracker.planning import ConstraintKind, DependencyKind

IN_CITY: dict[str, Any] = {"programme": "city"}
DAY = NOW.date()


def work(key: str, days: float) -> dict[str, Any]:
    return as_change(RescheduleMilestone(**IN_CITY, key=key, version=1, changes={"work_days": days}))


COMMANDS: list[Command] = [
    EditMilestone(**IN_CITY, key="M5", version=1, changes={"owner": "registrar", "nature": "skill"}),
    RescheduleMilestone(
        **IN_CITY,
        key="M3",
        version=1,
        changes={"constraint": ConstraintKind.START_NO_EARLIER_THAN, "constraint_date": date(2026, 4, 1)},
    ),
    AddMilestone(**IN_CITY, key="M8", title="Law voted", kind=MilestoneKind.DECISION, work_days=5),
    AddDependency(**IN_CITY, predecessor="M8", successor="registry", kind=DependencyKind.SS, lag=2),
    EditDependency(**IN_CITY, dependency_id=2, version=1, changes={"lag": 10}),
    RemoveDependency(**IN_CITY, dependency_id=3, version=1),
    CancelMilestone(**IN_CITY, key="M5", version=1, reason="No trainers"),
    EditInitiative(**IN_CITY, key="network", version=1, changes={"also": ["hr"], "cost": 5}),
    EndInitiative(**IN_CITY, key="portal", version=1, status=InitiativeStatus.CANCELLED, reason="No money"),
    AddInitiative(**IN_CITY, key="radio", title="Radio link", also=["it"]),
    EditPost(**IN_CITY, key="registrar", version=1, changes={"people": 2}),
    AddAbsence(**IN_CITY, post="registrar", starts_on=date(2026, 4, 1), ends_on=date(2026, 4, 9), people=1),
    AddWorkNeed(**IN_CITY, milestone="M5", post="registrar", people=1),
]


def test_a_rehearsal_gives_what_the_same_commands_make_of_the_plan(city: City) -> None:
    before = city.snapshot()
    rehearsed = rehearse(before, [as_change(command) for command in COMMANDS], NOW).snapshot

    assert picture(city.snapshot()) == picture(before)
    for command in COMMANDS:
        rows: Any = city.snapshot()
        named = next((row for row in rows.milestones if row.key == getattr(command, "key", "")), None)
        city.do(
            command.model_copy(update={"version": named.version})
            if named and PLANNABLE[type(command)]
            else command
        )
    assert picture(rehearsed) == picture(city.snapshot())


def test_every_change_is_read_back_as_the_command_it_was_written_from() -> None:
    for command in COMMANDS:
        written = as_change(command)
        assert as_change(command_of(written, "city")) == written
        assert type(command_of(written, "city")) is type(command)


def test_a_rehearsal_moves_the_openings(city: City) -> None:
    snapshot = city.snapshot()
    plan = analyse(snapshot, DAY)
    late = analyse(rehearse(snapshot, [work("M1", 30)], NOW).snapshot, DAY)
    delayed = analyse(snapshot, DAY, delays={"M1": 10})

    opens = [found.items.by_key("M6").early_finish or date.min for found in (plan, late, delayed)]
    assert opens[0] < opens[1] == opens[2]


def test_two_changes_of_one_record_follow_each_other(city: City) -> None:
    found = rehearse(city.snapshot(), [work("M1", 30), work("M1", 25)], NOW)

    assert [one.number for one in found.altered] == [0, 1]
    assert [one.before for one in found.altered] == [{"work_days": 20.0}, {"work_days": 30.0}]


def test_a_change_that_closes_a_circle_is_refused_by_its_number_and_the_circle_is_named(city: City) -> None:
    circle = as_change(AddDependency(**IN_CITY, predecessor="M6", successor="M1"))
    with pytest.raises(RefusedChangeError) as refused:
        rehearse(city.snapshot(), [work("M1", 30), circle], NOW)

    assert refused.value.details["number"] == 2
    sentence = translator("en")(refused.value.text)
    assert "M1" in sentence
    assert "M6" in sentence


def test_a_dependency_that_the_list_adds_is_not_edited_by_number(city: City) -> None:
    added = as_change(AddDependency(**IN_CITY, predecessor="M5", successor="M7"))
    edited = as_change(EditDependency(**IN_CITY, dependency_id=8, version=1, changes={"lag": 3}))
    with pytest.raises(RefusedChangeError) as refused:
        rehearse(city.snapshot(), [added, edited], NOW)

    assert refused.value.details["refusal"].key == "rule.change_of_own_addition"


@pytest.mark.parametrize(
    "change",
    [
        {"command": "DropEverything", "fields": {}},
        {"command": "RescheduleMilestone", "fields": {"key": "M1", "version": 7, "changes": {}}},
        {"command": "RescheduleMilestone", "fields": {"key": "M1", "changes": {"work_days": -1}}},
        {"command": "RescheduleMilestone"},
        {"fields": {"key": "M1"}},
    ],
    ids=["unknown", "with a version", "negative work", "no fields", "no command"],
)
def test_a_change_that_cannot_be_read_is_refused_in_words(city: City, change: dict[str, Any]) -> None:
    with pytest.raises(RuleError):
        command_of(change, "city")
    with pytest.raises(RefusedChangeError) as refused:
        rehearse(city.snapshot(), [change], NOW)
    assert all(translator(language)(refused.value.text) for language in ("fr", "en"))


def test_what_has_happened_is_no_matter_of_supposing() -> None:
    report = ReportProgress(**IN_CITY, item="M1", reported_on=DAY, author="Buyer")
    with pytest.raises(KeyError):
        as_change(report)


def test_what_is_put_off_in_a_rehearsal_counts_on_top_of_what_was_put_off_before(city: City) -> None:
    city.do(RescheduleMilestone(**IN_CITY, key="M1", version=1, changes={"work_days": 22}))
    snapshot = city.snapshot()
    found = rehearse(snapshot, [work("M1", 30), work("M3", 40)], NOW).snapshot

    keys = {row.id: row.key for row in snapshot.milestones}
    assert {keys[item]: times for item, times in found.date_moves.items()} == {"M1": 2, "M3": 1}
    assert {keys[item]: times for item, times in snapshot.date_moves.items()} == {"M1": 1}
