"""Draws one bar for each of a few named things: its name beside it or, when narrow, above it."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from tracker.reports.style import Palette, finished, marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.i18n import Translator

PICK = "pick"
# How far a bar sinks to leave its words a line of their own, in pixels.
_DROP = 10
# The height of a line of words above a bar, in pixels, and how many letters it holds on a phone.
_LINE, _LINE_LETTERS = 16, 54
# Width of one letter as a share of the chart on a desk.
_WORD_WIDTH = 0.0095


@dataclass(frozen=True)
class LabelledBar:
    """A bar: what picks it, its name, its length, its length in words, and its colour."""

    key: str
    label: str
    length: float
    said: str
    colour: str


@dataclass(frozen=True)
class Threshold:
    """A limit drawn across the bars, with its name."""

    at: float
    word: str


def bars_chart(
    bars: Sequence[LabelledBar],
    t: Translator,
    palette: Palette,
    *,
    is_narrow: bool,
    threshold: Threshold | None = None,
) -> dict[str, Any]:
    """Return the bars in their order as a finished chart: figures at their ends, or above when narrow."""
    limits = [threshold.at] if threshold else []
    scale = _scale(bars, limits, is_narrow=is_narrow)
    rows = [_row(bar, threshold) for bar in bars]
    # Every bar gives its name as many lines as the longest name needs.
    more_lines = max((len(row["above"]) for row in rows), default=1) - 1 if is_narrow else 0
    drop = _DROP + more_lines * _LINE / 2

    def base() -> alt.Chart:
        placed: alt.Chart = marks_of(rows).encode(
            y=alt.Y("key:N", sort=None, title=None, axis=None if is_narrow else _names_beside(bars, palette)),
            x=alt.X("length:Q", title=None, axis=None, scale=scale),
            tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("said:N", title=" ")],
        )
        return placed

    layers = [
        _bars(base(), drop if is_narrow else 0, is_narrow=is_narrow),
        _words(base(), palette, more_lines, is_narrow=is_narrow),
    ]
    if threshold:
        ticks = base().mark_tick(
            color=palette.today, thickness=2, size=22, yOffset=drop if is_narrow else 0, tooltip=False
        )
        layers.append(ticks.encode(x=alt.X("limit:Q", title=None, axis=None)))
    chart = alt.layer(*layers).properties(height=alt.Step(46 + more_lines * _LINE if is_narrow else 30))
    if threshold:
        chart = chart.properties(
            title=alt.Title(
                f"| {threshold.word}", color=palette.today, fontSize=13, fontWeight="normal", anchor="start"
            )
        )
    return finished(chart, t.language, palette)


def _row(bar: LabelledBar, threshold: Threshold | None) -> dict[str, Any]:
    return {
        "key": bar.key,
        "label": bar.label,
        "above": textwrap.wrap(
            f"{bar.label}\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}{bar.said}",
            _LINE_LETTERS,
            break_long_words=False,
        ),
        "length": bar.length,
        "said": bar.said,
        "colour": bar.colour,
        "limit": threshold.at if threshold else None,
    }


def _scale(bars: Sequence[LabelledBar], limits: list[float], *, is_narrow: bool) -> alt.Scale:
    """Leave room for the words at the end of the longest bar; above the bars they need none."""
    longest = max([*(bar.length for bar in bars), *limits], default=0) or 1
    most_words = max((len(bar.said) for bar in bars), default=0)
    room = 0 if is_narrow else min(0.5, most_words * _WORD_WIDTH)
    return alt.Scale(domain=[0, longest * 1.02 / (1 - room)], nice=False)


def _bars(base: alt.Chart, drop: float, *, is_narrow: bool) -> alt.Chart:
    pick = alt.selection_point(name=PICK, fields=["key"], empty=True)
    marks = base.mark_bar(
        height=12 if is_narrow else 18,
        yOffset=drop,
        cornerRadiusEnd=3,
        cursor="pointer",
    )
    colour = alt.Color("colour:N", scale=None, legend=None)
    opacity = alt.condition(pick, alt.value(1), alt.value(0.35))
    bars: alt.Chart = marks.encode(color=colour, opacity=opacity).add_params(pick)
    return bars


def _words(base: alt.Chart, palette: Palette, more_lines: int, *, is_narrow: bool) -> alt.Chart:
    if is_narrow:
        above = base.mark_text(
            align="left",
            baseline="top",
            dy=-15 - more_lines * _LINE / 2,
            lineHeight=_LINE,
            color=palette.text,
        )
        words: alt.Chart = above.encode(x=alt.value(0), text="above:N")
    else:
        words = base.mark_text(align="left", dx=6, fontWeight=600, color=palette.text).encode(text="said:N")
    return words


def _names_beside(bars: Sequence[LabelledBar], palette: Palette) -> alt.Axis:
    """Label the rows by name although they are keyed: two things may bear one name."""
    names = json.dumps({bar.key: bar.label for bar in bars}, ensure_ascii=False)
    return alt.Axis(
        labelExpr=f"{names}[datum.value]", labelLimit=460, labelColor=palette.text, labelPadding=8
    )
