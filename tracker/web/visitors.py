"""Tells the gate who stands at it: the single user of this machine, somebody signed in, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers

from tracker.identity.sessions import SignedIn, note_seen, session_of_token
from tracker.identity.this_machine import is_this_machine
from tracker.model.sign_in import Stage
from tracker.storage import clock
from tracker.storage.accounts import has_accounts
from tracker.web.cookies import token_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Scope

    from tracker.storage import Database
    from tracker.web.address import PublicAddress

# Where a request's visitor is kept for the routes behind the gate.
VISITOR = "jalon.visitor"
# What a proxy adds: then the machine that asks is not the one that speaks to us.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class NotThisMachineError(Exception):
    """Without accounts only this machine is served."""


@dataclass(frozen=True)
class Visitor:
    """Somebody whom the gate knows; without a session, the single user where there are no accounts."""

    session: SignedIn | None = None
    token: str | None = None

    @property
    def may_see_screens(self) -> bool:
        return self.session is None or self.session.stage is Stage.COMPLETE


class Visitors:
    """Looks visitors up; whatever it says is read from the database at that moment."""

    def __init__(self, open_database: Callable[[], Database], address: PublicAddress) -> None:
        self._open_database = open_database
        self.address = address
        # Accounts are never removed: once there is one, there is no single user ever again.
        self._has_accounts = False

    @property
    def database(self) -> Database:
        return self._open_database()

    async def at(self, scope: Scope, *, acts: bool = False) -> Visitor | None:
        """Return who makes a request; `acts`: a person did something, which keeps the session alive.

        Raises:
            NotThisMachineError: another machine asks, and there are no accounts yet.
        """
        return await run_in_threadpool(self._look_up, scope, acts)

    def is_single_user(self) -> bool:
        """Whether the installation has no accounts yet."""
        self._has_accounts = self._has_accounts or has_accounts(self.database)
        return not self._has_accounts

    def _look_up(self, scope: Scope, acts: bool) -> Visitor | None:
        headers = Headers(scope=scope)
        if self.is_single_user():
            if not self._is_at_this_machine(scope, headers):
                raise NotThisMachineError
            return Visitor()
        token = token_in(headers, self.address)
        now = clock.now()
        session = session_of_token(self.database, token, now) if token else None
        if session is None:
            return None
        if acts:
            note_seen(self.database, session, now)
        return Visitor(session, token)

    def _is_at_this_machine(self, scope: Scope, headers: Headers) -> bool:
        is_local = is_this_machine((scope.get("client") or (None,))[0])
        return is_local and not self.address.is_public and not any(name in headers for name in _FORWARDED)
