"""The dependency graph: what sequences the work, and what determines one chosen date."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import ItemAnalysis
    from tracker.reports.links import Link
    from tracker.reports.style import Status

# Beyond this many boxes a graph is no longer read: it shows one neighbourhood, or whole initiatives.
MOST_NODES = 60


@dataclass(frozen=True)
class GraphNode:
    """One item, or one initiative of the overview: its finish, its float in working days, how it fares."""

    key: str
    title: str
    finish: date | None
    float_days: float | None
    status: Status
    is_critical: bool
    # It determines the date of the chosen target.
    is_on_path: bool = False


@dataclass(frozen=True)
class GraphEdge:
    """One arrow of the graph; several dependencies between two initiatives make one."""

    predecessor: str
    successor: str
    is_critical: bool
    is_on_path: bool = False


@dataclass(frozen=True)
class DependencyGraph:
    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    # Items of the plan that are not drawn.
    left_out: int = 0


def item_graph(
    analysis: ProgrammeAnalysis, links: Sequence[Link], path: Sequence[str] = ()
) -> DependencyGraph:
    """Return every item that depends on another or is depended on, and the chosen path among them."""
    on_path = set(path)
    steps = set(pairwise(path))
    linked = {key for link in links for key in (link.predecessor, link.successor)}
    nodes = [_item_node(item, item.key in on_path) for item in analysis.items if item.key in linked | on_path]
    nodes += _stand_ins(analysis, linked - {node.key for node in nodes})
    edges: dict[tuple[str, str], bool] = defaultdict(bool)
    for link in links:
        edges[link.predecessor, link.successor] |= link.is_critical
    return DependencyGraph(
        tuple(nodes),
        tuple(GraphEdge(*ends, critical, ends in steps) for ends, critical in edges.items()),
        left_out=_in_plan(analysis) - len(nodes),
    )


def _in_plan(analysis: ProgrammeAnalysis) -> int:
    return sum(item.early_finish is not None for item in analysis.items)


def _item_node(item: ItemAnalysis, is_on_path: bool) -> GraphNode:
    is_done = item.state is ItemState.DONE
    return GraphNode(
        key=item.key,
        title=item.title,
        finish=item.actual_finish or item.early_finish,
        float_days=None if is_done else item.total_float_days,
        status=ComputedStatus.DONE if is_done else item.computed_status,
        is_critical=item.is_critical and not is_done,
        is_on_path=is_on_path,
    )


def _stand_ins(analysis: ProgrammeAnalysis, keys: set[str]) -> list[GraphNode]:
    """Initiatives without milestones stand in the graph for themselves."""
    return [
        GraphNode(found.key, found.title, found.finish, None, found.computed_status, is_critical=False)
        for found in analysis.initiatives
        if found.key in keys
    ]


def neighbourhood(graph: DependencyGraph, keys: Iterable[str], depth: int) -> DependencyGraph:
    """Return what lies at most `depth` dependencies before or after some items, and the chosen path."""
    network: nx.DiGraph[str] = nx.DiGraph((edge.predecessor, edge.successor) for edge in graph.edges)
    kept = {node.key for node in graph.nodes if node.is_on_path}
    for key in keys:
        if key in network:
            kept |= set(nx.ego_graph(network, key, depth)) | set(nx.ego_graph(network.reverse(), key, depth))
    nodes = tuple(node for node in graph.nodes if node.key in kept)
    edges = tuple(edge for edge in graph.edges if kept.issuperset((edge.predecessor, edge.successor)))
    return DependencyGraph(nodes, edges, graph.left_out + len(graph.nodes) - len(nodes))


def most_awaited(analysis: ProgrammeAnalysis, graph: DependencyGraph) -> str:
    """Return the item of a graph that holds back the most; without a bottleneck, the one with most arrows."""
    drawn = {node.key for node in graph.nodes}
    found = next((one.item for one in analysis.bottlenecks if one.item in drawn), None)
    if found is not None:
        return found
    ends = Counter(key for edge in graph.edges for key in (edge.predecessor, edge.successor))
    return ends.most_common(1)[0][0]


def initiative_graph(analysis: ProgrammeAnalysis, links: Iterable[Link]) -> DependencyGraph:
    """Return the overview: the plan's initiatives, and which of them waits for which.

    Two initiatives may wait for each other through different milestones: the arrow of the second one
    to be entered would lead backwards, and is left out of the drawing (the table has it).
    """
    snapshot = analysis.snapshot
    initiative_of = {
        row.key: snapshot.initiatives.by_id(row.initiative_id).key
        for row in snapshot.milestones
        if row.initiative_id is not None
    }
    critical = {initiative_of.get(item.key) for item in analysis.items if item.is_critical}
    planned = [found for found in analysis.initiatives if found.is_planned]
    nodes = tuple(
        GraphNode(found.key, found.title, found.finish, None, found.computed_status, found.key in critical)
        for found in planned
    )
    return DependencyGraph(nodes, _between({node.key for node in nodes}, initiative_of, links))


def _between(known: set[str], initiative_of: dict[str, str], links: Iterable[Link]) -> tuple[GraphEdge, ...]:
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(known)
    critical: dict[tuple[str, str], bool] = {}
    for link in links:
        first = initiative_of.get(link.predecessor, link.predecessor)
        second = initiative_of.get(link.successor, link.successor)
        if first == second or not known.issuperset((first, second)) or nx.has_path(network, second, first):
            continue
        network.add_edge(first, second)
        critical[first, second] = critical.get((first, second), False) or link.is_critical
    return tuple(GraphEdge(*ends, is_critical) for ends, is_critical in critical.items())


def path_sentence(analysis: ProgrammeAnalysis, target: str | None) -> Text:
    """Say what determines the date of a target, or of the programme's end, and how long that takes."""
    path = analysis.driving_path(target) if target else analysis.critical_path
    if not path and not len(analysis.items):
        return Text("dependencies.no_milestone")
    if not path:
        return Text("dependencies.nothing_open" if target is None else "dependencies.target_out_of_plan")
    items = [analysis.items.by_key(key) for key in path]
    first, last = items[0], items[-1]
    finish = last.actual_finish or last.early_finish
    values = {
        "target": last.title,
        "steps": _shortened([item.title for item in items[:-1]]),
        "finish": finish,
        "days": Text("common.working_days", count=_working_days(analysis, first.early_start, finish)),
    }
    shape = "path" if len(items) > 1 else "alone"
    return Text(f"dependencies.{shape}.{'target' if target else 'end'}", values)


def _working_days(analysis: ProgrammeAnalysis, start: date | None, finish: date | None) -> int:
    """Return the working days from one day to another, both included."""
    return analysis.calendar.working_days_between(start, finish) + 1 if start and finish else 0


def _shortened(titles: list[str]) -> list[str | Text]:
    """Return at most six names: a longer path keeps its first three and its last two."""
    if len(titles) <= 6:
        return list(titles)
    return [*titles[:3], Text("dependencies.others", count=len(titles) - 5), *titles[-2:]]


def graph_alt(graph: DependencyGraph) -> Text:
    """Say what the graph shows, for those who cannot see it."""
    values = {
        "nodes": Text("dependencies.alt.items", count=len(graph.nodes)),
        "edges": Text("dependencies.alt.arrows", count=len(graph.edges)),
    }
    return Text("dependencies.alt", values)
