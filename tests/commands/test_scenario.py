"""A scenario is kept, proposed and decided on; only an acceptance changes the plan, whole or not at all."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.commands.conftest import LEAD, NOW, City, picture
from tracker.analysis import analyse
from tracker.commands.dependency import RemoveDependency
from tracker.commands.initiative import EndInitiative
from tracker.commands.milestone import EditMilestone, RecordActual, RescheduleMilestone
from tracker.commands.planned_changes import as_change
from tracker.commands.rehearsal import rehearse
from tracker.commands.scenario import (
    AcceptProposal,
    DiscardScenario,
    EditScenario,
    KeepScenario,
    ProposeScenario,
    RefuseProposal,
    ShareScenario,
    accepted_changes,
    opened_scenario,
    visible_scenarios,
)
from tracker.commands.undo import UndoLastChange, last_undoable
from tracker.i18n import LANGUAGES, translator
from tracker.model.account import Role
from tracker.model.author import Mandate
from tracker.model.errors import (
    DuplicateKeyError,
    NotAllowedError,
    PlanMovedError,
    RefusedChangeError,
    RuleError,
    StaleRecordError,
)
from tracker.model.initiative import InitiativeStatus
from tracker.model.journal import Change, ReasonKind
from tracker.model.scenario import Scenario, ScenarioState
from tracker.reports.journal import journal_changes
from tracker.storage import Author, Database
from tracker.storage.metadata import METADATA

IN_CITY: dict[str, Any] = {"programme": "city"}
STEP: dict[str, Any] = {**IN_CITY, "key": "S-1"}
CHANGES = [
    as_change(
        RescheduleMilestone(
            **IN_CITY, key="M1", version=1, changes={"work_days": 30}, reason="Tender to be run again"
        )
    ),
    as_change(RemoveDependency(**IN_CITY, dependency_id=7, version=1)),
    as_change(
        EndInitiative(
            **IN_CITY, key="portal", version=1, status=InitiativeStatus.CANCELLED, reason="No money"
        )
    ),
]


def kept(city: City, changes: list[dict[str, Any]] | None = None) -> None:
    city.do(KeepScenario(**STEP, title="A late contract", changes=changes or CHANGES))


def proposed(city: City, changes: list[dict[str, Any]] | None = None) -> None:
    kept(city, changes)
    city.do(ProposeScenario(**STEP, version=1, reason="The tender failed"))


def scenario(city: City) -> Scenario:
    found = city.snapshot().scenarios.by_key("S-1")
    assert found is not None
    return found


def plan(city: City) -> Any:
    """Return every fact of the plan, without the scenarios kept beside it."""
    return {table: rows for table, rows in picture(city.snapshot()).items() if table != "scenario"}


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table as the database holds it, and what it numbers rows with."""
    with database.engine.connect() as connection:
        tables = {
            name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}")).all()), key=repr)  # noqa: S608  # our own tables
            for name in [*METADATA.tables, "alembic_version"]
        }
        if database.engine.dialect.name == "sqlite":
            raw: Any = connection.connection.driver_connection
            tables["dump"] = [(line,) for line in raw.iterdump()]
        else:
            query = "SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"
            tables["sequences"] = [tuple(row) for row in connection.execute(text(query)).all()]
    return tables


def test_a_scenario_computed_and_discarded_leaves_the_database_byte_for_byte(city: City) -> None:
    before, bytes_before = everything(city.database), file_bytes(city.database)
    snapshot = city.snapshot()
    found = analyse(rehearse(snapshot, CHANGES, NOW).snapshot, NOW.date())
    assert found.finish != analyse(snapshot, NOW.date()).finish

    assert everything(city.database) == before
    assert file_bytes(city.database) == bytes_before


def file_bytes(database: Database) -> bytes:
    """Return what lies on the disk under a SQLite database, its log included."""
    name = database.engine.url.database
    if database.engine.dialect.name != "sqlite" or name is None:
        return b""
    return Path(name).read_bytes() + Path(f"{name}-wal").read_bytes()


def test_what_was_kept_and_put_away_leaves_every_table_of_the_plan_as_it_was(city: City) -> None:
    before = everything(city.database)
    kept(city)
    city.do(ShareScenario(**STEP, version=1))
    city.do(DiscardScenario(**STEP, version=2))

    after = everything(city.database)
    # The programme's row counts all writes in it, the scenario's own among them.
    beside = {"scenario", "journal_entry", "command_closed", "programme", "dump", "sequences"}
    assert {name: rows for name, rows in after.items() if name not in beside} == {
        name: rows for name, rows in before.items() if name not in beside
    }
    assert plan(city)["programme"] == {1: picture(city.snapshot())["programme"][1]}
    assert scenario(city).state is ScenarioState.DISCARDED


def test_a_kept_scenario_changes_no_answer_about_the_plan(city: City) -> None:
    before = analyse(city.snapshot(), NOW.date())
    kept(city)
    after = analyse(city.snapshot(), NOW.date())

    assert list(after.items) == list(before.items)
    assert after.finish == before.finish
    assert [stall.sentence for stall in after.stalls] == [stall.sentence for stall in before.stalls]


def test_an_acceptance_writes_one_entry_a_change_under_one_decision(city: City) -> None:
    proposed(city)
    agreed = AcceptProposal(**STEP, version=2, reason="Agreed on Tuesday", reason_kind=ReasonKind.SUPPLIER)
    accepted = city.do(agreed)

    decision, *entries = city.entries(accepted)
    assert decision.record_kind == "scenario"
    assert decision.reason == "S-1 A late contract: The tender failed – Agreed on Tuesday"
    assert [(entry.record_kind, entry.record_key, entry.change) for entry in entries] == [
        ("milestone", "M1", "changed"),
        ("dependency", "", "removed"),
        ("initiative", "portal", "changed"),
    ]
    assert {entry.command_id for entry in (decision, *entries)} == {accepted.command_id}
    assert all(
        "S-1 A late contract: The tender failed – Agreed on Tuesday" in entry.reason for entry in entries
    )
    assert entries[0].reason.endswith("Tender to be run again")
    assert {entry.reason_kind for entry in (decision, *entries)} == {ReasonKind.SUPPLIER}


def test_the_accepted_plan_is_the_one_that_was_rehearsed(city: City) -> None:
    expected = picture(rehearse(city.snapshot(), CHANGES, NOW).snapshot)
    proposed(city)
    city.do(AcceptProposal(**STEP, version=2))

    assert plan(city) == {table: rows for table, rows in expected.items() if table != "scenario"}


def test_undo_takes_an_acceptance_back_as_one(city: City) -> None:
    proposed(city)
    before = picture(city.snapshot())
    accepted = city.do(AcceptProposal(**STEP, version=2))
    offered = last_undoable(city.database, "city")
    assert offered is not None
    assert offered.command_id == accepted.command_id

    city.do(UndoLastChange(**IN_CITY, command_id=accepted.command_id))
    assert picture(city.snapshot()) == before
    assert scenario(city).state is ScenarioState.PROPOSED


def test_a_plan_that_moved_under_the_proposal_is_said_value_by_value_and_nothing_is_changed(
    city: City,
) -> None:
    proposed(city)
    city.do(RescheduleMilestone(**IN_CITY, key="M1", version=1, changes={"work_days": 25}))
    city.do(RemoveDependency(**IN_CITY, dependency_id=7, version=1))
    before = picture(city.snapshot())
    with pytest.raises(PlanMovedError) as refused:
        city.do(AcceptProposal(**STEP, version=2))

    assert picture(city.snapshot()) == before
    sentence = translator("en")(refused.value.text)
    assert "“Fibre contract signed” (Work, in working days): was 20, now 25" in sentence
    assert "“Town-hall network live → Open-data portal open” is no longer in the plan" in sentence
    assert translator("fr")(refused.value.text)


def test_what_moved_elsewhere_is_no_hindrance(city: City) -> None:
    proposed(city)
    city.do(EditMilestone(**IN_CITY, key="M1", version=1, changes={"title": "Fibre contract signed at last"}))
    city.do(RescheduleMilestone(**IN_CITY, key="M3", version=1, changes={"work_days": 26}))
    city.do(AcceptProposal(**STEP, version=2))

    work = {row.key: row.work_days for row in city.snapshot().milestones}
    assert (work["M1"], work["M3"]) == (30, 26)


def test_a_list_kept_anew_is_held_against_the_present_plan_and_proposed_again(city: City) -> None:
    proposed(city)
    city.do(RescheduleMilestone(**IN_CITY, key="M1", version=1, changes={"work_days": 25}))
    city.do(EditScenario(**STEP, version=2, changes={"changes": CHANGES}))
    assert scenario(city).state is ScenarioState.SHARED
    city.do(ProposeScenario(**STEP, version=3, reason="Still"))
    city.do(AcceptProposal(**STEP, version=4))
    assert city.snapshot().milestones.by_key("M1").work_days == 30  # type: ignore[union-attr]  # it is there


def test_an_acceptance_is_whole_or_nothing(city: City) -> None:
    proposed(city)
    city.do(RecordActual(**IN_CITY, key="M7", version=1, changes={"actual_finish": "2026-02-10"}))
    city.do(
        EndInitiative(**IN_CITY, key="portal", version=1, status=InitiativeStatus.SUPERSEDED, reason="Merged")
    )
    before = everything(city.database)
    with pytest.raises(PlanMovedError):
        city.do(AcceptProposal(**STEP, version=2))
    # PostgreSQL does not take back the numbers that a refused transaction has drawn.
    after = everything(city.database) | {"sequences": before.get("sequences", [])}
    assert after == {"sequences": [], **before}


def test_a_scenario_that_cannot_be_carried_out_is_not_kept(city: City) -> None:
    missing = as_change(RescheduleMilestone(**IN_CITY, key="M9", version=1, changes={"work_days": 3}))
    with pytest.raises(RefusedChangeError) as refused:
        kept(city, [*CHANGES, missing])
    assert refused.value.details["number"] == 4
    assert len(city.snapshot().scenarios) == 0


def test_a_key_names_one_scenario(city: City) -> None:
    kept(city)
    with pytest.raises(DuplicateKeyError):
        kept(city)


def test_a_refusal_is_answered_with_its_reason_and_can_be_proposed_again(city: City) -> None:
    proposed(city)
    before = plan(city)
    city.do(RefuseProposal(**STEP, version=2, reason="Not before the vote"))
    assert (scenario(city).state, scenario(city).decision) == (ScenarioState.REFUSED, "Not before the vote")
    assert plan(city) == before
    city.do(ProposeScenario(**STEP, version=3, reason="The vote is over"))
    assert scenario(city).state is ScenarioState.PROPOSED


def test_what_is_not_proposed_is_neither_accepted_nor_refused(city: City) -> None:
    kept(city)
    for step in (AcceptProposal(**STEP, version=1), RefuseProposal(**STEP, version=1, reason="No")):
        with pytest.raises(RuleError) as refused:
            city.do(step)
        assert refused.value.text.key == "rule.scenario_not_proposed"


def test_what_is_over_stays_as_it_is(city: City) -> None:
    proposed(city)
    city.do(AcceptProposal(**STEP, version=2))
    for step in (
        EditScenario(**STEP, version=3, changes={"title": "Other"}),
        ShareScenario(**STEP, version=3),
        DiscardScenario(**STEP, version=3),
    ):
        with pytest.raises(RuleError) as refused:
            city.do(step)
        assert refused.value.text.key == "rule.scenario_is_accepted"


def test_who_decided_on_another_state_of_the_proposal_is_told(city: City) -> None:
    proposed(city)
    city.do(EditScenario(**STEP, version=2, changes={"title": "Another title"}))
    with pytest.raises(StaleRecordError):
        city.do(AcceptProposal(**STEP, version=2))


def test_who_only_reads_neither_keeps_nor_accepts(city: City) -> None:
    reader = City(city.database, author=Author(name="visitor", role="leader"))
    with pytest.raises(NotAllowedError):
        kept(reader)
    proposed(city)
    with pytest.raises(NotAllowedError):
        reader.do(AcceptProposal(**STEP, version=2))


def test_a_draft_is_found_by_its_author_and_by_who_decides(city: City) -> None:
    mandates = {"city": Mandate(role=Role.OWNER)}
    owner, other = (Author(name=name, mandates=mandates) for name in ("owner", "other"))
    City(city.database, author=owner).do(KeepScenario(**STEP, title="A late contract", changes=CHANGES))

    def found(author: Author) -> list[str]:
        return [row.key for row in visible_scenarios(city.snapshot(), author)]

    assert (found(owner), found(LEAD), found(other)) == (["S-1"], ["S-1"], [])
    city.do(ShareScenario(**STEP, version=1))
    assert found(other) == ["S-1"]
    city.do(DiscardScenario(**STEP, version=2))
    assert found(LEAD) == []


def test_somebody_elses_draft_is_neither_opened_by_its_address_nor_moved_on(city: City) -> None:
    mandates = {"city": Mandate(role=Role.OWNER)}
    owner, other = (Author(name=name, mandates=mandates) for name in ("owner", "other"))
    City(city.database, author=owner).do(KeepScenario(**STEP, title="A late contract", changes=CHANGES))
    stranger = City(city.database, author=other)

    def opens(author: Author) -> bool:
        return opened_scenario(city.snapshot(), "S-1", author) is not None

    assert (opens(owner), opens(LEAD), opens(other)) == (True, True, False)
    for step in (
        ShareScenario(**STEP, version=1),
        ProposeScenario(**STEP, version=1, reason="Why not"),
        DiscardScenario(**STEP, version=1),
        EditScenario(**STEP, version=1, changes={"title": "Mine"}),
    ):
        with pytest.raises(NotAllowedError):
            stranger.do(step)
    city.do(ShareScenario(**STEP, version=1))
    assert opens(other)
    city.do(DiscardScenario(**STEP, version=2))
    assert (opens(owner), opens(other)) == (True, False)


def test_what_an_acceptance_changed_is_told_from_the_journal(city: City) -> None:
    proposed(city)
    city.do(AcceptProposal(**STEP, version=2))
    told = accepted_changes(city.database.journal_by_command("city", record_keys={"S-1"}))
    milestone, dependency, *_ = told
    assert (milestone.kind, milestone.record_key, milestone.after["work_days"]) == ("milestone", "M1", 30)
    assert (dependency.kind, dependency.change) == ("dependency", Change.REMOVED)
    assert "scenario" not in {one.kind for one in told}


def test_the_scenario_remembers_who_asked_and_who_answered(city: City) -> None:
    proposed(city)
    city.do(AcceptProposal(**STEP, version=2))
    row = scenario(city)
    assert (row.author, row.proposed_by, row.decided_by) == (LEAD.name,) * 3
    assert (row.proposed_on, row.decided_on) == (NOW.date(), NOW.date())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_journal_says_what_a_scenario_holds(city: City, language: str) -> None:
    kept(city)
    t = translator(language)
    said = journal_changes(city.database.journal("city", limit=1), city.snapshot(), t)[0]
    lines = " ".join(str(line) for line in said.lines)
    assert "M1" in lines
    assert "{" not in lines
