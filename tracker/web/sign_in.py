"""Serves the sign-in form, the form of the second step, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.routing import Route

from tracker.identity.sessions import end_session
from tracker.identity.sign_in import Entry, give_code, sign_in
from tracker.model.errors import CodeRefusedError, SignInRefusedError, TooManyAttemptsError
from tracker.model.sign_in import Stage
from tracker.storage import clock
from tracker.web.cookies import forget_token, keep_token
from tracker.web.door import Door, door_page, go_to, own_path, read_form, visitor_of
from tracker.web.provider import is_provider_configured

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import BaseRoute

    from tracker.i18n import Text

_NEXT_PAGE = {Stage.CODE_AWAITED: "/sign-in/code", Stage.SECOND_FACTOR_AWAITED: "/account/second-step"}


def let_in(request: Request, door: Door, entry: Entry, wanted: str) -> Response:
    """Give the browser its token and send it on: to the screen it wanted, or to what is still asked of it."""
    target = own_path(wanted)
    step = _NEXT_PAGE.get(entry.stage)
    response = go_to(f"{step}?next={quote(target, safe='')}" if step else target)
    keep_token(response, entry.token, door.address, request.headers.get("host"))
    return response


class SignIn:
    """The form of name and password, then of the code."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def show(self, request: Request) -> Response:
        visitor = visitor_of(request)
        if visitor is not None and visitor.may_see_screens:
            return go_to(own_path(request.query_params.get("next", "/")))
        return self._form(request)

    async def enter(self, request: Request) -> Response:
        fields = await read_form(request)
        login, password = fields.get("login", "")[:200], fields.get("password", "")
        address = request.client.host if request.client else ""
        try:
            entry = await self._door.take_turn(
                sign_in, self._door.database, login, password, address, clock.now()
            )
        except SignInRefusedError as refusal:
            return self._form(request, 401, refusal.text, login, fields.get("next", ""))
        except TooManyAttemptsError as refusal:
            return self._form(request, 429, refusal.text, login, fields.get("next", ""))
        await self._end_former(request)
        return let_in(request, self._door, entry, fields.get("next", ""))

    async def _end_former(self, request: Request) -> None:
        """End the session that this browser still had: its token must be worth nothing from here on."""
        former = visitor_of(request)
        if former is not None and former.token is not None:
            await run_in_threadpool(end_session, self._door.database, former.token)

    def _form(
        self,
        request: Request,
        status: int = 200,
        refusal: Text | None = None,
        login: str = "",
        wanted: str = "",
    ) -> HTMLResponse:
        wanted = own_path(wanted or request.query_params.get("next", "/"))
        kept = f"&next={quote(wanted, safe='')}" if wanted != "/" else ""
        return door_page(
            request,
            "sign_in.html",
            "door.sign_in.heading",
            status=status,
            refusal=refusal,
            login=login,
            wanted=wanted,
            kept_query=kept,
            provider=f"/sign-in/provider?next={quote(wanted, safe='')}" if is_provider_configured() else "",
        )

    async def ask_code(self, request: Request) -> Response:
        visitor = visitor_of(request)
        if visitor is None or visitor.session is None or visitor.session.stage is not Stage.CODE_AWAITED:
            return go_to("/sign-in")
        return self._code_form(request)

    async def take_code(self, request: Request) -> Response:
        fields = await read_form(request)
        visitor = visitor_of(request)
        if visitor is None or visitor.token is None:
            return go_to("/sign-in")
        code = fields.get("code", "")[:40]
        try:
            entry = await run_in_threadpool(give_code, self._door.database, visitor.token, code, clock.now())
        except CodeRefusedError as refusal:
            return self._code_form(request, 401, refusal.text, fields.get("next", ""))
        except TooManyAttemptsError as refusal:
            return self._code_form(request, 429, refusal.text, fields.get("next", ""))
        return let_in(request, self._door, entry, fields.get("next", ""))

    @staticmethod
    def _code_form(
        request: Request, status: int = 200, refusal: Text | None = None, wanted: str = ""
    ) -> HTMLResponse:
        wanted = own_path(wanted or request.query_params.get("next", "/"))
        return door_page(
            request, "code.html", "door.code.heading", status=status, refusal=refusal, wanted=wanted
        )

    async def offer_way_out(self, request: Request) -> Response:
        if visitor_of(request) is None:
            return go_to("/sign-in")
        return door_page(request, "sign_out.html", "door.sign_out.heading")

    async def leave(self, request: Request) -> Response:
        await self._end_former(request)
        response = go_to("/sign-in")
        forget_token(response, self._door.address, request.headers.get("host"))
        return response


def sign_in_routes(door: Door) -> list[BaseRoute]:
    pages = SignIn(door)
    return [
        Route("/sign-in", pages.show, methods=["GET"]),
        Route("/sign-in", pages.enter, methods=["POST"]),
        Route("/sign-in/code", pages.ask_code, methods=["GET"]),
        Route("/sign-in/code", pages.take_code, methods=["POST"]),
        Route("/sign-out", pages.offer_way_out, methods=["GET"]),
        Route("/sign-out", pages.leave, methods=["POST"]),
    ]
