"""The screens of the product as Streamlit knows them: their order, their icons and their addresses."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.permission import Permission
from tracker.ui.session import programmes
from tracker.ui.visitor import visitor

if TYPE_CHECKING:
    from tracker.i18n import Translator

FOLDER = Path(__file__).parent
# Written into the page itself: Streamlit would read the file again at every rerun.
LOGO = "data:image/svg+xml;base64," + base64.b64encode((FOLDER / "static" / "logo.svg").read_bytes()).decode(
    "ascii"
)


@dataclass(frozen=True)
class Screen:
    """A screen's icon, and the permission that shows it."""

    icon: str
    permission: Permission


# In the order in which leaders need them.
SCREENS: Mapping[str, Screen] = {
    "council": Screen("flag", Permission.READ),
    "reviews": Screen("event_note", Permission.READ_REVIEWS),
    "decisions": Screen("gavel", Permission.READ),
    "our_part": Screen("handshake", Permission.READ_SHARED),
    "roadmap": Screen("view_timeline", Permission.READ),
    "dependencies": Screen("account_tree", Permission.READ),
    "scenario": Screen("alt_route", Permission.READ_SCENARIOS),
    "resources": Screen("groups", Permission.READ_SCENARIOS),
    "stalls": Screen("pause_circle", Permission.READ),
    "initiative": Screen("description", Permission.READ),
    "reporting": Screen("edit_note", Permission.REPORT_PROGRESS),
    "partners": Screen("handshake", Permission.SHARE),
    "follow_up": Screen("notifications", Permission.READ),
    "journal": Screen("history", Permission.READ_JOURNAL),
    "permissions": Screen("key", Permission.MANAGE_PROGRAMME),
}
# Of the installation, not of a programme: administrators alone have it.
ACCOUNTS = Screen("manage_accounts", Permission.MANAGE_ACCOUNTS)
ACCOUNTS_SCREEN = "accounts"
# Of all the programmes whose plan somebody may read; there is nothing to compare while there is one.
PORTFOLIO = Screen("dashboard", Permission.READ)
_SCREENS = "screens"


def screens(t: Translator, programme: str | None) -> list[st.Page]:
    """Return the screens that are the visitor's in a programme: a flat list, which screen readers need.

    The first is at the bare address. It is at its own name too, unlisted: an address is sent to people who
    land elsewhere. A session makes them once for a language: each looks its file up on the disk.
    """
    own = _own(programme)
    language, pages, by_name = st.session_state.get(_SCREENS, (None, {}, None))
    if language != t.language or list(pages) != list(own):
        first = next(iter(own))
        pages = {name: _screen(name, own, t, is_first=name == first) for name in own}
        by_name = _screen(first, own, t, is_listed=False)
        st.session_state[_SCREENS] = (t.language, pages, by_name)
    return [*pages.values(), by_name]


def _own(programme: str | None) -> Mapping[str, Screen]:
    """Return the screens of who looks, the one they land on first."""
    looks = visitor()
    own = {name: screen for name, screen in SCREENS.items() if looks.may(screen.permission, programme or "")}
    if looks.reports_for_own(programme or ""):
        own = {"reporting": own.pop("reporting"), **own}
    readable = [key for key in programmes() if looks.may(PORTFOLIO.permission, key)]
    if len(readable) > 1:
        own["portfolio"] = PORTFOLIO
    accounts = {ACCOUNTS_SCREEN: ACCOUNTS} if looks.may_manage_accounts else {}
    # Without a programme, or a role in it, the first screen says what to do.
    return {**(own or {"council": SCREENS["council"]}), **accounts}


def _screen(
    name: str, own: Mapping[str, Screen], t: Translator, *, is_first: bool = False, is_listed: bool = True
) -> st.Page:
    return st.Page(
        FOLDER / "views" / f"{name}.py",
        title=t.text(f"ui.screen.{name}"),
        icon=f":material/{own[name].icon}:",
        # Streamlit leaves that of the default page out of its address, yet lets no other page have it.
        url_path="first" if is_first else name,
        default=is_first,
        visibility="visible" if is_listed else "hidden",
    )


def screen_named(name: str) -> st.Page | None:
    """Return one of the screens that the shell has made for this session; None: it is not the visitor's."""
    _language, pages, _by_name = st.session_state[_SCREENS]
    found: st.Page | None = pages.get(name)
    return found
