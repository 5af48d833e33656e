"""The roll-up of progress and the S-curve."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import MONDAY, initiative, milestone, plan, seven_milestones, snapshot_of, update
from tracker.analysis import analyse
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import MilestoneContent, UpdateContent
from tracker.model.initiative import Period

REACHED = {"actual_start": MONDAY, "actual_finish": date(2026, 1, 9)}
DAY = date(2026, 1, 12)


def percent(*milestones: MilestoneContent, updates: tuple[UpdateContent, ...] = ()) -> float | None:
    content = plan(list(milestones), updates=list(updates))
    return analyse(snapshot_of(content), DAY).progress.percent


def test_each_milestone_counts_with_its_weight() -> None:
    assert percent(milestone("A", 5, weight=3, **REACHED), milestone("B", 5)) == 75


def test_work_begun_counts_as_last_reported() -> None:
    begun = milestone("A", 20, actual_start=MONDAY)
    said = (
        update("A", date(2026, 1, 7), progress_percent=10),
        update("A", date(2026, 1, 9), progress_percent=30),
    )
    assert percent(begun, updates=said) == 30


def test_work_begun_counts_by_its_remaining_days_when_nothing_is_reported() -> None:
    assert percent(milestone("A", 20, actual_start=MONDAY, remaining_days=15)) == 25


def test_a_missing_report_leaves_the_figure_empty_with_the_reason() -> None:
    progress = analyse(
        snapshot_of(plan([milestone("A", 20, actual_start=MONDAY), milestone("B", 5)])), DAY
    ).progress
    assert progress.percent is None
    assert "“A reached”" in translator("en")(progress.formula)


def test_what_is_out_of_the_plan_or_without_weight_does_not_count() -> None:
    cancelled, weightless = milestone("B", 5, is_cancelled=True), milestone("C", 5, weight=0)
    assert percent(milestone("A", 5, **REACHED), cancelled, weightless) == 100


def test_history_counts_neither_in_the_progress_nor_in_the_finish_of_the_plan() -> None:
    past = {"actual_start": date(2005, 1, 3), "actual_finish": date(2005, 11, 15)}
    content = plan(
        [milestone("kiosk", 0, initiative="old", **past), milestone("A", 5)],
        initiatives=[initiative("old", period=Period.HISTORY)],
    )
    analysis = analyse(snapshot_of(content), MONDAY)
    assert (analysis.progress.percent, analysis.progress.counted) == (0, 1)
    assert analysis.finish == date(2026, 1, 9)
    assert analysis.items.by_key("kiosk").early_finish == date(2005, 11, 15)
    assert analysis.s_curve[0].month_end >= MONDAY


def test_an_empty_programme_has_no_progress_rather_than_none_done() -> None:
    assert percent() is None


def test_nearly_done_is_never_rounded_to_done() -> None:
    begun = milestone("A", 20, actual_start=MONDAY)
    figure = percent(begun, updates=(update("A", date(2026, 1, 9), progress_percent=99.6),))
    assert figure == pytest.approx(99.6)
    assert figure is not None
    assert {translator(language).percent(figure / 100)[:2] for language in LANGUAGES} == {"99"}


@pytest.mark.parametrize(
    ("percent", "finish"),
    [(0, date(2026, 2, 6)), (50, date(2026, 1, 23)), (95, date(2026, 1, 12)), (100, date(2026, 1, 12))],
)
@pytest.mark.parametrize("began", [{"actual_start": MONDAY}, {}])
def test_the_forecast_follows_the_progress_last_reported(
    began: dict[str, date], percent: float, finish: date
) -> None:
    said = [
        update("A", date(2026, 1, 6), progress_percent=30),
        update("A", date(2026, 1, 9), progress_percent=percent),
        update("A", date(2026, 1, 19), progress_percent=60),
    ]
    content = plan([milestone("A", 20, **began)], updates=said)
    assert analyse(snapshot_of(content), DAY).items.by_key("A").early_finish == finish


def test_remaining_work_that_was_told_goes_before_the_progress_reported() -> None:
    begun = milestone("A", 20, actual_start=MONDAY, remaining_days=15)
    content = plan([begun], updates=[update("A", date(2026, 1, 9), progress_percent=50)])
    assert analyse(snapshot_of(content), DAY).items.by_key("A").early_finish == date(2026, 1, 30)


def test_the_curve_runs_from_nothing_to_everything() -> None:
    curve = analyse(snapshot_of(seven_milestones()), date(2026, 2, 20)).s_curve
    assert [point.month_end for point in curve] == sorted(point.month_end for point in curve)
    assert curve[-1].planned == 100
    assert curve[-1].forecast == 100
    january, today = curve[0], curve[1]
    assert january.planned == pytest.approx(100 / 7)
    assert (january.actual, january.forecast) == (0, None)
    assert (today.month_end, today.actual, today.forecast) == (date(2026, 2, 20), 0, 0)
    assert today.planned == pytest.approx(300 / 7)
    assert curve[2].actual is None


def test_a_programme_without_milestones_has_no_curve() -> None:
    assert analyse(snapshot_of(plan([])), DAY).s_curve == ()
