"""Lays a network out in layers, so that every arrow leads forward and few of them cross."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Edge = tuple[str, str]
# A place in a layer: a node's key, or the edge that only passes through.
Place = str | Edge
Layers = list[list[Place]]

_SWEEPS = 12
_ROUNDS = 16


@dataclass(frozen=True)
class Spacing:
    """Sizes across the layers: a node's own, a passing edge's, and the clear space between two."""

    node: float
    passing: float
    gap: float


@dataclass(frozen=True)
class GraphLayout:
    """Where everything lies: each node as (layer, centre across), each edge as its stops in that form.

    The first and last stops of an edge are its nodes; between them it passes every layer once.
    """

    nodes: Mapping[str, tuple[int, float]]
    edges: Mapping[Edge, tuple[tuple[int, float], ...]]
    layer_count: int
    breadth: float


def laid_out(keys: Sequence[str], edges: Iterable[Edge], spacing: Spacing, capacity: int) -> GraphLayout:
    """Return the layout of a network without circles; a layer holds at most `capacity` nodes.

    Layers are the generations of the network; the order inside them is found by barycentre sweeps, and
    the centres as near to their neighbours as the spacing lets them.
    """
    known = set(keys)
    links = sorted({edge for edge in edges if known.issuperset(edge)})
    layers = _with_passing(_layers(keys, links, capacity), links)
    neighbours = _neighbours(layers, links)
    layers = _fewest_crossings(layers, neighbours)
    centres = _centres(layers, neighbours, spacing)
    return _layout(layers, centres, links, spacing)


def _layers(keys: Sequence[str], links: Sequence[Edge], capacity: int) -> Layers:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(keys)
    graph.add_edges_from(links)
    layer = {key: depth for depth, found in enumerate(nx.topological_generations(graph)) for key in found}
    for key in keys:
        if not graph.in_degree(key) and graph.out_degree(key):
            # What waits for nothing stands just before what waits for it.
            layer[key] = min(layer[after] for after in graph.successors(key)) - 1
    members: dict[int, Layers] = defaultdict(lambda: [[]])
    for key in keys:
        rows = members[layer[key]]
        if len(rows[-1]) == capacity:
            rows.append([])
        rows[-1].append(key)
    return [row for depth in sorted(members) for row in members[depth]]


def _with_passing(layers: Layers, links: Sequence[Edge]) -> Layers:
    """Add to every layer the edges that pass through it."""
    depth = {key: number for number, row in enumerate(layers) for key in row}
    full = [list(row) for row in layers]
    for edge in links:
        for number in range(depth[edge[0]] + 1, depth[edge[1]]):
            full[number].append(edge)
    return full


def _stops(edge: Edge, depth: Mapping[str, int]) -> list[tuple[int, Place]]:
    first, last = depth[edge[0]], depth[edge[1]]
    return [(first, edge[0]), *((number, edge) for number in range(first + 1, last)), (last, edge[1])]


def _neighbours(
    layers: Layers, links: Sequence[Edge]
) -> tuple[dict[tuple[int, Place], list[Place]], dict[tuple[int, Place], list[Place]]]:
    """Return what each place joins in the layer before it, and in the layer after it."""
    depth = {key: number for number, row in enumerate(layers) for key in row if isinstance(key, str)}
    before: dict[tuple[int, Place], list[Place]] = defaultdict(list)
    after: dict[tuple[int, Place], list[Place]] = defaultdict(list)
    for edge in links:
        for first, second in pairwise(_stops(edge, depth)):
            after[first].append(second[1])
            before[second].append(first[1])
    return before, after


_Neighbours = tuple[dict[tuple[int, Place], list[Place]], dict[tuple[int, Place], list[Place]]]


def _fewest_crossings(layers: Layers, neighbours: _Neighbours) -> Layers:
    best, fewest = layers, crossings(layers, neighbours[1])
    for sweep in range(_SWEEPS):
        layers = _swept(layers, neighbours[sweep % 2], is_forward=sweep % 2 == 0)
        count = crossings(layers, neighbours[1])
        if count < fewest:
            best, fewest = layers, count
    return best


def _swept(layers: Layers, joined: Mapping[tuple[int, Place], list[Place]], *, is_forward: bool) -> Layers:
    """Order every layer by the mean place of what it joins in the layer just ordered."""
    found = [list(row) for row in layers]
    numbers = range(1, len(found)) if is_forward else range(len(found) - 2, -1, -1)
    for number in numbers:
        fixed = found[number - 1 if is_forward else number + 1]
        place = {key: at for at, key in enumerate(fixed)}
        share = len(fixed) / max(len(found[number]), 1)
        means = {}
        for at, key in enumerate(found[number]):
            met = [place[other] for other in joined.get((number, key), ())]
            means[key] = sum(met) / len(met) if met else at * share
        found[number].sort(key=means.__getitem__)
    return found


def crossings(layers: Layers, after: Mapping[tuple[int, Place], list[Place]]) -> int:
    """Return how many pairs of edges cross between neighbouring layers."""
    count = 0
    for number, (row, following) in enumerate(pairwise(layers)):
        place = {key: at for at, key in enumerate(following)}
        ends = [sorted(place[other] for other in after.get((number, key), ())) for key in row]
        flat = [end for found in ends for end in found]
        count += sum(first > second for at, first in enumerate(flat) for second in flat[at + 1 :])
    return count


def _centres(layers: Layers, neighbours: _Neighbours, spacing: Spacing) -> list[dict[Place, float]]:
    """Return each place's centre: every round puts a layer as near to its neighbours as its order allows."""
    offsets = [_offsets(row, spacing) for row in layers]
    widest = max((row[-1] for row in offsets if row), default=0.0)
    centres = [
        {key: at + (widest - row[-1]) / 2 for key, at in zip(keys, row, strict=True)}
        for keys, row in zip(layers, offsets, strict=True)
    ]
    for turn in range(_ROUNDS):
        numbers = range(len(layers)) if turn % 2 == 0 else range(len(layers) - 1, -1, -1)
        for number in numbers:
            wished = [_wish(number, key, centres, neighbours) for key in layers[number]]
            settled = _apart(wished, offsets[number], widest)
            centres[number] = dict(zip(layers[number], settled, strict=True))
    return centres


def _offsets(row: Sequence[Place], spacing: Spacing) -> list[float]:
    """Return the least distance of each place's centre from the first one's."""
    sizes = [spacing.node if isinstance(key, str) else spacing.passing for key in row]
    found = [0.0] if row else []
    for first, second in pairwise(sizes):
        gap = spacing.gap if spacing.node in (first, second) else spacing.gap / 2
        found.append(found[-1] + first / 2 + gap + second / 2)
    return found


def _wish(
    number: int, key: Place, centres: Sequence[Mapping[Place, float]], neighbours: _Neighbours
) -> float:
    before, after = neighbours
    met = [centres[number - 1][other] for other in before.get((number, key), ())]
    met += [centres[number + 1][other] for other in after.get((number, key), ())]
    return sum(met) / len(met) if met else centres[number][key]


def _apart(wished: Sequence[float], offsets: Sequence[float], widest: float) -> list[float]:
    """Return the centres nearest to the wishes that keep the order and the least distances.

    Without its offset each centre must not be less than the one before: least squares under that
    condition is isotonic regression, solved by pooling neighbours that are out of order.
    """
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=True):
        mean, count = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, size = pools.pop()
            mean, count = (mean * count + other * size) / (count + size), count + size
        pools.append((mean, count))
    room = widest - (offsets[-1] if offsets else 0)
    bases = [min(max(mean, 0.0), room) for mean, count in pools for _ in range(count)]
    return [base + offset for base, offset in zip(bases, offsets, strict=True)]


def _layout(
    layers: Layers, centres: Sequence[Mapping[Place, float]], links: Sequence[Edge], spacing: Spacing
) -> GraphLayout:
    half = spacing.node / 2
    depth = {key: number for number, row in enumerate(layers) for key in row if isinstance(key, str)}
    widest = max((centre for row in centres for centre in row.values()), default=0.0)
    return GraphLayout(
        nodes={key: (number, centres[number][key] + half) for key, number in depth.items()},
        edges={
            edge: tuple((number, centres[number][key] + half) for number, key in _stops(edge, depth))
            for edge in links
        },
        layer_count=len(layers),
        breadth=widest + spacing.node,
    )
