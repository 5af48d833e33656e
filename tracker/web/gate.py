"""Turns away, before Streamlit sees it, every request that the screens of a known visitor do not make."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # ships no types
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from streamlit.proto.BackMsg_pb2 import BackMsg

from tracker.web.council import PREFIX as COUNCIL_PREFIX
from tracker.web.feeds import PREFIX as FEED_PREFIX
from tracker.web.public import PREFIX as PUBLIC_PREFIX
from tracker.web.shared import PREFIX as SHARED_PREFIX
from tracker.web.visitors import VISITOR, NotThisMachineError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from tracker.web.address import PublicAddress
    from tracker.web.visitors import Visitor, Visitors

_LOG = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# The screens need these and nothing else of what Streamlit serves under its own prefix: the metrics, the
# agent interface and the script check stay closed.
SCREEN_ENDPOINTS = ("health", "host-config", "stream", "upload_file/", "bidi-components/")
CLOSED_PREFIXES = ("/component/", "/auth/", "/oauth2callback")

# What is answered without a session: the door itself, and what its pages load.
OPEN_FILES = ("/healthz", "/favicon.png", "/assets/")
OPEN_PATHS = frozenset(
    {
        "/sign-in",
        "/sign-in/code",
        "/sign-in/provider",
        "/sign-in/callback",
        "/sign-out",
        "/set-up",
        "/invitation",
        "/account/second-step",
    }
)

# A browser may ask for a rerun, stop it, keep its session alive and fetch what a widget needs. It may not
# empty the caches of everybody or shut the server down.
WANTED_FRAMES = frozenset(
    {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"}
)

# Files are uploaded another way: what a widget says is short.
LARGEST_FRAME_BYTES = 5_000_000

# Tells Streamlit whose session it is; it then refuses to hand the session to anybody else. A browser that
# sends it itself is not heard.
SESSION_HEADER = b"x-jalon-session"
# The page loads itself again when its connection is closed with this code, and finds the sign-in form.
SIGNED_OUT = 4401


class Refusal(NamedTuple):
    """Why a request is turned away, as its sender is told."""

    status: int
    reason: str


class Gate:
    """The middleware before Streamlit: exact host and origin, a known visitor, wanted websocket frames."""

    def __init__(self, app: ASGIApp, visitors: Visitors) -> None:
        self._app = app
        self._visitors = visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = refusal_of(scope, self._visitors.address)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
            return
        if scope["path"].startswith(OPEN_FILES):
            await self._app(_marked(scope, None), receive, send)
            return
        try:
            visitor = await self._visitors.at(scope)
        except NotThisMachineError:
            await _refuse(Refusal(403, "Only this machine is answered."), scope, receive, send)
            return
        if not is_open(scope["path"]) and (visitor is None or not visitor.may_see_screens):
            await _show_the_door(scope, receive, send)
            return
        inner = _marked(scope, visitor)
        if scope["type"] == "websocket":
            await self._app(inner, self._watched(scope, visitor, receive, send), send)
        else:
            await self._app(inner, receive, send)

    def _watched(self, scope: Scope, visitor: Visitor | None, receive: Receive, send: Send) -> Receive:
        """Let through the frames that a screen sends, as long as the session holds that opened the stream."""

        async def receive_wanted() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                frame = message.get("bytes")
                if frame is None or len(frame) > LARGEST_FRAME_BYTES:
                    return await _close(1003, send)
                kind = kind_of(frame)
                now = await self._visitors.at(scope, acts=kind == "rerun_script")
                if _is_another(visitor, now):
                    return await _close(SIGNED_OUT, send)
                if kind in WANTED_FRAMES:
                    return message
                _LOG.warning("a websocket frame that no screen sends was dropped")

        return receive_wanted


def refusal_of(scope: Scope, address: PublicAddress) -> Refusal | None:
    """Return why a request is turned away whoever makes it, or None when it may go on."""
    headers = Headers(scope=scope)
    host = headers.get("host")
    if not address.is_host(host):
        return Refusal(421, "This address is not served here.")
    if _changes_something(scope) and not address.is_origin(headers.get("origin"), host):
        return Refusal(403, "The request comes from another site.")
    if is_closed(scope["path"]) or is_devious(scope["path"]):
        return Refusal(404, "Not found.")
    return None


def is_closed(path: str) -> bool:
    """Return whether a path leads to a part of Streamlit that the screens do not use."""
    if path == "/_stcore" or path.startswith("/_stcore/"):
        return not path.removeprefix("/_stcore/").startswith(SCREEN_ENDPOINTS)
    return path.startswith(CLOSED_PREFIXES)


def is_open(path: str) -> bool:
    """Return whether a path is answered without a session; what a link or a feed shows, its token decides."""
    return path in OPEN_PATHS or path.startswith((SHARED_PREFIX, FEED_PREFIX, PUBLIC_PREFIX))


def is_devious(path: str) -> bool:
    """Return whether a path says something else than where it leads: no page of ours has such a one."""
    return "//" in path or "\\" in path or ".." in path.split("/") or not path.isprintable()


def _changes_something(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS


def _is_another(before: Visitor | None, now: Visitor | None) -> bool:
    """Whether the visitor who opened a stream is no longer the one who speaks."""
    if before is None or now is None or not now.may_see_screens:
        return True
    return (before.session and before.session.id) != (now.session and now.session.id)


def _marked(scope: Scope, visitor: Visitor | None) -> Scope:
    """Return the request with the visitor in it, in place of what the sender says about that."""
    own = [(name, value) for name, value in scope["headers"] if name.lower() != SESSION_HEADER]
    if visitor is not None and visitor.session is not None:
        own.append((SESSION_HEADER, str(visitor.session.id).encode()))
    return {**scope, "headers": own, VISITOR: visitor}


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting makes the server answer the handshake with 403.
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(refusal.reason, refusal.status)(scope, receive, send)


async def _show_the_door(scope: Scope, receive: Receive, send: Send) -> None:
    """Send whoever opens a screen to the sign-in form, and turn everything else away."""
    is_reading = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
    accepts_page = "text/html" in Headers(scope=scope).get("accept", "") or scope["path"] == "/"
    if not (is_reading and accepts_page and _is_screen(scope["path"])):
        await _refuse(Refusal(401, "Sign in first."), scope, receive, send)
        return
    query = scope["query_string"].decode("latin-1")
    wanted = scope["path"] + (f"?{query}" if query else "")
    target = "/sign-in" if wanted == "/" else f"/sign-in?next={quote(wanted, safe='')}"
    await RedirectResponse(target, 303)(scope, receive, send)


def _is_screen(path: str) -> bool:
    """Whether a path may be a screen's: one word, and no file's name; or the council's page."""
    return "." not in path and (path.count("/") == 1 or path.startswith(COUNCIL_PREFIX))


async def _close(code: int, send: Send) -> Message:
    """Close a stream on both sides of the gate."""
    await send({"type": "websocket.close", "code": code})
    return {"type": "websocket.disconnect", "code": code}


def kind_of(frame: bytes) -> str:
    """Return the kind of a websocket frame, "" when it cannot be read."""
    try:
        return str(BackMsg.FromString(frame).WhichOneof("type") or "")
    except DecodeError:
        return ""


def is_wanted(frame: bytes) -> bool:
    """Return whether a websocket frame is of a kind that the screens send."""
    return kind_of(frame) in WANTED_FRAMES
