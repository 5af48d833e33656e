"""Draws the roadmap: finished rows, bars, diamonds and arrows become the layers of one chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from tracker.reports.roadmap_layout import day_number, elbows, placed
from tracker.reports.roadmap_marks import (
    TOLD,
    Drawing,
    Row,
    bar_row,
    ends_row,
    heading_row,
    tick_rows,
    touch_row,
    words_row,
)
from tracker.reports.style import Palette, finished, layered, marks_of, mixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.i18n import Translator
    from tracker.reports.links import Link
    from tracker.reports.roadmap import RoadmapGroup
    from tracker.reports.roadmap_layout import Measures
    from tracker.reports.roadmap_marks import NamedDay
    from tracker.reports.time_axis import TimeFrame


def roadmap_chart(
    groups: Sequence[RoadmapGroup],
    links: Iterable[Link],
    frame: TimeFrame,
    *,
    day: NamedDay | None,
    t: Translator,
    palette: Palette,
    measures: Measures,
) -> dict[str, Any]:
    """Return the finished chart; `day` is the day of the analysis, None in a history."""
    drawing = Drawing(t, palette, measures, placed(groups, measures), frame)
    layers = [
        *_ground(drawing, day),
        *_headings(drawing),
        *_arrows(drawing, links),
        *_bars(drawing),
        *_day_line(drawing, day),
        *_words(drawing),
        _touch(drawing),
    ]
    chart = layered(layers).properties(
        width="container",
        height=drawing.layout.height,
        padding={"left": 0, "right": 0, "top": 0, "bottom": 4},
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
    )
    return finished(chart, t.language, palette)


def _at(drawing: Drawing, name: str) -> alt.X:
    return alt.X(f"{name}:Q", axis=None, scale=alt.Scale(domain=list(drawing.days), nice=False, zero=False))


def _down(drawing: Drawing, name: str) -> alt.Y:
    """A pixel down the page: the scale leaves it as it is, so that bars and arrows share it."""
    height = drawing.layout.height
    return alt.Y(f"{name}:Q", axis=None, scale=alt.Scale(domain=[0, height], range=[0, height], nice=False))


def _own(channel: type[alt.Color | alt.Fill | alt.Stroke], name: str) -> Any:
    """A colour that the row brings along."""
    return channel(f"{name}:N", scale=None)


def _right_edge(drawing: Drawing, inset: int = 0) -> Any:
    return alt.value(alt.ExprRef(f"width + {drawing.measures.right - inset}"))


def _ground(drawing: Drawing, day: NamedDay | None) -> list[alt.Chart]:
    """The past in a quiet shade, a line for each named day, and its name above it."""
    palette, layout, axis = drawing.palette, drawing.layout, drawing.measures.axis
    first, after = drawing.days
    until = min(max(day_number(day.day), first), after) if day else first
    past = {"x": first, "x2": until, "y": axis - 4, "y2": layout.height}
    x, ticks = _at(drawing, "x"), tick_rows(drawing)
    below = {"y": alt.value(axis - 4), "y2": alt.value(layout.height)}
    return [
        marks_of([past])
        .mark_rect(color=palette.surface, opacity=0.7)
        .encode(x=x, x2="x2", y=_down(drawing, "y"), y2="y2"),
        marks_of(ticks).mark_rule().encode(x=x, color=_own(alt.Color, "colour"), **below),
        marks_of(ticks)
        .mark_text(align="left", dx=2, fontWeight=600, color=palette.text)
        .encode(x=x, y=alt.value(10), text="year:N"),
        marks_of(ticks)
        .mark_text(align="left", dx=2, fontSize=12, color=palette.muted)
        .encode(x=x, y=alt.value(27), text="month:N"),
    ]


def _headings(drawing: Drawing) -> list[alt.Chart]:
    """Each initiative's band: its title, the span of its milestones, its finish."""
    palette, measures = drawing.palette, drawing.measures
    rows = [heading_row(place, drawing) for place in drawing.layout.groups]
    limit = measures.left - 48 if measures.left else alt.ExprRef("width - 140")
    band = marks_of(rows).mark_rect(color=mixed(palette.line, palette.background, 0.16), cornerRadius=5)
    title = marks_of(rows).mark_text(align="left", fontSize=14, fontWeight=600, limit=limit)
    span = marks_of([row for row in rows if row["x"] is not None]).mark_rect(
        color=mixed(palette.muted, palette.background, 0.75), cornerRadius=2
    )
    return [
        band.encode(
            x=alt.value(-measures.left), x2=_right_edge(drawing), y=_down(drawing, "top"), y2="bottom"
        ),
        title.encode(x=alt.value(10 - measures.left), y=_down(drawing, "line"), text="title:N"),
        span.encode(x=_at(drawing, "x"), x2="x2", y=_down(drawing, "bar"), y2="bar2"),
        _finishes(rows, drawing, weight=600),
    ]


def _finishes(rows: Sequence[Row], drawing: Drawing, weight: Literal[400, 600] = 400) -> alt.Chart:
    """The finish in words: in the column on the right, or at the end of the row's own line on a phone."""
    in_column = drawing.measures.right > 0
    mark = marks_of(rows).mark_text(
        align="left" if in_column else "right",
        fontSize=12,
        fontWeight=weight,
    )
    x = alt.value(alt.ExprRef("width + 12" if in_column else "width - 6"))
    words: alt.Chart = mark.encode(x=x, y=_down(drawing, "line"), text="finish:N")
    return words


def _arrows(drawing: Drawing, links: Iterable[Link]) -> list[alt.Chart]:
    first, after = drawing.days
    found = elbows(links, drawing.layout, drawing.measures, after - first)
    # What matters most is drawn last, on top.
    found = tuple(sorted(found, key=lambda arrow: arrow.link.is_critical))
    ends = [ends_row(arrow.link, drawing.palette) for arrow in found]
    corners = [
        {"arrow": number, "corner": place, "x": x, "y": y, **ends[number]}
        for number, arrow in enumerate(found)
        for place, (x, y) in enumerate(arrow.corners)
    ]
    heads = [
        {"x": arrow.corners[-1][0], "y": arrow.corners[-1][1], "angle": arrow.head, **ends[number]}
        for number, arrow in enumerate(found)
    ]
    is_touched = "isValid(pick.key) && (pick.key[0] === datum.from || pick.key[0] === datum.to)"
    place = {"x": _at(drawing, "x"), "y": _down(drawing, "y"), "color": _own(alt.Color, "colour")}
    width = (
        alt.when(is_touched).then(alt.value(3)).otherwise(alt.StrokeWidth("width:Q", scale=None, legend=None))
    )
    return [
        marks_of(corners)
        .mark_line(strokeJoin="round")
        .encode(detail="arrow:N", order="corner:O", strokeWidth=width, **place),
        marks_of(heads)
        .mark_point(shape="triangle", filled=True, size=46, opacity=1)
        .encode(angle=alt.Angle("angle:Q", scale=None), **place),
    ]


def _bars(drawing: Drawing) -> list[alt.Chart]:
    """What is left in a light shade, what is done in full colour, the critical outline, the approved ends."""
    palette = drawing.palette
    rows = [bar_row(place, drawing) for place in drawing.layout.bars if place.span]
    bars = [row for row in rows if not row["is_event"]]
    long = {"x": _at(drawing, "x"), "x2": "x2", "y": _down(drawing, "y"), "y2": "y2"}
    tick = {"y": _down(drawing, "tick"), "y2": "tick2"}
    return [
        marks_of(bars).mark_rect(cornerRadius=4).encode(color=_own(alt.Color, "rest"), **long),
        marks_of([row for row in bars if row["done"] > row["x"]])
        .mark_rect(cornerRadius=4)
        .encode(color=_own(alt.Color, "colour"), **{**long, "x2": "done"}),
        marks_of(bars)
        .mark_rect(cornerRadius=4, fill=None, strokeWidth=2)
        .encode(stroke=_own(alt.Stroke, "outline"), **long),
        marks_of([row for row in rows if row["original"] is not None])
        .mark_rule(strokeWidth=2, strokeDash=[3, 2], color=palette.muted)
        .encode(x=_at(drawing, "original"), **tick),
        marks_of([row for row in rows if row["approved"] is not None])
        .mark_rule(strokeWidth=3, color=palette.text)
        .encode(x=_at(drawing, "approved"), **tick),
        marks_of([row for row in rows if row["is_event"]])
        .mark_point(shape="diamond", filled=True, size=230, opacity=1, strokeWidth=2.2)
        .encode(
            x=long["x"],
            y=_down(drawing, "middle"),
            fill=_own(alt.Fill, "fill"),
            stroke=_own(alt.Stroke, "edge"),
        ),
    ]


def _words(drawing: Drawing) -> list[alt.Chart]:
    """Each row's glyph and title, its finish, and how far that is from what was approved."""
    measures = drawing.measures
    rows = [words_row(place, drawing) for place in drawing.layout.bars]
    line = _down(drawing, "line")
    limit = alt.ExprRef("width - 128") if measures.is_phone else measures.left - 46
    layers = [
        marks_of(rows)
        .mark_text(align="center", fontWeight=700)
        .encode(x=alt.value(18 - measures.left), y=line, text="glyph:N", color=_own(alt.Color, "colour")),
        marks_of(rows)
        .mark_text(align="left", limit=limit)
        .encode(x=alt.value(32 - measures.left), y=line, text="title:N"),
        _finishes(rows, drawing),
    ]
    if measures.right:
        variance = marks_of([row for row in rows if row["variance"]]).mark_text(
            align="right", fontSize=12, fontWeight=600
        )
        colour = _own(alt.Color, "variance_colour")
        layers.append(
            variance.encode(x=_right_edge(drawing, inset=8), y=line, text="variance:N", color=colour)
        )
    return layers


def _day_line(drawing: Drawing, day: NamedDay | None) -> list[alt.Chart]:
    """The day of the analysis, named; on the side of its line where there is room."""
    if day is None or not drawing.frame.first <= day.day < drawing.frame.after:
        return []
    (first, after), at, colour = drawing.days, day_number(day.day), drawing.palette.today
    is_late = (at - first) / (after - first) > 0.6
    axis = drawing.measures.axis
    row = marks_of([{"x": at, "label": drawing.t(day.name)}])
    line = row.mark_rule(strokeWidth=2, strokeDash=[6, 4], color=colour)
    name = row.mark_text(
        align="right" if is_late else "left",
        dx=-5 if is_late else 5,
        fontSize=12,
        fontWeight=700,
        color=colour,
    )
    x = _at(drawing, "x")
    return [
        line.encode(x=x, y=alt.value(axis - 18), y2=alt.value(drawing.layout.height)),
        name.encode(x=x, y=alt.value(axis - 14), text="label:N"),
    ]


def _touch(drawing: Drawing) -> alt.Chart:
    """A clear sheet over each row: what is clicked, tapped and hovered."""
    pick = alt.selection_point(name="pick", fields=["key"], clear="dblclick", toggle=False)
    measures, palette = drawing.measures, drawing.palette
    rows = [touch_row(place, drawing) for place in drawing.layout.bars]
    rows += [heading_row(place, drawing) for place in drawing.layout.groups if not place.group.is_open]
    sheet = marks_of(rows).mark_rect(cornerRadius=4, cursor="pointer", strokeWidth=1.5, fill=palette.text)
    touched: alt.Chart = sheet.encode(
        x=alt.value(-measures.left),
        x2=_right_edge(drawing),
        y=_down(drawing, "top"),
        y2="bottom",
        fillOpacity=alt.condition(pick, alt.value(0.07), alt.value(0.0), empty=False),
        stroke=alt.condition(pick, alt.value(palette.picked), alt.value("transparent"), empty=False),
        tooltip=[alt.Tooltip(f"{name}:N", title=drawing.t.text(f"roadmap.field.{name}")) for name in TOLD],
    ).add_params(pick)
    return touched
