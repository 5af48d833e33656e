"""The parts of the dependencies screen: what determines a date, the graph that shows it, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.i18n import Text
from tracker.reports.dependency_chart import dependency_chart, is_readable
from tracker.reports.dependency_graph import (
    MOST_NODES,
    DependencyGraph,
    graph_alt,
    initiative_graph,
    item_graph,
    most_awaited,
    neighbourhood,
    path_sentence,
)
from tracker.reports.dependency_table import dependency_columns
from tracker.reports.graph_canvas import BESIDE, PHONE, WIDE, Canvas
from tracker.reports.initiative import standing_of
from tracker.reports.style import palette
from tracker.ui.components.chart import (
    ITEM,
    is_phone,
    kept,
    picked_item,
    show_picking_chart,
    show_picking_table,
)
from tracker.ui.components.choices import choose
from tracker.ui.components.filters import choose_one, in_address, keep_in_address
from tracker.ui.components.item import show_beside
from tracker.ui.components.roadmap import plan_bars, plan_key, plan_links
from tracker.ui.components.words import plain, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.ui.session import Reader

DEPTHS = ("1", "2", "3")


def ask_target(reader: Reader, analysis: ProgrammeAnalysis) -> str | None:
    """Let the reader choose the milestone whose date is to be explained; None is the programme's end."""
    t = reader.t
    titles = {bar.key: bar.title for bar in plan_bars(reader, analysis) if bar.finish is not None}
    return choose_one("target", t.text("dependencies.target"), titles, t.text("dependencies.target.end"))


def show_answer(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    target = in_address("target", analysis.snapshot.milestones.row_of_key)
    key = plan_key("path", reader, analysis, reader.language, target)
    st.markdown(kept(key, lambda: say(reader.t, path_sentence(analysis, target))))


def show_graph(reader: Reader, analysis: ProgrammeAnalysis, target: str | None) -> None:
    t, links = reader.t, plan_links(reader, analysis)
    if not links:
        st.info(t.text("dependencies.empty"))
        return
    whole = kept(
        plan_key("graph", reader, analysis, target),
        lambda: item_graph(analysis, links, analysis.driving_path(target) if target else ()),
    )
    graph, view = _readable_part(reader, analysis, whole, target)
    key = plan_key("dependencies", reader, analysis, reader.language, target, *view)
    canvas = _canvas()
    spec = kept(
        (*key, reader.is_dark, canvas.width),
        lambda: dependency_chart(graph, t=t, palette=palette(reader.is_dark), canvas=canvas),
    )

    def draw() -> None:
        show_picking_chart(spec, chart="dependencies", alt=t(graph_alt(graph)))
        st.caption(t.text("dependencies.legend"))

    show_beside(draw, reader, analysis, links)
    columns = kept(
        (*key, "table"), lambda: dependency_columns(links, _titles(analysis), _floats(analysis), t)
    )
    successors = [link.successor for link in links]
    show_picking_table(
        columns, successors, table="dependencies.table", label=t.text("dependencies.table", count=len(links))
    )


def _canvas() -> Canvas:
    if is_phone():
        return PHONE
    return BESIDE if picked_item() else WIDE


def _readable_part(
    reader: Reader, analysis: ProgrammeAnalysis, whole: DependencyGraph, target: str | None
) -> tuple[DependencyGraph, tuple[str, ...]]:
    """Return what can be read at once of the graph, and the choices that led to it.

    Of a graph that is too large: what stands around the item that was picked or the target. Until there
    is one, the initiatives where they can be read, else what stands around the worst bottleneck.
    """
    if len(whole.nodes) <= MOST_NODES:
        return whole, ()
    overview = _overview(reader, analysis)
    asked = picked_item() or target
    middle = asked if _members(analysis, whole, asked) else None
    if middle is None and overview is not None:
        st.markdown(plain(reader.t.text("dependencies.overview", count=len(whole.nodes))))
        return overview, ("overview",)
    worst = kept(plan_key("most awaited", reader, analysis), lambda: most_awaited(analysis, whole))
    around = middle or worst
    members = _members(analysis, whole, around)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _ask_middle(reader, analysis, whole, worst)
        # Around one item there is room for a step more than around a whole initiative.
        depth = _ask_depth(reader, DEPTHS[0] if len(members) > 1 else DEPTHS[1])
    part, steps = kept(
        plan_key("part", reader, analysis, target, around, depth, _canvas().width),
        lambda: _part(whole, members, depth),
    )
    sentence = "dependencies.part" if middle else "dependencies.part.worst"
    values = {
        "count": len(whole.nodes),
        "title": _titles(analysis)[around],
        "steps": Text("dependencies.depth.steps", count=steps),
    }
    said = reader.t.text(sentence, **values)
    if steps < depth:
        said = f"{said} {reader.t.text('dependencies.part.no_further')}"
    st.markdown(plain(said))
    if overview is not None:
        st.button(reader.t.text("dependencies.show_overview"), on_click=_forget_part)
    return part, (around, str(steps))


def _overview(reader: Reader, analysis: ProgrammeAnalysis) -> DependencyGraph | None:
    """Return the graph of the initiatives; None when there are too many of them to read."""
    canvas = _canvas()

    def build() -> DependencyGraph | None:
        graph = initiative_graph(analysis, plan_links(reader, analysis))
        return graph if graph.nodes and is_readable(graph, canvas) else None

    return kept(plan_key("overview", reader, analysis, canvas.width), build)


def _part(whole: DependencyGraph, members: Sequence[str], depth: int) -> tuple[DependencyGraph, int]:
    """Return what stands around some items, as far as was asked or as can be read, and how far that is."""
    canvas = _canvas()
    for steps in range(depth, 1, -1):
        part = neighbourhood(whole, members, steps)
        if is_readable(part, canvas):
            return part, steps
    return neighbourhood(whole, members, 1), 1


def _members(analysis: ProgrammeAnalysis, whole: DependencyGraph, key: str | None) -> tuple[str, ...]:
    """Return the items of the graph that a key stands for: itself, or the milestones of an initiative."""
    standing = standing_of(analysis, key or "")
    keys = {key} if standing is None else {*standing.milestones, standing.key}
    return tuple(node.key for node in whole.nodes if node.key in keys)


def _ask_middle(reader: Reader, analysis: ProgrammeAnalysis, whole: DependencyGraph, worst: str) -> None:
    """Let the reader choose what the graph is drawn around: an initiative or an item."""
    t, titles = reader.t, _titles(analysis)
    known = kept(
        plan_key("middles", reader, analysis),
        lambda: {
            **{one.key: titles[one.key] for one in analysis.initiatives if one.is_planned},
            **{node.key: node.title for node in whole.nodes},
        },
    )
    choose_one(
        ITEM, t.text("dependencies.around"), known, t.text("dependencies.around.worst", title=titles[worst])
    )


def _ask_depth(reader: Reader, usual: str) -> int:
    asked = in_address("depth", DEPTHS) or usual
    names = {depth: reader.t.plural("dependencies.depth.steps", int(depth)) for depth in DEPTHS}
    choose("depth", reader.t.text("dependencies.depth"), names, asked)
    return int(asked)


def _forget_part() -> None:
    for name in (ITEM, "target", "depth"):
        keep_in_address(name, None)


def _titles(analysis: ProgrammeAnalysis) -> Mapping[str, str]:
    snapshot = analysis.snapshot
    titles = {row.key: row.title for row in snapshot.initiatives}
    return titles | {row.key: row.title for row in snapshot.milestones}


def _floats(analysis: ProgrammeAnalysis) -> Mapping[str, float | None]:
    return {item.key: item.total_float_days for item in analysis.items}
