"""Serves the page on which a person sets the second step of sign-in up: QR code, first code, paper list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from tracker.commands.second_factor import BeginSecondFactor, ConfirmSecondFactor
from tracker.identity import second_factor, throttle
from tracker.identity.sign_in import complete
from tracker.model.errors import CodeRefusedError, TooManyAttemptsError, TrackerError
from tracker.model.sign_in import Stage
from tracker.storage import clock
from tracker.storage.accounts import account_with_secrets
from tracker.web.account import do_as
from tracker.web.cookies import keep_token
from tracker.web.door import Door, door_page, go_to, own_path, read_form, visitor_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from tracker.i18n import Text
    from tracker.identity.sessions import SignedIn

ISSUER = "Jalon"


class SecondStep:
    """Begin, confirm with a code, keep the paper list."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def show(self, request: Request) -> Response:
        session = _session_of(request)
        if session is None:
            return go_to("/sign-in")
        if session.has_second_factor:
            return go_to("/account")
        return door_page(
            request,
            "second_step.html",
            "door.second_step.heading",
            is_required=session.stage is Stage.SECOND_FACTOR_AWAITED,
            wanted=own_path(request.query_params.get("next", "/")),
        )

    async def take(self, request: Request) -> Response:
        session, fields = _session_of(request), await read_form(request)
        if session is None:
            return go_to("/sign-in")
        wanted = own_path(fields.get("next", "/"))
        if fields.get("step") != "confirm":
            try:
                secret = await run_in_threadpool(self._begin, session)
            except TrackerError:
                return go_to("/account")
            return _code_page(request, session, secret, wanted)
        try:
            codes = await run_in_threadpool(self._confirm, session, fields.get("code", "")[:40])
        except TrackerError as refusal:
            secret = await run_in_threadpool(self._secret, session)
            return _code_page(request, session, secret, wanted, refusal.text)
        return await self._done(request, session, codes, wanted)

    async def _done(self, request: Request, session: SignedIn, codes: list[str], wanted: str) -> Response:
        """Show the paper list once, and complete a session that waited for this."""
        response = door_page(request, "recovery_codes.html", "door.codes.heading", codes=codes, wanted=wanted)
        visitor = visitor_of(request)
        if session.stage is Stage.SECOND_FACTOR_AWAITED and visitor is not None and visitor.token is not None:
            entry = await run_in_threadpool(complete, self._door.database, visitor.token, clock.now())
            keep_token(response, entry.token, self._door.address, request.headers.get("host"))
        return response

    def _begin(self, session: SignedIn) -> str:
        secret = second_factor.new_secret()
        do_as(self._door, session, BeginSecondFactor(login=session.login, secret=secret))
        return secret

    def _secret(self, session: SignedIn) -> str:
        account = account_with_secrets(self._door.database, session.login)
        return (account.totp_secret if account is not None else None) or ""

    def _confirm(self, session: SignedIn, code: str) -> list[str]:
        """Turn the second step on if the code is right, and return the paper list."""
        place = f"set-up of account {session.account_id}"
        if not throttle.may_try(self._door.database, session.login, place, clock.now()):
            raise TooManyAttemptsError
        secret = self._secret(session)
        step = second_factor.step_of_code(secret, code, clock.now(), None) if secret else None
        if step is None:
            raise CodeRefusedError
        codes = second_factor.new_recovery_codes()
        hashes = [second_factor.recovery_hash(session.account_id, each) for each in codes]
        command = ConfirmSecondFactor(login=session.login, secret=secret, step=step, recovery_hashes=hashes)
        do_as(self._door, session, command)
        throttle.forget(self._door.database, session.login, place)
        return codes


def _code_page(
    request: Request, session: SignedIn, secret: str, wanted: str, refusal: Text | None = None
) -> Response:
    picture = (
        second_factor.qr_code(second_factor.setup_address(secret, session.login, ISSUER)) if secret else ""
    )
    return door_page(
        request,
        "second_step_code.html",
        "door.second_step.heading",
        status=400 if refusal else 200,
        refusal=refusal,
        # Made by us from letters and digits alone.
        qr_code=Markup(picture),  # noqa: S704
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        wanted=wanted,
    )


def _session_of(request: Request) -> SignedIn | None:
    """Return a session that may set the second step up: a whole one, or one that waits for just this."""
    visitor = visitor_of(request)
    session = visitor.session if visitor is not None else None
    return session if session is not None and session.stage is not Stage.CODE_AWAITED else None


def second_step_routes(door: Door) -> list[BaseRoute]:
    pages = SecondStep(door)
    return [
        Route("/account/second-step", pages.show, methods=["GET"]),
        Route("/account/second-step", pages.take, methods=["POST"]),
    ]
