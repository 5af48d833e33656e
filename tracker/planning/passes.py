"""The forward and the backward pass, level by level on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.instants import NONE, Ints
from tracker.planning.layout import Edges, Layout


@dataclass(frozen=True)
class Early:
    """What the forward pass found, in ticks by place: `logic` is the start dependencies alone allow.

    `cells` holds starts, finishes and facts; `reached` is the start each incoming dependency asks for.
    """

    cells: Ints
    logic: Ints
    reached: Ints


def forward_pass(layout: Layout) -> Early:
    """Return the soonest ticks of every place."""
    rows = len(layout.odd)
    bounds, into = layout.bounds, layout.into
    cells = np.concatenate([np.zeros(2 * rows, dtype=np.int64), layout.facts])
    logic = bounds.floor | layout.odd
    reached = np.empty(len(into.row), dtype=np.int64)
    edges = into.first[into.nodes.searchsorted(layout.levels.bounds)].tolist()
    nodes = into.nodes.searchsorted(layout.levels.bounds).tolist()
    pinned = bounds.pin != NONE
    has_pins = bool(pinned.any())
    places = layout.levels.bounds.tolist()
    for level in range(len(places) - 1):
        low, high = places[level], places[level + 1]
        start = logic[low:high]
        first, last = edges[level], edges[level + 1]
        if last > first:
            asked = _asked_forward(into, cells, first, last)
            reached[first:last] = asked
            begin = into.first[nodes[level] : nodes[level + 1]] - first
            np.maximum(start, np.maximum.reduceat(asked, begin), out=start)
            start |= layout.odd[low:high]
        cells[low:high] = start
        if has_pins:
            np.copyto(cells[low:high], bounds.pin[low:high], where=pinned[low:high])
        np.add(cells[low:high], layout.span[low:high], out=cells[rows + low : rows + high])
    return Early(cells, logic, reached)


def _asked_forward(into: Edges, cells: Ints, first: int, last: int) -> Ints:
    values: Ints = cells[into.other[first:last]]
    low, high = into.crossing.within(first, last)
    if high > low:
        across = into.crossing.edges[low:high] - first
        values[across] = into.crossing.forward(values[across], low, high)
    values += into.after[first:last]
    return values


def backward_pass(layout: Layout, cap: Ints) -> Ints:
    """Return the last ticks at which every place may finish, given each one's own cap."""
    rows = len(layout.odd)
    out_of, keep = layout.out_of, ~layout.odd
    limits = np.empty(2 * rows, dtype=np.int64)
    late = cap.copy()
    nodes = out_of.nodes.searchsorted(layout.levels.bounds).tolist()
    places = layout.levels.bounds.tolist()
    for level in range(len(places) - 2, -1, -1):
        low, high = places[level], places[level + 1]
        finish = late[low:high]
        begin, end = nodes[level], nodes[level + 1]
        if end > begin:
            first, last = int(out_of.first[begin]), int(out_of.first[end])
            allowed = allowed_finishes(out_of, limits, first, last)
            least = np.minimum.reduceat(allowed, out_of.first[begin:end] - first)
            held = out_of.nodes[begin:end] - low
            finish[held] = np.minimum(finish[held], least)
        finish &= keep[low:high]
        np.subtract(finish, layout.span[low:high], out=limits[low:high])
        np.bitwise_or(finish, layout.odd[low:high], out=limits[rows + low : rows + high])
    return late


def allowed_finishes(out_of: Edges, limits: Ints, first: int, last: int) -> Ints:
    """Return the last finish each outgoing dependency allows, given its successor's limits."""
    values: Ints = limits[out_of.other[first:last]]
    values += out_of.shift[first:last]
    low, high = out_of.crossing.within(first, last)
    if high > low:
        across = out_of.crossing.edges[low:high] - first
        values[across] = out_of.crossing.backward(values[across], low, high)
    values += out_of.after[first:last]
    return values
