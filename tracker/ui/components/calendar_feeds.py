"""Calendar feeds on the screen: an address is made and shown once, and ended when it is no longer wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.exchange.programme_calendar import calendar_name
from tracker.i18n import Text
from tracker.model.calendar_feed import FeedScope
from tracker.ui.components.forms.follow_up import MADE, make_feed, revoke_feed, whose_dates
from tracker.ui.components.words import plain, say
from tracker.ui.session import origin
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.model.calendar_feed import CalendarFeed
    from tracker.model.snapshot import Snapshot
    from tracker.ui.components.forms.follow_up import Choices
    from tracker.ui.session import Reader


def show_feeds(reader: Reader, snapshot: Snapshot) -> None:
    """Offer the dates of the programme, of a service, of a post or of a partner."""
    _show(reader, whose_dates(snapshot, reader), lambda feed: calendar_name(snapshot, feed.scope, feed.of))


def show_own_feed(reader: Reader, partner: str, name: str) -> None:
    """Offer a partner the dates of its own part, and no others."""
    _show(reader, {(FeedScope.PARTNER, partner): name}, lambda _feed: name)


def _show(reader: Reader, choices: Choices, name_of: Callable[[CalendarFeed], Text | str]) -> None:
    """Say what a feed does, show the address just made, and list those that are live."""
    t, found = reader.t, reads().calendar_feeds(reader.programme or "")
    st.header(t.text("follow_up.calendar"))
    answer = Text("follow_up.feeds", count=len(found)) if found else Text("follow_up.no_feed")
    st.markdown(say(t, answer))
    if not reader.looks_back_to and st.button(
        t.text("follow_up.make_feed"),
        icon=":material/event:",
        type=reader.main_button,
        key="feed.make",
    ):
        make_feed(reader, choices)
    _show_made(reader, found)
    for feed in found:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            name = t.value(name_of(feed))
            st.markdown(
                f"**{plain(name)}**  \n{say(t, Text('follow_up.made_on', {'date': feed.created_at.date()}))}"
            )
            if not reader.looks_back_to and st.button(
                t.text("follow_up.end_feed"),
                icon=":material/link_off:",
                key=f"end.{feed.key}",
                type="tertiary",
            ):
                revoke_feed(reader, feed, name)


def _show_made(reader: Reader, found: Sequence[CalendarFeed]) -> None:
    """Show the address that has just been made: once, since only its hash is kept."""
    token = st.session_state.get(MADE, "")
    if not token or not found:
        return
    t = reader.t
    with st.container(border=True):
        st.subheader(t.text("follow_up.made"))
        st.markdown(t.text("follow_up.made.means"))
        st.code(f"{origin()}/calendar/{token}.ics", language=None, wrap_lines=True)
        if st.button(t.text("follow_up.made.forget"), icon=":material/check:", key="feed.forget"):
            st.session_state.pop(MADE, None)
            st.rerun()
