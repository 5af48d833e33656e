"""The server starts on this machine only, on a free port, however it is started."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from streamlit.web.server.starlette import starlette_server

from tracker.identity.this_machine import is_this_machine
from tracker.model.errors import NotLocalhostError
from tracker.web import serve
from tracker.web.address import PublicAddress
from tracker.web.first_start import NeedsPublicAddressError, require_safe_place
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.web.conftest import House
    from tracker.storage import Database


EVERYWHERE = "0.0.0.0"  # noqa: S104  # the very address that must be refused


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.20", "example.org", "", None])
def test_knows_where_others_could_reach_it(host: str | None) -> None:
    assert not is_this_machine(host)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]", "::ffff:127.0.0.1"])
def test_knows_the_names_of_this_machine(host: str) -> None:
    assert is_this_machine(host)


def test_others_are_served_only_with_accounts_and_by_a_named_address(
    house: House, public_house: House
) -> None:
    no_place = Visitors(lambda: house.database, PublicAddress())
    public = Visitors(lambda: house.database, public_house.address)
    require_safe_place("localhost", no_place)
    require_safe_place(EVERYWHERE, public)
    require_safe_place("127.0.0.1", public)
    with pytest.raises(NeedsPublicAddressError):
        require_safe_place(EVERYWHERE, no_place)


@pytest.mark.parametrize("host", [EVERYWHERE, "127.0.0.1"])
def test_without_accounts_no_public_address_is_served(empty_database: Database, host: str) -> None:
    address = PublicAddress("https", "jalon.town.example")
    with pytest.raises(NotLocalhostError):
        require_safe_place(host, Visitors(lambda: empty_database, address))
    with pytest.raises(NotLocalhostError):
        require_safe_place(EVERYWHERE, Visitors(lambda: empty_database, PublicAddress()))


def test_streamlit_run_on_all_addresses_is_refused_too(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", str(serve.APP), "--server.address", EVERYWHERE]
    started = subprocess.run(  # noqa: S603  # every word of the command is written here
        [*command, "--server.port", "0"],
        env={
            **os.environ,
            "LC_ALL": "en_GB.UTF-8",
            "JALON_DATABASE_URL": f"sqlite:///{tmp_path / 'jalon.db'}",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert started.returncode != 0
    assert "only listens on this machine" in started.stderr


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("localhost", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_that_was_asked_for_is_refused(taken_port: int) -> None:
    with pytest.raises(serve.PortTakenError):
        serve.serve(port=taken_port)


def test_takes_the_next_free_port_when_none_was_asked_for(
    taken_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(starlette_server, "_bind_socket", starlette_server._bind_socket)
    monkeypatch.setattr(serve, "FIRST_PORT", taken_port)
    monkeypatch.setattr(serve, "streamlit_command", lambda words, **_: started.append(words))
    serve.serve()
    (words,) = started
    assert taken_port < int(words[words.index("--server.port") + 1]) < taken_port + serve.PORTS_TRIED


def test_each_message_is_sent_when_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starlette_server, "_bind_socket", starlette_server._bind_socket)
    serve.answer_at_once()
    with starlette_server._bind_socket("127.0.0.1", 0, 1) as listening:
        listening.setblocking(True)
        with socket.create_connection(listening.getsockname()):
            connection, _ = listening.accept()
            with connection:
                assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
