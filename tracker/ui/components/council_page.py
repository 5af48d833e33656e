"""The council page on the screen: the same lines as on paper and in a message."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.permission import Permission
from tracker.reports.council_of_programme import compared_with
from tracker.reports.council_page import council_page
from tracker.ui.components.chart import kept
from tracker.ui.components.council import in_words
from tracker.ui.components.moved import show_sums
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.programme import last_known_entry, today_of
from tracker.ui.session import database, programmes
from tracker.ui.since import since_last_review
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.council_line import Line, Section
    from tracker.reports.council_page import CouncilPage
    from tracker.ui.session import Reader

SINCE = "since"
# What the screen tells elsewhere in a form of its own: tiles, cards, the curve.
_SECTIONS = ("comments", "trend", "finished", "moved", "late", "dates", "means")


def show_council_page(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show what has happened since the last review or a chosen day, what is late, and what comes next."""
    chosen = _chosen(reader)
    page = _page(reader, analysis, chosen)
    said = in_words(reader, analysis, f"council page {chosen}", lambda: _words(page, reader.t))
    for name, (heading, words) in said.items():
        st.header(heading)
        if name == "trend":
            _ask_since(reader, page.since.day)
        st.markdown(words)
        if name == "moved":
            show_sums(reader, analysis)


def _words(page: CouncilPage, t: Translator) -> dict[str, tuple[str, str]]:
    """Return heading and words of each section that the screen shows, in the page's order."""
    return {
        section.name: (t(section.heading), _section_words(section, t))
        for section in page.sections
        if section.name in _SECTIONS
    }


def _page(reader: Reader, analysis: ProgrammeAnalysis, chosen: date | None) -> CouncilPage:
    """Return the content, made once for all readers of this revision, day and comparison."""
    programme = reader.programme or ""
    reads().require(Permission.READ, programme)

    def made() -> CouncilPage:
        if chosen is None:
            return council_page(analysis, since_last_review(reader, analysis))
        since = compared_with(database(), analysis, chosen, last_known_entry(reader))
        return council_page(analysis, since)

    key = ("council page", programme, analysis.snapshot.revision, analysis.as_of, chosen)
    return kept((*key, reader.looks_back_to), made)


def _chosen(reader: Reader) -> date | None:
    """Return the day that the address asks to compare with; None: the last review."""
    try:
        wanted = date.fromisoformat(st.query_params.get(SINCE, ""))
    except ValueError:
        return None
    return min(wanted, _last_day(reader))


def _last_day(reader: Reader) -> date:
    today = reader.looks_back_to or today_of(programmes()[reader.programme or ""])
    return today - timedelta(days=1)


def _ask_since(reader: Reader, day: date) -> None:
    """Let the reader choose the day to compare with; the address carries it."""
    last = _last_day(reader)
    st.session_state["change.since"] = min(day, last)
    st.date_input(
        reader.t.text("change.since"),
        format="DD/MM/YYYY",
        max_value=last,
        key="change.since",
        on_change=lambda: st.query_params.update(since=st.session_state["change.since"].isoformat()),
    )


def _section_words(section: Section, t: Translator) -> str:
    parts = [sentence_list([_line_words(line, t) for line in section.lines])] if section.lines else []
    for group in section.groups:
        title = group.title if isinstance(group.title, str) else t(group.title)
        parts.append(f"**{plain(title)}**\n\n{sentence_list([_line_words(line, t) for line in group.lines])}")
    ends = (section.left_out, None if parts else section.nothing)
    return "\n\n".join([*parts, *(say(t, line.sentence) for line in ends if line is not None)])


def _line_words(line: Line, t: Translator) -> str:
    badge = f"{status_badge(line.status, t)} " if line.has_status else ""
    more = "".join(f"  \n:small[{_line_words(one, t)}]" for one in line.more)
    return f"{badge}{say(t, line.sentence)}{more}"


def show_page_links(reader: Reader) -> None:
    """Lead to the page that is printed or sent: a page without script, a sheet and a text."""
    address = f"/council/{reader.programme}"
    looks = f"?lang={reader.language}" + (f"&as_of={reader.looks_back_to}" if reader.looks_back_to else "")
    t = reader.t
    names = {"": "page.print", ".pdf": "pdf.link", ".txt": "page.also"}
    links = [f"[{plain(t.text(key))}]({address}{ending}{looks})" for ending, key in names.items()]
    st.markdown(" · ".join(links))
