"""The parts of the dependencies screen: what determines a date, the graph that shows it, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.reports.dependency_chart import BESIDE, PHONE, WIDE, Canvas, dependency_chart
from tracker.reports.dependency_graph import (
    MOST_NODES,
    DependencyGraph,
    graph_alt,
    initiative_graph,
    item_graph,
    neighbourhood,
    path_sentence,
)
from tracker.reports.dependency_table import dependency_columns
from tracker.reports.style import palette
from tracker.ui.components.chart import is_phone, kept, picked_item, show_picking_chart, show_picking_table
from tracker.ui.components.filters import choose_one, in_address, keep_in_address
from tracker.ui.components.item import show_beside
from tracker.ui.components.roadmap import plan_bars, plan_key, plan_links
from tracker.ui.components.words import plain, say

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    A graph that is too large shows its initiatives until the reader picks something in it, then the
    neighbourhood of what was picked.
    """
    if len(whole.nodes) <= MOST_NODES:
        return whole, ()
    picked = picked_item() or target
    members = _members(analysis, picked)
    if not members:
        st.markdown(plain(reader.t.text("dependencies.overview", count=len(whole.nodes))))
        graph = kept(
            plan_key("overview", reader, analysis),
            lambda: initiative_graph(analysis, plan_links(reader, analysis)),
        )
        return graph, ("overview",)
    depth = _ask_depth(reader)
    part = kept(
        plan_key("part", reader, analysis, target, picked, depth),
        lambda: neighbourhood(whole, members, int(depth)),
    )
    st.button(reader.t.text("dependencies.show_overview"), on_click=_forget_part)
    return part, (picked or "", depth)


def _members(analysis: ProgrammeAnalysis, picked: str | None) -> tuple[str, ...]:
    """Return the items that a pick stands for: itself, or the milestones of a whole initiative."""
    if picked is None:
        return ()
    found = next((one for one in analysis.initiatives if one.key == picked), None)
    return (picked,) if found is None else (*found.milestones, found.key)


def _ask_depth(reader: Reader) -> str:
    depths = {depth: reader.t.plural("dependencies.depth.steps", int(depth)) for depth in DEPTHS[1:]}
    chosen = choose_one(
        "depth",
        reader.t.text("dependencies.depth"),
        depths,
        reader.t.plural("dependencies.depth.steps", 1),
    )
    return chosen or DEPTHS[0]


def _forget_part() -> None:
    for name in ("item", "target", "depth"):
        keep_in_address(name, None)


def _titles(analysis: ProgrammeAnalysis) -> Mapping[str, str]:
    snapshot = analysis.snapshot
    titles = {row.key: row.title for row in snapshot.initiatives}
    return titles | {row.key: row.title for row in snapshot.milestones}


def _floats(analysis: ProgrammeAnalysis) -> Mapping[str, float | None]:
    return {item.key: item.total_float_days for item in analysis.items}
