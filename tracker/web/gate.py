"""Turns away, before Streamlit sees it, every request that the screens of this machine's user do not make."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # ships no types
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from streamlit.proto.BackMsg_pb2 import BackMsg

from tracker.web.this_machine import is_this_machine

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# The screens need these and nothing else of what Streamlit serves under its own prefix: the metrics, the
# agent interface and the script check stay closed.
SCREEN_ENDPOINTS = ("health", "host-config", "stream", "upload_file/", "bidi-components/")
CLOSED_PREFIXES = ("/component/", "/auth/", "/oauth2callback")

# A browser may ask for a rerun, stop it, keep its session alive and fetch what a widget needs. It may not
# empty the caches of everybody or shut the server down.
WANTED_FRAMES = frozenset(
    {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"}
)


class Refusal(NamedTuple):
    """Why a request is turned away, as its sender is told."""

    status: int
    reason: str


class Gate:
    """The outermost middleware: exact host, exact origin, known endpoints, wanted websocket frames."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif (refusal := refusal_of(scope)) is not None:
            await _refuse(refusal, scope, receive, send)
        elif scope["type"] == "websocket":
            await self._app(scope, _wanted_frames(receive), send)
        else:
            await self._app(scope, receive, send)


def refusal_of(scope: Scope) -> Refusal | None:
    """Return why a request is turned away, or None when it may pass."""
    headers = Headers(scope=scope)
    if not is_this_machine((scope.get("client") or (None,))[0]):
        return Refusal(403, "Only this machine is answered.")
    if not is_this_machine(_host_name(headers.get("host"))):
        return Refusal(421, "This address is not served here.")
    if _changes_something(scope) and not _is_same_origin(scope, headers):
        return Refusal(403, "The request comes from another site.")
    if is_closed(scope["path"]):
        return Refusal(404, "Not found.")
    return None


def is_closed(path: str) -> bool:
    """Return whether a path leads to a part of Streamlit that the screens do not use."""
    if path == "/_stcore" or path.startswith("/_stcore/"):
        return not path.removeprefix("/_stcore/").startswith(SCREEN_ENDPOINTS)
    return path.startswith(CLOSED_PREFIXES)


def _host_name(host: str | None) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname if host else None
    except ValueError:
        return None


def _changes_something(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS


def _is_same_origin(scope: Scope, headers: Headers) -> bool:
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    return headers.get("origin") == f"{scheme}://{headers.get('host')}"


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Closing before accepting makes the server answer the handshake with 403.
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(refusal.reason, refusal.status)(scope, receive, send)


def _wanted_frames(receive: Receive) -> Receive:
    async def receive_wanted() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            frame = message.get("bytes")
            if frame is None:
                return {"type": "websocket.disconnect", "code": 1003}
            if is_wanted(frame):
                return message
            _LOG.warning("a websocket frame that no screen sends was dropped")

    return receive_wanted


def is_wanted(frame: bytes) -> bool:
    """Return whether a websocket frame is of a kind that the screens send."""
    try:
        return BackMsg.FromString(frame).WhichOneof("type") in WANTED_FRAMES
    except DecodeError:
        return False
