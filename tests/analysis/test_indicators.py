"""Behaviours of indicators: the achievement rule at its edges, and readings that disagree."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import plan, snapshot_of
from tracker.analysis.indicators import IndicatorStanding, achievement, indicator_standings, raw_achievement
from tracker.model.content import IndicatorContent, ReadingContent
from tracker.model.indicator import Trend

UP, DOWN = Trend.HIGHER_IS_BETTER, Trend.LOWER_IS_BETTER
VALUES = st.integers(-1000, 1000).map(float)


@pytest.mark.parametrize(
    ("initial", "target", "current", "trend", "expected"),
    [
        (0, 100, 25, UP, 25),
        (10, 5, 8, DOWN, 40),
        (0, 100, 140, UP, 100),  # beyond the target
        (50, 100, 20, UP, 0),  # worse than at the start
        (10, 5, 3, DOWN, 100),  # beyond a lower target
        (10, 5, 15, DOWN, 0),  # worse than at the start
        (80, 80, 80, UP, 100),  # nothing to gain, and met
        (80, 80, 70, UP, 0),  # nothing to gain, and lost
        (80, 60, 70, UP, 100),  # a target below the start is met
        (80, 60, 50, UP, 0),  # a target below the start, missed
        (5, 10, 12, DOWN, 0),  # a target above the start where lower is better, missed
    ],
)
def test_counts_the_way_to_the_target(
    initial: float, target: float, current: float, trend: Trend, expected: float
) -> None:
    assert achievement(initial, target, current, trend) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("initial", "target", "current"), [(None, 100, 25), (0, None, 25), (0, 100, None), (None, None, None)]
)
def test_a_missing_value_gives_no_achievement_rather_than_zero(
    initial: float | None, target: float | None, current: float | None
) -> None:
    assert achievement(initial, target, current, UP) is None


def test_a_target_that_is_met_needs_no_initial_value() -> None:
    assert achievement(None, 100, 100, UP) == 100
    assert achievement(None, 5, 4, DOWN) == 100


@given(VALUES, VALUES, VALUES, st.sampled_from(Trend))
def test_stays_between_nothing_and_all_and_is_all_exactly_when_met(
    initial: float, target: float, current: float, trend: Trend
) -> None:
    share = achievement(initial, target, current, trend)
    is_met = current >= target if trend is UP else current <= target
    assert share is not None
    assert 0 <= share <= 100
    assert not is_met or share == 100


@given(VALUES, VALUES, VALUES)
def test_lower_is_better_is_higher_is_better_upside_down(
    initial: float, target: float, current: float
) -> None:
    assert achievement(initial, target, current, DOWN) == achievement(-initial, -target, -current, UP)


def test_the_raw_share_is_not_cut() -> None:
    assert raw_achievement(0, 100, 140) == 140
    assert raw_achievement(50, 100, 20) == -60
    assert raw_achievement(5, 5, 5) is None
    assert raw_achievement(5, None, 5) is None


def _waiting_time(*readings: ReadingContent) -> IndicatorContent:
    return IndicatorContent(
        key="wait",
        title="Waiting time",
        unit="minutes",
        trend=DOWN,
        initial_value=60,
        target_value=5,
        readings=list(readings),
    )


def _standing(*readings: ReadingContent, as_of: date = date(2026, 6, 1)) -> IndicatorStanding:
    content = plan([])
    content.indicators.append(_waiting_time(*readings))
    (found,) = indicator_standings(snapshot_of(content), as_of)
    return found


def _reading(day: date, value: float | None, source: str, **more: Any) -> ReadingContent:
    return ReadingContent(read_on=day, value=value, source=source, **more)


def test_the_latest_reading_leads_and_the_earlier_ones_are_kept() -> None:
    standing = _standing(_reading(date(2026, 3, 1), 30, "Press"), _reading(date(2026, 5, 1), 16, "Survey"))
    assert [reading.source for reading in standing.latest] == ["Survey"]
    assert [reading.source for reading in standing.earlier] == ["Press"]
    assert standing.achieved_percent == pytest.approx((60 - 16) / (60 - 5) * 100)


def test_two_sources_that_disagree_are_both_kept_and_nothing_is_computed_from_either() -> None:
    day = date(2026, 5, 1)
    standing = _standing(_reading(day, 10, "Weekly"), _reading(day, 3, "Daily"))
    assert standing.is_contested
    assert list(standing.values) == [3, 10]
    assert {reading.source for reading in standing.latest} == {"Weekly", "Daily"}
    assert standing.achieved_percent is None


def test_two_sources_that_agree_count_as_one() -> None:
    day = date(2026, 5, 1)
    standing = _standing(_reading(day, 10, "Weekly"), _reading(day, 10, "Daily"))
    assert not standing.is_contested
    assert standing.achieved_percent == pytest.approx(50 / 55 * 100)


def test_a_reading_in_words_does_not_hide_the_last_figure() -> None:
    standing = _standing(
        _reading(date(2026, 3, 1), 30, "Survey"), _reading(date(2026, 5, 1), None, "Press", text="reduced")
    )
    assert list(standing.values) == [30]
    assert [reading.text for reading in standing.earlier] == ["reduced"]


def test_a_reading_of_tomorrow_is_not_known_today() -> None:
    standing = _standing(_reading(date(2026, 6, 2), 4, "Survey"), as_of=date(2026, 6, 1))
    assert standing.latest == standing.earlier == ()
    assert standing.achieved_percent is None
