"""Circles, chains and what lies downstream."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.planning import (
    CircleError,
    Network,
    downstream,
    downstream_counts,
    downstream_groups,
    find_circle,
    layers,
    path_between,
    schedule,
)
from tracker.planning.levels import FEW, number_levels

Edges = list[tuple[int, int]]

# M1..M7 of the worked example are rows 0..6.
SEVEN: Edges = [(0, 1), (1, 3), (2, 3), (2, 4), (3, 5), (4, 5), (1, 6)]


def ends(edges: Edges) -> tuple[list[int], list[int]]:
    """Return predecessors and successors."""
    return [earlier for earlier, _ in edges], [later for _, later in edges]


@st.composite
def graphs(draw: st.DrawFn, *, acyclic: bool) -> tuple[int, Edges]:
    """Draw a small graph."""
    rows = draw(st.integers(1, 12))
    pair = st.tuples(st.integers(0, rows - 1), st.integers(0, rows - 1))
    edges = draw(st.lists(pair, max_size=20))
    if acyclic:
        edges = [(min(edge), max(edge)) for edge in edges if edge[0] != edge[1]]
        names = draw(st.permutations(range(rows)))
        edges = [(names[earlier], names[later]) for earlier, later in edges]
    return rows, edges


def graph_of(rows: int, edges: Edges) -> nx.DiGraph[int]:
    """Return the same graph for networkx."""
    graph: nx.DiGraph[int] = nx.DiGraph(edges)
    graph.add_nodes_from(range(rows))
    return graph


def test_the_chain_that_a_new_dependency_would_close_is_named() -> None:
    assert path_between(7, *ends(SEVEN), 1, 5) == (1, 3, 5)
    assert path_between(7, *ends(SEVEN), 4, 1) is None
    assert path_between(7, *ends(SEVEN), 4, 4) == (4,)


def test_a_circle_is_named_in_the_order_of_its_dependencies() -> None:
    assert find_circle(7, *ends([*SEVEN, (5, 1)])) == (1, 3, 5)
    assert find_circle(7, *ends(SEVEN)) is None
    assert find_circle(2, [1], [1]) == (1,)


def test_a_network_with_a_circle_is_not_scheduled() -> None:
    with pytest.raises(CircleError) as refused:
        schedule(Network.of_columns([480, 480], [0, 1], [1, 0]), 0)
    assert refused.value.rows == (0, 1)


def test_what_waits_on_each_milestone_is_counted_once() -> None:
    assert downstream_counts(7, *ends(SEVEN)).tolist() == [4, 3, 3, 1, 1, 0, 0]
    assert downstream(7, *ends(SEVEN), [1]).tolist() == [3, 5, 6]
    assert downstream(7, *ends(SEVEN), [4, 6]).tolist() == [5]


def test_the_services_that_wait_on_each_milestone() -> None:
    service = [0, 1, 0, 1, 2, 3, 4]  # Procurement, IT, HR, Registry, Communication
    masks = downstream_groups(7, *ends(SEVEN), service, 5)
    assert masks[:, 0].tolist() == [0b11010, 0b11010, 0b01110, 0b01000, 0b01000, 0, 0]


def test_layers_follow_the_longest_chain() -> None:
    assert layers(7, *ends(SEVEN)).tolist() == [0, 1, 0, 2, 1, 3, 2]


@pytest.mark.parametrize("few", [0, FEW])
@settings(max_examples=100, deadline=None)
@given(case=graphs(acyclic=True))
def test_downstream_agrees_with_networkx_on_arrays_and_on_lists(few: int, case: tuple[int, Edges]) -> None:
    rows, edges = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.planning.levels.FEW", few)
        patch.setattr("tracker.planning.structure.FEW", few)
        graph = graph_of(rows, edges)
        below = [sorted(nx.descendants(graph, row)) for row in range(rows)]
        assert downstream_counts(rows, *ends(edges)).tolist() == [len(found) for found in below]
        for row in range(rows):
            assert downstream(rows, *ends(edges), [row]).tolist() == below[row]
        generations = {
            row: layer for layer, found in enumerate(nx.topological_generations(graph)) for row in found
        }
        assert layers(rows, *ends(edges)).tolist() == [generations[row] for row in range(rows)]


@settings(max_examples=100, deadline=None)
@given(graphs(acyclic=True), st.integers(1, 130))
def test_groups_downstream_are_those_of_the_rows_downstream(case: tuple[int, Edges], groups: int) -> None:
    rows, edges = case
    group = [(row * 37) % (groups + 1) - 1 for row in range(rows)]
    masks = downstream_groups(rows, *ends(edges), group, groups)
    for row in range(rows):
        expected = {group[found] for found in downstream(rows, *ends(edges), [row])} - {-1}
        found = {number for number in range(groups) if int(masks[row, number // 64]) >> number % 64 & 1}
        assert found == expected


@settings(max_examples=200, deadline=None)
@given(graphs(acyclic=False))
def test_a_circle_is_found_exactly_when_there_is_one(case: tuple[int, Edges]) -> None:
    rows, edges = case
    circle = find_circle(rows, *ends(edges))
    assert (circle is None) == nx.is_directed_acyclic_graph(graph_of(rows, edges))
    if circle is not None:
        assert all(pair in edges for pair in zip(circle, circle[1:] + circle[:1], strict=True))


def test_a_long_chain_is_numbered_as_a_wide_network_is() -> None:
    rows = 3_000
    levels = number_levels(rows, np.arange(rows - 1), np.arange(1, rows))
    assert levels.is_thin
    assert levels.order.tolist() == list(range(rows))
    with pytest.raises(CircleError) as refused:
        number_levels(rows, np.arange(rows - 1), np.append(np.arange(1, rows - 1), 2_000))
    assert refused.value.rows == tuple(range(2_000, rows - 1))
