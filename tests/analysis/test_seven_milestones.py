"""The worked example of seven milestones: every date, float, path, stall and ranking, also after slips."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import baseline, milestone, seven_milestones, snapshot_of, update
from tracker.analysis import ComputedStatus, GroupBy, ItemState, ProgrammeAnalysis, analyse, find_loop
from tracker.i18n import translator
from tracker.model.programme import StallRule
from tracker.model.progress import DeclaredStatus

START, FEBRUARY = date(2026, 1, 5), date(2026, 2, 20)
FORECAST = {
    "M1": (date(2026, 1, 5), date(2026, 1, 30), 0),
    "M2": (date(2026, 2, 2), date(2026, 3, 13), 0),
    "M3": (date(2026, 1, 5), date(2026, 2, 6), 25),
    "M4": (date(2026, 3, 16), date(2026, 4, 3), 0),
    "M5": (date(2026, 2, 9), date(2026, 2, 20), 30),
    "M6": (date(2026, 4, 6), date(2026, 4, 17), 0),
    "M7": (date(2026, 3, 16), date(2026, 4, 3), 10),
}
APPROVED = baseline("first", START, {key: (start, finish) for key, (start, finish, _) in FORECAST.items()})


def as_of(day: date, **delays: float) -> ProgrammeAnalysis:
    return analyse(snapshot_of(seven_milestones()), day, delays=delays)


def finish(analysis: ProgrammeAnalysis, key: str) -> date | None:
    return analysis.items.by_key(key).early_finish


@pytest.mark.parametrize("key", FORECAST)
def test_forecast_and_float_of_each_milestone(key: str) -> None:
    item = as_of(START).items.by_key(key)
    start, last, total_float = FORECAST[key]
    assert (item.early_start, item.early_finish) == (start, last)
    assert item.total_float_days == total_float
    assert item.is_critical == (total_float == 0)


def test_late_dates_leave_the_float_behind_the_early_ones() -> None:
    item = as_of(START).items.by_key("M5")
    assert (item.late_start, item.late_finish) == (date(2026, 3, 23), date(2026, 4, 3))
    assert item.free_float_days == 30


def test_critical_path_and_driving_path() -> None:
    analysis = as_of(START)
    assert analysis.finish == date(2026, 4, 17)
    assert analysis.critical_path == ("M1", "M2", "M4", "M6")
    assert analysis.driving_path("M7") == ("M1", "M2", "M7")


def test_twenty_days_more_of_the_computers_use_up_float_only() -> None:
    analysis = as_of(START, M3=20)
    assert finish(analysis, "M6") == date(2026, 4, 17)
    assert analysis.items.by_key("M3").total_float_days == 5


def test_forty_days_more_of_the_computers_take_over_the_critical_path() -> None:
    analysis = as_of(START, M3=40)
    assert finish(analysis, "M6") == date(2026, 5, 8)
    assert analysis.critical_path == ("M3", "M4", "M6")


def test_one_more_week_of_the_contract_moves_two_public_openings() -> None:
    analysis = as_of(START, M1=5)
    assert (finish(analysis, "M6"), finish(analysis, "M7")) == (date(2026, 4, 24), date(2026, 4, 10))
    first = as_of(START).bottlenecks[0]
    moved = {(move.item, move.moves_days, move.new_finish) for move in first.one_more_week[:2]}
    assert first.item == "M1"
    assert moved == {("M6", 5, date(2026, 4, 24)), ("M7", 5, date(2026, 4, 10))}


def test_unfinished_contract_is_overdue_and_the_stall_is_its_own() -> None:
    stalls = {stall.rule: stall for stall in as_of(FEBRUARY).stalls.of_item("M1")}
    overdue = stalls[StallRule.OVERDUE]
    assert (overdue.working_days, overdue.because_of, overdue.since) == (15, None, date(2026, 1, 30))


def test_what_waits_for_the_contract_has_a_clock_at_zero_and_no_other_stall() -> None:
    (stall,) = as_of(FEBRUARY).stalls.of_item("M2")
    assert (stall.rule, stall.because_of, stall.working_days) == (StallRule.WAITING, "M1", 0)
    assert as_of(FEBRUARY).items.by_key("M2").state is ItemState.WAITING


@pytest.mark.parametrize("day", [START, FEBRUARY])
def test_the_contract_ranks_first_among_bottlenecks_and_procurement_among_services(day: date) -> None:
    analysis = as_of(day)
    first = analysis.bottlenecks[0]
    assert first.item == "M1"
    assert first.downstream_items == ("M2", "M4", "M6", "M7")
    assert first.downstream_services == ("communication", "it", "registry")
    assert first.public_openings == ("M6", "M7")
    assert first.days_lost == (15 if day == FEBRUARY else 0)
    assert analysis.bottleneck_groups(GroupBy.SERVICE)[0].key == "procurement"


def test_services_wait_for_procurement() -> None:
    waits = {(wait.waiting, wait.holding): wait.working_days for wait in as_of(FEBRUARY).waits}
    assert waits == {
        ("it", "procurement"): 34,
        ("hr", "procurement"): 34,
        ("registry", "procurement"): 34,
        ("communication", "procurement"): 34,
    }


def test_the_circle_of_a_refused_dependency_is_named() -> None:
    snapshot = snapshot_of(seven_milestones())
    assert find_loop(snapshot, ("M6", "M2")) == ("M2", "M4", "M6", "M2")
    assert find_loop(snapshot, ("M1", "M7")) is None


def test_declared_on_course_and_forecast_fifteen_days_late_are_both_shown() -> None:
    # The contract was signed 15 working days late and the network began the Monday after.
    happened = {
        "M1": {"actual_start": START, "actual_finish": date(2026, 2, 20)},
        "M2": {"actual_start": date(2026, 2, 23)},
        "M3": {"actual_start": START, "actual_finish": date(2026, 2, 6)},
        "M5": {"actual_start": date(2026, 2, 9), "actual_finish": date(2026, 2, 20)},
    }
    said = update("M6", date(2026, 3, 1), declared_status=DeclaredStatus.ON_COURSE)
    content = seven_milestones(changed=happened, baselines=[APPROVED], updates=[said])
    item = analyse(snapshot_of(content), date(2026, 3, 2)).items.by_key("M6")
    assert item.declared_status is DeclaredStatus.ON_COURSE
    assert item.declared_on == date(2026, 3, 1)
    assert (item.approved_finish, item.early_finish) == (date(2026, 4, 17), date(2026, 5, 8))
    assert item.variance_days == 15
    assert item.computed_status is ComputedStatus.LATE
    assert item.disagreement
    assert item.disagreement_text is not None
    english, french = translator("en")(item.disagreement_text), translator("fr")(item.disagreement_text)
    assert "on course" in english
    assert "15 working days" in english
    assert "15 jours ouvrés" in french


def test_early_finish_pulls_its_successors_forward() -> None:
    signed = {"M1": {"actual_start": START, "actual_finish": date(2026, 1, 16)}}
    analysis = analyse(snapshot_of(seven_milestones(changed=signed)), date(2026, 1, 19))
    assert analysis.items.by_key("M2").early_start == date(2026, 1, 19)
    assert finish(analysis, "M6") == date(2026, 4, 3)


def test_work_not_begun_lies_after_the_day_of_the_analysis() -> None:
    item = as_of(FEBRUARY).items.by_key("M1")
    assert item.early_start == FEBRUARY
    assert item.planned_start == START


def test_a_delay_adds_to_work_that_should_long_be_finished() -> None:
    begun = {"M1": {"actual_start": START}}
    snapshot = snapshot_of(seven_milestones(changed=begun))
    late = date(2026, 3, 2)
    assert analyse(snapshot, late).items.by_key("M1").early_finish == late
    assert analyse(snapshot, late, delays={"M1": 5}).items.by_key("M1").early_finish == date(2026, 3, 9)


def test_an_event_falls_on_the_day_its_work_ends() -> None:
    content = seven_milestones(changed={"M6": {}})
    content.milestones[5] = milestone("M6", 0, service="registry", is_public_opening=True, position=5)
    item = analyse(snapshot_of(content), START).items.by_key("M6")
    assert (item.early_start, item.early_finish) == (date(2026, 4, 3), date(2026, 4, 3))
