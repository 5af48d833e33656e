"""The layout of the dependency graph: nothing overlaps, and every arrow leads forward."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.reports.graph_layout import Edge, GraphLayout, Spacing, laid_out

SPACING = Spacing(node=100, passing=4, gap=20)


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    """Draw a network without circles: every edge leads to a key that comes later."""
    count = draw(st.integers(1, 18))
    keys = [f"N{number}" for number in range(count)]
    pairs = [(first, second) for first in keys for second in keys[keys.index(first) + 1 :]]
    return keys, draw(st.lists(st.sampled_from(pairs), max_size=40) if pairs else st.just([]))


def layers_of(layout: GraphLayout) -> dict[int, list[float]]:
    rows = defaultdict(list)
    for number, centre in layout.nodes.values():
        rows[number].append(centre)
    return rows


@settings(max_examples=60)
@given(networks(), st.integers(1, 5))
def test_no_two_nodes_overlap_and_none_leaves_the_page(
    network: tuple[list[str], list[Edge]], capacity: int
) -> None:
    layout = laid_out(*network, SPACING, capacity)
    assert set(layout.nodes) == set(network[0])
    for centres in layers_of(layout).values():
        assert len(centres) <= capacity
        for first, second in pairwise(sorted(centres)):
            assert second - first >= SPACING.node + SPACING.gap - 1e-6
        assert min(centres) >= SPACING.node / 2 - 1e-6
        assert max(centres) <= layout.breadth - SPACING.node / 2 + 1e-6


@settings(max_examples=60)
@given(networks(), st.integers(1, 5))
def test_every_edge_leads_forward_one_layer_at_a_time(
    network: tuple[list[str], list[Edge]], capacity: int
) -> None:
    layout = laid_out(*network, SPACING, capacity)
    assert set(layout.edges) == set(network[1])
    for (first, last), stops in layout.edges.items():
        assert stops[0] == layout.nodes[first]
        assert stops[-1] == layout.nodes[last]
        assert all(later[0] == earlier[0] + 1 for earlier, later in pairwise(stops))


@settings(max_examples=60)
@given(networks(), st.integers(1, 5))
def test_no_edge_passes_under_a_node(network: tuple[list[str], list[Edge]], capacity: int) -> None:
    layout = laid_out(*network, SPACING, capacity)
    rows = layers_of(layout)
    for stops in layout.edges.values():
        for number, across in stops[1:-1]:
            assert all(abs(across - centre) > SPACING.node / 2 for centre in rows[number])


def test_what_waits_for_nothing_stands_just_before_what_waits_for_it() -> None:
    chain = [("A", "B"), ("B", "C"), ("C", "D"), ("X", "D")]
    layout = laid_out(["A", "B", "C", "D", "X"], chain, SPACING, capacity=5)
    assert layout.nodes["X"][0] == layout.nodes["C"][0]


def test_two_chains_that_need_not_cross_do_not() -> None:
    edges = [("A", "D"), ("B", "C")]
    layout = laid_out(["A", "B", "C", "D"], edges, SPACING, capacity=5)
    before = layout.nodes["A"][1] < layout.nodes["B"][1]
    assert (layout.nodes["D"][1] < layout.nodes["C"][1]) == before


def test_edges_to_what_is_not_shown_are_left_out() -> None:
    assert laid_out(["A"], [("A", "B")], SPACING, capacity=5).edges == {}


def test_a_chain_is_straight() -> None:
    layout = laid_out(["A", "B", "C"], [("A", "B"), ("B", "C")], SPACING, capacity=5)
    assert len({centre for _, centre in layout.nodes.values()}) == 1
