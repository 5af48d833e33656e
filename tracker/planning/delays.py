"""What one activity's delay would move: many single delays tried at once, each against the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.errors import FinishedActivityError
from tracker.planning.instants import NONE, Ints
from tracker.planning.layout import Layout, lay_out
from tracker.planning.levels import Levels
from tracker.planning.network import Network
from tracker.planning.passes import forward_pass
from tracker.planning.progress import by_calendar

_CELLS = 2_000_000  # places x trials tried at once: some 100 MB


@dataclass(frozen=True, eq=False)
class Movement:
    """What a delay of `row` moves: the rows that finish later (itself too), and their new early finishes."""

    row: int
    rows: Ints
    finishes: Ints


def movements(
    network: Network,
    start: int,
    as_of: int | None,
    rows: npt.ArrayLike,
    minutes: npt.ArrayLike,
    levels: Levels | None = None,
    against: Network | None = None,
) -> Iterator[Movement]:
    """Give, for each row in turn, what moves when it alone has `minutes` more work to do (one or one each).

    The same answers as scheduling `network.with_delay(row, minutes)` for each, in one pass over them all.

    Args:
        levels: the numbering of these dependencies, when it is known already.
        against: the network with the dates from which things move, with the same dependencies between the
            same rows; `network` itself where it is not given.

    Raises:
        FinishedActivityError: one of the rows is finished.
        CircleError, DateRangeError: as `schedule`.
    """
    late = np.atleast_1d(np.asarray(rows, np.int64))
    added = np.broadcast_to(np.asarray(minutes, np.int64), late.shape)
    finished = late[network.actual_finish[late] != NONE]
    if len(finished):
        raise FinishedActivityError(int(finished[0]))
    layout = lay_out(network, start, as_of, levels)
    count = len(network)
    expected = layout if against is None else lay_out(against, start, as_of, layout.levels)
    planned = forward_pass(expected).cells[count : 2 * count]
    block = max(1, _CELLS // max(1, count))
    for first in range(0, len(late), block):
        chosen = late[first : first + block]
        tried = _finish_ticks(layout, layout.levels.place[chosen], added[first : first + block])
        for trial, row in enumerate(chosen.tolist()):
            yield _movement(network, layout, row, planned, tried[:, trial])


def _finish_ticks(layout: Layout, places: Ints, added: Ints) -> Ints:
    """Return the early finish of every place in each trial."""
    duration = np.repeat(layout.progress.duration[:, np.newaxis], len(places), axis=1)
    trial = np.arange(len(places))
    duration[places, trial] = np.maximum(duration[places, trial] + added, 0)
    count = len(duration)
    lags = np.repeat(layout.shape.lags[:, np.newaxis], len(places), axis=1)
    return forward_pass(layout, layout.progress.shape(duration, lags)).cells[count : 2 * count]


def _movement(network: Network, layout: Layout, row: int, planned: Ints, tried: Ints) -> Movement:
    moved = np.flatnonzero(tried != planned)
    finishes = by_calendar(
        network.calendars, layout.calendar[moved], tried[moved], WorkingCalendar.instants_at
    )
    rows = layout.levels.order[moved]
    sorting = np.argsort(rows)
    return Movement(row, rows[sorting], finishes[sorting])
