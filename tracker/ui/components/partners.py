"""The parts of the partners screen: who sees what, the link just made, and what partners propose."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import quote

import segno
import streamlit as st

from tracker.identity.preview import preview_token
from tracker.reports.partners import partners_answer, proposal_lines, share_lines
from tracker.storage import clock
from tracker.ui.components.forms.share import (
    MADE,
    accept_proposal,
    edit_share,
    protect_share,
    refuse_proposal,
    revoke_share,
    share_roadmap,
    today,
)
from tracker.ui.components.looking_back import says_it_is_past
from tracker.ui.components.words import paragraphs, plain, say
from tracker.ui.session import origin
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.analysis import ProgrammeAnalysis
    from tracker.commands.share_access import SharesOfProgramme
    from tracker.reports.partners import ProposalLine, ShareLine
    from tracker.ui.session import Reader


def links_of_programme(reader: Reader) -> SharesOfProgramme:
    """Return the links as they are now: how often they were opened moves no revision."""
    return reads().shares(reader.programme or "")


def show_answer(reader: Reader, found: SharesOfProgramme) -> None:
    """Say who looks at the roadmap, and offer to share more of it."""
    sentences = [say(reader.t, text) for text in partners_answer(found, today(reader))]
    st.info(" ".join(sentences), icon=":material/handshake:")
    if not says_it_is_past(reader, "partners") and st.button(
        reader.t.text("partners.share"),
        icon=":material/share:",
        type=reader.main_button,
        key="partners.share",
    ):
        share_roadmap(reader, found)


def show_made(reader: Reader, found: SharesOfProgramme) -> None:
    """Show the link that has just been made: once, since only its hash is kept."""
    key, token = st.session_state.get(MADE, ("", ""))
    if key not in [share.key for share in found.shares]:
        return
    t, address = reader.t, f"{origin()}/shared/{token}"
    with st.container(border=True):
        st.header(t.text("partners.made"))
        st.markdown(t.text("partners.made.means"))
        st.code(address, language=None, wrap_lines=True)
        picture, words = st.columns([1, 3])
        picture.image(_qr_code(address), caption=t.text("partners.made.qr"), width=180)
        subject, body = (
            quote(t.text("partners.mail.subject")),
            quote(t.text("partners.mail.body", link=address)),
        )
        words.markdown(f"[{plain(t.text('partners.mail'))}](mailto:?subject={subject}&body={body})")
        if words.button(t.text("partners.made.forget"), icon=":material/check:"):
            st.session_state.pop(MADE, None)
            st.rerun()


def show_proposals(reader: Reader, analysis: ProgrammeAnalysis, found: SharesOfProgramme) -> None:
    """Show what partners propose, each with its two answers."""
    lines = proposal_lines(found, analysis.snapshot)
    if not lines:
        return
    st.header(reader.t.text("partners.proposals"))
    for line in lines:
        with st.container(border=True):
            _show_proposal(reader, line)


def _show_proposal(reader: Reader, line: ProposalLine) -> None:
    t = reader.t
    st.markdown(say(t, line.sentence))
    st.markdown(f":small[{plain(line.evidence)}]")
    if reader.looks_back_to:
        return
    with st.container(horizontal=True):
        if st.button(t.text("partners.proposal.accept"), icon=":material/check:", key=f"accept.{line.id}"):
            accept_proposal(reader, line)
        if st.button(t.text("partners.proposal.decline"), icon=":material/close:", key=f"decline.{line.id}"):
            refuse_proposal(reader, line)


def show_links(reader: Reader, analysis: ProgrammeAnalysis, found: SharesOfProgramme) -> None:
    """Show every link: for whom, what it shows, until when, how often it was opened, and what can be done."""
    lines = share_lines(found, analysis.snapshot, today(reader))
    st.header(reader.t.text("partners.links"))
    if not lines:
        st.markdown(reader.t.text("partners.links.none"))
    for line in lines:
        with st.container(border=True):
            _show_link(reader, line, found)


def _show_link(reader: Reader, line: ShareLine, found: SharesOfProgramme) -> None:
    t = reader.t
    lock = f" :material/lock: {plain(t.text('partners.protected'))}" if line.has_password else ""
    st.markdown(f"**{say(t, line.title)}**{lock}")
    st.markdown(paragraphs("\n".join(t(text) for text in (line.shows, line.until, line.openings))))
    if not line.is_live or reader.looks_back_to:
        return
    share = next(share for share in found.shares if share.id == line.id)
    preview = f"/shared/{preview_token(line.id, clock.now())}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"[{plain(t.text('partners.preview'))}]({preview})", width="content")
        actions: dict[str, Callable[[], None]] = {
            "edit": lambda: edit_share(reader, share),
            "password": lambda: protect_share(reader, line),
            "revoke": lambda: revoke_share(reader, line),
        }
        icons = {"edit": "edit", "password": "lock", "revoke": "link_off"}
        for name, action in actions.items():
            label, icon = t.text(f"partners.do.{name}"), f":material/{icons[name]}:"
            if st.button(label, icon=icon, key=f"{name}.{line.key}", type="tertiary"):
                action()


def _qr_code(address: str) -> bytes:
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=6, border=4)
    return picture.getvalue()
