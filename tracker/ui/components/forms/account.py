"""The forms for accounts: invite a person, and say what they are in a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st
from pydantic import ValidationError

from tracker.commands.account import AddAccount, EditAccount
from tracker.commands.invitation import Invite
from tracker.commands.labels import choice_label
from tracker.commands.links import name_of
from tracker.commands.membership import GrantRole, WithdrawRole
from tracker.commands.validation import validation_texts
from tracker.identity.tokens import INVITATION_GOOD_FOR, new_token, token_hash
from tracker.model.account import Role
from tracker.storage import clock
from tracker.ui.components.forms.submission import input_key, is_submitted, open_form
from tracker.ui.components.words import plain, say
from tracker.ui.programme import refused
from tracker.ui.session import programmes
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.commands.command import AnyCommand
    from tracker.model.account import Account
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

_FORM = "account"
# Where the screen finds the link that was just made, to show it once.
NEW_LINK = "accounts.new_link"


def invite_person(reader: Reader) -> None:
    """Ask who is invited, add the account, and leave a link for the screen to show."""
    open_form(reader.t.text("accounts.invite"), lambda: _draw_invitation(reader))


def _draw_invitation(reader: Reader) -> None:
    with st.form("account.invite", border=False):
        login = st.text_input(
            reader.t.text("door.login"), help=reader.t.text("door.login.hint"), key=input_key(_FORM, "login")
        )
        title = st.text_input(
            reader.t.text("field.account.title"),
            help=reader.t.text("door.title.hint"),
            key=input_key(_FORM, "title"),
        )
        is_administrator = st.checkbox(
            reader.t.text("accounts.is_administrator"), key=input_key(_FORM, "admin")
        )
        if not is_submitted(reader, "accounts.invite"):
            return
    token, expires = new_token(), clock.now() + INVITATION_GOOD_FOR
    is_done = _is_done(
        reader, lambda: AddAccount(login=login, title=title, is_administrator=is_administrator)
    ) and _is_done(reader, lambda: Invite(login=login, token_hash=token_hash(token), expires_at=expires))
    if is_done:
        st.session_state[NEW_LINK] = (login.strip().lower(), token, expires)
        st.query_params["person"] = login.strip().lower()
        st.rerun()


def edit_person(reader: Reader, person: Account) -> None:
    """Ask for another title of a person, and whether they are an administrator."""
    open_form(reader.t.text("accounts.edit"), lambda: _draw_person(reader, person))


def _draw_person(reader: Reader, person: Account) -> None:
    with st.form("account.edit", border=False):
        title = st.text_input(
            reader.t.text("field.account.title"), person.title, key=input_key(_FORM, f"title.{person.login}")
        )
        is_administrator = st.checkbox(
            reader.t.text("accounts.is_administrator"),
            person.is_administrator,
            key=input_key(_FORM, f"admin.{person.login}"),
        )
        if not is_submitted(reader):
            return
    if _is_done(
        reader,
        lambda: EditAccount(
            login=person.login, version=person.version, title=title, is_administrator=is_administrator
        ),
    ):
        st.rerun()


def grant_role(reader: Reader, login: str) -> None:
    """Ask what a person is in which programme."""
    open_form(reader.t.text("accounts.role.give"), lambda: _draw_role(reader, login))


def _draw_role(reader: Reader, login: str) -> None:
    titles = {key: row.title for key, row in programmes().items()}
    if not titles:
        st.markdown(reader.t.text("ui.no_programme.what_to_do"))
        return
    programme = st.selectbox(
        reader.t.text("ui.programme"), list(titles), format_func=lambda key: titles[key], filter_mode=None
    )
    roles: list[Role | None] = [*Role, None]
    role = st.selectbox(
        reader.t.text("field.membership.role"),
        roles,
        format_func=lambda each: reader.t(choice_label(each)) if each else reader.t.text("accounts.no_role"),
        filter_mode=None,
    )
    scope = _scope(reader, role, reads().snapshot(programme))
    if not st.button(reader.t.text("form.save"), type=reader.main_button, icon=":material/check:"):
        return

    def build() -> AnyCommand:
        if role is None:
            return WithdrawRole(login=login, programme=programme)
        return GrantRole(login=login, programme=programme, role=role, **scope)

    if _is_done(reader, build):
        st.rerun()


def _scope(reader: Reader, role: Role | None, snapshot: Snapshot) -> dict[str, Any]:
    """Ask for whom, where a role needs it."""
    choices: Mapping[Role | None, tuple[str, Any]] = {
        Role.FOCAL_POINT: ("services", snapshot.services),
        Role.OWNER: ("posts", snapshot.posts),
        Role.PARTNER: ("partner", snapshot.partners),
    }
    if role not in choices:
        return {}
    field, records = choices[role]
    names = {row.key: name_of(row) for row in records}
    label = reader.t.text(f"accounts.for.{field}")
    if field == "partner":
        return {field: st.selectbox(label, list(names), format_func=lambda key: names[key])}
    return {field: st.multiselect(label, list(names), format_func=lambda key: names[key])}


def _is_done(reader: Reader, build: Callable[[], AnyCommand]) -> bool:
    """Run a command; say what is wrong with it, if anything."""
    try:
        refusal = refused(build())
    except ValidationError as error:
        for sentence in validation_texts(error).values():
            st.error(say(reader.t, sentence))
        return False
    if refusal is not None:
        st.error(plain(reader.t(refusal.text)))
    return refusal is None
