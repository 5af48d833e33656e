"""How long every screen takes to rerun, seen from the browser's side, against an empty page."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench.browser_session import BrowserSession, browser_session
from tests.bench.generated import STATUS_DATE, generated_programme
from tests.bench.servers import ROOT, product_server, shipped_server
from tracker.commands import execute
from tracker.commands.load_programme import LoadProgramme
from tracker.exchange.roadmap_file import read_roadmap
from tracker.model.content import ProgrammeContent
from tracker.storage import Author, Database

SCREENS = (
    "council", "decisions", "roadmap", "dependencies", "scenario", "resources", "stalls", "initiative",
    "reporting", "partners", "follow_up", "journal", "portfolio",
)  # fmt: skip
ROADMAPS = ("seven-milestones", "caloocan")
ITEMS = 500
WARM_UP, RUNS = 3, 30
# Every screen at most so many times the empty page, and below the empty page as Streamlit ships.
AIM = 4.0
EMPTY, SHIPPED = ("an empty page", "same server"), ("an empty page", "as shipped")


class Rerun(NamedTuple):
    """What one session took: its name, and the seconds of each rerun."""

    programme: str
    screen: str
    seconds: list[float]

    @property
    def usual(self) -> float:
        return median(self.seconds)


def programmes() -> list[ProgrammeContent]:
    """Return what is measured; every day is fixed, so that each run of the bench shows the same screens."""
    files = [ROOT / "roadmaps" / f"{name}.toml" for name in ROADMAPS]
    return [*(read_roadmap(file, STATUS_DATE) for file in files), generated_programme(ITEMS)]


def fill(address: str, contents: list[ProgrammeContent]) -> None:
    """Load the programmes into a new database."""
    database = Database(address)
    database.migrate()
    loader = Author(name="bench", role="technical_lead")
    for content in contents:
        # What a file says of the past is checked against its own day, which may lie after the fixed one.
        day = max(content.programme.status_date or STATUS_DATE, STATUS_DATE)
        now = datetime.combine(day, time(12), UTC)
        execute(database, LoadProgramme(programme=content.key, content=content), loader, now)
    database.close()


async def measure(product: int, shipped: int, keys: list[str]) -> list[Rerun]:
    """Rerun every screen in turn, round after round, so that a busy machine is busy for all of them."""
    async with AsyncExitStack() as stack:
        sessions: list[tuple[BrowserSession, Rerun]] = []

        async def open_session(name: tuple[str, str], port: int, screen: str = "", **query: str) -> None:
            session = await stack.enter_async_context(browser_session(port, screen, **query))
            sessions.append((session, Rerun(*name, [])))

        await open_session(EMPTY, product, empty="yes")
        await open_session(SHIPPED, shipped)
        for key in keys:
            for screen in SCREENS:
                path = "" if screen == "council" else screen
                await open_session((key, screen), product, path, programme=key, lang="en")
        for _ in range(WARM_UP):
            for session, _rerun in sessions:
                await session.rerun()
        for _ in range(RUNS):
            for session, rerun in sessions:
                rerun.seconds.append(await session.rerun())
    return [rerun for _, rerun in sessions]


def show(reruns: list[Rerun]) -> None:
    """Print the ratios."""
    empty, shipped = reruns[0].usual, reruns[1].usual
    print(f"  median of {RUNS} reruns          aim:            at most {AIM:.1f}    below 1.0")
    print(f"  {'':34}{'':>10}{'x empty':>11}{'x shipped':>13}")
    for rerun in reruns:
        programme, screen, usual = rerun.programme, rerun.screen, rerun.usual
        is_met = usual <= AIM * empty and usual < shipped
        verdict = "" if (programme, screen) in (EMPTY, SHIPPED) else "  met" if is_met else "  missed"
        name = f"{programme:<20}{screen}"
        print(f"  {name:<34}{usual * 1e3:7.1f} ms{usual / empty:11.1f}{usual / shipped:13.2f}{verdict}")


def main() -> None:
    """Print the ratios."""
    contents = programmes()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = f"sqlite:///{folder / 'bench.sqlite'}"
        fill(address, contents)
        with product_server(folder, address) as product, shipped_server(folder) as shipped:
            reruns = asyncio.run(measure(product, shipped, [content.key for content in contents]))
        show(reruns)
