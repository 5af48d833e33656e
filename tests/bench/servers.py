"""Starts what the screens are measured on: the product's server, and an empty page as Streamlit ships."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120
LAST_WORDS = 3_000


@contextmanager
def product_server(folder: Path, database: str) -> Iterator[int]:
    """Serve the screens of a database, and an empty page beside them; give the port.

    Raises:
        RuntimeError: a screen failed while it was measured.
    """
    port = _free_port()
    command = [sys.executable, "-m", "tests.bench.server", str(port)]
    environment = {"JALON_DATABASE_URL": database, "PYTHONPATH": str(ROOT)}
    log = folder / "product.log"
    with _running(command, ROOT, environment, log, f"http://localhost:{port}/healthz"):
        yield port
    said = log.read_text()
    if "Traceback" in said:
        raise RuntimeError(f"a screen failed:\n{said[-LAST_WORDS:]}")


@contextmanager
def shipped_server(folder: Path) -> Iterator[int]:
    """Serve an empty page with Streamlit's own settings, none of ours in reach; give the port."""
    port, page = _free_port(), folder / "empty.py"
    page.write_text('"""An empty page."""\n\nimport streamlit\n')
    # What is set here keeps it silent and on this machine; nothing of it is met in a rerun.
    options = {
        "server.port": port,
        "server.address": "localhost",
        "server.headless": "true",
        "browser.serverAddress": "localhost",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(page)]
    command += [f"--{name}={value}" for name, value in options.items()]
    health = f"http://localhost:{port}/_stcore/health"
    with _running(command, folder, {"HOME": str(folder)}, folder / "shipped.log", health):
        yield port


@contextmanager
def _running(
    command: Sequence[str], folder: Path, environment: dict[str, str], log: Path, health: str
) -> Iterator[None]:
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603  # every word of the command is written above
            command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output
        )
        try:
            _wait_until_healthy(health, server, log)
            yield
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_until_healthy(health: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx2.get(health).status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port
