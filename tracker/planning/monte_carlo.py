"""When everything may finish if work takes less or more than planned: many seeded runs of one network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.planning.chances import Chances, Drawn, Floats, draws
from tracker.planning.instants import NONE, Bools, Ints
from tracker.planning.layout import Layout, lay_out
from tracker.planning.levels import Levels
from tracker.planning.network import Network
from tracker.planning.passes import Early, backward_pass, forward_pass
from tracker.planning.progress import Shape, remaining_of
from tracker.planning.schedule import slack
from tracker.planning.ties import Sums, Ties

_CELLS = 120_000  # places x runs tried at once: what fits a processor's cache (measured: `make bench`)


@dataclass(frozen=True, eq=False)
class Sampling:
    """What is drawn from, how many times (at least once), and the seed of the draws."""

    chances: Chances
    runs: int
    seed: int


@dataclass(frozen=True, eq=False)
class Runs:
    """What many runs of a network gave; dates are instants.

    `ends` are those of the whole network, by run; `finishes` those of each target, by target and run.
    `criticality` is the share of the runs in which each row was critical (the criticality index of
    R. M. Van Slyke, "Monte Carlo methods and the PERT problem", Operations Research 11(5), 1963).
    """

    ends: Ints
    finishes: Ints
    criticality: Floats
    ties: Ties

    @property
    def count(self) -> int:
        return len(self.ends)

    def finish_by(self, share: float, target: int | None = None) -> int:
        """Return the first instant by which a target was finished in at least such a share of the runs.

        Args:
            share: above 0 and up to 1; 0.5 for as likely as not.
            target: its position among the targets asked for; None for the whole network.
        """
        found = np.sort(self._finishes(target))
        return int(found[max(0, int(np.ceil(round(share * self.count, 6))) - 1)])

    def share_by(self, instant: int, target: int | None = None) -> float:
        """Return the share of the runs in which a target was finished by an instant."""
        return float(np.count_nonzero(self._finishes(target) <= instant) / self.count)

    def _finishes(self, target: int | None) -> Ints:
        return self.ends if target is None else np.asarray(self.finishes[target], np.int64)


def monte_carlo(
    network: Network,
    start: int,
    as_of: int,
    sampling: Sampling,
    targets: npt.ArrayLike = (),
    explained: int = 0,
    levels: Levels | None = None,
) -> Runs:
    """Schedule a network many times, each time with other work drawn from the chances.

    Each run gives what `schedule` gives for `chances.network_of_run(network, seed, run)`: links, lags,
    constraints, calendars and progress hold as they do there. The same seed gives the same runs on any
    machine. A few runs at a time are tried at once, so that beside the targets' finishes memory does not
    grow with the number of runs.

    Args:
        as_of: the instant from which the future is uncertain; what has happened stays.
        targets: rows whose own finish is asked for.
        explained: for so many of the targets, from the first, `ties` is worked out too.
        levels: the numbering of these dependencies, when it is known already.

    Raises:
        CircleError, DateRangeError: as `schedule`.
    """
    chances, runs = sampling.chances, sampling.runs
    asked = np.asarray(targets, np.int64).reshape(-1)
    ends, finishes = np.full(runs, NONE), np.empty((len(asked), runs), np.int64)
    critical, sums = np.zeros(len(network), np.int64), Sums.empty(1 + explained, len(network))
    if not len(network):
        return Runs(ends, finishes, np.empty(0), sums.ties(runs))
    layout = lay_out(network, start, as_of, levels)
    first = 0
    for drawn in draws(sampling.seed, len(network), runs, chances.common, max(1, _CELLS // len(network))):
        these = slice(first, first + len(drawn.common))
        shape = _shape(network, layout, as_of, chances, drawn)
        early = forward_pass(layout, shape)
        ends[these] = _ends(network, layout, early)
        finishes[:, these] = _finishes(network, layout, early, layout.levels.place[asked])
        critical += _critical(network, layout, shape, early, ends[these]).sum(axis=1)[layout.levels.place]
        sums.add(drawn, np.vstack([ends[these], finishes[:explained, these]]) - as_of)
        first = these.stop
    return Runs(ends, finishes, critical / runs, sums.ties(runs))


def _shape(network: Network, layout: Layout, as_of: int, chances: Chances, drawn: Drawn) -> Shape:
    """Return the shape that the drawn work gives, by place and run."""
    order, progress = layout.levels.order, layout.progress
    steps = drawn.steps[order]
    work = chances.work(network.work[order], order, steps)
    duration = work.copy()
    begun = np.flatnonzero(progress.started)
    if len(begun):
        rows = order[begun]
        told = chances.work(network.remaining[rows], rows, steps[begun])
        duration[begun] = remaining_of(network, rows, as_of, work[begun], told)
    if network.delay.any():
        duration = np.maximum(duration + network.delay[order, np.newaxis], 0)
    return progress.shape(duration, layout.shares.ticks(work))


def _finishes(network: Network, layout: Layout, early: Early, places: Ints) -> Ints:
    """Return the instants at which some places finish, by place and run."""
    instants = np.asarray(early.cells[len(network) + places], np.int64)
    for number, calendar in enumerate(network.calendars):
        chosen = np.flatnonzero(layout.calendar[places] == number)
        if len(chosen):
            instants[chosen] = calendar.instants_at(instants[chosen])
    finished = np.flatnonzero(layout.progress.finished[places])
    instants[finished] = network.actual_finish[layout.levels.order[places[finished]], np.newaxis]
    return instants


def _ends(network: Network, layout: Layout, early: Early) -> Ints:
    """Return when the last activity of all finishes, by run."""
    rows, finished = len(network), layout.progress.finished
    found = [np.full(early.cells.shape[1], int(network.actual_finish.max()))]
    for number, calendar in enumerate(network.calendars):
        chosen = np.flatnonzero((layout.calendar == number) & ~finished)
        if len(chosen):
            found.append(calendar.instants_at(early.cells[rows + chosen].max(axis=0)))
    return np.asarray(np.max(found, axis=0), np.int64)


def _critical(network: Network, layout: Layout, shape: Shape, early: Early, ends: Ints) -> Bools:
    """Return which places are critical in which runs."""
    rows = len(network)
    last = np.array([own.floor_ticks_at(ends) for own in network.calendars])
    caps = np.minimum(layout.bounds.latest(shape), last[layout.calendar])
    late = backward_pass(layout, caps, shape)
    total = slack(late, np.maximum(early.cells[rows : 2 * rows], early.logic + shape.span))
    return np.asarray((total <= 0) & ~layout.progress.finished[:, np.newaxis], np.bool_)
