"""The forward and the backward pass, level by level on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.instants import NONE, Ints
from tracker.planning.layout import Edges, Layout, within
from tracker.planning.progress import Shape


@dataclass(frozen=True)
class Early:
    """What the forward pass found, in ticks by place: `logic` is the start dependencies alone allow.

    `cells` holds starts, finishes and facts; `reached` is the start each incoming dependency asks for.
    With trials, each has a second axis for them.
    """

    cells: Ints
    logic: Ints
    reached: Ints


def forward_pass(layout: Layout, shape: Shape | None = None) -> Early:
    """Return the soonest ticks of every place, for the work laid out or for another shape of it."""
    shape = shape or layout.shape
    rows, trials = len(shape.span), shape.span.shape[1:]
    into, width = layout.into, shape.width
    logic, pin = layout.bounds.soonest(shape), layout.bounds.pinned(shape)
    cells = np.empty((2 * rows + len(layout.facts), *trials), dtype=np.int64)
    cells[2 * rows :] = layout.facts.reshape(-1, *(1,) * len(trials))
    reached = np.empty((len(into.row), *trials), dtype=np.int64)
    edges = into.first[into.nodes.searchsorted(layout.levels.bounds)].tolist()
    nodes = into.nodes.searchsorted(layout.levels.bounds).tolist()
    pinned = pin != NONE
    has_pins = bool(pinned.any())
    places = layout.levels.bounds.tolist()
    for level in range(len(places) - 1):
        low, high = places[level], places[level + 1]
        start = logic[low:high]
        first, last = edges[level], edges[level + 1]
        if last > first:
            asked = asked_starts(into, shape, width, cells, first, last)
            reached[first:last] = asked
            begin = into.first[nodes[level] : nodes[level + 1]] - first
            np.maximum(start, np.maximum.reduceat(asked, begin, axis=0), out=start)
            start |= shape.odd[low:high]
        cells[low:high] = start
        if has_pins:
            np.copyto(cells[low:high], pin[low:high], where=pinned[low:high])
        np.add(cells[low:high], shape.span[low:high], out=cells[rows + low : rows + high])
    return Early(cells, logic, reached)


def asked_starts(into: Edges, shape: Shape, width: Ints, cells: Ints, first: int, last: int) -> Ints:
    """Return the start each incoming dependency asks for, given the cells at its far end."""
    values: Ints = cells[into.other[first:last]]
    low, high = into.crossing.within(first, last)
    if high > low:
        across = into.crossing.edges[low:high] - first
        values[across] = into.crossing.forward(values[across], low, high)
    values += _beside(into.after[first:last], values)
    low, high = within(into.share, first, last)
    if high > low:
        values[into.share[low:high] - first] += shape.lags[into.share_of[low:high]]
    low, high = within(into.by_work, first, last)
    if high > low:
        values[into.by_work[low:high] - first] -= width[into.holder[low:high]]
    return values


def backward_pass(layout: Layout, cap: Ints, shape: Shape | None = None) -> Ints:
    """Return the last ticks at which every place may finish, given each one's own cap (in each trial)."""
    shape = shape or layout.shape
    rows = len(shape.odd)
    out_of, keep = layout.out_of, ~shape.odd
    limits = np.empty((2 * rows, *shape.span.shape[1:]), dtype=np.int64)
    late = cap.copy()
    nodes = out_of.nodes.searchsorted(layout.levels.bounds).tolist()
    places = layout.levels.bounds.tolist()
    for level in range(len(places) - 2, -1, -1):
        low, high = places[level], places[level + 1]
        finish = late[low:high]
        begin, end = nodes[level], nodes[level + 1]
        if end > begin:
            first, last = int(out_of.first[begin]), int(out_of.first[end])
            allowed = allowed_finishes(out_of, shape, limits, first, last)
            least = np.minimum.reduceat(allowed, out_of.first[begin:end] - first, axis=0)
            held = out_of.nodes[begin:end] - low
            finish[held] = np.minimum(finish[held], least)
        finish &= keep[low:high]
        np.subtract(finish, shape.span[low:high], out=limits[low:high])
        np.bitwise_or(finish, shape.odd[low:high], out=limits[rows + low : rows + high])
    return late


def allowed_finishes(out_of: Edges, shape: Shape, limits: Ints, first: int, last: int) -> Ints:
    """Return the last finish each outgoing dependency allows, given its successor's limits."""
    values: Ints = limits[out_of.other[first:last]]
    values += _beside(out_of.shift[first:last], values)
    low, high = within(out_of.share, first, last)
    if high > low:
        values[out_of.share[low:high] - first] -= shape.lags[out_of.share_of[low:high]]
    low, high = out_of.crossing.within(first, last)
    if high > low:
        across = out_of.crossing.edges[low:high] - first
        values[across] = out_of.crossing.backward(values[across], low, high)
    low, high = within(out_of.by_work, first, last)
    if high > low:
        values[out_of.by_work[low:high] - first] += shape.span[out_of.holder[low:high]]
    return values


def _beside(column: Ints, values: Ints) -> Ints:
    """Give a column the trials of some values, if they have any."""
    return column.reshape(-1, *(1,) * (values.ndim - 1))
