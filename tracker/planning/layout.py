"""A network laid out for the passes: rows in level order, dates as ticks, each dependency a constant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.bounds import Bounds, bounds_by_place
from tracker.planning.crossing import Crossing
from tracker.planning.instants import Bools, Ints
from tracker.planning.levels import Levels, grouped, number_levels
from tracker.planning.network import (
    KIND_CODES,
    LAG_UNIT_CODES,
    DependencyKind,
    LagUnit,
    Network,
)
from tracker.planning.progress import Progress, Shape, progress_by_place

_FITS = 1 << 62


@dataclass(frozen=True)
class Edges:
    """Dependencies grouped by the place they bear on; those of the i-th place are `first[i]:first[i + 1]`.

    `other` is the cell read at the far end, `shift` is added to it; `after` is added past a crossing.
    `by_work` are the edges that bear on a place's other end, and `holder` those places: what they ask
    depends on the work of the place. `share` are the edges whose lag is a share of the predecessor's work,
    `share_of` which of those lags it is; forward it is added past a crossing, backward taken before one.
    """

    nodes: Ints
    first: Ints
    row: Ints
    other: Ints
    shift: Ints
    after: Ints
    crossing: Crossing
    by_work: Ints
    holder: Ints
    share: Ints
    share_of: Ints


@dataclass(frozen=True)
class Shares:
    """The dependencies (rows) whose lag is a share, in 1/10,000, of the work of `place`."""

    rows: Ints
    place: Ints
    share: Ints

    def ticks(self, work: Ints) -> Ints:
        """Return each such lag for the work by place (and trial)."""
        parts, share = work[self.place], self.share.reshape(-1, *(1,) * (work.ndim - 1))
        if self.rows.size and int(parts.max()) * int(abs(share).max()) >= _FITS:
            # Python integers, as the product of two large columns does not fit 64 bits.
            parts = parts.astype(object)
        return np.asarray(2 * ((parts * share + 5000) // 10_000), np.int64)


@dataclass(frozen=True)
class Layout:
    """Everything the passes read. Cells: start of place v in cell v, finish in cell n + v, then facts.

    `facts` are the starts that have happened.
    """

    levels: Levels
    calendar: Ints
    shape: Shape
    bounds: Bounds
    progress: Progress
    facts: Ints
    shares: Shares
    into: Edges
    out_of: Edges


def within(positions: Ints, first: int, last: int) -> tuple[int, int]:
    """Return which of some ascending positions lie between `first` and `last` (excluded)."""
    if not len(positions):
        return 0, 0
    return int(positions.searchsorted(first)), int(positions.searchsorted(last))


def lay_out(network: Network, start: int, as_of: int | None, levels: Levels | None = None) -> Layout:
    """Return the network ready for the passes.

    Args:
        levels: the numbering of these dependencies, when it is known already.

    Raises:
        CircleError: the dependencies close a circle.
        DateRangeError: a date leaves the years 1 to 9999.
    """
    levels = levels or number_levels(len(network), network.predecessor, network.successor)
    order = levels.order
    progress = progress_by_place(network, order, as_of)
    bounds = bounds_by_place(network, order, progress, start, as_of)
    shares = _shares(network, levels)
    shape = progress.shape(progress.duration, shares.ticks(network.work[order]))
    into, out_of = _edges(network, levels, progress, shares)
    calendar = network.calendar[order].astype(np.int64)
    facts = progress.begun[progress.started]
    return Layout(levels, calendar, shape, bounds, progress, facts, shares, into, out_of)


def _shares(network: Network, levels: Levels) -> Shares:
    rows = np.flatnonzero(network.lag_unit == LAG_UNIT_CODES[LagUnit.PERCENT])
    return Shares(rows, levels.place[network.predecessor[rows]], network.lag[rows])


def _edges(network: Network, levels: Levels, progress: Progress, shares: Shares) -> tuple[Edges, Edges]:
    rows = len(levels.order)
    earlier, later = levels.place[network.predecessor], levels.place[network.successor]
    kind = network.kind
    from_start = (kind == KIND_CODES[DependencyKind.SS]) | (kind == KIND_CODES[DependencyKind.SF])
    to_finish = (kind == KIND_CODES[DependencyKind.FF]) | (kind == KIND_CODES[DependencyKind.SF])
    lag, elapsed = _lags(network)
    begun, ended = network.actual_start[network.predecessor], network.actual_finish[network.predecessor]
    happened = from_start & progress.started[earlier]
    fact = 2 * rows + np.cumsum(progress.started) - 1
    source = np.where(happened, fact[earlier], earlier + rows * ~from_start)
    share_of = np.full(len(kind), -1, dtype=np.int64)
    share_of[shares.rows] = np.arange(len(shares.rows))
    crosses = (network.calendar[network.predecessor] != network.calendar[network.successor]) | (elapsed != 0)

    def edges(keys: Ints, chosen: Ints | None, other: Ints, lags: tuple[Ints, Ints], far_end: Bools) -> Edges:
        kept = keys if chosen is None else keys[chosen]
        sequence, first = grouped(kept, rows)
        row = sequence if chosen is None else chosen[sequence]
        nodes = np.flatnonzero(np.diff(first))
        across = np.flatnonzero(crosses[row])
        links = row[across]
        crossing = Crossing(
            across,
            network.calendar[network.predecessor[links]].astype(np.int64),
            network.calendar[network.successor[links]].astype(np.int64),
            elapsed[links],
            np.where(from_start, begun, ended)[links],
            network.calendars,
        )
        ends = np.append(first[nodes], len(row))
        by_work, share = np.flatnonzero(far_end[row]), np.flatnonzero(share_of[row] >= 0)
        shift, after = lags[0][row], lags[1][row]
        return Edges(
            nodes,
            ends,
            row,
            other[row],
            shift,
            after,
            crossing,
            by_work,
            keys[row[by_work]],
            share,
            share_of[row[share]],
        )

    none = np.zeros_like(lag)
    into = edges(later, None, source, (none, lag), to_finish)
    past = progress.finished[earlier] | progress.finished[later] | happened
    open_links = np.flatnonzero(~past) if past.any() else None
    target = later + rows * to_finish
    out_of = edges(earlier, open_links, target, (-lag, none), from_start)
    return into, out_of


def _lags(network: Network) -> tuple[Ints, Ints]:
    """Return each dependency's lag as working ticks and as elapsed minutes; shares of work are not in it."""
    unit = network.lag_unit
    if not unit.any():
        return 2 * network.lag, np.zeros_like(network.lag)
    elapsed = np.where(unit == LAG_UNIT_CODES[LagUnit.CALENDAR_DAYS], network.lag, 0)
    working = np.where(unit == LAG_UNIT_CODES[LagUnit.WORKING_DAYS], network.lag, 0)
    return 2 * working, elapsed
