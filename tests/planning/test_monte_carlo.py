"""Runs with drawn work: the same as single schedules, and by hand where the chances are known."""

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
    Chances,
    CircleError,
    Dependency,
    Network,
    Sampling,
    monte_carlo,
    recorded,
    schedule,
    triangular,
)
from tracker.planning.chances import STEPS
from tracker.planning.monte_carlo import Runs

MONDAY = date(2026, 1, 5)
RUNS = 4000
ALIKE = Chances(triangular(0.5, 1, 2).reshape(1, -1), np.zeros(50, np.int64))


def runs_of(network: Network, chances: Chances, runs: int = RUNS, seed: int = 7) -> Runs:
    start = network.calendars[0].start_of(MONDAY)
    rows = np.arange(len(network))
    return monte_carlo(network, start, start, Sampling(chances, runs, seed), rows, len(network))


def working_days(network: Network, instants: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> list[float]:
    own = network.calendars[0]
    passed = own.work_at(instants.reshape(-1)) - own.work_at(own.start_of(MONDAY))
    return [minutes / own.minutes_per_day for minutes in passed.tolist()]


@st.composite
def chances(draw: st.DrawFn) -> Chances:
    points = st.lists(st.floats(0, 4), min_size=3, max_size=3).map(sorted)
    kinds = [triangular(*draw(points)), recorded(draw(st.lists(st.floats(0, 5), min_size=1, max_size=9)))]
    kind = draw(st.lists(st.integers(0, 1), min_size=7, max_size=7))
    return Chances(np.array(kinds), np.array(kind), draw(st.sampled_from([0, 35, 64])))


@settings(max_examples=60, deadline=None)
@given(st.one_of(cases(), cases(one_calendar=True)), chances(), st.integers(0, 2**32))
def test_each_run_is_what_a_single_schedule_shows(case: Case, drawn: Chances, seed: int) -> None:
    network, runs = case.network, 4
    as_of = case.start if case.as_of is None else case.as_of
    rows = np.arange(len(network))
    drawn = Chances(drawn.factors, drawn.kind[: len(network)], drawn.common)
    found = monte_carlo(network, case.start, as_of, Sampling(drawn, runs, seed), rows)
    critical = np.zeros(len(network))
    for run in range(runs):
        alone = schedule(drawn.network_of_run(network, seed, run), case.start, as_of)
        assert found.finishes[:, run].tolist() == alone.early_finish.tolist()
        assert found.ends[run] == alone.finish
        critical += alone.is_critical
    assert np.array_equal(found.criticality, critical / runs)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_work_that_is_certain_gives_the_schedule_itself(case: Case) -> None:
    certain = Chances(np.ones((1, STEPS)), np.zeros(len(case.network), np.int64))
    as_of = case.start if case.as_of is None else case.as_of
    plan = schedule(case.network, case.start, as_of)
    found = monte_carlo(case.network, case.start, as_of, Sampling(certain, 3, 1), [0])
    assert set(found.ends.tolist()) == {plan.finish}
    assert set(found.finishes[0].tolist()) == {int(plan.early_finish[0])}
    assert found.criticality.tolist() == plan.is_critical.astype(float).tolist()


def test_the_same_seed_gives_the_same_runs_and_another_seed_others() -> None:
    network = Network.build([Activity("A", 10), Activity("B", 10)], [Dependency("A", "B")])
    first, again = runs_of(network, ALIKE), runs_of(network, ALIKE)
    assert first.ends.tolist() == again.ends.tolist()
    assert first.ties.cruciality.tolist() == again.ties.cruciality.tolist()
    assert first.ends.tolist() != runs_of(network, ALIKE, seed=8).ends.tolist()


def test_the_draws_of_a_seed_are_known_numbers() -> None:
    """Written down once: another machine or another numpy must give them too."""
    network = Network.build([Activity("A", 100)])
    own = network.calendars[0]
    found = runs_of(network, ALIKE, runs=5, seed=2026)
    assert (own.work_at(found.ends) - own.work_at(own.start_of(MONDAY))).tolist() == KNOWN_MINUTES


def test_more_runs_begin_with_the_fewer() -> None:
    network = Network.build([Activity(key, 10) for key in range(40)])
    assert runs_of(network, ALIKE, 3000).ends[:10].tolist() == runs_of(network, ALIKE, 10).ends.tolist()


def test_a_chain_of_two_takes_the_sum_of_both() -> None:
    """A 10 --> B 10, each 5 to 20 days, likely 10: means add up (35/3 each), variances too (700/72 each)."""
    network = Network.build([Activity("A", 10), Activity("B", 10)], [Dependency("A", "B")])
    days = np.array(working_days(network, runs_of(network, ALIKE).ends))
    assert days.mean() == pytest.approx(70 / 3, abs=0.25)
    assert days.var() == pytest.approx(2 * 700 / 72, rel=0.08)
    assert 10 <= days.min() <= days.max() <= 40


def test_two_that_meet_are_as_late_as_the_later_one() -> None:
    """A 10 and B 10 meet in M: by the median of one (u = 1/2) both are there in a quarter of the runs.

    The merge is late even though each way alone is as likely as not in time (merge bias).
    """
    meeting = Network.build(
        [Activity("A", 10), Activity("B", 10), Activity("M")], [Dependency("A", "M"), Dependency("B", "M")]
    )
    found = runs_of(meeting, ALIKE)
    alone = found.finish_by(0.5, 0)
    assert found.share_by(alone, 0) == pytest.approx(0.5, abs=0.02)
    assert found.share_by(alone, 2) == pytest.approx(0.25, abs=0.03)
    assert found.criticality[:2].sum() == pytest.approx(1, abs=0.01)
    assert found.criticality[0] == pytest.approx(0.5, abs=0.03)
    assert found.criticality[2] == 1


def test_what_is_shared_widens_the_range_of_a_chain_and_leaves_each_row_its_own() -> None:
    """Ranks of two rows are correlated by (35/64) squared, which is 0.30."""
    network = Network.build([Activity("A", 10), Activity("B", 10)], [Dependency("A", "B")])
    apart, together = runs_of(network, ALIKE), runs_of(network, Chances(ALIKE.factors, ALIKE.kind, 35))
    first, both = (np.array(working_days(network, together.finishes[row])) for row in (0, 1))
    assert np.corrcoef(first, both - first)[0, 1] == pytest.approx(0.3, abs=0.05)
    assert first.var() == pytest.approx(700 / 72, rel=0.08)
    assert np.var(both) > 1.15 * np.var(working_days(network, apart.ends))


def test_the_longer_of_two_in_a_chain_matters_more_and_what_is_beside_it_does_not() -> None:
    """A 30 --> B 10, C 5 beside them: A moves the end by its own spread, C never."""
    network = Network.build([Activity("A", 30), Activity("B", 10), Activity("C", 5)], [Dependency("A", "B")])
    ties = runs_of(network, Chances(ALIKE.factors, ALIKE.kind, 35)).ties
    of_end = ties.cruciality[0]
    assert of_end[0] > 0.9 > of_end[1] > 0.3
    assert abs(of_end[2]) < 0.06
    # Longest against shortest fifth of A: about 48.6 against 22 days of work; five of seven days are worked.
    assert ties.swing[0][0] / 1440 == pytest.approx((48.6 - 22.0) * 7 / 5, rel=0.1)
    # B's own finish hangs on A as well; A's does not hang on B.
    assert ties.cruciality[2][0] > 0.9
    assert abs(ties.cruciality[1][1]) < 0.06


def test_what_is_finished_is_certain_and_what_has_begun_varies_by_what_is_left() -> None:
    done = Activity("A", 10, actual_start=MONDAY, actual_finish=date(2026, 1, 9))
    begun = Activity("B", 10, actual_start=MONDAY, remaining_days=2)
    network = Network.build([done, begun])
    found = runs_of(network, ALIKE)
    assert len(set(found.finishes[0].tolist())) == 1
    left = np.array(working_days(network, found.finishes[1]))
    assert 1 <= left.min() < 1.5
    assert 3.5 < left.max() <= 4


def test_a_share_is_reached_by_the_first_instant_that_so_many_runs_reach() -> None:
    network = Network.build([Activity("A", 10)])
    found = runs_of(network, ALIKE, runs=10)
    rising = sorted(found.ends.tolist())
    assert [found.finish_by(share) for share in (0.1, 0.5, 0.8, 1)] == [rising[i] for i in (0, 4, 7, 9)]
    assert found.share_by(rising[4]) == 0.5
    assert found.share_by(rising[0] - 1) == 0


def test_nothing_to_schedule_has_no_finish() -> None:
    found = monte_carlo(
        Network.build([]), 0, 0, Sampling(Chances(np.ones((1, STEPS)), np.empty(0, np.int64)), 2, 1)
    )
    assert found.ends.tolist() == [NONE, NONE]
    assert not len(found.criticality)


def test_a_circle_is_named() -> None:
    network = Network.of_columns([1, 1], [0, 1], [1, 0])
    with pytest.raises(CircleError):
        runs_of(network, ALIKE)


KNOWN_MINUTES = [55189, 63317, 50090, 37717, 41693]
