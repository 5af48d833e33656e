"""Decisions: asked, put differently, taken, refused, asked again; the plan and the record never disagree."""

from datetime import date
from typing import Any

import pytest

from tests.commands.conftest import NOW, TODAY, City
from tracker.analysis import ItemState, analyse
from tracker.analysis.decisions import DecisionAnalysis, DecisionOutcome
from tracker.commands import execute
from tracker.commands.decision import (
    AskDecision,
    AskDecisionAgain,
    EditDecision,
    RefuseDecision,
    TakeDecision,
)
from tracker.commands.milestone import AddMilestone, EditMilestone, RecordActual, ReopenMilestone
from tracker.commands.organisation import AddPost
from tracker.commands.undo import UndoLastChange
from tracker.model.account import Role
from tracker.model.author import Mandate
from tracker.model.decision import DecisionOptionFields
from tracker.model.errors import NotAllowedError, RuleError, StaleRecordError
from tracker.model.milestone import MilestoneKind
from tracker.model.organisation import PostRole
from tracker.model.programme import StallRule
from tracker.storage import Author

MONDAY = date(2026, 2, 23)
IN_CITY: dict[str, Any] = {"programme": "city"}
OPTIONS = [
    DecisionOptionFields(title="Rent", meaning="Paid by the month"),
    DecisionOptionFields(title="Buy", meaning="Paid once"),
]


def asked(**fields: Any) -> AskDecision:
    """Return the question whether to rent or to buy the PCs: the registry waits for it."""
    given = {
        "key": "D1",
        "title": "Council decides on the PCs",
        "question": "Does the city rent or buy?",
        "awaited_from": "City council",
        "initiative": "registry",
        "options": OPTIONS,
        "holds_back": ["M3"],
        **fields,
    }
    return AskDecision(**IN_CITY, **given)


def seen(city: City, key: str = "D1") -> DecisionAnalysis:
    found = analyse(city.snapshot(), TODAY).decisions.by_key(key)
    assert found is not None
    return found


def state(city: City, key: str, on: date = TODAY) -> ItemState:
    return analyse(city.snapshot(), on).items.by_key(key).state


def refused_by(city: City, command: Any) -> str:
    with pytest.raises(RuleError) as refusal:
        city.do(command)
    return str(refusal.value.text.key)


def test_one_command_asks_and_lets_what_depends_on_it_wait(city: City) -> None:
    assert state(city, "M3") is ItemState.READY
    city.do(asked())
    found = seen(city)
    assert (found.outcome, found.asked_of, found.asked_on) == (
        DecisionOutcome.AWAITED,
        "City council",
        TODAY,
    )
    assert [option.title for option in found.options] == ["Rent", "Buy"]
    assert found.waiting == ("M3",)
    assert state(city, "M3") is ItemState.WAITING
    assert {"procurement", "registry"} <= set(found.services)
    assert {"M3", "M5"} <= {move.item for move in found.one_more_week}


def test_a_decision_is_asked_of_somebody(city: City) -> None:
    assert refused_by(city, asked(awaited_from="")) == "rule.asked_of_somebody"


def test_taking_it_releases_what_waited_and_is_one_undo(city: City) -> None:
    city.do(asked())
    taken = city.do(TakeDecision(**IN_CITY, key="D1", version=1, option=2, effect="Bought", reason="Cheaper"))
    found = seen(city)
    assert (found.outcome, found.answered_on, found.effect, found.why) == (
        DecisionOutcome.TAKEN,
        TODAY,
        "Bought",
        "Cheaper",
    )
    assert found.chosen is not None
    assert found.chosen.title == "Buy"
    # An answer counts from the evening of its day: the next working day is free to begin.
    assert state(city, "M3", MONDAY) is ItemState.READY
    city.do(UndoLastChange(**IN_CITY, command_id=taken.command_id))
    assert seen(city).outcome is DecisionOutcome.AWAITED
    assert seen(city).chosen is None
    assert state(city, "M3") is ItemState.WAITING


def test_refusing_it_releases_nothing_and_is_said_among_the_stalls(city: City) -> None:
    city.do(asked())
    city.do(RefuseDecision(**IN_CITY, key="D1", version=1, reason="No money", effect="Old PCs stay"))
    analysis = analyse(city.snapshot(), TODAY)
    found = seen(city)
    assert (found.outcome, found.answered_on, found.why) == (DecisionOutcome.REFUSED, TODAY, "No money")
    assert analysis.items.by_key("M3").state is ItemState.WAITING
    assert StallRule.DECISION_REFUSED in {stall.rule for stall in analysis.stalls.of_item("D1")}
    assert refused_by(city, TakeDecision(**IN_CITY, key="D1", version=city.version("D1"))) == (
        "rule.decision_refused"
    )
    actual = {"actual_start": TODAY, "actual_finish": TODAY}
    reached = RecordActual(**IN_CITY, key="D1", version=city.version("D1"), changes=actual)
    assert refused_by(city, reached) == "rule.decision_refused"


def test_asked_again_it_is_awaited_anew_and_can_be_taken(city: City) -> None:
    city.do(asked())
    city.do(RefuseDecision(**IN_CITY, key="D1", version=1, reason="No money"))
    city.do(AskDecisionAgain(**IN_CITY, key="D1", version=city.version("D1")))
    assert (seen(city).outcome, seen(city).why) == (DecisionOutcome.AWAITED, "")
    city.do(TakeDecision(**IN_CITY, key="D1", version=city.version("D1"), option=1))
    assert seen(city).outcome is DecisionOutcome.TAKEN
    city.do(AskDecisionAgain(**IN_CITY, key="D1", version=city.version("D1")))
    assert (seen(city).outcome, seen(city).chosen) == (DecisionOutcome.AWAITED, None)
    awaited = AskDecisionAgain(**IN_CITY, key="D1", version=city.version("D1"))
    assert refused_by(city, awaited) == "rule.decision_awaited_already"


def test_a_decision_said_not_to_be_reached_loses_its_answer(city: City) -> None:
    city.do(asked())
    city.do(TakeDecision(**IN_CITY, key="D1", version=1, option=1, effect="Rented"))
    city.do(ReopenMilestone(**IN_CITY, key="D1", version=city.version("D1")))
    city.do(RecordActual(**IN_CITY, key="D1", version=city.version("D1"), changes={"actual_finish": TODAY}))
    assert (seen(city).chosen, seen(city).effect) == (None, "")


def test_a_decision_without_a_record_is_one_all_the_same(city: City) -> None:
    city.do(
        AddMilestone(**IN_CITY, key="D2", title="Vote", initiative="registry", kind=MilestoneKind.DECISION)
    )
    found = seen(city, "D2")
    assert (found.question, found.options, found.asked_of, found.outcome) == (
        "",
        (),
        "",
        DecisionOutcome.AWAITED,
    )
    city.do(EditDecision(**IN_CITY, key="D2", version=1, changes={"question": "Yes?"}, options=OPTIONS[:1]))
    assert seen(city, "D2").question == "Yes?"
    assert len(seen(city, "D2").options) == 1


def test_a_form_from_before_a_change_of_the_record_is_stale_and_shows_both_values(city: City) -> None:
    city.do(asked())
    city.do(EditDecision(**IN_CITY, key="D1", version=1, changes={"question": "Rent?"}))
    with pytest.raises(StaleRecordError) as stale:
        city.do(EditDecision(**IN_CITY, key="D1", version=1, changes={"question": "Buy?"}))
    (difference,) = stale.value.details["differences"]
    assert (difference.now, difference.yours) == ("Rent?", "Buy?")


def test_options_are_edited_as_one_list_and_the_answer_stays_in_it(city: City) -> None:
    city.do(asked())
    twice = EditDecision(**IN_CITY, key="D1", version=1, options=[OPTIONS[0], OPTIONS[0]])
    assert refused_by(city, twice) == "rule.option_twice"
    city.do(EditDecision(**IN_CITY, key="D1", version=1, options=[OPTIONS[1], OPTIONS[0]]))
    assert [option.title for option in seen(city).options] == ["Buy", "Rent"]
    city.do(TakeDecision(**IN_CITY, key="D1", version=city.version("D1"), option=1))
    without = EditDecision(**IN_CITY, key="D1", version=city.version("D1"), options=[OPTIONS[0]])
    assert refused_by(city, without) == "rule.chosen_option_stays"


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({}, "rule.say_what_was_decided"),
        ({"option": 3}, "rule.no_such_option"),
        ({"option": 1, "decided_on": "2026-02-21"}, "rule.in_the_future"),
    ],
)
def test_an_answer_names_what_was_decided(city: City, fields: dict[str, Any], rule: str) -> None:
    city.do(asked())
    assert refused_by(city, TakeDecision(**IN_CITY, key="D1", version=1, **fields)) == rule


def test_a_decision_with_a_record_stays_a_decision_and_a_milestone_is_none(city: City) -> None:
    city.do(asked())
    changed = EditMilestone(**IN_CITY, key="D1", version=1, changes={"kind": MilestoneKind.PREREQUISITE})
    assert refused_by(city, changed) == "rule.asked_of_decisions_alone"
    taken = TakeDecision(**IN_CITY, key="M1", version=1, effect="Yes")
    assert refused_by(city, taken) == "rule.not_a_decision"


def test_a_leader_answers_what_is_asked_of_the_sponsor_and_nothing_else(city: City) -> None:
    city.do(AddPost(**IN_CITY, key="mayor", title="Mayor", role=PostRole.SPONSOR))
    city.do(asked(owner="mayor", awaited_from=""))
    city.do(asked(key="D2", title="Another"))
    mayor = Author(name="Mayor", mandates={"city": Mandate(role=Role.LEADER)})
    taken = TakeDecision(**IN_CITY, key="D1", version=1, option=1)
    assert execute(city.database, taken, mayor, NOW).result.actual_finish == TODAY
    with pytest.raises(NotAllowedError):
        execute(city.database, TakeDecision(**IN_CITY, key="D2", version=1, option=1), mayor, NOW)
    assert seen(city).asked_of == "Mayor"
