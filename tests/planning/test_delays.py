"""Single delays tried all at once say what scheduling each of them alone would say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.random_networks import Case, cases
from tracker.planning import (
    NONE,
    Activity,
    Dependency,
    FinishedActivityError,
    Network,
    date_of_day,
    finish_days,
    movements,
    schedule,
)


@settings(max_examples=100, deadline=None)
@given(st.one_of(cases(), cases(one_calendar=True)), st.integers(1, 4000))
def test_each_movement_is_what_a_new_schedule_shows(case: Case, minutes: int) -> None:
    network = case.network
    planned = schedule(network, case.start, case.as_of)
    open_rows = np.flatnonzero(network.actual_finish == NONE)
    for movement in movements(network, case.start, case.as_of, open_rows, minutes):
        alone = schedule(network.with_delay(movement.row, minutes), case.start, case.as_of)
        expected = planned.early_finish.copy()
        expected[movement.rows] = movement.finishes
        assert np.array_equal(alone.early_finish, expected)


def test_one_more_week_of_the_first_milestone_moves_what_follows() -> None:
    """A 5 --> B 5; C 30 alone."""
    network = Network.build([Activity("A", 5), Activity("B", 5), Activity("C", 30)], [Dependency("A", "B")])
    start = network.calendars[0].start_of(date(2026, 1, 5))
    first, last = movements(network, start, None, [0, 2], 5 * 480)
    assert first.rows.tolist() == [0, 1]
    assert last.rows.tolist() == [2]
    finish = np.array([0, first.finishes[1], 0])
    assert date_of_day(int(finish_days(network, finish)[1])) == date(2026, 1, 23)


def test_one_more_week_of_work_that_is_overdue_is_a_week() -> None:
    """A 5 began on 5 January and is not finished on the 26th: one day is left, then six."""
    network = Network.build([Activity("A", 5, actual_start=date(2026, 1, 5))])
    own = network.calendars[0]
    today = own.start_of(date(2026, 1, 26))
    (movement,) = movements(network, own.start_of(date(2026, 1, 5)), today, [0], 5 * 480)
    assert own.date_of_finish(int(movement.finishes[0])) == date(2026, 2, 2)


def test_what_is_finished_cannot_be_late_any_more() -> None:
    done = Activity("A", 1, actual_start=date(2026, 1, 5), actual_finish=date(2026, 1, 5))
    with pytest.raises(FinishedActivityError):
        list(movements(Network.build([done]), 0, None, [0], 480))
