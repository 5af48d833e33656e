"""A front door with a stand-in for the screens behind it, on a real database, and browsers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from tests.identity.conftest import MACHINE, PASSWORD_HASH
from tracker.commands import execute
from tracker.commands.account import AddAccount
from tracker.storage import Author, Database, clock
from tracker.storage.accounts import account_with_secrets, author_with_account
from tracker.web.account import account_routes
from tracker.web.address import PublicAddress
from tracker.web.door import Door
from tracker.web.gate import Gate
from tracker.web.headers import SecurityHeaders
from tracker.web.invitations import invitation_routes
from tracker.web.page import inline_script_hash, page_routes
from tracker.web.provider_sign_in import provider_routes
from tracker.web.second_step import second_step_routes
from tracker.web.sign_in import sign_in_routes
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from starlette.requests import Request
    from starlette.websockets import WebSocket

    from tracker.commands.command import AnyCommand
    from tracker.model.account import Account

ADDRESS = "http://localhost:8501"
THIS_MACHINE = ("127.0.0.1", 50000)
RELAY = "relay@town.example"


async def echo_path(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


async def echo_headers(request: Request) -> JSONResponse:
    return JSONResponse(request.headers.getlist("x-jalon-session"))


async def echo_frames(socket: WebSocket) -> None:
    await socket.accept()
    async for frame in socket.iter_bytes():
        await socket.send_bytes(frame)


def front_door(visitors: Visitors) -> Starlette:
    door = Door.of(visitors)
    return Starlette(
        routes=[
            Route("/healthz", echo_path),
            Route("/_stcore/host-config", echo_headers),
            Route("/_stcore/{path:path}", echo_path, methods=["GET", "PUT", "DELETE"]),
            Route("/media/{path:path}", echo_path),
            Route("/static/{path:path}", echo_path),
            WebSocketRoute("/_stcore/stream", echo_frames),
            *sign_in_routes(door),
            *provider_routes(door),
            *invitation_routes(door),
            *second_step_routes(door),
            *account_routes(door),
            *page_routes(),
        ],
        middleware=[
            Middleware(SecurityHeaders, inline_script_hash=inline_script_hash()),
            Middleware(Gate, visitors=visitors),
        ],
    )


@dataclass
class House:
    """A town hall's tracker as its browsers reach it."""

    database: Database
    address: PublicAddress

    def __post_init__(self) -> None:
        self._app = front_door(Visitors(lambda: self.database, self.address))

    def browser(
        self, client: tuple[str, int] = THIS_MACHINE, more: Mapping[str, str] | None = None, **headers: str
    ) -> TestClient:
        """Return a browser with an empty jar of cookies; it follows no redirect by itself."""
        base = self.address.text if self.address.is_public else ADDRESS
        own = {"origin": base, "accept": "text/html", **headers, **(more or {})}
        return TestClient(self._app, base_url=base, client=client, headers=own, follow_redirects=False)

    def do(self, command: AnyCommand, author: Author = MACHINE) -> None:
        execute(self.database, command, author, clock.now())

    def account(self, login: str) -> Account:
        found = account_with_secrets(self.database, login)
        assert found is not None
        return found

    def author(self, login: str) -> Author:
        found = author_with_account(self.database, self.account(login).id or 0)
        assert found is not None
        return found


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a migrated SQLite file without a row, to be copied."""
    path = tmp_path_factory.mktemp("door") / "empty.sqlite"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def empty_database(migrated: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "door.sqlite"
    path.write_bytes(migrated.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def empty_house(empty_database: Database) -> House:
    """Give a tracker without accounts: the single user's."""
    return House(empty_database, PublicAddress())


@pytest.fixture
def browser(empty_house: House) -> TestClient:
    """Give a browser on this machine, where there are no accounts."""
    client = empty_house.browser()
    for name in ("origin", "accept"):
        del client.headers[name]
    return client


@pytest.fixture
def peopled_database(empty_database: Database) -> Database:
    """Give a database with an administrator and a relay."""
    for command in (
        AddAccount(login="mayor", title="Mayor", is_administrator=True, password_hash=PASSWORD_HASH),
        AddAccount(login=RELAY, title="Relay of IT", password_hash=PASSWORD_HASH),
    ):
        execute(empty_database, command, MACHINE, clock.now())
    return empty_database


@pytest.fixture
def house(peopled_database: Database) -> House:
    """Give a tracker with an administrator and a relay, at this machine."""
    return House(peopled_database, PublicAddress())


@pytest.fixture
def public_house(peopled_database: Database) -> House:
    """Give the same tracker as others reach it, behind a proxy that ends TLS."""
    return House(peopled_database, PublicAddress("https", "jalon.town.example"))


def answer_of(response: Any) -> tuple[int, str]:
    """Return a response's status and where it leads."""
    return response.status_code, response.headers.get("location", "")
