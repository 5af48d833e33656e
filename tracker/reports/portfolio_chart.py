"""Draws the curve of each programme in a panel of its own: all on one scale, in the order given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from tracker.analysis.facts import ComputedStatus
from tracker.i18n.rounding import whole_percent
from tracker.reports.progress_curve import SERIES
from tracker.reports.style import finished, marks_of, status_colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.i18n import Translator
    from tracker.reports.portfolio import ProgrammeLine
    from tracker.reports.style import Palette

_HEIGHT = 110
_WIDE, _NARROW = 300, 270


def portfolio_chart(
    lines: Sequence[ProgrammeLine], t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return the share of the work planned, reached and expected of each programme, as a finished chart."""
    names = [t.text(f"curve.{series}") for series in SERIES]
    titles = [line.title for line in lines if line.curve]
    points = [
        {
            "programme": line.title,
            "month": f"{mark.month_end.isoformat()}T12:00:00",
            "line": t.text(f"curve.{mark.series}"),
            "share": mark.percent / 100,
            "said": t.percent(mark.percent / 100),
        }
        for line in lines
        for mark in line.curve
    ]
    blue = status_colour(ComputedStatus.ON_COURSE, palette)
    drawn = (
        marks_of(points)
        .mark_line(strokeWidth=2.5, strokeCap="round")
        .encode(
            x=alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False)),
            y=alt.Y(
                "share:Q",
                title=None,
                scale=alt.Scale(domain=[0, 1]),
                axis=alt.Axis(format=".0%", tickCount=2),
            ),
            color=alt.Color(
                "line:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[palette.muted, blue, blue]),
                legend=alt.Legend(
                    orient="top", symbolType="stroke", symbolSize=400, columns=1 if is_narrow else 3
                ),
            ),
            strokeDash=alt.StrokeDash(
                "line:N",
                sort=names,
                scale=alt.Scale(domain=names, range=[[2, 5], [1, 0], [8, 6]]),
                title=None,
            ),
            tooltip=[
                alt.Tooltip("programme:N", title=" "),
                alt.Tooltip("line:N", title="  "),
                alt.Tooltip("month:T", title=t.text("curve.month"), format="%B %Y"),
                alt.Tooltip("said:N", title=t.text("curve.share")),
            ],
        )
        .properties(width=_NARROW if is_narrow else _WIDE, height=_HEIGHT)
    )
    header = alt.Header(title=None, labelAnchor="start", labelFontWeight=600, labelLimit=_NARROW)
    chart = drawn.facet(
        facet=alt.Facet("programme:N", sort=titles, header=header), columns=1 if is_narrow else 3
    )
    return finished(chart, t.language, palette)


def portfolio_alt(lines: Sequence[ProgrammeLine], t: Translator) -> str:
    """Say what the panels show: of each programme, the share planned and reached by its last month end."""
    said = []
    for line in lines:
        latest = {mark.series: mark.percent for mark in line.curve if mark.month_end <= line.as_of}
        if "planned" in latest and "actual" in latest:
            planned, reached = whole_percent(latest["planned"]), whole_percent(latest["actual"])
            said.append(t.text("portfolio.alt.one", title=line.title, planned=planned, reached=reached))
        else:
            said.append(t.text("portfolio.alt.unknown", title=line.title))
    return f"{t.text('portfolio.alt')} {' '.join(said)}"
