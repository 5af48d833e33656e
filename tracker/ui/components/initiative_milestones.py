"""The milestones of one initiative: a table, and what can be done with the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import streamlit as st

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.model.milestone import MilestoneKind
from tracker.model.progress import DeclaredStatus
from tracker.reports.initiative import milestones_of, standing_of
from tracker.reports.initiative_milestones import milestone_columns, milestone_line, status_of
from tracker.reports.style import glyph
from tracker.ui.components.chart import ITEM, is_phone
from tracker.ui.components.filters import in_address, keep_in_address
from tracker.ui.components.initiative import once
from tracker.ui.components.links import link_to
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import paragraphs, plain, say, sentence_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import ItemAnalysis
    from tracker.i18n import Translator
    from tracker.model.milestone import Milestone
    from tracker.ui.session import Reader


def show_milestones(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> str | None:
    """Show the milestones; return the key of the one that is chosen, None when there is none."""
    t = reader.t
    st.header(t.text("initiative.heading.milestones"))
    items = once(reader, analysis, "milestones", lambda: milestones_of(analysis, subject), subject)
    if not items:
        st.info(t.text("initiative.empty.milestones"))
        return None
    chosen = _chosen(analysis, subject, items)
    if is_phone():
        _show_list(items, chosen, t)
    else:
        _show_table(reader, analysis, subject, items, chosen)
    return chosen


def _chosen(analysis: ProgrammeAnalysis, subject: str, items: Sequence[ItemAnalysis]) -> str:
    """Return the milestone that the address names, else the one that comes next, else the last."""
    keys, wanted = [item.key for item in items], in_address(ITEM)
    if wanted in keys:
        return str(wanted)
    standing = standing_of(analysis, subject)
    return (standing.next_milestone if standing else None) or keys[-1]


def _show_table(
    reader: Reader, analysis: ProgrammeAnalysis, subject: str, items: Sequence[ItemAnalysis], chosen: str
) -> None:
    t, key = reader.t, f"milestones.{subject}"
    keys = [item.key for item in items]
    # Kept as Arrow: Streamlit would turn a dict into one at every rerun, by way of pandas.
    columns = once(
        reader, analysis, "milestone table", lambda: pa.table(milestone_columns(items, t)), subject
    )
    # What is marked when the table appears; afterwards the table itself knows what the reader chose.
    first = st.session_state.setdefault(f"{key}.first", chosen)
    place = keys.index(first) if first in keys else 0

    def follow() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells and cells[0][0] < len(keys):
            keep_in_address(ITEM, keys[cells[0][0]])

    st.dataframe(
        columns,
        hide_index=True,
        placeholder="–",
        key=key,
        alt=t.text("initiative.heading.milestones"),
        on_select=follow,
        selection_mode="single-cell",
        selection_default={"selection": {"cells": [(place, columns.column_names[0])]}},
        column_config={
            t.text("initiative.column.item"): st.column_config.TextColumn(width=280),
            t.text("initiative.column.progress"): st.column_config.ProgressColumn(
                min_value=0, max_value=100, format="%.0f %%", width="small"
            ),
        },
    )


def _show_list(items: Sequence[ItemAnalysis], chosen: str, t: Translator) -> None:
    by_key = {item.key: item for item in items}
    key = f"milestones.{items[0].key}"
    st.session_state[key] = chosen
    st.radio(
        t.text("initiative.heading.milestones"),
        list(by_key),
        format_func=lambda found: f"{plain(glyph(status_of(by_key[found])))} {plain(by_key[found].title)}",
        captions=[say(t, milestone_line(item)) for item in items],
        key=key,
        label_visibility="collapsed",
        on_change=lambda: keep_in_address(ITEM, st.session_state[key]),
    )


def show_chosen(reader: Reader, analysis: ProgrammeAnalysis, key: str) -> None:
    """Show one milestone in words: how it fares, by rule and by its people, and what has stalled in it."""
    t = reader.t
    row = analysis.snapshot.milestones.by_key(key)
    if row is None:
        return
    st.markdown(once(reader, analysis, "milestone", lambda: _words(analysis, row, t), key))
    link_to("roadmap", t.text("initiative.see.roadmap"), reader, item=key)


def _words(analysis: ProgrammeAnalysis, row: Milestone, t: Translator) -> str:
    item = analysis.items.by_key(row.key)
    lines = [f"**{plain(item.title)}** {status_badge(status_of(item), t)}"]
    if row.kind != MilestoneKind.MILESTONE:
        kind = t.text(f"choice.MilestoneKind.{row.kind}")
        lines.append(
            plain(t.text("initiative.awaited", kind=kind, who=row.awaited_from) if row.awaited_from else kind)
        )
    lines.append(_standing(item, t))
    if row.description:
        lines.append(paragraphs(row.description))
    if row.end_reason:
        lines.append(plain(t.text("initiative.because", reason=row.end_reason)))
    lines.append(sentence_list([say(t, stall.sentence) for stall in analysis.stalls.of_item(row.key)]))
    return "\n\n".join(lines)


def _slack(item: ItemAnalysis) -> str:
    """Return what there is to say of the item's float; of what is late or stalled, a number would mislead."""
    if item.is_critical:
        return "critical"
    if (item.variance_days or 0) > 0 or item.computed_status is ComputedStatus.LATE:
        return "float_of_late"
    return "float_of_stalled" if item.computed_status is ComputedStatus.STALLED else "float"


def _standing(item: ItemAnalysis, t: Translator) -> str:
    lines = [say(t, milestone_line(item))]
    if item.total_float_days is not None and item.state not in (ItemState.DONE, ItemState.CANCELLED):
        lines.append(plain(t.plural(f"initiative.line.{_slack(item)}", item.total_float_days)))
    if item.disagreement_text:
        lines.append(f":orange[:material/warning:] {say(t, item.disagreement_text)}")
    elif item.declared_status is not DeclaredStatus.NOT_GIVEN and item.declared_on:
        level = t.text(f"declared.{item.declared_status}")
        lines.append(plain(t.text("initiative.declared.as", level=level, day=item.declared_on)))
    return " ".join(lines)
