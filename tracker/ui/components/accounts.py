"""What the accounts screen is made of: the people, their invitations, their roles, what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st

from tracker.commands.account import DisableAccount, EnableAccount, EndSessions
from tracker.commands.invitation import Invite
from tracker.commands.labels import choice_label, command_label
from tracker.commands.second_factor import RemoveSecondFactor, RequireSecondFactor
from tracker.identity.tokens import INVITATION_GOOD_FOR, new_token, token_hash
from tracker.storage import clock
from tracker.storage.accounts import requires_second_factor
from tracker.ui.components.forms.account import NEW_LINK, edit_person, grant_role, invite_person
from tracker.ui.components.words import plain
from tracker.ui.programme import refused
from tracker.ui.session import database, programmes
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.commands.command import AnyCommand
    from tracker.model.account import Account
    from tracker.model.journal import InstallationEntry
    from tracker.ui.session import Reader

CHANGES_SHOWN = 20


def people() -> Sequence[Account]:
    """Return everybody who has an account, without their secrets."""
    return reads().accounts()


def show_answer(reader: Reader, everybody: Sequence[Account]) -> None:
    active = [person for person in everybody if person.is_active]
    administrators = [person for person in active if person.is_administrator]
    st.markdown(
        plain(
            reader.t.text(
                "accounts.answer",
                people=reader.t.plural("accounts.people", len(active)),
                administrators=reader.t.plural("accounts.administrators", len(administrators)),
            )
        )
    )


def show_people(reader: Reader, everybody: Sequence[Account]) -> None:
    """Show one line for each person: name, title, roles, second step, last sign-in."""
    say = reader.t.text
    rows = [
        {
            say("field.account.title"): person.title,
            say("field.account.login"): person.login,
            say("accounts.roles"): _roles(reader, person),
            say("field.account.has_second_factor"): say(
                "value.yes" if person.has_second_factor else "value.no"
            ),
            say("field.account.last_signed_in_at"): reader.t.value(person.last_signed_in_at.date())
            if person.last_signed_in_at
            else say("accounts.never"),
        }
        for person in everybody
    ]
    st.dataframe(rows, hide_index=True, width="stretch")


def _roles(reader: Reader, person: Account) -> str:
    """Return what a person is, in words: disabled, administrator, and a role for each programme."""
    t = reader.t
    state = [] if person.is_active else [t.text("cli.user.is_disabled")]
    state += [t.text("choice.Role.administrator")] if person.is_administrator else []
    titles = {key: row.title for key, row in programmes().items()}
    held = reads().mandates(person.id or 0)
    state += [f"{titles.get(key, key)}: {t(choice_label(each.role))}" for key, each in held.items()]
    return ", ".join(state) or t.text("accounts.no_role")


def offer_invitation(reader: Reader) -> None:
    if st.button(reader.t.text("accounts.invite"), icon=":material/person_add:"):
        invite_person(reader)


def offer_second_step_rule(reader: Reader) -> None:
    """Offer to ask administrators and technical leads for a second step, or to leave it to them."""
    is_required = requires_second_factor(database())
    label = "accounts.second_step.free" if is_required else "accounts.second_step.require"
    why = reader.t.text("accounts.second_step.whom")
    if st.button(reader.t.text(label), icon=":material/phonelink_lock:", help=why):
        _do(reader, RequireSecondFactor(is_required=not is_required))


def choose_person(reader: Reader, everybody: Sequence[Account]) -> Account:
    """Let the reader choose whose account is shown; the address carries the login."""
    by_login = {person.login: person for person in everybody}
    wanted = st.query_params.get("person")
    login = st.selectbox(
        reader.t.text("accounts.person"),
        list(by_login),
        index=list(by_login).index(wanted) if wanted in by_login else 0,
        format_func=lambda each: f"{by_login[each].title} · {each}",
        on_change=lambda: st.query_params.update(person=st.session_state["accounts.person"]),
        key="accounts.person",
        filter_mode=None,
    )
    return by_login[login]


def show_person(reader: Reader, person: Account) -> None:
    """Offer what an administrator may do with an account."""
    say = reader.t.text
    with st.container(horizontal=True):
        if st.button(say("accounts.edit"), icon=":material/edit:"):
            edit_person(reader, person)
        if st.button(say("accounts.new_link"), icon=":material/link:", disabled=not person.is_active):
            make_link(reader, person.login)
        if st.button(say("accounts.sign_out_everywhere"), icon=":material/logout:"):
            _do(reader, EndSessions(login=person.login))
        if person.has_second_factor and st.button(
            say("door.second_step.remove"), icon=":material/phone_lock:"
        ):
            _do(reader, RemoveSecondFactor(login=person.login))
        change = DisableAccount if person.is_active else EnableAccount
        label = "accounts.disable" if person.is_active else "accounts.enable"
        if st.button(say(label), icon=":material/block:" if person.is_active else ":material/check:"):
            _do(reader, change(login=person.login))


def make_link(reader: Reader, login: str) -> None:
    """Make a new invitation and show its link once, at the top of the screen."""
    token, now = new_token(), clock.now()
    refusal = refused(Invite(login=login, token_hash=token_hash(token), expires_at=now + INVITATION_GOOD_FOR))
    if refusal is not None:
        st.error(plain(reader.t(refusal.text)))
        return
    st.session_state[NEW_LINK] = (login, token, now + INVITATION_GOOD_FOR)
    st.rerun()


def show_new_link(reader: Reader) -> None:
    """Show the link that was just made; it is kept nowhere and cannot be shown again."""
    made = st.session_state.pop(NEW_LINK, None)
    if made is None:
        return
    login, token, expires = made
    here = urlsplit(st.context.url or "")
    st.success(plain(reader.t.text("cli.user.invitation", login=login, date=expires.date())))
    st.code(f"{here.scheme}://{here.netloc}/invitation#{token}", language=None, wrap_lines=True)


def offer_role(reader: Reader, person: Account) -> None:
    if st.button(reader.t.text("accounts.role.give"), icon=":material/badge:"):
        grant_role(reader, person.login)


def show_changes(reader: Reader, everybody: Sequence[Account]) -> None:
    """Show who lately changed what about whom."""
    st.header(reader.t.text("accounts.changes"))
    titles = {person.id: person.title for person in everybody}
    changes: dict[str, list[InstallationEntry]] = {}
    for entry in reads().installation_journal(CHANGES_SHOWN):
        changes.setdefault(entry.command_id, []).append(entry)
    lines = [
        reader.t.text(
            "accounts.change_of" if (whom := _whom(entries, titles)) else "accounts.change",
            at=reader.t.value(entries[0].at.date()),
            author=entries[0].author,
            command=reader.t(command_label(entries[0].command)),
            whom=whom,
        )
        for entries in changes.values()
    ]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _whom(entries: Sequence[InstallationEntry], titles: Mapping[int | None, str]) -> str:
    """Return whose account a command was about; empty for a setting of the installation."""
    for entry in entries:
        row = entry.after or entry.before or {}
        account = entry.record_id if entry.record_kind == "account" else row.get("account_id")
        if account in titles:
            return titles[account]
    return ""


def _do(reader: Reader, command: AnyCommand) -> None:
    """Run a command and draw the screen anew; a refusal is said on it."""
    refusal = refused(command)
    if refusal is None:
        st.rerun()
    st.error(plain(reader.t(refusal.text)))
