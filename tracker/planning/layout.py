"""A network laid out for the passes: rows in level order, dates as ticks, each dependency a constant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.bounds import Bounds, bounds_by_place
from tracker.planning.crossing import Crossing
from tracker.planning.instants import Ints
from tracker.planning.levels import Levels, grouped, number_levels
from tracker.planning.network import (
    KIND_CODES,
    LAG_UNIT_CODES,
    DependencyKind,
    LagUnit,
    Network,
)
from tracker.planning.progress import Progress, Shape, progress_by_place


@dataclass(frozen=True)
class Edges:
    """Dependencies grouped by the place they bear on; those of the i-th place are `first[i]:first[i + 1]`.

    `other` is the cell read at the far end, `shift` is added to it; `after` is added past a crossing.
    `at_finish` are the edges that ask for a finish, and `holder` the places they ask it of: the start they
    ask for depends on the work.
    """

    nodes: Ints
    first: Ints
    row: Ints
    other: Ints
    shift: Ints
    after: Ints
    crossing: Crossing
    at_finish: Ints
    holder: Ints


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
    into: Edges
    out_of: Edges


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
    shape = progress.shape(progress.duration)
    into, out_of = _edges(network, levels, progress, shape)
    calendar = network.calendar[order].astype(np.int64)
    facts = progress.begun[progress.started]
    return Layout(levels, calendar, shape, bounds, progress, facts, into, out_of)


def _edges(network: Network, levels: Levels, progress: Progress, shape: Shape) -> tuple[Edges, Edges]:
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
    crosses = (network.calendar[network.predecessor] != network.calendar[network.successor]) | (elapsed != 0)

    def edges(keys: Ints, chosen: Ints | None, other: Ints, shift: Ints, after: Ints) -> Edges:
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
        at_finish = np.flatnonzero(to_finish[row])
        holder = later[row[at_finish]]
        return Edges(nodes, ends, row, other[row], shift[row], after[row], crossing, at_finish, holder)

    into = edges(later, None, source, np.zeros_like(lag), lag)
    past = progress.finished[earlier] | progress.finished[later] | happened
    open_links = np.flatnonzero(~past) if past.any() else None
    target = later + rows * to_finish
    out_of = edges(earlier, open_links, target, -lag, shape.span[earlier] * from_start)
    return into, out_of


def _lags(network: Network) -> tuple[Ints, Ints]:
    """Return each dependency's lag as working ticks and as elapsed minutes."""
    unit = network.lag_unit
    if not unit.any():
        return 2 * network.lag, np.zeros_like(network.lag)
    percent = np.flatnonzero(unit == LAG_UNIT_CODES[LagUnit.PERCENT])
    # Python integers, as the product of two large columns may not fit 64 bits.
    work = network.work[network.predecessor[percent]].astype(object)
    share = (work * network.lag[percent] + 5000) // 10_000
    elapsed = np.where(unit == LAG_UNIT_CODES[LagUnit.CALENDAR_DAYS], network.lag, 0)
    working = np.where(unit == LAG_UNIT_CODES[LagUnit.WORKING_DAYS], network.lag, 0)
    working[percent] = share.astype(np.int64)
    return 2 * working, elapsed
