"""Who looks at the screens: read from the database at every rerun and every command, never remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.permission import Permission, Reach, is_allowed, is_allowed_everywhere, reach_of
from tracker.commands.reading import Reads
from tracker.identity.sessions import session_of_id
from tracker.model.sign_in import Stage
from tracker.storage import Author, clock
from tracker.storage.accounts import author_with_account, has_accounts
from tracker.ui.database import database

if TYPE_CHECKING:
    from tracker.identity.sessions import SignedIn

# Whoever sits at the machine, until somebody has an account.
SINGLE_USER = Author(name="technical lead", role="technical_lead")
_VISITOR = "visitor"


@dataclass(frozen=True)
class Visitor:
    """Whose rights hold in this run, and the session that proves it; the single user needs none."""

    author: Author
    session: SignedIn | None = None

    @property
    def may_manage_accounts(self) -> bool:
        return self.author.is_administrator

    @property
    def may_make_programmes(self) -> bool:
        """A programme that is not there yet gives nobody a role: this takes one that holds everywhere."""
        return is_allowed_everywhere(self.author, Permission.MANAGE_PROGRAMME)

    def reports_for_own(self, programme: str) -> bool:
        """Whether reporting for their own services or posts is what they come for."""
        return reach_of(self.author, Permission.REPORT_PROGRESS, programme) is Reach.OWN

    def may(self, permission: Permission, programme: str) -> bool:
        """Whether they hold a permission in a programme, be it for their own work alone."""
        return is_allowed(self.author, permission, programme)


def visitor_now() -> Visitor | None:
    """Return who looks, as the database has it at this moment; None when nobody is signed in any more."""
    said = st.user.get("session")
    if said is None:
        return None if has_accounts(database()) else Visitor(SINGLE_USER)
    session = session_of_id(database(), int(str(said)), clock.now())
    if session is None or session.stage is not Stage.COMPLETE:
        return None
    author = _author(session.account_id, session.account_version)
    return None if author is None else Visitor(author, session)


@st.cache_resource(show_spinner=False, max_entries=256)
def _author(account_id: int, account_version: int) -> Author | None:  # noqa: ARG001  # part of the key
    """Read somebody's rights once for each version of them; every change of a right moves the version."""
    return author_with_account(database(), account_id)


def settle_visitor() -> Visitor | None:
    """Find out who looks, once for this run."""
    found = visitor_now()
    st.session_state[_VISITOR] = found
    return found


def visitor() -> Visitor:
    """Return who looks, as `main.py` has settled it in this run."""
    settled: Visitor = st.session_state[_VISITOR]
    return settled


def own_language() -> str | None:
    """Return the language of the visitor's account; None without one, and before anybody has been settled."""
    settled: Visitor | None = st.session_state.get(_VISITOR)
    return settled.session.language if settled is not None and settled.session is not None else None


def reads() -> Reads:
    """Return what the visitor may read; every read asks for its permission."""
    return Reads(database(), visitor().author)
