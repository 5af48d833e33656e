"""Starts the tracker on this machine, on a port that is free, and says where it answers."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path

from click.exceptions import Abort
from streamlit.web.cli import main as streamlit_command
from streamlit.web.server.starlette import starlette_server

from tracker.model.errors import TrackerError
from tracker.web.address import PUBLIC_ADDRESS, PublicAddress

APP = Path(__file__).resolve().parents[2] / "app.py"
FIRST_PORT = 8501
PORTS_TRIED = 100
# Uvicorn reads from it whose `X-Forwarded-For` it believes.
TRUSTED_PROXIES = "FORWARDED_ALLOW_IPS"


class PortTakenError(TrackerError):
    """The port that was asked for is in use. Details: port."""

    key = "web.port_taken"


def serve(
    host: str = "localhost",
    port: int | None = None,
    address: PublicAddress | None = None,
    trusted_proxy: str = "",
) -> None:
    """Serve the tracker until it is stopped; without a port, on the first free one from 8501 on.

    Args:
        host: the address to listen on. One that others reach is refused at the start unless there are
            accounts and a public address; see `first_start.require_safe_place`.
        address: the one under which people come, when it is not this machine's own.
        trusted_proxy: the address of a proxy whose word on who asks is believed, besides this machine's.

    Raises:
        PortTakenError: the port asked for is in use.
    """
    chosen = _free_port(host, port)
    answer_at_once()
    words = ["run", str(APP), "--server.address", host, "--server.port", str(chosen)]
    if address is not None and address.is_public:
        os.environ[PUBLIC_ADDRESS] = address.text
        words += ["--browser.serverAddress", address.host, "--server.allowedHosts", address.host]
    if trusted_proxy:
        os.environ[TRUSTED_PROXIES] = f"127.0.0.1,{trusted_proxy}"
    with suppress(Abort):  # Ctrl+C is how it is stopped
        streamlit_command(words, standalone_mode=False)


def answer_at_once() -> None:
    """Make the server send each message when it is ready.

    Streamlit binds its socket without naming the protocol, which keeps asyncio from switching Nagle's
    algorithm off: the end of every rerun would wait for the browser's acknowledgement (44 ms, else 6 ms).
    """
    bind = starlette_server._bind_socket  # noqa: SLF001  # the one place where the socket can be reached

    def bind_without_delay(address: str, port: int, backlog: int) -> socket.socket:
        listening = bind(address, port, backlog)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening

    starlette_server._bind_socket = bind_without_delay  # noqa: SLF001


def _free_port(host: str, port: int | None) -> int:
    candidates = [port] if port is not None else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED)
    for candidate in candidates:
        if _is_free(host, candidate):
            return candidate
    raise PortTakenError(port=str(port or FIRST_PORT))


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name != "nt":  # there, this option would let two programs share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
