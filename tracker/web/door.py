"""What every page of the door shares: its frame and words, its forms, and the patience with slow hashes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse

from tracker.i18n import LANGUAGES, Text, translator
from tracker.reports.static_page import static_page
from tracker.web.page import LANGUAGE_COOKIE, preferred_language
from tracker.web.visitors import VISITOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from tracker.storage import Database
    from tracker.web.address import PublicAddress
    from tracker.web.visitors import Visitor, Visitors

T = TypeVar("T")
LARGEST_FORM_BYTES = 16_000
MOST_FIELDS = 20
# Hashing a password takes 64 MiB and a core for a moment: few at once, and a queue with an end.
HASHES_AT_ONCE = 2
LONGEST_QUEUE = 60


@dataclass(frozen=True)
class Door:
    """The installation as the pages of the door see it."""

    visitors: Visitors
    turns: CapacityLimiter

    @classmethod
    def of(cls, visitors: Visitors) -> Door:
        return cls(visitors, CapacityLimiter(HASHES_AT_ONCE))

    @property
    def database(self) -> Database:
        return self.visitors.database

    @property
    def address(self) -> PublicAddress:
        return self.visitors.address

    async def take_turn(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run what hashes a password, in its turn.

        Raises:
            HTTPException: so many wait that another one would only make it worse.
        """
        if self.turns.statistics().tasks_waiting >= LONGEST_QUEUE:
            raise HTTPException(503, headers={"Retry-After": "10"})
        return await anyio.to_thread.run_sync(partial(work, *arguments), limiter=self.turns)


def visitor_of(request: Request) -> Visitor | None:
    """Return who makes a request, as the gate has found out."""
    found: Visitor | None = request.scope.get(VISITOR)
    return found


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the fields of a short form, the first value of each.

    Raises:
        HTTPException: it is no form, or too long to be one of ours.
    """
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM_BYTES:
            raise HTTPException(413)
    try:
        fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    return {name: values[0] for name, values in fields.items()}


def door_page(
    request: Request, template: str, heading: str, *, status: int = 200, language: str = "", **values: Any
) -> HTMLResponse:
    """Return a page of the door in the reader's language; it is never kept by a cache."""
    chosen = language or preferred_language(request)
    filled = {"refusal": None, "said": None, "kept_query": ""} | values
    names = [(code, translator(code).text("ui.language_name")) for code in LANGUAGES]
    html = static_page(f"door/{template}", translator(chosen), heading=heading, languages=names, **filled)
    response = HTMLResponse(html, status, headers={"Vary": "Cookie, Accept-Language"})
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, path="/", samesite="lax")
    return response


def said_page(
    request: Request, heading: str, said: str | Text, *, status: int = 200, **values: Any
) -> HTMLResponse:
    """Return a page that says one thing and offers one way on."""
    return door_page(request, "said.html", heading, status=status, sentence=said, **values)


_DOORS = frozenset({"/sign-in", "/sign-out", "/set-up", "/invitation", "/account"})


def own_path(wanted: str) -> str:
    """Return where to go on after sign-in: a page of ours, whatever the address asked for."""
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    path = wanted.partition("?")[0]
    is_screen = is_ours and len(wanted) < 2_000 and path.count("/") == 1 and path not in _DOORS
    return wanted if is_screen and wanted.isascii() else "/"


def go_to(path: str) -> RedirectResponse:
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})
