"""Draws the dependency graph: laid-out nodes and edges become boxes, curves and arrow heads."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from tracker.reports.dependency_graph import MOST_NODES
from tracker.reports.graph_canvas import Canvas
from tracker.reports.graph_layout import GraphLayout, Spacing, laid_out
from tracker.reports.style import (
    Palette,
    finished,
    glyph,
    layered,
    marks_of,
    mixed,
    status_colour,
    status_text,
    status_tint,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.i18n import Translator
    from tracker.reports.dependency_graph import DependencyGraph, GraphEdge, GraphNode

Stop = tuple[float, float]

# Pixels on the screen that a box needs for its title to be read.
_LEAST_READ = 105
# Pixels that a character of the labels takes on average.
_CHARACTER = 6.9


@dataclass(frozen=True)
class Plan:
    """A graph in its final coordinates: the middle of every box, the bends of every edge."""

    boxes: dict[str, Stop]
    bends: dict[tuple[str, str], list[Stop]]
    box: tuple[float, float]
    size: tuple[float, float]
    is_sideways: bool


def planned(nodes: Sequence[GraphNode], edges: Sequence[GraphEdge], canvas: Canvas) -> Plan:
    """Lay the graph from left to right where its layers find room side by side, else from top to bottom."""
    keys = [node.key for node in nodes]
    links = [(edge.predecessor, edge.successor) for edge in edges]
    sideways = laid_out(keys, links, Spacing(canvas.box_height, 8, canvas.gap), capacity=max(len(keys), 1))
    room = canvas.width / max(sideways.layer_count, 1)
    if room >= canvas.least_box + canvas.run:
        return _sideways(sideways, canvas, min(room - canvas.run, canvas.most_box))
    box = canvas.width / canvas.abreast - canvas.gap
    return _downwards(laid_out(keys, links, Spacing(box, 2, canvas.gap), canvas.abreast), canvas, box)


def is_readable(graph: DependencyGraph, canvas: Canvas) -> bool:
    """Whether every box of a graph can be read at once: few enough of them, and none pressed too narrow."""
    if len(graph.nodes) > MOST_NODES:
        return False
    plan = planned(graph.nodes, graph.edges, canvas)
    return plan.box[0] * min(canvas.width / plan.size[0], 1) >= _LEAST_READ


def _sideways(layout: GraphLayout, canvas: Canvas, box: float) -> Plan:
    step = min((canvas.width - box - 4) / max(layout.layer_count - 1, 1), box * 1.8)

    def point(stop: Stop) -> Stop:
        return 2 + box / 2 + stop[0] * step, stop[1] + 2

    return Plan(
        boxes={key: point(stop) for key, stop in layout.nodes.items()},
        bends={
            edge: _bends([point(stop) for stop in stops], box / 2) for edge, stops in layout.edges.items()
        },
        box=(box, canvas.box_height),
        size=(canvas.width, layout.breadth + 4),
        is_sideways=True,
    )


def _downwards(layout: GraphLayout, canvas: Canvas, box: float) -> Plan:
    step, half = canvas.box_height + canvas.run, canvas.box_height / 2

    width = max(layout.breadth + canvas.gap, canvas.width)
    margin = (width - layout.breadth) / 2

    def point(stop: Stop) -> Stop:
        return 2 + half + stop[0] * step, stop[1] + margin

    def turned(points: list[Stop]) -> list[Stop]:
        return [(across, along) for along, across in points]

    return Plan(
        boxes={key: point(stop)[::-1] for key, stop in layout.nodes.items()},
        bends={
            edge: turned(_bends([point(stop) for stop in stops], half))
            for edge, stops in layout.edges.items()
        },
        box=(box, canvas.box_height),
        size=(width, (layout.layer_count - 1) * step + canvas.box_height + 4),
        is_sideways=False,
    )


def _bends(stops: list[Stop], half: float) -> list[Stop]:
    """Return the bends of an edge, along and across: it leaves, passes and enters every layer straight."""
    (first, start), (last, end) = stops[0], stops[-1]
    found = [(first + half, start), (first + half + 6, start)]
    for along, across in stops[1:-1]:
        found += [(along - half, across), (along + half, across)]
    found += [(last - half - 12, end), (last - half - 7, end)]
    inner = zip(found, found[1:], found[2:], strict=False)
    # A stop in the middle of a straight run changes nothing of the line.
    kept = (stop for before, stop, after in inner if not before[1] == stop[1] == after[1])
    return [found[0], *kept, found[-1]]


def dependency_chart(
    graph: DependencyGraph, *, t: Translator, palette: Palette, canvas: Canvas
) -> dict[str, Any]:
    """Return the finished chart of a graph that has at least one node."""
    plan = planned(graph.nodes, graph.edges, canvas)
    drawing = Drawing(
        t,
        palette,
        plan,
        has_path=any(node.is_on_path for node in graph.nodes),
        scale=min(canvas.width / plan.size[0], 1),
        lines=canvas.lines,
    )
    layers = [*_arrows(drawing, graph.edges), *_boxes(drawing, graph.nodes)]
    chart = layered(layers).properties(
        width="container",
        height=plan.size[1],
        padding={"left": 0, "right": 0, "top": 0, "bottom": 4},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return finished(chart, t.language, palette)


@dataclass(frozen=True)
class Drawing:
    """All that the layers share."""

    t: Translator
    palette: Palette
    plan: Plan
    # A path is chosen: what does not lie on it steps back.
    has_path: bool
    # Pixels on the screen for one of the plan.
    scale: float
    lines: int

    def at(self, name: str) -> alt.X:
        return alt.X(f"{name}:Q", axis=None, scale=alt.Scale(domain=[0, self.plan.size[0]], nice=False))

    def down(self, name: str) -> alt.Y:
        height = self.plan.size[1]
        return alt.Y(
            f"{name}:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False)
        )

    def emphasis(self, edge: GraphEdge) -> tuple[str, float]:
        """Return the colour and width of an arrow."""
        if edge.is_on_path or (edge.is_critical and not self.has_path):
            return self.palette.critical, 2.6
        return self.palette.line, 1.3


def _arrows(drawing: Drawing, edges: Sequence[GraphEdge]) -> list[alt.Chart]:
    plan = drawing.plan
    bends, heads = [], []
    # What matters most is drawn last, on top.
    for number, edge in enumerate(sorted(edges, key=lambda found: drawing.emphasis(found)[1])):
        colour, width = drawing.emphasis(edge)
        shared = {"from": edge.predecessor, "to": edge.successor, "colour": colour, "width": width}
        points = plan.bends[edge.predecessor, edge.successor]
        x, y = ([round(place, 1) for place in places] for places in zip(*points, strict=True))
        bends.append({"edge": number, "bend": list(range(len(points))), "x": x, "y": y, **shared})
        heads.append({"x": points[-1][0], "y": points[-1][1], **shared})
    is_touched = "isValid(pick.key) && (pick.key[0] === datum.from || pick.key[0] === datum.to)"
    colour_of = (
        alt.when(is_touched)
        .then(alt.value(drawing.palette.picked))
        .otherwise(alt.Color("colour:N", scale=None))
    )
    return [
        marks_of(bends)
        .transform_flatten(["bend", "x", "y"])
        .mark_line(interpolate="monotone", orient="horizontal" if plan.is_sideways else "vertical")
        .encode(
            x=drawing.at("x"),
            y=drawing.down("y"),
            detail="edge:N",
            order="bend:O",
            color=colour_of,
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
        ),
        marks_of(heads)
        .mark_point(shape="triangle", filled=True, size=70, opacity=1, angle=90 if plan.is_sideways else 180)
        .encode(x=drawing.at("x"), y=drawing.down("y"), color=colour_of),
    ]


def _boxes(drawing: Drawing, nodes: Sequence[GraphNode]) -> list[alt.Chart]:
    """Every box: its tint, its edge, a bar in the colour of its status, and two lines of title."""
    palette, plan = drawing.palette, drawing.plan
    t = drawing.t
    names = {name: t.text(f"roadmap.field.{name}") for name in ("item", "finish", "status", "float")}
    rows = [_box(node, drawing) for node in nodes]
    corner = {"x": drawing.at("left"), "x2": "right", "y": drawing.down("top"), "y2": "bottom"}
    inset = alt.ExprRef(f"width * {(plan.box[0] - 24) / plan.size[0]:.4f}")
    pick = alt.selection_point(name="pick", fields=["key"], clear="dblclick", toggle=False)
    return [
        marks_of(rows).mark_rect(cornerRadius=7).encode(fill=alt.Fill("tint:N", scale=None), **corner),
        marks_of(rows)
        .mark_rect(cornerRadiusTopLeft=7, cornerRadiusBottomLeft=7)
        .encode(
            x=drawing.at("left"),
            x2="strip",
            y=drawing.down("top"),
            y2="bottom",
            fill=alt.Fill("colour:N", scale=None),
        ),
        marks_of(rows)
        .mark_text(align="left", baseline="top", fontWeight=600, dx=13, dy=9, lineHeight=16, limit=inset)
        .encode(x=drawing.at("left"), y=drawing.down("top"), text="lines:N"),
        marks_of(rows)
        .mark_text(align="left", baseline="bottom", fontSize=12, dx=13, dy=-8, limit=inset)
        .encode(x=drawing.at("left"), y=drawing.down("bottom"), text="below:N"),
        marks_of(rows)
        .mark_rect(cornerRadius=7, cursor="pointer", fill=palette.text)
        .encode(
            fillOpacity=alt.condition(pick, alt.value(0.09), alt.value(0.0), empty=False),
            stroke=alt.when(pick, empty=False)
            .then(alt.value(palette.picked))
            .otherwise(alt.Stroke("edge:N", scale=None)),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            tooltip=[alt.Tooltip(f"{name}:N", title=title) for name, title in names.items()],
            **corner,
        )
        .add_params(pick),
    ]


def _box(node: GraphNode, drawing: Drawing) -> dict[str, Any]:
    plan, palette, t = drawing.plan, drawing.palette, drawing.t
    (x, y), (width, height) = plan.boxes[node.key], plan.box
    stands_out = node.is_on_path or (node.is_critical and not drawing.has_path)
    status, finish = t(status_text(node.status)), t.date(node.finish) if node.finish else ""
    colour = status_colour(node.status, palette)
    return {
        "key": node.key,
        "left": x - width / 2,
        "right": x + width / 2,
        "strip": x - width / 2 + 6,
        "top": y - height / 2,
        "bottom": y + height / 2,
        "tint": status_tint(node.status, palette),
        "colour": colour,
        "edge": palette.critical if stands_out else mixed(colour, palette.background, 0.6),
        "width": 2.6 if stands_out else 1,
        "lines": wrapped(node.title, int((width - 24) * drawing.scale / _CHARACTER), drawing.lines),
        "below": f"{glyph(node.status)} {finish or status}",
        "item": node.title,
        "finish": finish or t.text("roadmap.no_date"),
        "status": status,
        "float": t.plural("common.working_days", node.float_days) if node.float_days is not None else "–",
    }


def wrapped(title: str, characters: int, most: int) -> list[str]:
    """Return a title on a few lines of so many characters; what does not fit is elided."""
    return textwrap.wrap(title, max(characters, 6), max_lines=most, placeholder="…")
