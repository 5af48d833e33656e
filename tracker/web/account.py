"""Serves the page of one's own account: language, colours, password, second step, signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from tracker.commands import execute
from tracker.commands.account import ChoosePreferences, EndSessions, SetPassword
from tracker.commands.second_factor import RemoveSecondFactor
from tracker.i18n import LANGUAGES, Text
from tracker.identity import passwords, throttle
from tracker.identity.sign_in import enter
from tracker.model.account import Palette
from tracker.model.errors import NotAllowedError, SignInRefusedError, TooManyAttemptsError, TrackerError
from tracker.storage import clock
from tracker.storage.accounts import account_with_secrets, author_with_account
from tracker.web.cookies import forget_token, keep_token
from tracker.web.door import Door, door_page, go_to, read_form, visitor_of
from tracker.web.page import LANGUAGE_COOKIE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from tracker.commands.command import AnyCommand
    from tracker.identity.sessions import SignedIn
    from tracker.identity.sign_in import Entry


class WrongPasswordError(TrackerError):
    """Who changes a password or takes the second step off says the present password first."""

    key = "door.account.wrong_password"


class AccountPages:
    """One page with a form for each thing, and where each form goes."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def show(self, request: Request) -> Response:
        session = _session_of(request)
        if session is None:
            return go_to("/")
        return self._page(request, session, said=_SAID.get(request.query_params.get("done", "")))

    def _page(
        self,
        request: Request,
        session: SignedIn,
        *,
        status: int = 200,
        said: str | None = None,
        refusal: Text | None = None,
    ) -> Response:
        return door_page(
            request,
            "account.html",
            "door.account.heading",
            status=status,
            language=request.query_params.get("lang") or session.language or "",
            session=session,
            palettes=[(palette.value, Text(f"choice.Palette.{palette.value}")) for palette in Palette],
            said=said,
            refusal=refusal,
            shortest=passwords.SHORTEST,
        )

    async def choose(self, request: Request) -> Response:
        """Keep language and colours."""
        session, fields = _session_of(request), await read_form(request)
        if session is None:
            return go_to("/sign-in")
        language, palette = fields.get("language", ""), fields.get("palette", "")
        if language not in LANGUAGES or palette not in list(Palette):
            return go_to("/account")
        command = ChoosePreferences(login=session.login, language=language, palette=Palette(palette))
        await run_in_threadpool(self._do, session, command)
        response = go_to("/account?done=preferences")
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=31_536_000, path="/", samesite="lax")
        return response

    async def change_password(self, request: Request) -> Response:
        return await self._with_password(request, self._change_password, "password")

    async def remove_second_step(self, request: Request) -> Response:
        return await self._with_password(request, self._remove_second_step, "second_step")

    async def _with_password(
        self, request: Request, work: Callable[[SignedIn, Mapping[str, str]], Entry | None], done: str
    ) -> Response:
        """Do what takes the present password, which who has merely found an open browser does not know."""
        session, fields = _session_of(request), await read_form(request)
        if session is None:
            return go_to("/sign-in")
        address = request.client.host if request.client else ""
        try:
            await self._door.take_turn(self._prove, session, fields.get("password", ""), address)
            entry = await self._door.take_turn(work, session, fields)
        except TrackerError as refusal:
            status = 429 if isinstance(refusal, TooManyAttemptsError) else 400
            return self._page(request, session, status=status, refusal=refusal.text)
        response = go_to(f"/account?done={done}")
        if entry is not None:
            keep_token(response, entry.token, self._door.address, request.headers.get("host"))
        return response

    def _prove(self, session: SignedIn, password: str, address: str) -> None:
        database = self._door.database
        if not throttle.may_try(database, session.login, address, clock.now()):
            raise TooManyAttemptsError
        account = account_with_secrets(database, session.login)
        if account is None or not passwords.is_right(password, account.password_hash):
            raise WrongPasswordError
        throttle.forget(database, session.login, address)

    def _change_password(self, session: SignedIn, fields: Mapping[str, str]) -> Entry:
        """Keep the new password; every session ends, and this browser gets a new one."""
        kept = passwords.hashed(fields.get("new_password", ""), session.login)
        self._do(session, SetPassword(login=session.login, password_hash=kept))
        account = account_with_secrets(self._door.database, session.login)
        if account is None:
            raise SignInRefusedError
        return enter(self._door.database, account, clock.now())

    def _remove_second_step(self, session: SignedIn, _fields: Mapping[str, str]) -> None:
        self._do(session, RemoveSecondFactor(login=session.login))

    async def leave_everywhere(self, request: Request) -> Response:
        session = _session_of(request)
        if session is not None:
            await run_in_threadpool(self._do, session, EndSessions(login=session.login))
        response = go_to("/sign-in")
        forget_token(response, self._door.address, request.headers.get("host"))
        return response

    def _do(self, session: SignedIn, command: AnyCommand) -> None:
        do_as(self._door, session, command)


# What the page says after a form has led back to it.
_SAID = {
    "preferences": "door.account.preferences_kept",
    "password": "door.account.password_changed",
    "second_step": "door.account.second_step_removed",
}


def do_as(door: Door, session: SignedIn, command: AnyCommand) -> None:
    """Give a command as the person of a session.

    Raises:
        NotAllowedError: the account has been disabled meanwhile.
        TrackerError: the installation refuses.
    """
    author = author_with_account(door.database, session.account_id)
    if author is None:
        raise NotAllowedError(command=type(command).__name__)
    execute(door.database, command, author, clock.now())


def _session_of(request: Request) -> SignedIn | None:
    """Return the session that reached the screens; nobody else has an account page."""
    visitor = visitor_of(request)
    return visitor.session if visitor is not None and visitor.may_see_screens else None


def account_routes(door: Door) -> list[BaseRoute]:
    pages = AccountPages(door)
    return [
        Route("/account", pages.show, methods=["GET"]),
        Route("/account/preferences", pages.choose, methods=["POST"]),
        Route("/account/password", pages.change_password, methods=["POST"]),
        Route("/account/second-step/remove", pages.remove_second_step, methods=["POST"]),
        Route("/account/sign-out-everywhere", pages.leave_everywhere, methods=["POST"]),
    ]
