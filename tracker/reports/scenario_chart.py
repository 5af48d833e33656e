"""Draws each opening twice, as in the plan and as in the scenario, joined by how far it moves."""

from __future__ import annotations

import json
import textwrap
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import altair as alt

from tracker.analysis.facts import ComputedStatus
from tracker.reports.scenario import move_words
from tracker.reports.style import finished, layered, marks_of, status_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis.comparison import DateMove
    from tracker.i18n import Translator
    from tracker.reports.style import Palette

_LINE_LETTERS = 34
# Free room at the sides of the dates, as shares of their span.
_ROOM_ABOVE, _ROOM_BESIDE = 0.05, 0.3


def moves_chart(
    moves: Sequence[DateMove], t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return the openings as pairs of marks: a ring for the plan, a disc for the scenario, and words."""
    rows = [_row(move, t, palette) for move in moves]
    known = [row for row in rows if row["before"] and row["after"]]
    planned = [row for row in rows if row["before"]]
    supposed = [row for row in rows if row["after"]]
    names = json.dumps({move.item: move.title for move in moves}, ensure_ascii=False)
    axis = None
    if not is_narrow:
        axis = alt.Axis(labelExpr=f"{names}[datum.value]", labelLimit=380, labelColor=palette.text)
    y = alt.Y("key:N", sort=[move.item for move in moves], title=None, axis=axis)
    time = alt.Axis(format="%b %Y", labelOverlap=True, tickCount="month" if rows else 1, grid=True)
    scale = alt.Scale(domain=_span(rows, is_narrow=is_narrow), nice=False)

    def placed(marks: alt.Chart, day: str) -> alt.Chart:
        encoded: alt.Chart = marks.encode(
            y=y,
            x=alt.X(f"{day}:T", title=None, axis=time, scale=scale),
            tooltip=[alt.Tooltip("title:N", title=" "), alt.Tooltip("said:N", title=" ")],
        )
        return encoded

    colour = alt.Color("colour:N", scale=None, legend=None)
    drop = 10 if is_narrow else 0
    layers = [
        placed(marks_of(known).mark_rule(strokeWidth=3, yOffset=drop), "before").encode(
            x2="after:T", color=colour
        ),
        placed(
            marks_of(planned).mark_point(
                size=110, strokeWidth=2, filled=False, yOffset=drop, color=palette.muted
            ),
            "before",
        ),
        placed(marks_of(supposed).mark_point(size=110, filled=True, opacity=1, yOffset=drop), "after").encode(
            color=colour
        ),
        _words(placed, rows, palette, is_narrow=is_narrow),
    ]
    chart = layered(layers).properties(
        height=alt.Step(52 if is_narrow else 34),
        title=alt.Title(
            t.text("scenario.chart.legend"),
            fontSize=13,
            fontWeight="normal",
            anchor="start",
            color=palette.text,
        ),
    )
    return finished(chart, t.language, palette)


def _span(rows: Sequence[dict[str, Any]], *, is_narrow: bool) -> list[str]:
    """Return the first and the last day drawn, with room for the words at the right of the last mark."""
    days = [date.fromisoformat(row[name]) for row in rows for name in ("before", "after") if row[name]]
    first, last = min(days), max(days)
    span = max((last - first).days, 60)
    after = span * (_ROOM_ABOVE if is_narrow else _ROOM_BESIDE)
    return [(first - timedelta(span * _ROOM_ABOVE)).isoformat(), (last + timedelta(after)).isoformat()]


def _row(move: DateMove, t: Translator, palette: Palette) -> dict[str, Any]:
    days = move.days or 0
    status = None
    if days > 0 or move.is_lost:
        status = ComputedStatus.LATE
    elif days < 0 or move.is_new:
        status = ComputedStatus.DONE
    words = move_words(move, t)
    last = max(day for day in (move.before, move.after) if day)
    above = textwrap.shorten(move.title, _LINE_LETTERS, placeholder="…")
    return {
        "key": move.item,
        "title": move.title,
        "before": move.before.isoformat() if move.before else None,
        "after": move.after.isoformat() if move.after else None,
        "last": last.isoformat(),
        "said": words,
        "above": f"{above} · {words}",
        "colour": status_colour(status, palette),
    }


def _words(placed: Any, rows: list[dict[str, Any]], palette: Palette, *, is_narrow: bool) -> alt.Chart:
    if is_narrow:
        above = placed(marks_of(rows).mark_text(align="left", dy=-10, color=palette.text), "last")
        words: alt.Chart = above.encode(x=alt.value(0), text="above:N")
    else:
        beside = marks_of(rows).mark_text(align="left", dx=10, fontWeight=600, color=palette.text)
        words = placed(beside, "last").encode(text="said:N")
    return words
