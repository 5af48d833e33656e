"""The charts of the appendix as drawings for paper: the roadmap, a page a piece, and the dependencies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import vl_convert

from tracker.i18n import Text
from tracker.reports.dependency_chart import dependency_chart, is_readable, planned
from tracker.reports.dependency_graph import graph_alt, initiative_graph, item_graph
from tracker.reports.graph_canvas import BESIDE as CANVAS
from tracker.reports.links import links_of
from tracker.reports.roadmap import roadmap_bars, roadmap_groups
from tracker.reports.roadmap_answer import roadmap_alt
from tracker.reports.roadmap_chart import roadmap_chart
from tracker.reports.roadmap_layout import BESIDE, placed
from tracker.reports.roadmap_marks import NamedDay
from tracker.reports.style import FONT as SCREEN_FONT
from tracker.reports.style import LIGHT
from tracker.reports.time_axis import time_frame
from tracker.reports.typesetting import FONT, font_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.roadmap import RoadmapGroup

# A page is this wide and high in the charts' own pixels.
_WIDTH, _HEIGHT = 720, 940
# A drawing with the sentence that stands for it.
Drawn = dict[str, str]


def roadmap_drawings(analysis: ProgrammeAnalysis, t: Translator) -> list[Drawn]:
    """Return the roadmap as drawings of a page each, on one time axis; none without a dated milestone."""
    groups = roadmap_groups(roadmap_bars(analysis), analysis.initiatives, frozenset())
    days = [day for group in groups for day in (group.start, group.finish) if day]
    days += [bar.approved_finish for group in groups for bar in group.bars if bar.approved_finish]
    if not days:
        return []
    frame = time_frame(days, t.language, BESIDE.most_ticks)
    day = NamedDay(analysis.as_of, Text("roadmap.as_of", {"day": analysis.as_of}))
    return [
        _drawn(
            roadmap_chart(piece, (), frame, day=day, t=t, palette=LIGHT, measures=BESIDE),
            t(roadmap_alt(piece)),
        )
        for piece in _pieces(groups)
    ]


def _pieces(groups: Sequence[RoadmapGroup]) -> Iterator[list[RoadmapGroup]]:
    piece: list[RoadmapGroup] = []
    for group in groups:
        if piece and placed([*piece, group], BESIDE).height > _HEIGHT:
            yield piece
            piece = []
        piece.append(group)
    yield piece


def dependency_drawing(analysis: ProgrammeAnalysis, t: Translator) -> Drawn | None:
    """Return what depends on what: milestones where all can be read at once, else whole initiatives."""
    links = links_of(analysis)
    graph = item_graph(analysis, links, analysis.critical_path)
    if not is_readable(graph, CANVAS) or planned(graph.nodes, graph.edges, CANVAS).size[1] > _HEIGHT:
        graph = initiative_graph(analysis, links)
    if not graph.nodes:
        return None
    return _drawn(dependency_chart(graph, t=t, palette=LIGHT, canvas=CANVAS), t(graph_alt(graph)))


def _drawn(spec: dict[str, Any], alt: str) -> Drawn:
    vl_convert.register_font_directory(str(font_folder()))
    for_paper = json.loads(json.dumps({**spec, "width": _WIDTH}).replace(SCREEN_FONT, FONT))
    return {"svg": vl_convert.vegalite_to_svg(for_paper), "alt": alt}
