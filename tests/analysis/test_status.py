"""How items and initiatives fare by rule, why, and what people said of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import MONDAY, baseline, depends, initiative, milestone, plan, snapshot_of, update
from tracker.analysis import ComputedStatus, ItemAnalysis, ItemState, analyse
from tracker.analysis.status import VERDICTS
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import BaselineContent, MilestoneContent, ProgrammeContent
from tracker.model.initiative import InitiativeStatus
from tracker.model.programme import StallRule, StallRuleSettingFields
from tracker.model.progress import DeclaredStatus
from tracker.planning import ConstraintKind

FRIDAY = date(2026, 1, 16)
QUIET = [StallRuleSettingFields(rule=rule, is_on=False) for rule in StallRule]


def approved(finish: date = FRIDAY, key: str = "A", start: date = MONDAY) -> list[BaselineContent]:
    return [baseline("P", MONDAY, {key: (start, finish)})]


def item(content: ProgrammeContent, day: date = MONDAY, key: str = "A") -> ItemAnalysis:
    return analyse(snapshot_of(content), day).items.by_key(key)


def status_of(work: MilestoneContent, finish: date = FRIDAY, day: date = MONDAY) -> ComputedStatus | None:
    return item(plan([work], baselines=approved(finish)), day).computed_status


def test_without_an_approved_plan_nothing_can_be_computed_and_the_reason_is_said() -> None:
    found = item(plan([milestone("A", 10)]))
    assert found.computed_status is None
    assert "no plan has been approved" in translator("en")(found.reason)
    assert found.variance_days is None
    assert found.variance_reason == found.reason.__class__("verdict.nothing_approved")


def test_an_item_that_the_approved_plan_does_not_hold_cannot_be_computed() -> None:
    found = item(plan([milestone("A", 10), milestone("B", 5)], baselines=approved()), key="B")
    assert found.computed_status is None
    assert "does not hold it" in translator("en")(found.reason)


def test_on_course_while_the_forecast_holds_the_approved_date() -> None:
    assert status_of(milestone("A", 10, actual_start=MONDAY)) is ComputedStatus.ON_COURSE


def test_to_come_before_its_planned_start() -> None:
    start = date(2026, 2, 2)
    pinned = milestone("A", 5, constraint=ConstraintKind.START_NO_EARLIER_THAN, constraint_date=start)
    content = plan([pinned], baselines=approved(date(2026, 2, 6), start=start))
    assert item(content).computed_status is ComputedStatus.TO_COME


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (10, ComputedStatus.ON_COURSE),
        (11, ComputedStatus.AT_RISK),
        (15, ComputedStatus.AT_RISK),
        (16, ComputedStatus.LATE),
    ],
)
def test_at_risk_as_soon_as_the_approved_date_is_passed_and_late_beyond_a_week(
    days: int, expected: ComputedStatus
) -> None:
    work = milestone("A", days, actual_start=MONDAY)
    assert status_of(work) is expected
    assert item(plan([work], baselines=approved())).variance_days == days - 10


def test_a_missed_deadline_is_late_even_without_an_approved_plan() -> None:
    assert item(plan([milestone("A", 10, deadline=date(2026, 1, 12))])).computed_status is ComputedStatus.LATE


def test_stalled_is_said_of_the_item_itself_not_of_what_waits_for_it() -> None:
    content = plan(
        [milestone("A", 5), milestone("B", 5)],
        [depends("B", "A")],
        baselines=[
            baseline(
                "P", MONDAY, {"A": (MONDAY, date(2026, 1, 9)), "B": (date(2026, 1, 12), date(2026, 3, 31))}
            )
        ],
    )
    day = date(2026, 1, 19)
    assert item(content, day, "A").computed_status is ComputedStatus.STALLED
    behind = item(content, day, "B")
    assert behind.computed_status is ComputedStatus.AT_RISK
    assert "has stopped" in translator("en")(behind.reason)


def test_the_reason_of_a_stalled_item_is_the_sentence_of_its_stall() -> None:
    found = item(plan([milestone("A", 5)], baselines=approved(date(2026, 1, 9))), date(2026, 1, 19))
    assert found.reason.key == "stall.overdue"


def test_reached_is_done_however_late_and_keeps_its_variance() -> None:
    work = milestone("A", 10, actual_start=MONDAY, actual_finish=date(2026, 1, 30))
    found = item(plan([work], baselines=approved()), date(2026, 2, 2))
    assert (found.computed_status, found.variance_days) == (ComputedStatus.DONE, 10)


def test_an_actual_date_after_the_day_of_the_analysis_is_not_known_yet() -> None:
    work = milestone("A", 10, actual_start=MONDAY, actual_finish=FRIDAY)
    assert item(plan([work]), date(2026, 1, 12)).state is ItemState.IN_PROGRESS
    assert item(plan([work]), FRIDAY).state is ItemState.DONE


def test_the_latest_approved_plan_counts_and_the_first_is_remembered() -> None:
    plans = [*approved(FRIDAY), baseline("Q", date(2026, 2, 2), {"A": (MONDAY, date(2026, 2, 27))})]
    content = plan([milestone("A", 40, actual_start=MONDAY)], baselines=plans)
    before, after = item(content, date(2026, 2, 1)), item(content, date(2026, 2, 2))
    assert (before.approved_finish, after.approved_finish) == (FRIDAY, date(2026, 2, 27))
    assert after.original_finish == FRIDAY


def test_an_items_own_declaration_wins_over_that_of_its_initiative() -> None:
    said = [
        update("I", date(2026, 1, 7), declared_status=DeclaredStatus.COMPROMISED),
        update("A", date(2026, 1, 6), declared_status=DeclaredStatus.ATTENTION),
    ]
    content = plan(
        [milestone("A", 5, initiative="I"), milestone("B", 5, initiative="I")],
        initiatives=[initiative("I")],
        updates=said,
    )
    day = date(2026, 1, 8)
    assert item(content, day, "A").declared_status is DeclaredStatus.ATTENTION
    assert item(content, day, "B").declared_status is DeclaredStatus.COMPROMISED
    assert item(content, day, "B").declared_on == date(2026, 1, 7)


def test_an_update_without_a_status_keeps_the_one_declared_before() -> None:
    said = [
        update("A", date(2026, 1, 6), declared_status=DeclaredStatus.ATTENTION),
        update("A", date(2026, 1, 7), text="Nothing changed"),
    ]
    found = item(plan([milestone("A", 5)], updates=said), date(2026, 1, 8))
    assert (found.declared_status, found.declared_on) == (DeclaredStatus.ATTENTION, date(2026, 1, 6))


@pytest.mark.parametrize(
    ("declared", "disagrees"),
    [
        (DeclaredStatus.ON_COURSE, True),
        (DeclaredStatus.ATTENTION, True),
        (DeclaredStatus.SUPPORT_NEEDED, False),
        (DeclaredStatus.COMPROMISED, False),
        (DeclaredStatus.NOT_GIVEN, False),
    ],
)
def test_only_a_declaration_better_than_the_rule_is_flagged(
    declared: DeclaredStatus, disagrees: bool
) -> None:
    content = plan(
        [milestone("A", 20, actual_start=MONDAY)],
        baselines=approved(),
        updates=[update("A", MONDAY, declared_status=declared)],
    )
    found = item(content)
    assert found.computed_status is ComputedStatus.LATE
    assert found.disagreement is disagrees
    assert (found.disagreement_text is not None) is disagrees


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence(language: str) -> None:
    assert all(translator(language).has(f"verdict.{verdict.text}") for verdict in VERDICTS)


def one_initiative(*milestones: MilestoneContent, **fields: object) -> ProgrammeContent:
    finishes = {found.key: (MONDAY, FRIDAY) for found in milestones}
    return plan(
        list(milestones),
        initiatives=[initiative("I", **fields)],
        baselines=[baseline("P", MONDAY, finishes)],
        stall_rules=QUIET,
    )


def work(key: str, days: float, **fields: object) -> MilestoneContent:
    return milestone(key, days, initiative="I", **fields)


def test_an_initiative_fares_as_the_worst_of_its_milestones() -> None:
    (found,) = analyse(snapshot_of(one_initiative(work("A", 5), work("B", 20))), MONDAY).initiatives
    assert found.computed_status is ComputedStatus.LATE
    assert (found.finish, found.approved_finish, found.variance_days) == (date(2026, 1, 30), FRIDAY, 10)
    assert (found.start, found.next_milestone, found.milestones) == (MONDAY, "A", ("A", "B"))


def test_an_initiative_is_done_only_when_all_its_milestones_are() -> None:
    reached = {"actual_start": MONDAY, "actual_finish": MONDAY}
    day = date(2026, 1, 6)
    half = one_initiative(work("A", 1, **reached), work("B", 5))
    assert analyse(snapshot_of(half), day).initiatives[0].computed_status is ComputedStatus.ON_COURSE
    whole = one_initiative(work("A", 1, **reached), work("B", 1, **reached))
    done = analyse(snapshot_of(whole), day).initiatives[0]
    assert (done.computed_status, done.next_milestone) == (ComputedStatus.DONE, None)


def test_an_initiative_without_milestones_cannot_be_computed() -> None:
    (found,) = analyse(snapshot_of(plan([], initiatives=[initiative("I")])), MONDAY).initiatives
    assert found.computed_status is None
    assert "no milestone" in translator("en")(found.reason)


def test_a_superseded_initiative_says_so() -> None:
    content = one_initiative(work("A", 5), status=InitiativeStatus.SUPERSEDED)
    (found,) = analyse(snapshot_of(content), MONDAY).initiatives
    assert (found.computed_status, found.is_planned) == (ComputedStatus.CANCELLED, False)
