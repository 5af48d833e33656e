"""Where each initiative or service stands: a table on a desk, a list of short lines on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import streamlit as st

from tracker.analysis.facts import ComputedStatus
from tracker.i18n.rounding import whole_percent
from tracker.reports.council import first_approved
from tracker.reports.initiative_rows import initiative_rows, service_rows
from tracker.ui.components.chart import is_phone, kept
from tracker.ui.components.choices import choose
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.initiative_rows import StandingRow
    from tracker.ui.session import Reader


def show_standing(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    t = reader.t
    ways = _ways(analysis)
    asked = st.query_params.get("by", "")
    by = asked if asked in ways else ways[0]
    st.header(t.text("council.standing" if by == "initiative" else "council.standing.service"))
    if len(ways) > 1:
        names = {way: t.text(f"council.by.{way}") for way in ways}
        choose("by", t.text("council.standing.by"), names, by)
    key = ("standing", reader.programme, analysis.snapshot.revision, analysis.as_of, reader.language, by)
    report = initiative_rows if by == "initiative" else service_rows
    if is_phone():
        lines = kept((*key, "phone"), lambda: _as_lines(report(analysis), t))
        st.markdown(lines or t.text(f"council.empty.{by}"))
        return
    # Kept as Arrow: Streamlit would turn a dict into one at every rerun, by way of pandas.
    columns = kept((*key, "desk"), lambda: pa.table(_as_table(report(analysis), by, t)))
    if columns.num_rows:
        st.table(columns, border="horizontal", hide_index=True)
    else:
        st.markdown(t.text(f"council.empty.{by}"))


def _ways(analysis: ProgrammeAnalysis) -> tuple[str, ...]:
    """Return the ways of showing that have something to show; an empty programme asks for initiatives."""
    if len(analysis.snapshot.initiatives):
        return ("initiative", "service")
    return ("service",) if len(analysis.snapshot.milestones) else ("initiative",)


def _as_lines(rows: tuple[StandingRow, ...], t: Translator) -> str:
    return "\n\n".join(_as_line(row, t) for row in rows)


def _as_line(row: StandingRow, t: Translator) -> str:
    facts = [t.plural("council.card.progress", row.counted, reached=row.reached)]
    if row.expected:
        is_over = row.status is ComputedStatus.DONE
        facts.append(t.text(f"council.card.{'ended' if is_over else 'expected'}", date=row.expected))
    facts.append(t(row.comparison))
    original = first_approved(row.original, row.approved)
    if original:
        facts.append(t(original))
    return f"**{plain(row.title)}** {_status(row, t)}  \n:small[{plain(' · '.join(facts))}]"


def _as_table(rows: tuple[StandingRow, ...], by: str, t: Translator) -> dict[str, list[str]]:
    title = t.text("council.column.title" if by == "initiative" else "council.column.service")
    columns = {
        title: [_title(row) for row in rows],
        t.text("council.column.status"): [_status(row, t) for row in rows],
        t.text("council.column.progress"): [_progress(row, t) for row in rows],
        t.text("council.column.expected"): [_date(row.expected, t) for row in rows],
        t.text("past.column.original"): [_date(row.original, t) for row in rows],
        t.text("council.column.approved"): [_date(row.approved, t) for row in rows],
        t.text("council.column.variance"): [_variance(row, t) for row in rows],
    }
    return columns if rows else {}


def _title(row: StandingRow) -> str:
    service = f"  \n:small[{plain(row.service)}]" if row.service else ""
    return f"**{plain(row.title)}**{service}"


def _status(row: StandingRow, t: Translator) -> str:
    badge = status_badge(row.status, t)
    if row.is_disagreement and row.declared is not None:
        said = t.text("council.contested", declared=t.text(f"declared.{row.declared.value}"))
    elif row.contested:
        said = t.plural("council.contested.milestones", row.contested)
    else:
        return badge
    return f"{badge} :orange[:material/warning:] :small[{plain(said)}]"


def _progress(row: StandingRow, t: Translator) -> str:
    values = {"reached": row.reached, "counted": row.counted}
    if row.percent is None:
        return plain(t.text("council.reached", **values))
    return plain(t.text("council.reached.percent", percent=whole_percent(row.percent), **values))


def _date(day: date | None, t: Translator) -> str:
    return plain(t.date(day)) if day else t.text("council.unknown")


def _variance(row: StandingRow, t: Translator) -> str:
    if row.variance_days is None:
        return t.text("council.unknown")
    if row.variance_days == 0:
        return t.text("council.variance.none")
    sign = "+" if row.variance_days > 0 else "−"
    return plain(t.plural("council.variance", abs(row.variance_days), sign=sign))
