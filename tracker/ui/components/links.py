"""Leads from one screen to another without losing the reader's programme and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.ui.screens import screen_named

if TYPE_CHECKING:
    from tracker.ui.session import Reader


def link_to(screen: str, label: str, reader: Reader, **choices: str) -> None:
    """Show a link to a screen that is the reader's; `choices` are its filters, as its address names them."""
    there = screen_named(screen)
    if there is None:
        return
    address = {"programme": reader.programme or "", "lang": reader.language, **choices}
    if reader.looks_back_to:
        address["as_of"] = reader.looks_back_to.isoformat()
    # By the screen itself: by its file, Streamlit would look for it on the disk.
    st.page_link(there, label=label, icon=":material/arrow_forward:", query_params=address)
