"""A running tracker with a fresh database, a Chromium, and visitors of every kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.support import CHROMIUM_ARGUMENTS, Visitor, running_tracker, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the journeys on one worker, in their order: they share a tracker, and a worker has its own."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start `jalon serve` on a fresh database, the examples in it; give its address."""
    with running_tracker(tmp_path_factory.mktemp("tracker")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium(chromium_path: Path | str) -> Iterator[Browser]:
    """Start one Chromium for all journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium_path), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(server: str, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Give a maker of visitors: `visitor(size="phone", theme="dark", language="fr")`.

    At the end, every visitor's page must have asked no other host, broken no policy and shown no error.
    """
    visitors: list[Visitor] = []

    def make(**wishes: str) -> Visitor:
        visitors.append(visit(chromium, server, **wishes))
        return visitors[-1]

    yield make
    for each in visitors:
        each.page.context.close()
    for each in visitors:
        each.watch.assert_nothing_wrong()
