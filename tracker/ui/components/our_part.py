"""What a partner with an account reads: the page that a link would show it, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis import analyse
from tracker.analysis.sharing import shared_roadmap
from tracker.commands.permission import Permission
from tracker.reports.shared_page import shared_page
from tracker.reports.style import STATUSES, badge_colour, status_name
from tracker.storage import clock
from tracker.ui.components.calendar_feeds import show_own_feed
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.session import programmes
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis.sharing import SharedRoadmap
    from tracker.i18n import Text, Translator
    from tracker.reports.shared_page import SharedRow
    from tracker.ui.session import Reader


@st.cache_resource(show_spinner=False, max_entries=32)
def _shared(programme: str, revision: int, day: date, partner: str) -> SharedRoadmap:  # noqa: ARG001 - part of the key
    """Cut one revision once for all people of a partner."""
    snapshot, scope = reads().own_part(programme)
    return shared_roadmap(analyse(snapshot, snapshot.programme.status_date or day), scope)


def show_our_part(reader: Reader) -> None:
    """Show what is expected of the partner, what it waits for, and its initiatives."""
    t, programme = reader.t, reader.programme or ""
    reads().require(Permission.READ_SHARED, programme)
    row, author = programmes()[programme], reads().author
    partner = author.mandates[programme].partner or "" if programme in author.mandates else ""
    today = clock.today(row.time_zone)
    roadmap = _shared(programme, row.revision, today, partner)
    page = shared_page(roadmap, today, t)
    st.title(t.text("share.page.heading.partner", partner=roadmap.partner) if roadmap.partner else row.title)
    st.info(" ".join(say(t, text) for text in page.answer))
    _show_rows(t, "share.expected.heading", page.expected, "share.expected.none")
    _show_rows(t, "share.waiting.heading.partner", page.waiting, "share.waiting.none")
    st.header(t.text("share.sections.heading"))
    for section in page.sections:
        st.subheader(plain(section.title))
        st.markdown(f"{_badge(t, section.glyph, section.word, section.status)} {say(t, section.when)}")
        st.markdown(sentence_list([_row(t, one) for one in section.rows]))
    if partner:
        show_own_feed(reader, partner, roadmap.partner)


def _show_rows(t: Translator, heading: str, rows: Sequence[SharedRow], otherwise: str) -> None:
    st.header(t.text(heading))
    st.markdown(sentence_list([_row(t, one) for one in rows]) if rows else t.text(otherwise))


def _row(t: Translator, row: SharedRow) -> str:
    more = [plain(line) if isinstance(line, str) else say(t, line) for line in row.more]
    head = f"**{plain(row.title)}** {_badge(t, row.glyph, row.word, row.status)} {say(t, row.when)}"
    return "  \n".join([head, *(f":small[{line}]" for line in more)])


def _badge(t: Translator, glyph: str, word: Text, name: str) -> str:
    status = next((one for one in STATUSES if status_name(one) == name), None)
    return f":{badge_colour(status)}-badge[{plain(glyph)} {say(t, word)}]"
