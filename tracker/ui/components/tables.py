"""Shows what opens on demand: the table beside a chart, which drives the same selection, and longer lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def table_beside(
    label: str, columns: Callable[[], Mapping[str, Sequence[Any]]], *, key: str, keys: Sequence[str] = ()
) -> str | None:
    """Show a table that opens on demand; return the key of the row the reader is on, if rows have keys.

    `columns` makes the table's columns; a table that is closed is never made.
    """
    box = st.expander(label, key=key, on_change="rerun")
    if not box.open:
        return None
    with box:
        if not keys:
            st.dataframe(columns(), hide_index=True, key=f"{key}.table", alt=label)
            return None
        event = st.dataframe(
            columns(),
            hide_index=True,
            key=f"{key}.table",
            alt=label,
            on_select="rerun",
            selection_mode="single-cell",
        )
    cells = event["selection"]["cells"]
    return keys[cells[0][0]] if cells and cells[0][0] < len(keys) else None


def show_more(label: str, paragraphs: Sequence[str], *, key: str) -> None:
    """Show the rest of a list; it is sent when the reader opens it."""
    box = st.expander(label, key=key, on_change="rerun")
    if box.open:
        box.markdown("\n\n".join(paragraphs))
