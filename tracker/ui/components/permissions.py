"""Shows the permission table: a table for each group on a desk, a line for each permission on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import streamlit as st

from tracker.reports.permission_table import group_text, permission_columns, permission_line, permission_rows
from tracker.ui.components.chart import is_phone, kept
from tracker.ui.components.words import plain, say, sentence_list

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.reports.permission_table import PermissionRow
    from tracker.ui.session import Reader


def show_answer(reader: Reader) -> None:
    """Say what a role is, and what is one's own work for each."""
    t = reader.t
    st.markdown(plain(t.text("permission.answer")))
    st.markdown(plain(t.text("permission.own")))


def show_groups(reader: Reader) -> None:
    """Show every permission there is, by what people come to do."""
    show = _show_lines if is_phone() else _show_table
    for group, rows in permission_rows().items():
        st.header(say(reader.t, group_text(group)))
        show(group, rows, reader.t)


def _show_table(group: str, rows: tuple[PermissionRow, ...], t: Translator) -> None:
    # Kept as Arrow: Streamlit would turn a dict into one at every rerun.
    columns = kept(("permissions", group, t.language), lambda: pa.table(permission_columns(rows, t)))
    st.table(columns, border="horizontal", hide_index=True)


def _show_lines(group: str, rows: tuple[PermissionRow, ...], t: Translator) -> None:
    st.markdown(kept(("permissions", group, t.language, "phone"), lambda: _lines(rows, t)))


def _lines(rows: tuple[PermissionRow, ...], t: Translator) -> str:
    said = [permission_line(row, t) for row in rows]
    return sentence_list([f"**{plain(what)}**  \n  {plain(who)}" for what, who in said])
