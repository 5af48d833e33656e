"""Forms for what is shared with partners: a link is made, changed, revoked; a proposal is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import SecretStr

from tracker.commands.partner_proposal import AcceptPartnerProposal, RefusePartnerProposal
from tracker.commands.share import (
    GOOD_FOR,
    EditShare,
    RevokeShare,
    SetSharePassword,
    ShareContent,
    ShareRoadmap,
)
from tracker.model.share import ShareLanguage
from tracker.storage import clock
from tracker.ui.components.forms.choices import key_from, links_of
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import errors_of, input_key, show_error
from tracker.ui.components.words import plain, say
from tracker.ui.programme import current_analysis, run

if TYPE_CHECKING:
    from datetime import date

    from tracker.commands.share_access import SharesOfProgramme
    from tracker.model.share import Share
    from tracker.reports.partners import ProposalLine, ShareLine
    from tracker.ui.session import Reader

# The token of a link that has just been made, by the link's key: said once, kept nowhere.
MADE = "share_just_made"
_SWITCHES = ("shows_people", "shows_money", "shows_notes", "shows_council", "may_propose")
_EDITED = ("recipient", "language", "initiatives", *_SWITCHES, "expires_on")


def today(reader: Reader) -> date:
    """Return the city's own day: links end by the clock, whatever day the programme is read as of."""
    return clock.today(current_analysis(reader).snapshot.programme.time_zone)


def share_roadmap(reader: Reader, found: SharesOfProgramme) -> None:
    """Open the form of a new link; whom it is for decides what it shows unless initiatives are chosen."""
    snapshot, t, form = current_analysis(reader).snapshot, reader.t, "share.new"
    values: dict[str, Any] = {
        "partner": None,
        "initiatives": [],
        "recipient": "",
        "language": ShareLanguage(reader.language),
        **dict.fromkeys(_SWITCHES, False),
        "may_propose": True,
        "expires_on": today(reader) + GOOD_FOR,
    }
    links = links_of(snapshot)
    sheet = Sheet(t, form, "share", ShareContent, values, links | {"initiatives": links["initiative"]})

    def ask() -> dict[str, Any]:
        st.markdown(t.text("partners.form.means"))
        return {
            **sheet.ask("partner", "initiatives"),
            **sheet.ask_beside("recipient", "language"),
            **sheet.ask(*_SWITCHES, "expires_on"),
            "password": _ask_password(reader, form),
        }

    def build(held: Any) -> ShareRoadmap:
        name = held["partner"] or held["recipient"] or "link"
        key = key_from(str(name), [share.key for share in found.shares])
        command = ShareRoadmap(programme=snapshot.programme.key, key=key, **held)
        st.session_state[MADE] = (key, command.token.get_secret_value())
        return command

    open_sheet(reader, form, t.text("partners.form.new"), ask, build, button="partners.form.make")


def edit_share(reader: Reader, share: Share) -> None:
    """Open the form of what a link shows and until when; its address stays."""
    snapshot, t, form = current_analysis(reader).snapshot, reader.t, f"share.{share.key}"
    values = {name: getattr(share, name) for name in _EDITED}
    links = {"initiatives": links_of(snapshot)["initiative"]}
    sheet = Sheet(t, form, "share", ShareContent, values, links)
    open_sheet(
        reader,
        form,
        t.text("partners.form.edit"),
        lambda: sheet.ask(*_EDITED),
        lambda held: EditShare(
            programme=snapshot.programme.key,
            key=share.key,
            version=share.version,
            changes=sheet.changes(held),
        ),
    )


def protect_share(reader: Reader, line: ShareLine) -> None:
    """Open the form of a link's password."""
    t, form = reader.t, f"share.password.{line.key}"

    def ask() -> dict[str, Any]:
        st.markdown(t.text("partners.password.means"))
        return {"password": _ask_password(reader, form)}

    open_sheet(
        reader,
        form,
        t.text("partners.password"),
        ask,
        lambda held: SetSharePassword(
            programme=reader.programme or "", key=line.key, version=line.version, password=held["password"]
        ),
    )


def revoke_share(reader: Reader, line: ShareLine) -> None:
    """Ask once, then end the link: whoever has it reads nothing from then on."""
    t = reader.t

    def ask() -> dict[str, Any]:
        st.markdown(t.text("partners.revoke.means", link=plain(t(line.title))))
        return {}

    open_sheet(
        reader,
        f"share.revoke.{line.key}",
        t.text("partners.revoke"),
        ask,
        lambda _held: RevokeShare(programme=reader.programme or "", key=line.key, version=line.version),
        button="partners.revoke.confirm",
        done="partners.revoke.done",
    )


def accept_proposal(reader: Reader, line: ProposalLine) -> None:
    """Let the plan follow a proposal, at once: an undo is one click away."""
    command = AcceptPartnerProposal(
        programme=reader.programme or "",
        proposal_id=line.id,
        version=line.version,
        milestone_version=line.milestone_version,
    )
    if run(reader, command):
        st.rerun()


def refuse_proposal(reader: Reader, line: ProposalLine) -> None:
    """Open the form of the answer that the partner reads on its page."""
    t, form = reader.t, f"proposal.{line.id}"

    def ask() -> dict[str, Any]:
        st.markdown(say(t, line.sentence))
        answer = st.text_area(t.text("partners.proposal.answer"), height=96, key=input_key(form, "answer"))
        show_error(errors_of(form), "answer")
        return {"answer": answer}

    open_sheet(
        reader,
        form,
        t.text("partners.proposal.decline"),
        ask,
        lambda held: RefusePartnerProposal(
            programme=reader.programme or "", proposal_id=line.id, version=line.version, **held
        ),
    )


def _ask_password(reader: Reader, form: str) -> SecretStr | None:
    typed = st.text_input(
        reader.t.text("partners.form.password"), type="password", key=input_key(form, "password"),
        autocomplete="new-password",
    )  # fmt: skip
    show_error(errors_of(form), "password")
    return SecretStr(typed) if typed else None
