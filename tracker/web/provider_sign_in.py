"""Sends the browser to the OpenID Connect provider and lets in whom it vouches for and somebody invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from tracker.commands import execute
from tracker.commands.provider import LinkProvider
from tracker.identity.sign_in import enter
from tracker.model.errors import TrackerError
from tracker.storage import Author, clock
from tracker.storage.accounts import account_at_provider, account_with_secrets
from tracker.web.door import Door, go_to, own_path, said_page
from tracker.web.provider import Attempt, NotInvitedError, ProviderError, configured_provider
from tracker.web.sign_in import let_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from tracker.i18n import Text
    from tracker.identity.sign_in import Entry
    from tracker.model.account import Account
    from tracker.web.provider import Person

CALLBACK = "/sign-in/callback"
ATTEMPT_SECONDS = 600


class ProviderSignIn:
    """There and back again."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def start(self, request: Request) -> Response:
        provider = configured_provider()
        if provider is None:
            return go_to("/sign-in")
        attempt = Attempt.new(own_path(request.query_params.get("next", "/")))
        try:
            address = await run_in_threadpool(provider.start, attempt, self._callback(request))
        except ProviderError as refusal:
            return _refused(request, refusal.text, 502)
        response = go_to(address)
        response.set_cookie(
            self._cookie,
            attempt.as_cookie(),
            max_age=ATTEMPT_SECONDS,
            path="/",
            secure=self._door.address.is_encrypted,
            httponly=True,
            samesite="lax",
        )
        return response

    async def come_back(self, request: Request) -> Response:
        provider = configured_provider()
        attempt = Attempt.from_cookie(request.cookies.get(self._cookie, ""))
        if provider is None or attempt is None:
            return go_to("/sign-in")
        answer = {name: request.query_params.get(name, "") for name in ("state", "code")}
        try:
            person = await run_in_threadpool(provider.person, attempt, answer, self._callback(request))
            entry = await run_in_threadpool(self._enter, person)
        except TrackerError as refusal:
            response: Response = _refused(request, refusal.text, 403)
        else:
            response = let_in(request, self._door, entry, attempt.wanted)
        response.delete_cookie(self._cookie, path="/", secure=self._door.address.is_encrypted, httponly=True)
        return response

    @property
    def _cookie(self) -> str:
        return "__Host-jalon-provider" if self._door.address.is_encrypted else "jalon_provider"

    def _callback(self, request: Request) -> str:
        address = self._door.address
        own = address.text if address.is_public else f"http://{request.headers.get('host')}"
        return own + CALLBACK

    def _enter(self, person: Person) -> Entry:
        return enter(self._door.database, self._account_of(person), clock.now())

    def _account_of(self, person: Person) -> Account:
        """Return the account of a person; the first time, the one with their verified address.

        Raises:
            NotInvitedError: there is none, it belongs to somebody else there, or it is disabled.
        """
        database = self._door.database
        known = account_at_provider(database, person.issuer, person.subject)
        if known is None:
            known = account_with_secrets(database, person.address) if person.address else None
            if known is None or not known.is_active or known.oidc_subject is not None:
                raise NotInvitedError
            author = Author(name=known.title, account_id=known.id, login=known.login)
            command = LinkProvider(login=known.login, issuer=person.issuer, subject=person.subject)
            execute(database, command, author, clock.now())
        if not known.is_active:
            raise NotInvitedError
        return known


def _refused(request: Request, why: Text, status: int) -> Response:
    return said_page(
        request,
        "door.provider.heading",
        why,
        status=status,
        way_on="/sign-in",
        way_on_label="door.to_sign_in",
    )


def provider_routes(door: Door) -> list[BaseRoute]:
    pages = ProviderSignIn(door)
    return [
        Route("/sign-in/provider", pages.start, methods=["GET"]),
        Route(CALLBACK, pages.come_back, methods=["GET"]),
    ]
