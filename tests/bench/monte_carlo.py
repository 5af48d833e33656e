"""How long many runs of uncertain work take, against scheduling the network anew for each run."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from datetime import date

import numpy as np

from tests.bench.engine import random_network, seconds
from tracker.planning import Chances, Network, Sampling, monte_carlo, schedule, triangular

AIM = 20
RUNS, ACTIVITIES = 10_000, 500
LOOPED = 1_000
SHARED = 35


def main() -> None:
    """Print the ratios: every run of the loop is measured that the line says, none is guessed."""
    for calendars in (1, 3):
        network = random_network(ACTIVITIES, 1_000, reach=100, calendars=calendars)
        _compare(network, calendars)
    _large(random_network(5_000, 12_000, reach=500), 2_000)


def _compare(network: Network, calendars: int) -> None:
    start = network.calendars[0].start_of(date(2026, 1, 5))
    chances = chances_of(network)
    sampling = Sampling(chances, RUNS, 1)
    together = min(_work(lambda: monte_carlo(network, start, start, sampling)) for _ in range(3))
    # Drawing the work is not part of the loop, so that it is schedules that are compared.
    drawn = [chances.network_of_run(network, 1, run) for run in range(LOOPED)]
    alone = _work(lambda: [schedule(one, start, start) for one in drawn]) * RUNS / LOOPED
    print(
        f"  {RUNS:,} runs of {ACTIVITIES} activities, {calendars} calendar(s): {together:.2f} s together, "
        f"{alone:.1f} s one by one ({LOOPED:,} measured, times {RUNS // LOOPED}): "
        f"{alone / together:.0f} times as fast, aim {AIM}"
    )


def _work(task: Callable[[], object]) -> float:
    """Return the processor's seconds, which others on the machine change less than those of the clock."""
    begun = time.process_time()
    task()
    return time.process_time() - begun


def _large(network: Network, runs: int) -> None:
    start = network.calendars[0].start_of(date(2026, 1, 5))
    sampling = Sampling(chances_of(network), runs, 1)
    taken = seconds(lambda: monte_carlo(network, start, start, sampling), 1)
    tracemalloc.start()
    monte_carlo(network, start, start, sampling, np.arange(10))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"  {runs:,} runs of {len(network):,} activities: {taken:.2f} s, at most {peak / 1e6:.0f} MB")


def chances_of(network: Network) -> Chances:
    """Return an estimate from three quarters to twice the planned work, for every row."""
    return Chances(triangular(0.75, 1, 2).reshape(1, -1), np.zeros(len(network), np.int64), SHARED)


if __name__ == "__main__":
    main()
