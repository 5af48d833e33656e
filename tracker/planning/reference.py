"""The same two passes on plain lists: the rule to read, the tests' oracle, the choice for thin networks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tracker.planning.instants import NONE, Ints
from tracker.planning.layout import Edges, Layout
from tracker.planning.passes import Early


def forward_pass(layout: Layout) -> Early:
    """Return the soonest ticks of every place: the latest of its floor and what each predecessor asks."""
    shape, rows = layout.shape, len(layout.shape.odd)
    odd, span = shape.odd.tolist(), shape.span.tolist()
    floor, pin = layout.bounds.soonest(shape).tolist(), layout.bounds.pinned(shape).tolist()
    ahead = layout.into.after.copy()
    ahead[layout.into.share] += shape.lags[layout.into.share_of]
    ahead[layout.into.by_work] -= shape.width[layout.into.holder]
    other, after = layout.into.other.tolist(), ahead.tolist()
    begin, crossings = _first_edges(layout.into, rows), _crossings(layout.into)
    cells = [0] * (2 * rows) + layout.facts.tolist()
    logic, reached = [0] * rows, [0] * len(other)
    for place in range(rows):
        soonest = floor[place]
        for edge in range(begin[place], begin[place + 1]):
            tick = cells[other[edge]]
            if edge in crossings:
                tick = _one(layout.into.crossing.forward, tick, crossings[edge])
            reached[edge] = tick + after[edge]
            soonest = max(soonest, reached[edge])
        logic[place] = soonest | odd[place]
        cells[place] = logic[place] if pin[place] == NONE else pin[place]
        cells[rows + place] = cells[place] + span[place]
    return Early(np.array(cells, np.int64), np.array(logic, np.int64), np.array(reached, np.int64))


def backward_pass(layout: Layout, cap: Ints) -> Ints:
    """Return the last finish ticks: the soonest of a place's cap and what each successor allows."""
    rows = len(layout.shape.odd)
    odd, span, late = layout.shape.odd.tolist(), layout.shape.span.tolist(), cap.tolist()
    out_of = layout.out_of
    back, ahead = out_of.shift.copy(), out_of.after.copy()
    back[out_of.share] -= layout.shape.lags[out_of.share_of]
    ahead[out_of.by_work] += layout.shape.span[out_of.holder]
    other, shift, after = out_of.other.tolist(), back.tolist(), ahead.tolist()
    begin, crossings = _first_edges(out_of, rows), _crossings(out_of)
    limits = [0] * (2 * rows)
    for place in range(rows - 1, -1, -1):
        latest = late[place]
        for edge in range(begin[place], begin[place + 1]):
            tick = limits[other[edge]] + shift[edge]
            if edge in crossings:
                tick = _one(out_of.crossing.backward, tick, crossings[edge])
            latest = min(latest, tick + after[edge])
        late[place] = latest & ~odd[place]
        limits[place] = late[place] - span[place]
        limits[rows + place] = late[place] | odd[place]
    return np.array(late, np.int64)


def _first_edges(edges: Edges, rows: int) -> list[int]:
    """Where each place's edges begin, places without any included."""
    counts = np.zeros(rows, dtype=np.int64)
    counts[edges.nodes] = np.diff(edges.first)
    begin: list[int] = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)]).tolist()
    return begin


def _crossings(edges: Edges) -> dict[int, int]:
    return {edge: number for number, edge in enumerate(edges.crossing.edges.tolist())}


def _one(carry: Callable[[Ints, int, int], Ints], tick: int, number: int) -> int:
    return int(carry(np.array([tick], dtype=np.int64), number, number + 1)[0])
