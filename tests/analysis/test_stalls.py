"""Each rule that says why work has stopped: its clock, its threshold, switched off and tuned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.builders import MONDAY, baseline, depends, initiative, milestone, plan, snapshot_of, update
from tracker.analysis import ComputedStatus, ItemState, Stall, analyse
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import DecisionContent, ProgrammeContent
from tracker.model.initiative import InitiativeStatus, Period
from tracker.model.milestone import MilestoneKind
from tracker.model.programme import StallRule, StallRuleSettingFields
from tracker.planning import ConstraintKind


def stalls(content: ProgrammeContent, day: date, rule: StallRule) -> list[Stall]:
    return [stall for stall in analyse(snapshot_of(content), day).stalls if stall.rule is rule]


def tuned(rule: StallRule, **fields: object) -> list[StallRuleSettingFields]:
    return [StallRuleSettingFields(rule=rule, **fields)]  # type: ignore[arg-type]  # fields of the record


BEGUN = milestone("A", 60, actual_start=MONDAY)


def test_no_news_of_work_in_progress_stalls_once_the_cadence_is_passed() -> None:
    content = plan([BEGUN])
    assert not stalls(content, date(2026, 2, 2), StallRule.NO_UPDATE)  # 20 working days
    (stall,) = stalls(content, date(2026, 2, 3), StallRule.NO_UPDATE)
    assert (stall.item, stall.since, stall.working_days) == ("A", MONDAY, 21)


@pytest.mark.parametrize("said_of", ["A", "I"])
def test_an_update_of_the_item_or_its_initiative_sets_the_clock_back(said_of: str) -> None:
    content = plan(
        [milestone("A", 60, actual_start=MONDAY, initiative="I")],
        initiatives=[initiative("I")],
        updates=[update(said_of, date(2026, 1, 30))],
    )
    assert not stalls(content, date(2026, 2, 27), StallRule.NO_UPDATE)
    (stall,) = stalls(content, date(2026, 3, 2), StallRule.NO_UPDATE)
    assert (stall.since, stall.working_days) == (date(2026, 1, 30), 21)


def test_an_update_given_after_the_day_of_the_analysis_is_not_known() -> None:
    content = plan([BEGUN], updates=[update("A", date(2026, 3, 1))])
    assert stalls(content, date(2026, 2, 10), StallRule.NO_UPDATE)


def test_the_clock_of_an_item_that_is_held_back_does_not_run() -> None:
    content = plan([BEGUN, milestone("B", 5)], [depends("B", "A")])
    assert {stall.item for stall in stalls(content, date(2026, 6, 1), StallRule.NO_UPDATE)} == {"A"}


def test_the_clock_starts_when_the_predecessor_is_reached_and_its_lag_has_passed() -> None:
    reached = milestone("A", 5, actual_start=MONDAY, actual_finish=date(2026, 1, 9))
    content = plan([reached, milestone("B", 5)], [depends("B", "A", lag=5)])
    assert not stalls(content, date(2026, 2, 2), StallRule.READY_NOT_STARTED)
    (stall,) = stalls(content, date(2026, 2, 3), StallRule.READY_NOT_STARTED)
    assert (stall.item, stall.since, stall.working_days) == ("B", date(2026, 1, 19), 11)


def test_what_may_not_begin_before_a_date_is_not_ready_until_then() -> None:
    pinned = milestone(
        "A",
        5,
        constraint=ConstraintKind.START_NO_EARLIER_THAN,
        constraint_date=date(2026, 6, 1),
    )
    content = plan([pinned])
    assert not analyse(snapshot_of(content), date(2026, 5, 1)).stalls.of_item("A")
    (stall,) = stalls(content, date(2026, 6, 30), StallRule.READY_NOT_STARTED)
    assert stall.since == date(2026, 6, 1)


def test_begun_by_report_alone_is_not_ready_any_more() -> None:
    content = plan([milestone("A", 30)], updates=[update("A", date(2026, 1, 12), progress_percent=10)])
    assert not stalls(content, date(2026, 2, 2), StallRule.READY_NOT_STARTED)


def test_a_decision_has_no_beginning_to_wait_for() -> None:
    content = plan([milestone("vote", 0, kind=MilestoneKind.DECISION)])
    rules = {stall.rule for stall in analyse(snapshot_of(content), date(2026, 3, 2)).stalls.of_item("vote")}
    assert rules == {StallRule.OVERDUE, StallRule.NO_UPDATE}


def test_overdue_counts_from_the_approved_finish() -> None:
    approved = baseline("P", MONDAY, {"A": (MONDAY, date(2026, 1, 23))})
    content = plan([milestone("A", 5, actual_start=MONDAY)], baselines=[approved])
    assert not stalls(content, date(2026, 1, 23), StallRule.OVERDUE)
    (stall,) = stalls(content, date(2026, 1, 26), StallRule.OVERDUE)
    assert (stall.since, stall.working_days) == (date(2026, 1, 23), 1)


def test_a_wait_belongs_to_the_overdue_item_however_far_back() -> None:
    content = plan(
        [milestone(key, 5) for key in "ABCD"], [depends("B", "A"), depends("C", "B"), depends("D", "C")]
    )
    found = stalls(content, date(2026, 3, 2), StallRule.WAITING)
    assert {(stall.item, stall.because_of, stall.holder) for stall in found} == {
        ("B", "A", "A"),
        ("C", "A", "A"),
        ("D", "A", "A"),
    }
    assert {stall.working_days for stall in found} == {0}


def test_a_wait_belongs_to_the_item_that_determines_the_date_not_to_the_most_overdue() -> None:
    content = plan([milestone("A", 5), milestone("B", 10), milestone("C", 5)], [depends("C", "A", "B")])
    analysis = analyse(snapshot_of(content), date(2026, 3, 2))
    assert analysis.items.by_key("A").total_float_days == 5
    (stall,) = [stall for stall in analysis.stalls if stall.rule is StallRule.WAITING]
    assert stall.because_of == "B"


def test_a_wait_belongs_to_the_most_overdue_of_several_that_determine_the_date() -> None:
    content = plan(
        [
            milestone("A", 5),
            milestone(
                "B", 5, constraint=ConstraintKind.START_NO_EARLIER_THAN, constraint_date=date(2026, 1, 12)
            ),
            milestone("C", 5),
        ],
        [depends("C", "A", "B")],
    )
    (stall,) = stalls(content, date(2026, 3, 2), StallRule.WAITING)
    assert stall.because_of == "A"


def test_a_wait_belongs_to_any_overdue_item_when_a_pin_determines_the_date() -> None:
    pinned = milestone(
        "B", 5, constraint=ConstraintKind.START_NO_EARLIER_THAN, constraint_date=date(2026, 6, 1)
    )
    approved = baseline("P", MONDAY, {key: (MONDAY, date(2026, 1, 9)) for key in "AB"})
    content = plan([milestone("A", 5), pinned], [depends("B", "A")], baselines=[approved])
    (stall,) = stalls(content, date(2026, 3, 2), StallRule.WAITING)
    assert (stall.item, stall.because_of) == ("B", "A")


APPROVED_WITHOUT_NEW = baseline("P", MONDAY, {"A": (MONDAY, date(2026, 1, 9))})


def test_what_the_approved_plan_does_not_hold_has_no_planned_dates_and_no_clock() -> None:
    content = plan([milestone("A", 5), milestone("new", 5)], baselines=[APPROVED_WITHOUT_NEW])
    analysis = analyse(snapshot_of(content), date(2026, 6, 1))
    item = analysis.items.by_key("new")
    assert (item.planned_start, item.planned_finish, item.variance_days) == (None, None, None)
    assert item.computed_status is None
    assert translator("en")(item.reason) == ("Cannot be computed because the approved plan does not hold it.")
    assert not analysis.stalls.of_item("new")
    assert analysis.stalls.of_item("A")
    moved = replace(snapshot_of(content), date_moves={2: 5})
    assert not analyse(moved, date(2026, 6, 1)).stalls.of_item("new")


def test_silence_on_work_begun_outside_the_approved_plan_counts_from_its_beginning() -> None:
    begun = milestone("new", 5, actual_start=date(2026, 3, 2))
    content = plan([milestone("A", 5), begun], baselines=[APPROVED_WITHOUT_NEW])
    found = analyse(snapshot_of(content), date(2026, 6, 1)).stalls.of_item("new")
    assert [(stall.rule, stall.since) for stall in found] == [(StallRule.NO_UPDATE, date(2026, 3, 2))]


def test_planned_work_that_waits_for_unapproved_work_says_so() -> None:
    content = plan(
        [milestone("A", 5), milestone("new", 5)], [depends("A", "new")], baselines=[APPROVED_WITHOUT_NEW]
    )
    found = analyse(snapshot_of(content), date(2026, 6, 1)).stalls
    assert [(stall.rule, stall.item, stall.because_of) for stall in found] == [
        (StallRule.WAITING, "A", "new")
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_work_begun_whose_end_is_held_waits_for_what_holds_it(language: str) -> None:
    approved = baseline("P", MONDAY, {key: (MONDAY, date(2026, 1, 9)) for key in ("vote", "A", "B")})
    vote = milestone("vote", 0, kind=MilestoneKind.DECISION)
    content = plan(
        [vote, milestone("A", 5, actual_start=MONDAY), milestone("B", 5)],
        [depends("A", "vote", kind="FF", lag=5), depends("B", "A")],
        baselines=[approved],
    )
    analysis = analyse(snapshot_of(content), date(2026, 3, 2))
    overdue = [stall.item for stall in analysis.stalls if stall.rule is StallRule.OVERDUE]
    waits = [stall for stall in analysis.stalls if stall.rule is StallRule.WAITING]
    assert overdue == ["vote"]
    assert {(stall.item, stall.because_of) for stall in waits} == {("A", "vote"), ("B", "vote")}
    assert analysis.items.by_key("A").state is ItemState.IN_PROGRESS
    assert {one.item: (one.is_actionable, one.days_lost) for one in analysis.bottlenecks} == {
        "vote": (True, 36),
        "A": (False, 0),
    }
    (held,) = [stall for stall in waits if stall.item == "A"]
    assert held.since == date(2026, 1, 9)
    assert held.sentence.key == "stall.waiting_to_finish"
    assert "vote reached" in translator(language)(held.sentence)


def test_work_begun_that_determines_its_own_end_is_overdue_itself() -> None:
    vote = milestone("vote", 0, kind=MilestoneKind.DECISION)
    content = plan([vote, milestone("A", 5, actual_start=MONDAY)], [depends("A", "vote", kind="FF")])
    found = stalls(content, date(2026, 3, 2), StallRule.OVERDUE)
    assert {stall.item for stall in found} == {"vote", "A"}


def test_a_dependency_into_the_finish_holds_no_start_back() -> None:
    content = plan([milestone("A", 5), milestone("B", 5)], [depends("B", "A", kind="FF")])
    assert not stalls(content, date(2026, 3, 2), StallRule.WAITING)
    assert {stall.item for stall in stalls(content, date(2026, 3, 2), StallRule.OVERDUE)} == {"A", "B"}


def test_a_decision_awaited_holds_back_like_any_other_item() -> None:
    vote = milestone("vote", 0, kind=MilestoneKind.DECISION, awaited_from="Council")
    content = plan([vote, milestone("A", 5)], [depends("A", "vote")])
    analysis = analyse(snapshot_of(content), date(2026, 1, 12))
    waits = [stall for stall in analysis.stalls if stall.rule is StallRule.WAITING]
    assert [(stall.item, stall.because_of) for stall in waits] == [("A", "vote")]
    assert analysis.bottlenecks[0].item == "vote"


def approved_later_each_time(times: int) -> ProgrammeContent:
    dates = [date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 31), date(2026, 4, 30)]
    plans = [
        baseline(f"P{place}", date(2026, 1, 5 + place), {"A": (MONDAY, finish)})
        for place, finish in enumerate(dates[: times + 1])
    ]
    return plan([BEGUN], baselines=plans)


def test_a_date_put_off_three_times_by_approved_plans_stalls() -> None:
    day = date(2026, 1, 19)
    assert not stalls(approved_later_each_time(2), day, StallRule.DATE_MOVED)
    (stall,) = stalls(approved_later_each_time(3), day, StallRule.DATE_MOVED)
    assert (stall.item, stall.since, stall.working_days) == ("A", date(2026, 1, 8), 7)


def test_a_date_put_off_by_hand_counts_as_the_journal_tells() -> None:
    def rules(moves: int) -> set[StallRule]:
        snapshot = replace(snapshot_of(plan([BEGUN])), date_moves={1: moves})
        return {stall.rule for stall in analyse(snapshot, date(2026, 1, 19)).stalls}

    assert StallRule.DATE_MOVED not in rules(2)
    assert StallRule.DATE_MOVED in rules(3)


def test_progress_unchanged_for_two_rounds_stalls() -> None:
    same = [update("A", date(2026, 1, day), progress_percent=40) for day in (7, 14, 21)]
    assert not stalls(plan([BEGUN], updates=same[:2]), date(2026, 1, 23), StallRule.PROGRESS_UNCHANGED)
    (stall,) = stalls(plan([BEGUN], updates=same), date(2026, 1, 23), StallRule.PROGRESS_UNCHANGED)
    assert (stall.since, stall.working_days) == (date(2026, 1, 7), 12)
    moved = [*same, update("A", date(2026, 1, 22), progress_percent=45)]
    assert not stalls(plan([BEGUN], updates=moved), date(2026, 1, 23), StallRule.PROGRESS_UNCHANGED)


def test_nothing_planned_in_the_next_twelve_months_is_said_of_the_programme() -> None:
    reached = milestone("A", 5, actual_start=MONDAY, actual_finish=date(2026, 1, 9))
    (stall,) = stalls(plan([reached]), date(2026, 1, 16), StallRule.NOTHING_PLANNED)
    assert (stall.item, stall.since, stall.working_days) == (None, date(2026, 1, 9), 5)
    assert not stalls(plan([reached, milestone("B", 5)]), date(2026, 1, 16), StallRule.NOTHING_PLANNED)


def test_a_programme_without_any_milestone_yet_has_not_stalled() -> None:
    assert not analyse(snapshot_of(plan([])), date(2027, 1, 16)).stalls


def test_work_planned_beyond_the_months_looked_at_does_not_count() -> None:
    far = milestone(
        "A",
        5,
        constraint=ConstraintKind.START_NO_EARLIER_THAN,
        constraint_date=date(2027, 6, 1),
    )
    assert stalls(plan([far]), MONDAY, StallRule.NOTHING_PLANNED)
    longer = tuned(StallRule.NOTHING_PLANNED, threshold=24)
    assert not stalls(plan([far], stall_rules=longer), MONDAY, StallRule.NOTHING_PLANNED)


STOPPED = {
    StallRule.NO_UPDATE: plan([BEGUN]),
    StallRule.OVERDUE: plan([milestone("A", 5)]),
    StallRule.WAITING: plan([milestone("A", 5), milestone("B", 5)], [depends("B", "A")]),
    StallRule.READY_NOT_STARTED: plan([milestone("A", 5)]),
    StallRule.DATE_MOVED: approved_later_each_time(3),
    StallRule.PROGRESS_UNCHANGED: plan(
        [BEGUN], updates=[update("A", date(2026, 1, day), progress_percent=40) for day in (7, 14, 21)]
    ),
    StallRule.DECISION_LATE: plan(
        [milestone("A", kind=MilestoneKind.DECISION), milestone("B", 5)],
        [depends("B", "A")],
        baselines=[baseline("P", MONDAY, {"B": (MONDAY, date(2026, 1, 9))})],
    ),
    StallRule.DECISION_REFUSED: plan(
        [milestone("A", kind=MilestoneKind.DECISION), milestone("B", 5)], [depends("B", "A")]
    ).model_copy(update={"decisions": [DecisionContent(milestone="A", refused_on=MONDAY)]}),
    StallRule.NOTHING_PLANNED: plan([milestone("A", 5, actual_start=MONDAY, actual_finish=date(2026, 1, 9))]),
}
WEEKS_LATER = date(2026, 4, 1)


@pytest.mark.parametrize("rule", StallRule)
def test_a_rule_finds_until_it_is_switched_off_or_given_a_high_threshold(rule: StallRule) -> None:
    content = STOPPED[rule]
    assert stalls(content, WEEKS_LATER, rule)
    off = content.model_copy(update={"stall_rules": tuned(rule, is_on=False)})
    assert not stalls(off, WEEKS_LATER, rule)
    if rule is not StallRule.NOTHING_PLANNED:
        high = content.model_copy(update={"stall_rules": tuned(rule, threshold=999)})
        assert not stalls(high, WEEKS_LATER, rule)


@pytest.mark.parametrize("rule", StallRule)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stall_says_itself_in_every_language(rule: StallRule, language: str) -> None:
    stall = stalls(STOPPED[rule], WEEKS_LATER, rule)[0]
    sentence = translator(language)(stall.sentence)
    assert sentence.endswith(".")
    if stall.item:
        assert f"{stall.item} reached" in sentence


@pytest.mark.parametrize(
    "fields",
    [
        {"period": Period.HISTORY},
        {"status": InitiativeStatus.SUPERSEDED},
        {"status": InitiativeStatus.CANCELLED},
        {"status": InitiativeStatus.DONE},
    ],
)
def test_what_is_out_of_the_plan_never_stalls_and_holds_nobody_back(fields: dict[str, str]) -> None:
    content = plan(
        [milestone("A", 5, initiative="I"), milestone("B", 5)],
        [depends("B", "A")],
        initiatives=[initiative("I", **fields)],
    )
    analysis = analyse(snapshot_of(content), date(2026, 1, 5))
    assert not analysis.stalls.of_item("A")
    assert analysis.items.by_key("A").computed_status is ComputedStatus.CANCELLED
    assert analysis.items.by_key("A").early_finish is None
    assert analysis.items.by_key("B").early_start == MONDAY
    assert analysis.finish == date(2026, 1, 9)


def test_a_cancelled_milestone_releases_what_waited_for_it() -> None:
    content = plan([milestone("A", 50, is_cancelled=True), milestone("B", 5)], [depends("B", "A")])
    assert analyse(snapshot_of(content), MONDAY).items.by_key("B").early_start == MONDAY


def test_longest_stall_comes_first() -> None:
    content = plan([milestone("A", 5), milestone("B", 20)])
    days = [stall.working_days for stall in analyse(snapshot_of(content), date(2026, 3, 2)).stalls]
    assert days == sorted(days, reverse=True)
