"""Opens the product in real Chromium the way people do, and watches what no page may do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx2
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
# The council screen is the first page: its address is the bare one.
SCREENS = (
    "",
    "reviews",
    "decisions",
    "roadmap",
    "dependencies",
    "scenario",
    "resources",
    "stalls",
    "initiative",
    "reporting",
    "partners",
    "follow_up",
    "journal",
    "portfolio",
    "permissions",
)
LANGUAGES = ("fr", "en")
THEMES = ("light", "dark")

# Streamlit looks for its server first below the address of the screen, where there is none: one 404 a visit.
EXPECTED_CONSOLE_ERRORS = ("/_stcore/health", "/_stcore/host-config")

# Nothing runs, nothing waits to be drawn, and this has held for a moment.
SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const isIdle = app
    && app.dataset.testConnectionState === 'CONNECTED'
    && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]')
    && !document.querySelector('[data-stale="true"]')
    && document.querySelector('[data-testid="stMain"] h1')
    && [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
      .every((chart) => chart.querySelector('canvas, svg.marks'))
    && [...document.querySelectorAll('[data-testid="stDataFrame"]')]
      .every((table) => table.querySelector('canvas'));
  window.__idleSince = isIdle ? (window.__idleSince ?? performance.now()) : undefined;
  return isIdle && performance.now() - window.__idleSince > 250;
}"""


@contextmanager
def running_tracker(folder: Path, *options: str, **settings: str) -> Iterator[str]:
    """Run `jalon serve` on the database in a folder, the examples loaded if it is empty; give its address.

    Args:
        options: more words for the command line.
        settings: more variables of its environment.
    """
    address = f"http://localhost:{free_port()}"
    environment = {**os.environ, "JALON_DATABASE_URL": f"sqlite:///{folder / 'jalon.db'}", **settings}
    command = [sys.executable, "-m", "tracker", "serve", "--port", address.rpartition(":")[2], *options]
    log = folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603  # every word of the command is written above
            command, cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        try:
            _wait_until_healthy(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx2.get(f"{address}/healthz").status_code == httpx2.codes.OK:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the tracker did not start:\n{log.read_text()}")


@dataclass
class Watch:
    """What a page did that no page may do: other hosts asked, the policy broken, errors in the console."""

    own_host: str
    other_hosts: list[str] = field(default_factory=list)
    policy_violations: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("request", self._see_request)
        page.on("console", self._see_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self.own_host:
            self.other_hosts.append(request.url)

    def _see_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.policy_violations.append(message.text)
        elif message.type == "error" and not self._is_expected(message):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    @staticmethod
    def _is_expected(message: ConsoleMessage) -> bool:
        return message.location.get("url", "").endswith(EXPECTED_CONSOLE_ERRORS)

    def assert_nothing_wrong(self) -> None:
        assert self.other_hosts == []
        assert self.policy_violations == []
        assert self.errors == []


@dataclass
class Visitor:
    """Somebody with a browser of one size, palette and language, looking at the product."""

    page: Page
    watch: Watch
    server: str
    language: str

    def open(self, screen: str, **query: str) -> Page:
        """Open a screen by its address and wait until it stands."""
        wishes = urlencode({"lang": self.language, **query})
        self.page.goto(f"{self.server}/{screen}?{wishes}")
        return settled(self.page)


def visit(
    browser: Browser, server: str, *, size: str = "desktop", theme: str = "light", language: str = "en"
) -> Visitor:
    """Return a new visitor with a browser profile of their own; close it with `page.context.close()`."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale={"fr": "fr-FR", "en": "en-GB"}[language],
        has_touch=size == "phone",
        is_mobile=size == "phone",
        reduced_motion="reduce",
    )
    page = context.new_page()
    watch = Watch(urlsplit(server).netloc)
    watch.follow(page)
    return Visitor(page, watch, server, language)


def settled(page: Page, timeout_ms: int = 30_000) -> Page:
    """Wait until Streamlit has run its script and the browser has drawn the result."""
    page.wait_for_function(SETTLED, timeout=timeout_ms, polling=50)
    return page


def axe(page: Page) -> list[str]:
    """Return the accessibility violations of what is on the page, one line for each element."""
    violations: Iterable[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: {' '.join(map(str, node['target']))}: {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
    ]
