"""What is asked of each post or service month by month against what it has: cells, rows and the answer."""

from __future__ import annotations

import json
import textwrap
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import altair as alt
from babel.dates import format_date

from tracker.analysis.levelling_words import month_text
from tracker.i18n import Text
from tracker.reports.style import Palette, contrast, finished, marks_of, mixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.workload import MonthLoad
    from tracker.i18n import Translator

_FAINTEST = 0.08
# Letters of a line of a name on a phone.
_LETTERS = 15
# Cells side by side that can still be read.
MONTHS_ON_DESK, MONTHS_ON_PHONE = 16, 5


@dataclass(frozen=True)
class LoadCell:
    """One post or service in one month: days asked, days available, days asked beyond what there is."""

    who: str
    name: str
    month: date
    asked: float
    available: float
    over: float

    @property
    def is_overloaded(self) -> bool:
        return self.over >= 1

    @property
    def share(self) -> float:
        """What is asked as a share of what there is; of nothing, twice."""
        return self.asked / self.available if self.available else 2.0 * bool(self.asked)


def load_cells(analysis: ProgrammeAnalysis, *, by_service: bool = False) -> tuple[LoadCell, ...]:
    """Return a cell for each post (or service) and month, in the order of the posts."""
    snapshot = analysis.snapshot
    found: dict[tuple[str, date], LoadCell] = {}
    for month in analysis.workload.months:
        post = snapshot.posts[month.post]
        service = snapshot.services.get(post.service_id) if by_service else None
        who, name = (service.key, service.name) if service else (post.key, post.title)
        known = found.get((who, month.month), LoadCell(who, name, month.month, 0, 0, 0))
        found[(who, month.month)] = LoadCell(
            who, name, month.month, known.asked + month.asked, known.available + month.available,
            known.over + month.over,
        )  # fmt: skip
    return tuple(found.values())


def months_shown(cells: Sequence[LoadCell], most: int) -> tuple[date, ...]:
    """Return the months a chart shows: from the first, or shortly before the first overload, on."""
    months = sorted({cell.month for cell in cells})
    first = min((cell.month for cell in cells if cell.is_overloaded), default=months[0])
    begin = max(0, min(months.index(first) - 1, len(months) - most))
    return tuple(months[begin : begin + most])


def workload_sentence(analysis: ProgrammeAnalysis) -> Text:
    """Say in one sentence whether anybody is asked for more than they have."""
    workload, posts = analysis.workload, analysis.snapshot.posts
    if not workload.posts:
        return Text("load.cannot", {})
    overloads = workload.overloads
    if not overloads:
        return Text("load.enough", {}, count=len(workload.posts))
    names = list(dict.fromkeys(posts[month.post].title for month in overloads))
    worst = overloads[0]
    return Text(
        "load.short",
        {
            "names": names,
            "post": posts[worst.post].title,
            "month": month_text(worst.month),
            "asked": round(worst.asked),
            "available": round(worst.available),
        },
        count=len(overloads),
    )


def load_rows(cells: Iterable[LoadCell], t: Translator) -> dict[str, list[Any]]:
    """Return the table beside the chart: the months in which anything is asked."""
    shown = [cell for cell in cells if cell.asked]
    return {
        t.text("load.column.who"): [cell.name for cell in shown],
        t.text("load.column.month"): [t(month_text(cell.month)) for cell in shown],
        t.text("load.column.asked"): [round(cell.asked, 1) for cell in shown],
        t.text("load.column.available"): [round(cell.available, 1) for cell in shown],
        t.text("load.column.over"): [round(cell.over, 1) for cell in shown],
    }


def competing_rows(analysis: ProgrammeAnalysis, month: MonthLoad, t: Translator) -> dict[str, list[Any]]:
    """Return who asks for a post in a month, the most first."""
    rows = [analysis.items.by_key(analysis.snapshot.milestones[row].key) for row, _ in month.asking]
    return {
        t.text("load.column.item"): [row.title for row in rows],
        t.text("load.column.days"): [round(days, 1) for _, days in month.asking],
        t.text("load.column.start"): [row.early_start for row in rows],
        t.text("load.column.finish"): [row.early_finish for row in rows],
        t.text("load.column.float"): [row.total_float_days for row in rows],
    }


def load_chart(
    cells: Sequence[LoadCell], months: Sequence[date], t: Translator, palette: Palette, *, is_narrow: bool
) -> dict[str, Any]:
    """Return a grid of posts and months as a finished chart; each cell says its share of what there is."""
    names = {cell.who: cell.name for cell in cells}
    rows = [_mark(cell, t, palette) for cell in cells if cell.month in months]
    who = {key: textwrap.wrap(name, _LETTERS) if is_narrow else name for key, name in names.items()}
    labels = {month.isoformat(): _month_label(month, t) for month in months}
    base = marks_of(rows).encode(
        x=alt.X("month:N", sort=list(labels), axis=_axis(labels, "top")),
        y=alt.Y("who:N", sort=list(who), axis=_axis(who, "left", 260)),
        tooltip=[alt.Tooltip("sentence:N", title=" ")],
    )
    squares = base.mark_rect(cornerRadius=3, stroke=palette.background, strokeWidth=2).encode(
        color=alt.Color("colour:N", scale=None, legend=None)
    )
    figures = base.mark_text(fontSize=12, fontWeight=600).encode(
        text="said:N", color=alt.Color("ink:N", scale=None, legend=None)
    )
    return finished(
        alt.layer(squares, figures).properties(height=alt.Step(58 if is_narrow else 40)), t.language, palette
    )


def _mark(cell: LoadCell, t: Translator, palette: Palette) -> dict[str, Any]:
    strength = min(1.0, _FAINTEST + 0.5 * min(cell.share, 1.0) + (0.3 if cell.is_overloaded else 0))
    hue = palette.critical if cell.is_overloaded else palette.line
    colour = mixed(hue, palette.background, strength) if cell.asked else palette.surface
    ink = max((palette.text, palette.background), key=lambda found: contrast(found, colour))
    glyph = "! " if cell.is_overloaded else ""
    values = {"asked": round(cell.asked), "available": round(cell.available)}
    sentence = Text("load.cell", {"who": cell.name, "month": month_text(cell.month), **values})
    return {
        "who": cell.who,
        "month": cell.month.isoformat(),
        "said": f"{glyph}{round(cell.asked)}/{round(cell.available)}" if cell.asked else "",
        "sentence": t(sentence),
        "colour": colour,
        "ink": ink,
    }


def _month_label(month: date, t: Translator) -> list[str]:
    return [format_date(month, "LLL", locale=t.locale), str(month.year)]


def _axis(names: dict[str, Any], orient: Any, limit: int = 200) -> alt.Axis:
    said = json.dumps(names, ensure_ascii=False)
    return alt.Axis(
        labelExpr=f"{said}[datum.value]", title=None, orient=orient, labelAngle=0, labelLimit=limit,
        labelPadding=22 if orient == "top" else 6, ticks=False, domain=False,
    )  # fmt: skip
