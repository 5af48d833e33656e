"""The chances of one piece of work, against what is known of their distributions."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.planning import Chances, Network, recorded, triangular
from tracker.planning.chances import STEPS, draws


def test_a_three_point_estimate_has_the_mean_and_variance_of_its_triangle() -> None:
    """(a + m + b) / 3 and (a² + m² + b² - am - ab - mb) / 18."""
    outcomes = triangular(5, 10, 30)
    assert outcomes.mean() == pytest.approx(15, abs=0.01)
    assert outcomes.var() == pytest.approx((25 + 100 + 900 - 50 - 150 - 300) / 18, rel=0.01)
    assert (np.diff(outcomes) > 0).all()
    assert 5 < outcomes[0] < outcomes[-1] < 30


@pytest.mark.parametrize("points", [(2, 2, 6), (2, 6, 6), (4, 4, 4)])
def test_the_likely_value_may_be_an_end_of_the_estimate(points: tuple[float, float, float]) -> None:
    outcomes = triangular(*points)
    assert points[0] <= outcomes.min() <= outcomes.max() <= points[2]
    assert outcomes.mean() == pytest.approx(sum(points) / 3, abs=0.01)


def test_an_estimate_that_does_not_rise_is_refused() -> None:
    with pytest.raises(ValueError, match="rises"):
        triangular(3, 2, 4)


def test_a_record_is_drawn_from_between_its_shortest_and_its_longest() -> None:
    outcomes = recorded([2.0, 0.5, 1.0, 1.5])
    assert (outcomes[0], outcomes[-1]) == (0.5, 2.0)
    assert np.median(outcomes) == pytest.approx(1.25, abs=0.01)
    # An eighth of the draws at either end stand for the shortest and the longest (Hazen).
    assert (outcomes == 0.5).sum() == STEPS / 8
    assert recorded([1.2]).tolist() == [1.2] * STEPS


def test_draws_are_the_same_in_any_blocks_and_each_outcome_comes_as_often() -> None:
    whole = next(draws(3, 9, 20_000, 0, 20_000))
    parts = [part.steps for part in draws(3, 9, 20_000, 0, 4_096)]
    assert np.array_equal(np.concatenate(parts, axis=1), whole.steps)
    assert next(draws(3, 9, 1, 0, 1, first=77)).steps[:, 0].tolist() == whole.steps[:, 77].tolist()
    counts = np.bincount(whole.steps.ravel(), minlength=STEPS)
    assert counts.sum() == 180_000
    assert np.abs(counts - 180_000 / STEPS).max() < 6 * np.sqrt(180_000 / STEPS)
    assert abs(np.corrcoef(whole.steps[0], whole.steps[1])[0, 1]) < 0.03


def test_work_neither_vanishes_nor_appears() -> None:
    nothing = Chances(np.zeros((1, STEPS)), np.zeros(2, np.int64))
    network = Network.of_columns([480, 0], remaining=[1, 0])
    found = nothing.network_of_run(network, 1, 0)
    assert found.work.tolist() == [1, 0]
    assert found.remaining.tolist() == [1, 0]
