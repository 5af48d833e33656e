"""The screens of the product as Streamlit knows them: their order, their icons and their addresses."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from tracker.ui.visitor import visitor

if TYPE_CHECKING:
    from tracker.i18n import Translator

FOLDER = Path(__file__).parent
# Written into the page itself: Streamlit would read the file again at every rerun.
LOGO = "data:image/svg+xml;base64," + base64.b64encode((FOLDER / "static" / "logo.svg").read_bytes()).decode(
    "ascii"
)
SCREENS = {
    "council": ":material/flag:",
    "roadmap": ":material/view_timeline:",
    "dependencies": ":material/account_tree:",
    "scenario": ":material/alt_route:",
    "resources": ":material/groups:",
    "stalls": ":material/pause_circle:",
    "initiative": ":material/description:",
    "reporting": ":material/edit_note:",
    "partners": ":material/handshake:",
    "journal": ":material/history:",
}
# Of the installation, not of a programme: administrators alone have it.
ACCOUNTS = {"accounts": ":material/manage_accounts:"}
_SCREENS = "screens"


def screens(t: Translator) -> list[st.Page]:
    """Return the screens in the order leaders need them: a flat list, which screen readers need.

    A session makes them once for a language: each looks its file up on the disk.
    """
    own = SCREENS | (ACCOUNTS if visitor().may_manage_accounts else {})
    language, pages = st.session_state.get(_SCREENS, (None, {}))
    if language != t.language or pages.keys() != own.keys():
        pages = {name: _screen(name, icon, t) for name, icon in own.items()}
        st.session_state[_SCREENS] = (t.language, pages)
    return list(pages.values())


def _screen(name: str, icon: str, t: Translator) -> st.Page:
    return st.Page(
        FOLDER / "views" / f"{name}.py",
        title=t.text(f"ui.screen.{name}"),
        icon=icon,
        url_path=name,
        default=name == "council",
    )


def screen_named(name: str) -> st.Page:
    """Return one of the screens that the shell has made for this session."""
    _language, pages = st.session_state[_SCREENS]
    page: st.Page = pages[name]
    return page
