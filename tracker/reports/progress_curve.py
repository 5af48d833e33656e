"""The programme's curve: the share of the work planned, reached and expected, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt

from tracker.analysis.facts import ComputedStatus
from tracker.i18n import Text, Translator
from tracker.i18n.rounding import whole_percent
from tracker.reports.roadmap_marks import NamedDay
from tracker.reports.style import Palette, finished, marks_of, status_colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis

SERIES = ("planned", "actual", "forecast")
# Months between two labels; each divides the year, which time axes count from.
_STEPS = (1, 2, 3, 6, 12)


@dataclass(frozen=True)
class CurveMark:
    """One point of one line: `percent` of the weight reached by the end of a month."""

    month_end: date
    series: str
    percent: float


def curve_marks(analysis: ProgrammeAnalysis) -> tuple[CurveMark, ...]:
    """Return the points of the three lines; empty when the programme has no dated milestone."""
    return tuple(
        CurveMark(point.month_end, series, float(percent))
        for series in SERIES
        for point in analysis.s_curve
        if (percent := getattr(point, series)) is not None
    )


def curve_sentence(marks: Sequence[CurveMark], as_of: date) -> Text | None:
    """Say how the share reached compares with the share planned by the last month end; None without one."""
    latest = {mark.series: mark for mark in marks if mark.month_end <= as_of}
    if "planned" not in latest or "actual" not in latest:
        return None
    planned, actual = whole_percent(latest["planned"].percent), whole_percent(latest["actual"].percent)
    values = {"date": latest["actual"].month_end, "planned": planned, "actual": actual}
    if actual < planned:
        return Text("curve.behind", values, count=planned - actual)
    if actual > planned:
        return Text("curve.ahead", values, count=actual - planned)
    return Text("curve.level", values)


def curve_rows(marks: Sequence[CurveMark], t: Translator) -> dict[str, list[str]]:
    """Return the table beside the curve: one row a month, one column a line."""
    months = sorted({mark.month_end for mark in marks})
    found = {(mark.month_end, mark.series): mark.percent for mark in marks}
    table = {t.text("curve.month"): [t.date(month, "long") for month in months]}
    for series in SERIES:
        said = [found.get((month, series)) for month in months]
        table[t.text(f"curve.{series}")] = ["" if share is None else t.percent(share / 100) for share in said]
    return table


def curve_chart(
    marks: Sequence[CurveMark], day: NamedDay, t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return the three lines and the rule of the day of the analysis, as a finished chart."""
    names = [t.text(f"curve.{series}") for series in SERIES]
    points = [
        {
            "month": _noon(mark.month_end),
            "line": t.text(f"curve.{mark.series}"),
            "share": mark.percent / 100,
            "said": t.percent(mark.percent / 100),
        }
        for mark in marks
    ]
    blue = status_colour(ComputedStatus.ON_COURSE, palette)
    base = marks_of(points).encode(
        x=alt.X(
            "month:T",
            title=None,
            axis=alt.Axis(format="%b %Y", tickCount=_ticks(marks, is_narrow=is_narrow), grid=False),
        ),
        y=alt.Y(
            "share:Q", title=None, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5)
        ),
        tooltip=[
            alt.Tooltip("line:N", title=" "),
            alt.Tooltip("month:T", title=t.text("curve.month"), format="%B %Y"),
            alt.Tooltip("said:N", title=t.text("curve.share")),
        ],
    )
    lines = base.mark_line(strokeWidth=3, strokeCap="round", interpolate="linear").encode(
        color=alt.Color(
            "line:N",
            title=None,
            sort=names,
            scale=alt.Scale(domain=names, range=[palette.muted, blue, blue]),
            legend=alt.Legend(symbolType="stroke", symbolSize=500, symbolStrokeWidth=3, columns=3),
        ),
        strokeDash=alt.StrokeDash(
            "line:N", sort=names, scale=alt.Scale(domain=names, range=[[2, 5], [1, 0], [8, 6]]), title=None
        ),
    )
    dots = base.mark_point(size=200, opacity=0, filled=True)
    first, last = marks[0].month_end, max(mark.month_end for mark in marks)
    is_near_end = (day.day - first) > 0.8 * (last - first)
    rule = _day_rule(day, t, palette, is_near_end=is_near_end)
    chart = alt.layer(lines, dots, *rule).properties(height=260 if is_narrow else 300)
    return finished(chart, t.language, palette)


def _ticks(marks: Sequence[CurveMark], *, is_narrow: bool) -> alt.TimeIntervalStep:
    """Label every month of a short programme and one in several of a long one, evenly over the years."""
    first, last = min(mark.month_end for mark in marks), max(mark.month_end for mark in marks)
    months = (last.year - first.year) * 12 + last.month - first.month
    wanted = -(-months // (4 if is_narrow else 9))
    step = next((step for step in _STEPS if step >= wanted), None)
    if step is None:
        return alt.TimeIntervalStep(interval="year", step=-(-wanted // 12))
    return alt.TimeIntervalStep(interval="month", step=step)


def named_day(analysis: ProgrammeAnalysis) -> NamedDay:
    """Return the day of the analysis: today, unless the programme is a worked example that stands still."""
    is_fixed = analysis.snapshot.programme.status_date is not None
    return NamedDay(
        analysis.as_of, Text("curve.as_of" if is_fixed else "curve.today", {"date": analysis.as_of})
    )


def _day_rule(day: NamedDay, t: Translator, palette: Palette, *, is_near_end: bool) -> list[alt.Chart]:
    drawn = marks_of([{"day": _noon(day.day), "word": t(day.name)}])
    rule = drawn.mark_rule(color=palette.today, strokeDash=[4, 4], strokeWidth=1.5).encode(x="day:T")
    word = drawn.mark_text(
        color=palette.today,
        align="right" if is_near_end else "left",
        dx=-5 if is_near_end else 5,
        dy=8,
        fontWeight=600,
    ).encode(x="day:T", y=alt.value(0), text="word:N")
    return [rule, word]


def _noon(day: date) -> str:
    """Return a date as an instant that is the same day in every browser's time zone."""
    return f"{day.isoformat()}T12:00:00"
