"""A front door with a stand-in for the screens behind it, and a browser's client for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from tracker.web.gate import Gate
from tracker.web.headers import SecurityHeaders
from tracker.web.page import inline_script_hash, page_routes

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.websockets import WebSocket

ADDRESS = "http://localhost:8501"
THIS_MACHINE = ("127.0.0.1", 50000)


async def echo_path(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


async def echo_frames(socket: WebSocket) -> None:
    await socket.accept()
    async for frame in socket.iter_bytes():
        await socket.send_bytes(frame)


def front_door() -> Starlette:
    return Starlette(
        routes=[
            Route("/_stcore/{path:path}", echo_path, methods=["GET", "PUT"]),
            WebSocketRoute("/_stcore/stream", echo_frames),
            *page_routes(),
        ],
        middleware=[Middleware(SecurityHeaders, inline_script_hash=inline_script_hash()), Middleware(Gate)],
    )


@pytest.fixture
def browser() -> TestClient:
    """Give a browser on this machine."""
    return TestClient(front_door(), base_url=ADDRESS, client=THIS_MACHINE)
