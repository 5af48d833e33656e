"""Until when a decision may wait: by definition, on programmes made at random, and on plans drawn by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.builders import MONDAY, baseline, depends, milestone, plan, snapshot_of, update
from tracker.analysis import GroupBy, ProgrammeAnalysis, analyse
from tracker.analysis.decisions import DecisionAnalysis, DecisionOutcome
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import DecisionContent, MilestoneContent, ProgrammeContent
from tracker.model.decision import DecisionOptionFields
from tracker.model.milestone import MilestoneKind
from tracker.model.programme import StallRule
from tracker.planning import ConstraintKind, DependencyKind, LagUnit

WEEKS = some.integers(0, 40).map(lambda days: MONDAY + timedelta(days=days))


def decision(key: str = "D", **fields: Any) -> MilestoneContent:
    return milestone(key, kind=MilestoneKind.DECISION, **fields)


def found_in(content: ProgrammeContent, day: date = MONDAY, key: str = "D") -> DecisionAnalysis:
    found = analyse(snapshot_of(content), day).decisions.by_key(key)
    assert found is not None
    return found


@some.composite
def programmes(draw: some.DrawFn) -> ProgrammeContent:
    """Give a plan in which a decision stands somewhere among the work that it may hold back."""
    place = draw(some.integers(0, 1))
    kinds = [ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.FINISH_NO_EARLIER_THAN]
    held = draw(some.none() | some.sampled_from(kinds))
    dated: dict[str, Any] = {} if held is None else {"constraint": held, "constraint_date": draw(WEEKS)}
    items = [
        decision(**dated)
        if number == place
        else milestone(
            f"M{number}",
            draw(some.integers(0, 9)),
            is_public_opening=draw(some.booleans()),
            **draw(some.just({}) | some.fixed_dictionaries(
                {"constraint": some.just(ConstraintKind.START_NO_EARLIER_THAN), "constraint_date": WEEKS}
            )),
        )
        for number in range(draw(some.integers(2, 6)))
    ]  # fmt: skip
    links = [
        depends(
            second.key,
            first.key,
            kind=draw(some.sampled_from(DependencyKind)),
            lag=draw(some.integers(-3, 9)),
            lag_unit=draw(some.sampled_from([LagUnit.WORKING_DAYS, LagUnit.CALENDAR_DAYS])),
        )
        for number, second in enumerate(items)
        for first in items[:number]
        if draw(some.integers(0, 2))
    ]
    return plan(items, links)


def moved_when_decided(content: ProgrammeContent, as_of: date, day: date, before: Mapping[str, Any]) -> bool:
    """Whether anything but the decision finishes later when it comes no earlier than the evening of a day."""
    held = {"constraint": ConstraintKind.FINISH_NO_EARLIER_THAN, "constraint_date": day}
    later = content.model_copy(
        update={
            "milestones": [
                one.model_copy(update=held) if one.key == "D" else one for one in content.milestones
            ]
        }
    )
    after = analyse(snapshot_of(later), as_of).items
    return any(item.early_finish > before[item.key] for item in after if item.key != "D")


@settings(max_examples=50, deadline=None)
@given(content=programmes(), passed=some.integers(0, 30))
def test_decided_on_its_last_day_nothing_moves_and_one_working_day_later_something_does(
    content: ProgrammeContent, passed: int
) -> None:
    as_of = MONDAY + timedelta(days=passed)
    analysis = analyse(snapshot_of(content), as_of)
    found = analysis.decisions.by_key("D")
    assert found is not None
    before = {item.key: item.early_finish for item in analysis.items}
    last = found.needed_by
    if last is None:
        far = as_of + timedelta(days=3000)
        assert not moved_when_decided(content, as_of, far, before)
        return
    assert not moved_when_decided(content, as_of, last, before)
    assert moved_when_decided(content, as_of, analysis.calendar.add_working_days(last, 1), before)
    opening = found.last_days.openings
    assert opening is None or opening >= last


def test_the_float_of_what_waits_is_the_decisions_to_use() -> None:
    """A (10 days) and the decision lie before B (5 days): the decision may wait as long as A takes."""
    content = plan([milestone("A", 10), decision(), milestone("B", 5)], [depends("B", "A", "D")])
    assert found_in(content).needed_by == date(2026, 1, 16)


def test_a_decision_on_which_work_waits_today_was_needed_on_the_working_day_before() -> None:
    content = plan([decision(), milestone("B", 5)], [depends("B", "D")])
    assert found_in(content, date(2026, 1, 12)).needed_by == date(2026, 1, 9)


def test_openings_may_stand_longer_than_what_moves_first() -> None:
    """D holds back A (2 days), A and C (10 days) hold back the opening: A moves first, the opening later."""
    content = plan(
        [decision(), milestone("A", 2), milestone("C", 10), milestone("O", 1, is_public_opening=True)],
        [depends("A", "D"), depends("O", "A", "C")],
    )
    found = found_in(content)
    assert found.needed_by == date(2026, 1, 2)
    assert found.last_days.openings == date(2026, 1, 14)


def test_what_nothing_waits_for_is_needed_by_no_day() -> None:
    found = found_in(plan([decision(), milestone("A", 3)]))
    assert (found.needed_by, found.waiting, found.one_more_week) == (None, (), ())


def test_a_week_more_of_a_decision_held_by_the_date_of_its_sitting_moves_what_follows() -> None:
    """The sitting is on the 23rd: a week later is the 30th, whatever could have been prepared before."""
    dated: dict[str, Any] = {
        "constraint": ConstraintKind.FINISH_NO_EARLIER_THAN,
        "constraint_date": date(2026, 1, 23),
    }
    content = plan([decision(**dated), milestone("B", 5)], [depends("B", "D")])
    (move,) = found_in(content).one_more_week
    assert (move.item, move.moves_days) == ("B", 5)


def with_record(**record: Any) -> ProgrammeContent:
    content = plan([decision(), milestone("B", 5)], [depends("B", "D")])
    return content.model_copy(update={"decisions": [DecisionContent(milestone="D", **record)]})


@pytest.mark.parametrize(
    ("day", "outcome"),
    [(date(2026, 1, 13), DecisionOutcome.AWAITED), (date(2026, 1, 14), DecisionOutcome.REFUSED)],
)
def test_a_refusal_is_known_from_its_day_on(day: date, outcome: DecisionOutcome) -> None:
    content = with_record(refused_on=date(2026, 1, 14), why="No money")
    assert found_in(content, day).outcome is outcome


def rules_of(analysis: ProgrammeAnalysis) -> set[StallRule]:
    return {stall.rule for stall in analysis.stalls.of_item("D")}


def test_a_refused_decision_holds_back_and_is_a_stall_until_nothing_waits() -> None:
    refused = with_record(refused_on=date(2026, 1, 5))
    analysis = analyse(snapshot_of(refused), date(2026, 1, 12))
    assert StallRule.DECISION_REFUSED in rules_of(analysis)
    assert analysis.bottlenecks[0].item == "D"
    freed = refused.model_copy(update={"dependencies": []})
    assert StallRule.DECISION_REFUSED not in rules_of(analyse(snapshot_of(freed), date(2026, 1, 12)))


def test_a_decision_that_no_approved_plan_dates_stalls_after_a_week_of_silence() -> None:
    content = with_record(asked_on=date(2026, 1, 12))
    approved = baseline("P", MONDAY, {"B": (date(2026, 1, 5), date(2026, 1, 9))})
    content = content.model_copy(update={"baselines": [approved]})
    late, early = date(2026, 1, 20), date(2026, 1, 19)
    assert StallRule.DECISION_LATE in rules_of(analyse(snapshot_of(content), late))
    assert StallRule.DECISION_LATE not in rules_of(analyse(snapshot_of(content), early))
    heard = content.model_copy(update={"updates": [update("D", date(2026, 1, 16))]})
    assert StallRule.DECISION_LATE not in rules_of(analyse(snapshot_of(heard), late))


def test_who_is_asked_is_whom_the_wait_belongs_to() -> None:
    content = plan(
        [decision(owner="mayor"), milestone("B", 5, service="it")], [depends("B", "D")], initiatives=()
    )
    groups = analyse(snapshot_of(content), date(2026, 1, 12)).bottleneck_groups(GroupBy.SERVICE)
    assert groups[0].title == "Mayor"


def test_options_come_in_their_order_and_the_chosen_one_only_of_what_was_taken() -> None:
    options = [
        DecisionOptionFields(title="Second", position=1, is_chosen=True),
        DecisionOptionFields(title="First", position=0),
    ]
    found = found_in(with_record(options=options))
    assert [option.title for option in found.options] == ["First", "Second"]
    assert found.chosen is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stalls_of_decisions_are_said_in_words(language: str) -> None:
    analysis = analyse(snapshot_of(with_record(refused_on=MONDAY)), date(2026, 1, 12))
    said = [translator(language)(stall.sentence) for stall in analysis.stalls.of_item("D")]
    assert any("D reached" in sentence and "1 " in sentence for sentence in said)
