"""The ranges as a chart: for each finish a band between two dates, its forecast and its approved date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from tracker.analysis.facts import ComputedStatus
from tracker.reports.finish_ranges import RANGE_COLUMNS, range_row
from tracker.reports.style import Palette, finished, layered, marks_of, status_colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis.uncertainty import FinishRange
    from tracker.i18n import Translator

# Streamlit fits a chart, legend and axis included, into its height.
_ROW, _LEGEND_AND_AXIS, _LEGEND_AND_AXIS_ON_PHONE = 32, 60, 110
_LONGEST_LABEL, _LONGEST_ON_PHONE = 44, 22
MARKS = ("band", "planned", "approved")


def range_chart(
    found: Sequence[tuple[str, FinishRange]], t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return a row for each finish: its band begins at the likely date and ends at the safe one."""
    names = {mark: t.text(f"range.legend.{mark}") for mark in MARKS}
    longest = _LONGEST_ON_PHONE if is_narrow else _LONGEST_LABEL
    rows: list[dict[str, Any]] = [
        {
            "row": f"{place}",
            "label": _short(title or t.text("range.whole"), longest),
            **_values(title, one, t),
        }
        for place, (title, one) in enumerate(found)
    ]
    labels = "[" + ",".join(f"'{_quoted(row['label'])}'" for row in rows) + "]"
    blue = status_colour(ComputedStatus.ON_COURSE, palette)
    colours = [blue, palette.text, palette.critical]

    def layer(mark: str, day: str) -> alt.Chart:
        """Return the rows that have this day, named for the legend."""
        own = [{**row, "mark": names[mark]} for row in rows if row[day] is not None]
        return marks_of(own).encode(
            y=alt.Y(
                "row:O",
                title=None,
                sort=[row["row"] for row in rows],
                axis=alt.Axis(labelExpr=f"{labels}[datum.value]", labelLimit=320),
            ),
            x=alt.X(
                f"{day}:T",
                title=None,
                scale=alt.Scale(padding=12),
                axis=alt.Axis(format="%b %Y", tickCount=4 if is_narrow else 8),
            ),
            color=alt.Color(
                "mark:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=colours),
                legend=alt.Legend(symbolType="square", columns=1 if is_narrow else 3, labelLimit=500),
            ),
            tooltip=[
                alt.Tooltip(f"{name}:N", title=t.text(f"range.column.{name}")) for name in RANGE_COLUMNS
            ],
        )

    band = layer("band", "from").mark_bar(height=14, cornerRadius=4).encode(x2="to:T")
    planned = layer("planned", "plan").mark_point(shape="diamond", filled=True, size=110, opacity=1)
    approved = layer("approved", "agreed").mark_tick(thickness=3, height=24)
    around = _LEGEND_AND_AXIS_ON_PHONE if is_narrow else _LEGEND_AND_AXIS
    chart = layered([band, approved, planned]).properties(height=_ROW * len(rows) + around)
    return finished(chart, t.language, palette)


def _values(title: str, one: FinishRange, t: Translator) -> dict[str, Any]:
    days = {"from": one.likely, "to": one.safe, "plan": one.planned, "agreed": one.approved}
    said = dict(zip(RANGE_COLUMNS, range_row(title, one, t), strict=True))
    return {**{name: _noon(day) for name, day in days.items()}, **said}


def _short(title: str, longest: int) -> str:
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"


def _quoted(label: str) -> str:
    """Return a label as it stands between quotes in Vega's own language."""
    return label.replace("\\", "\\\\").replace("'", "\\'").replace("\n", " ")


def _noon(day: date | None) -> str | None:
    """Return a date as an instant that is the same day in every browser's time zone."""
    return None if day is None else f"{day.isoformat()}T12:00:00"
