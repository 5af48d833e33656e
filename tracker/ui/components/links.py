"""Leads from one screen to another without losing the reader's programme and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from tracker.ui.session import Reader


def link_to(screen: str, label: str, reader: Reader, **choices: str) -> None:
    """Show a link to a screen; `choices` are its filters, as its address names them."""
    address = {"programme": reader.programme or "", "lang": reader.language, **choices}
    st.page_link(f"views/{screen}.py", label=label, icon=":material/arrow_forward:", query_params=address)
