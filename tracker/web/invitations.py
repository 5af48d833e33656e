"""Serves the pages of a link that is good once: the set-up of the installation, and an invitation.

The token stands behind the # of the address, which no browser sends and no server logs; the page's script
puts it into the form, and without a script the person does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError
from starlette.routing import Route

from tracker.commands import execute
from tracker.commands.invitation import AcceptInvitation, SetUp
from tracker.commands.validation import validation_texts
from tracker.identity import passwords
from tracker.identity.sign_in import enter
from tracker.identity.tokens import token_hash
from tracker.model.errors import LinkNotGoodError, TrackerError
from tracker.storage import Author, clock
from tracker.storage.accounts import account_with_secrets, invited_account, is_set_up_link
from tracker.web.door import Door, door_page, read_form
from tracker.web.sign_in import let_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import HTMLResponse, Response
    from starlette.routing import BaseRoute

    from tracker.i18n import Text
    from tracker.identity.sign_in import Entry


class Invitations:
    """The two forms with which somebody comes in for the first time."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def show_set_up(self, request: Request) -> HTMLResponse:
        return _form(request, "set_up", {})

    async def set_up(self, request: Request) -> Response:
        return await self._let_in(request, "set_up")

    async def show_invitation(self, request: Request) -> HTMLResponse:
        return _form(request, "invitation", {})

    async def accept(self, request: Request) -> Response:
        return await self._let_in(request, "invitation")

    async def _let_in(self, request: Request, page: str) -> Response:
        fields = await read_form(request)
        work = self._set_up if page == "set_up" else self._accept
        try:
            entry = await self._door.take_turn(work, fields)
        except ValidationError as error:
            return _form(request, page, fields, 400, list(validation_texts(error).values()))
        except TrackerError as refusal:
            status = 404 if isinstance(refusal, LinkNotGoodError) else 400
            return _form(request, page, fields, status, [refusal.text])
        return let_in(request, self._door, entry, "/")

    def _set_up(self, fields: Mapping[str, str]) -> Entry:
        """Make the first administrator and let them in."""
        now, link = clock.now(), token_hash(fields.get("token", ""))
        # Before anything is hashed: a wrong link costs nothing.
        if not is_set_up_link(self._door.database, link, now):
            raise LinkNotGoodError
        login, title = fields.get("login", ""), fields.get("title", "")
        kept = passwords.hashed(fields.get("password", ""), login)
        command = SetUp(token_hash=link, login=login, title=title, password_hash=kept)
        execute(self._door.database, command, Author(name=command.title), now)
        return self._enter(command.login)

    def _accept(self, fields: Mapping[str, str]) -> Entry:
        """Keep the password of who was invited and let them in."""
        now, link = clock.now(), token_hash(fields.get("token", ""))
        account = invited_account(self._door.database, link, now)
        if account is None:
            raise LinkNotGoodError
        kept = passwords.hashed(fields.get("password", ""), account.login)
        command = AcceptInvitation(login=account.login, token_hash=link, password_hash=kept)
        author = Author(name=account.title, account_id=account.id, login=account.login)
        execute(self._door.database, command, author, now)
        return self._enter(account.login)

    def _enter(self, login: str) -> Entry:
        account = account_with_secrets(self._door.database, login)
        if account is None:
            raise LinkNotGoodError
        return enter(self._door.database, account, clock.now())


def _form(
    request: Request,
    page: str,
    fields: Mapping[str, str],
    status: int = 200,
    refusals: Sequence[Text] = (),
) -> HTMLResponse:
    return door_page(
        request,
        f"{page}.html",
        f"door.{page}.heading",
        status=status,
        refusal=next(iter(refusals), None),
        token=fields.get("token", ""),
        login=fields.get("login", ""),
        role_title=fields.get("title", ""),
        shortest=passwords.SHORTEST,
    )


def invitation_routes(door: Door) -> list[BaseRoute]:
    pages = Invitations(door)
    return [
        Route("/set-up", pages.show_set_up, methods=["GET"]),
        Route("/set-up", pages.set_up, methods=["POST"]),
        Route("/invitation", pages.show_invitation, methods=["GET"]),
        Route("/invitation", pages.accept, methods=["POST"]),
    ]
