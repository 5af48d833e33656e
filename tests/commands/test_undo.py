"""Undo takes back exactly what a command did, can itself be undone, and never undoes somebody else's work."""

from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import LEAD, TODAY, City, picture
from tracker.commands import Command
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.capacity import (
    AddAbsence,
    AddWorkNeed,
    EditAbsence,
    EditWorkNeed,
    RemoveAbsence,
    RemoveWorkNeed,
)
from tracker.commands.decision import (
    AskDecision,
    AskDecisionAgain,
    EditDecision,
    RefuseDecision,
    TakeDecision,
)
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.indicator import AddIndicator, AddReading, EditIndicator
from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.commands.milestone import (
    AddMilestone,
    CancelMilestone,
    EditMilestone,
    RecordActual,
    ReopenMilestone,
    RescheduleMilestone,
)
from tracker.commands.organisation import (
    AddPartner,
    AddPost,
    AddService,
    EditPartner,
    EditPost,
    EditService,
    RemovePartner,
    RemovePost,
    RemoveService,
)
from tracker.commands.planned_changes import as_change
from tracker.commands.programme import (
    AddCalendarException,
    EditProgramme,
    PublishProgramme,
    RemoveCalendarException,
    SetStallRule,
)
from tracker.commands.progress import ReportProgress
from tracker.commands.registry import all_commands
from tracker.commands.reporting import (
    AnswerReporting,
    ApplyReportingSheet,
    ReportedRow,
    ReportNothingChanged,
)
from tracker.commands.review import (
    AddAgendaPoint,
    DropReview,
    EditAgendaPoint,
    EditReview,
    OrderAgenda,
    PrepareReview,
    ProposeAgenda,
    RemoveAgendaPoint,
)
from tracker.commands.review_answer import AnswerInReview
from tracker.commands.scenario import (
    AcceptProposal,
    DiscardScenario,
    EditScenario,
    KeepScenario,
    ProposeScenario,
    RefuseProposal,
    ShareScenario,
)
from tracker.commands.undo import UndoLastChange, last_redoable, last_undoable
from tracker.commands.work_calendar import (
    AddOtherHours,
    AddWorkCalendar,
    EditWorkCalendar,
    RemoveOtherHours,
    RemoveWorkCalendar,
)
from tracker.model.content import InitiativePartnerContent, ReadingContent
from tracker.model.decision import DecisionOptionFields
from tracker.model.errors import (
    DependencyLoopError,
    NotAllowedError,
    NothingToUndoError,
    RuleError,
    UndoConflictError,
)
from tracker.model.initiative import InitiativeStatus
from tracker.model.organisation import PartnerKind
from tracker.model.programme import StallRule
from tracker.storage import Author

IN_CITY: dict[str, Any] = {"programme": "city"}
LONGER = as_change(RescheduleMilestone(**IN_CITY, key="M1", version=1, changes={"work_days": 30}))
KEPT = KeepScenario(**IN_CITY, key="S-1", title="A late contract", changes=[LONGER])
PROPOSED = ProposeScenario(**IN_CITY, key="S-1", version=1, reason="The law asks for it")
PROVIDER = InitiativePartnerContent(partner="provider", contribution="Fibre")
REPORTED = ReportedRow(item="M1", version=1, done_on=date(2026, 2, 10), text="Signed")
READING = ReadingContent(read_on=TODAY, value=12)
HOLIDAY: dict[str, Any] = {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 2), "name": "Fair"}


AWAY: dict[str, Any] = {"starts_on": "2026-03-02", "ends_on": "2026-03-06", "reason": "Leave"}
# For each command: what prepares it, and the command itself.
ASKED = AskDecision(
    **IN_CITY,
    key="D1",
    title="PCs",
    question="Rent or buy?",
    awaited_from="City council",
    options=[DecisionOptionFields(title="Rent"), DecisionOptionFields(title="Buy", meaning="Once")],
    holds_back=["M3"],
)
TO_DECIDE = EditMilestone(**IN_CITY, key="M1", version=1, changes={"kind": "decision"})
REVIEW = PrepareReview(**IN_CITY, key="spring", title="Spring", day=TODAY, proposes_agenda=False)
POINT = AddAgendaPoint(**IN_CITY, key="spring", title="The contract", about="M1")

CASES: list[list[Command]] = [
    [EditProgramme(**IN_CITY, version=1, changes={"start": "2026-02-02", "working_week": ["sun", "mon"]})],
    [AddCalendarException(**IN_CITY, **HOLIDAY)],
    [
        AddCalendarException(**IN_CITY, **HOLIDAY),
        RemoveCalendarException(**IN_CITY, calendar_exception_id=1, version=1),
    ],
    [AddWorkCalendar(**IN_CITY, key="vendor", title="Vendor", friday="", sunday="09:00-17:00")],
    [
        AddWorkCalendar(**IN_CITY, key="vendor", title="Vendor"),
        EditWorkCalendar(**IN_CITY, key="vendor", version=1, changes={"friday": "", "is_default": True}),
    ],
    [
        AddWorkCalendar(**IN_CITY, key="vendor", title="Vendor"),
        AddOtherHours(**IN_CITY, calendar="vendor", **HOLIDAY),
        RemoveWorkCalendar(**IN_CITY, key="vendor", version=1),
    ],
    [
        AddWorkCalendar(**IN_CITY, key="vendor", title="Vendor"),
        AddOtherHours(**IN_CITY, calendar="vendor", hours="08:00-10:00", **HOLIDAY),
    ],
    [
        AddWorkCalendar(**IN_CITY, key="vendor", title="Vendor"),
        AddOtherHours(**IN_CITY, calendar="vendor", **HOLIDAY),
        RemoveOtherHours(**IN_CITY, other_hours_id=1, version=1),
    ],
    [
        AddWorkCalendar(**IN_CITY, key="vendor", title="Vendor"),
        EditMilestone(**IN_CITY, key="M5", version=1, changes={"calendar": "vendor"}),
    ],
    [EditPost(**IN_CITY, key="registrar", version=1, changes={"people": 2.5})],
    [AddAbsence(**IN_CITY, post="registrar", people=0.5, **AWAY)],
    [
        AddAbsence(**IN_CITY, post="registrar", **AWAY),
        EditAbsence(**IN_CITY, absence_id=1, version=1, changes={"people": 1.0}),
    ],
    [
        AddAbsence(**IN_CITY, post="registrar", **AWAY),
        RemoveAbsence(**IN_CITY, absence_id=1, version=1),
    ],
    [AddAbsence(**IN_CITY, post="registrar", **AWAY), RemovePost(**IN_CITY, key="registrar", version=1)],
    [AddWorkNeed(**IN_CITY, milestone="M5", post="registrar", people=0.5)],
    [
        AddWorkNeed(**IN_CITY, milestone="M5", post="registrar"),
        EditWorkNeed(**IN_CITY, work_need_id=1, version=1, changes={"days": 5.0}),
    ],
    [
        AddWorkNeed(**IN_CITY, milestone="M5", post="registrar"),
        RemoveWorkNeed(**IN_CITY, work_need_id=1, version=1),
    ],
    [SetStallRule(**IN_CITY, rule=StallRule.OVERDUE, is_on=False)],
    [AddService(**IN_CITY, key="parks", name="Parks")],
    [EditService(**IN_CITY, key="it", version=1, changes={"name": "Digital"})],
    [AddService(**IN_CITY, key="parks", name="Parks"), RemoveService(**IN_CITY, key="parks", version=1)],
    [AddPost(**IN_CITY, key="mayor", title="Mayor")],
    [EditPost(**IN_CITY, key="registrar", version=1, changes={"service": "registry"})],
    [RemovePost(**IN_CITY, key="registrar", version=1)],
    [AddPartner(**IN_CITY, key="bank", name="Bank", kind=PartnerKind.FUNDER)],
    [EditPartner(**IN_CITY, key="provider", version=1, changes={"kind": "consultant"})],
    [
        AddPartner(**IN_CITY, key="bank", name="Bank", kind=PartnerKind.FUNDER),
        RemovePartner(**IN_CITY, key="bank", version=1),
    ],
    [AddInitiative(**IN_CITY, key="new", title="New", service="it", also=["hr"], partners=[PROVIDER])],
    [
        EditInitiative(
            **IN_CITY,
            key="portal",
            version=1,
            changes={
                "cost": 3_000_000_000,
                "also": ["hr", "it"],
                "partners": [{"partner": "university", "contribution": "Training"}],
                "owner": "registrar",
            },
        )
    ],
    [
        EndInitiative(
            **IN_CITY, key="portal", version=1, status=InitiativeStatus.CANCELLED, reason="No budget"
        )
    ],
    [
        EndInitiative(
            **IN_CITY, key="portal", version=1, status=InitiativeStatus.SUPERSEDED, reason="Merged"
        ),
        ReopenInitiative(**IN_CITY, key="portal", version=2),
    ],
    [AddMilestone(**IN_CITY, key="M8", title="Eighth", initiative="portal", actual_finish=date(2026, 2, 2))],
    [EditMilestone(**IN_CITY, key="M5", version=1, changes={"title": "Trained", "initiative": "portal"})],
    [
        RescheduleMilestone(
            **IN_CITY,
            key="M5",
            version=1,
            changes={"constraint": "must_start_on", "constraint_date": "2026-03-02", "work_days": 12},
        )
    ],
    [RecordActual(**IN_CITY, key="M1", version=1, changes={"actual_finish": "2026-02-03"})],
    [CancelMilestone(**IN_CITY, key="M7", version=1, reason="Not needed")],
    [
        CancelMilestone(**IN_CITY, key="M7", version=1, reason="Not needed"),
        ReopenMilestone(**IN_CITY, key="M7", version=2),
    ],
    [AddDependency(**IN_CITY, predecessor="network", successor="M3", lag=-2, reason="Cabling first")],
    [
        EditDependency(
            **IN_CITY, dependency_id=1, version=1, changes={"kind": "SS", "lag": 50, "lag_unit": "percent"}
        )
    ],
    [RemoveDependency(**IN_CITY, dependency_id=1, version=1)],
    [
        ReportProgress(
            **IN_CITY, item="M1", reported_on=TODAY, author="Buyer", actuals={"actual_finish": "2026-02-10"}
        )
    ],
    [
        ReportNothingChanged(
            **IN_CITY, items=["M1", "M3"], reported_on=TODAY, author="Buyer", text="As before"
        )
    ],
    [AnswerReporting(**IN_CITY, reported_on=TODAY, author="Buyer", row=REPORTED)],
    [ApplyReportingSheet(**IN_CITY, reported_on=TODAY, author="Buyer", rows=[REPORTED])],
    [AddIndicator(**IN_CITY, key="delay", title="Days to a certificate", readings=[READING])],
    [
        AddIndicator(**IN_CITY, key="delay", title="Days to a certificate"),
        EditIndicator(
            **IN_CITY, key="delay", version=1, changes={"target_value": 2, "initiative": "registry"}
        ),
    ],
    [KEPT],
    [KEPT, EditScenario(**IN_CITY, key="S-1", version=1, changes={"title": "A later contract"})],
    [KEPT, ShareScenario(**IN_CITY, key="S-1", version=1)],
    [KEPT, PROPOSED],
    [KEPT, PROPOSED, AcceptProposal(**IN_CITY, key="S-1", version=2)],
    [KEPT, PROPOSED, RefuseProposal(**IN_CITY, key="S-1", version=2, reason="Too late")],
    [KEPT, DiscardScenario(**IN_CITY, key="S-1", version=1)],
    [ASKED],
    [
        ASKED,
        EditDecision(
            **IN_CITY,
            key="D1",
            version=1,
            changes={"question": "Buy?"},
            options=[DecisionOptionFields(title="Buy")],
        ),
    ],
    [ASKED, TakeDecision(**IN_CITY, key="D1", version=1, option=2, effect="Bought")],
    [ASKED, RefuseDecision(**IN_CITY, key="D1", version=1, reason="No money")],
    [
        ASKED,
        TakeDecision(**IN_CITY, key="D1", version=1, option=2),
        AskDecisionAgain(**IN_CITY, key="D1", version=2),
    ],
    [PublishProgramme(**IN_CITY, version=1, is_published=True)],
    [REVIEW],
    [REVIEW, EditReview(**IN_CITY, key="spring", version=1, changes={"present": ["Mayor"]})],
    [REVIEW, POINT, DropReview(**IN_CITY, key="spring", version=1)],
    [TO_DECIDE, REVIEW, ProposeAgenda(**IN_CITY, key="spring")],
    [REVIEW, POINT],
    [REVIEW, POINT, EditAgendaPoint(**IN_CITY, point=1, version=1, changes={"outcome": "Agreed"})],
    [REVIEW, POINT, RemoveAgendaPoint(**IN_CITY, point=1, version=1)],
    [REVIEW, POINT, POINT, OrderAgenda(**IN_CITY, key="spring", points=[2, 1])],
    [TO_DECIDE, REVIEW, POINT, AnswerInReview(**IN_CITY, point=1, version=2, is_taken=True, effect="Yes")],
    [
        AddIndicator(**IN_CITY, key="delay", title="Days to a certificate"),
        AddReading(**IN_CITY, indicator="delay", read_on=TODAY, text="next day"),
    ],
]


def test_every_undoable_command_has_a_case() -> None:
    undoable = {name for name, kind in all_commands().items() if kind.is_undoable}
    # What is answered came through a link: tests/commands/test_share.py takes both answers back.
    answers = {"AcceptPartnerProposal", "RefusePartnerProposal"}
    assert {type(case[-1]).__name__ for case in CASES} == undoable - {"UndoLastChange"} - answers


@pytest.mark.parametrize("case", CASES, ids=lambda case: type(case[-1]).__name__)
def test_undo_restores_every_row_and_undo_of_undo_does_it_again(city: City, case: list[Command]) -> None:
    for command in case[:-1]:
        city.do(command)
    before = picture(city.snapshot())
    done = city.do(case[-1])
    after = picture(city.snapshot())
    assert after != before

    undone = city.do(UndoLastChange(**IN_CITY, command_id=done.command_id))
    assert picture(city.snapshot()) == before
    assert {entry.undoes for entry in city.entries(undone)} == {done.command_id}

    city.do(UndoLastChange(**IN_CITY, command_id=undone.command_id))
    assert picture(city.snapshot()) == after


def rename(city: City, title: str, author: Author = LEAD) -> str:
    version = city.version("M1")
    command = EditMilestone(**IN_CITY, key="M1", version=version, changes={"title": title})
    return City(city.database, author=author).do(command).command_id


def title_of_m1(city: City) -> str:
    found = city.snapshot().milestones.by_key("M1")
    assert found is not None
    return found.title


def test_a_record_that_changed_again_is_not_undone(city: City) -> None:
    first = rename(city, "First")
    rename(city, "Second")
    with pytest.raises(UndoConflictError) as refused:
        city.do(UndoLastChange(**IN_CITY, command_id=first))
    assert refused.value.details == {"record": "M1", "command": "EditMilestone"}
    assert title_of_m1(city) == "Second"


def test_changes_are_undone_one_after_the_other_from_the_latest(city: City) -> None:
    original = title_of_m1(city)
    rename(city, "First")
    rename(city, "Second")
    for expected in ("First", original):
        found = last_undoable(city.database, "city", LEAD.name)
        assert found is not None
        city.do(UndoLastChange(**IN_CITY, command_id=found.command_id))
        assert title_of_m1(city) == expected


def test_what_has_been_undone_is_not_undone_twice(city: City) -> None:
    renamed = rename(city, "First")
    city.do(UndoLastChange(**IN_CITY, command_id=renamed))
    with pytest.raises(UndoConflictError):
        city.do(UndoLastChange(**IN_CITY, command_id=renamed))


def test_what_others_rely_on_is_not_undone(city: City) -> None:
    added = city.do(AddMilestone(**IN_CITY, key="M8", title="Eighth", initiative="portal"))
    city.do(AddDependency(**IN_CITY, predecessor="M8", successor="M7"))
    before = picture(city.snapshot())
    with pytest.raises(UndoConflictError):
        city.do(UndoLastChange(**IN_CITY, command_id=added.command_id))
    assert picture(city.snapshot()) == before


def test_what_would_come_back_as_a_circle_is_not_undone(city: City) -> None:
    removed = city.do(RemoveDependency(**IN_CITY, dependency_id=2, version=1))
    city.do(RemoveDependency(**IN_CITY, dependency_id=7, version=1))
    city.do(AddDependency(**IN_CITY, predecessor="M6", successor="M2"))
    with pytest.raises(DependencyLoopError) as refused:
        city.do(UndoLastChange(**IN_CITY, command_id=removed.command_id))
    assert set(refused.value.details["circle"]) == {"M2", "M4", "M6"}


def test_a_rule_broken_by_the_way_back_is_said(city: City) -> None:
    finished = city.do(RecordActual(**IN_CITY, key="M7", version=1, changes={"actual_finish": "2026-02-02"}))
    city.do(EditInitiative(**IN_CITY, key="portal", version=1, changes={"status": InitiativeStatus.DONE}))
    with pytest.raises(RuleError) as refused:
        city.do(UndoLastChange(**IN_CITY, command_id=finished.command_id))
    assert refused.value.text.key == "rule.initiative_done"


def test_a_baseline_and_the_making_of_a_programme_stay(city: City) -> None:
    approved = city.do(
        ApproveBaseline(**IN_CITY, key="first", name="First", approved_on=TODAY, approved_by="Council")
    )
    made = city.journal()[0].command_id
    for command_id in (approved.command_id, made):
        with pytest.raises(RuleError) as refused:
            city.do(UndoLastChange(**IN_CITY, command_id=command_id))
        assert refused.value.text.key == "rule.not_undoable"
    # What came before the approval is not offered as if it were the last change.
    assert last_undoable(city.database, "city") is None


def test_an_unknown_change_is_nothing_to_undo(city: City) -> None:
    with pytest.raises(NothingToUndoError):
        city.do(UndoLastChange(**IN_CITY, command_id="none"))


def test_who_may_not_do_may_not_undo(city: City) -> None:
    renamed = rename(city, "First")
    leader = City(city.database, author=Author(name="mayor", role="leader"))
    undo = UndoLastChange(**IN_CITY, command_id=renamed)
    with pytest.raises(NotAllowedError):
        leader.do(undo)
    undone = city.do(undo)
    with pytest.raises(NotAllowedError):
        leader.do(UndoLastChange(**IN_CITY, command_id=undone.command_id))


def test_the_screen_offers_the_authors_own_latest_change(city: City) -> None:
    other = Author(name="deputy", role="technical_lead")
    mine = rename(city, "Mine")
    theirs = rename(city, "Theirs", author=other)
    found, latest = last_undoable(city.database, "city", LEAD.name), last_undoable(city.database, "city")
    assert found is not None
    assert latest is not None
    assert (found.command_id, latest.command_id) == (mine, theirs)
    assert (latest.command, latest.record_key, latest.author) == ("EditMilestone", "M1", "deputy")


def test_redo_is_offered_right_after_an_undo_only(city: City) -> None:
    renamed = rename(city, "First")
    assert last_redoable(city.database, "city") is None
    undone = city.do(UndoLastChange(**IN_CITY, command_id=renamed))
    offered = last_redoable(city.database, "city")
    assert offered is not None
    assert offered.command_id == undone.command_id
    rename(city, "Other")
    assert last_redoable(city.database, "city") is None


def test_a_form_that_was_open_during_the_undo_is_stale(city: City) -> None:
    changed = city.do(EditInitiative(**IN_CITY, key="portal", version=1, changes={"also": ["hr"]}))
    there = city.snapshot().initiatives.by_key("portal")
    city.do(UndoLastChange(**IN_CITY, command_id=changed.command_id))
    now = city.snapshot().initiatives.by_key("portal")
    assert there is not None
    assert now is not None
    assert now.version > there.version
