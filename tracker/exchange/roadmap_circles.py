"""Finds the dependencies of a roadmap file that close a circle, and names the members of each."""

from __future__ import annotations

import networkx as nx

from tracker.exchange.problems import Findings
from tracker.exchange.roadmap_reader import Draft, Placed
from tracker.model.content import DependencyContent

# A milestone's own node, or the first ("start") and last ("finish") milestone of an initiative.
_Node = tuple[str, str]


def check_circles(findings: Findings, draft: Draft) -> None:
    """Note one problem for each group of dependencies that wait for each other in a circle.

    Every kind of dependency counts, as it does when one is added in the app.
    """
    graph = _graph(draft)
    initiatives = {placed.content.key for placed in draft.records["initiative"]}
    initiative_of = {placed.content.key: placed.content.initiative for placed in draft.records["milestone"]}
    arrows: dict[tuple[_Node, _Node], Placed[DependencyContent]] = {}
    for placed in draft.records["dependency"]:
        ends = (placed.content.predecessor, placed.content.successor)
        # A dependency on itself or on its own initiative has been told already.
        if (
            ends[0] != ends[1]
            and ends[1] != initiative_of.get(ends[0])
            and ends[0] != initiative_of.get(ends[1])
        ):
            arrow = (
                (ends[0], "finish" if ends[0] in initiatives else ""),
                (ends[1], "start" if ends[1] in initiatives else ""),
            )
            arrows.setdefault(arrow, placed)
    graph.add_edges_from(arrows)
    for group in nx.strongly_connected_components(graph):
        if len(group) > 1:
            inside = [placed for (tail, head), placed in arrows.items() if tail in group and head in group]
            _note_circle(findings, graph, arrows, inside)


def _note_circle(
    findings: Findings,
    graph: nx.DiGraph[_Node],
    arrows: dict[tuple[_Node, _Node], Placed[DependencyContent]],
    inside: list[Placed[DependencyContent]],
) -> None:
    """Explain the group by the shortest circle through its last dependency: the one most likely added."""
    last = max(inside, key=lambda placed: findings.line_of(placed.path))
    tail, head = next(arrow for arrow, placed in arrows.items() if placed is last)
    keys = [key for key, _ in nx.shortest_path(graph, head, tail)]
    members = [key for place, key in enumerate(keys) if place == 0 or key != keys[place - 1]]
    if members[0] != members[-1]:
        members.append(members[0])
    elif len(members) == 1:
        members *= 2
    field = "predecessor" if last.path[0] == "dependency" else "after"
    findings.add("circle", last.path, field=field, circle=", ".join(members))


def _graph(draft: Draft) -> nx.DiGraph[_Node]:
    """Draw what belongs to an initiative between its start and its finish."""
    graph: nx.DiGraph[_Node] = nx.DiGraph()
    for placed in draft.records["initiative"]:
        graph.add_edge((placed.content.key, "start"), (placed.content.key, "finish"))
    for placed in draft.records["milestone"]:
        initiative, node = placed.content.initiative, (placed.content.key, "")
        if initiative is not None:
            graph.add_edge((initiative, "start"), node)
            graph.add_edge(node, (initiative, "finish"))
    return graph
