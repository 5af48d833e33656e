"""A schedule of another tool is imported in a browser, looked at, and merged again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.support import Visitor, axe, running_tracker, settled
from tests.exchange.mspdi_examples import element, link, project, task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
SCHEDULE = project(
    element("Task", UID=1, Name="Records moved", OutlineLevel=1, Summary=1),
    task(2, 5, Name="Records copied", OutlineLevel=2, Priority=700),
    task(3, 2, link(2, 1, 9600), Name="Old archive closed", OutlineLevel=2),
    Title="Move of the civil registry",
    Company="Quiet Harbour",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_tracker(tmp_path_factory.mktemp("importing")) as address:
        yield address


def choose_file(page: Page, name: str, content: bytes) -> Locator:
    page.locator(".st-key-import-file button").click()
    form = page.get_by_role("dialog")
    form.wait_for()
    settled(page)
    kind = "application/xml" if name.endswith(".xml") else "application/toml"
    form.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    form.locator("[role=alert], .st-key-import-do").first.wait_for()
    settled(page)
    return form


def test_a_schedule_is_imported_and_looked_at(visitor: Callable[..., Visitor]) -> None:
    lead = visitor(language="en")
    page = lead.open("roadmap")
    form = choose_file(page, "registry-move.xml", SCHEDULE)
    said = form.inner_text()
    assert "“Move of the civil registry” will be a new programme." in said
    assert "2 milestones" in said
    assert "kept as they are" in said
    assert axe(page) == []
    form.get_by_role("button", name="Import", exact=True).click()
    form.wait_for(state="detached")
    settled(page)
    assert "programme=registry-move" in page.url
    assert "/roadmap" in page.url
    assert "The programme is imported." in page.inner_text("body")
    roadmap = page.get_by_test_id("stMain").inner_text()
    assert "programme ends on" in roadmap
    initiative = lead.open("initiative", programme="registry-move", item="T1").get_by_test_id("stMain")
    assert "Records copied" in initiative.inner_text()
    assert "Old archive closed" in initiative.inner_text()


def test_a_hostile_file_is_refused_with_its_line_and_makes_nothing(visitor: Callable[..., Visitor]) -> None:
    lead = visitor(language="fr", size="phone")
    page = lead.open("roadmap")
    page.get_by_test_id("stExpandSidebarButton").click()
    settled(page)
    form = choose_file(page, "piege.xml", b'<!DOCTYPE Project [<!ENTITY a "a">]><Project>&a;</Project>')
    alert = form.get_by_role("alert").inner_text()
    assert "piege.xml" in alert
    assert form.get_by_role("button", name="Importer", exact=True).count() == 0
    assert axe(page) == []
