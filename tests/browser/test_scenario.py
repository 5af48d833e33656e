"""A what-if from the first supposition to the plan it changes, in a browser; and back by one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.support import Visitor, axe, running_tracker, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
SEVEN = "seven-milestones"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is written here must not reach the other journeys."""
    with running_tracker(tmp_path_factory.mktemp("scenario")) as address:
        yield address


def words(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def form_of(page: Page, action: str) -> Locator:
    page.locator(f".st-key-scenario-{action} button").click()
    form = page.get_by_role("dialog")
    form.wait_for()
    settled(page)
    return form


def send(page: Page, form: Locator, button: str) -> None:
    form.get_by_role("button", name=button, exact=True).click()
    form.wait_for(state="detached")
    settled(page)


def test_what_if_one_delay_from_the_roadmap_to_the_accepted_plan_and_back(
    visitor: Callable[..., Visitor],
) -> None:
    lead = visitor(language="en")
    page = lead.open("roadmap", programme=SEVEN, item="M1")
    page.get_by_role("link", name="What if…").click()
    expect(page.get_by_role("heading", name="Scenario", level=1)).to_be_visible()
    settled(page)
    page.get_by_label("How many more working days of work").fill("10")
    page.get_by_role("button", name="Add to the scenario").click()
    expect(page.get_by_text("The programme would end 10 working days later")).to_be_visible()
    settled(page)
    assert "opens 10 working days later" in words(page)
    page.mouse.move(5, 5)
    assert axe(page) == []
    assert "ends on Apr 17, 2026" in words(lead.open("roadmap", programme=SEVEN))

    page = lead.open("scenario", programme=SEVEN, item="M1")
    page.get_by_label("How many more working days of work").fill("10")
    page.get_by_role("button", name="Add to the scenario").click()
    settled(page)
    form = form_of(page, "keep")
    form.get_by_label("Title").fill("A late contract")
    send(page, form, "Keep")
    assert "scenario=S-1" in page.url
    form = form_of(page, "propose")
    form.get_by_role("textbox").first.fill("The tender failed")
    send(page, form, "Propose")
    council = words(lead.open("", programme=SEVEN))
    assert "“A late contract”. “The tender failed”" in council
    assert "would end 10 working days later: on May 1, 2026 instead of Apr 17, 2026." in council

    page = lead.open("scenario", programme=SEVEN, scenario="S-1")
    form = form_of(page, "accept")
    form.get_by_label("Why?").fill("Agreed by the board")
    send(page, form, "Accept and change the plan")
    assert "they are the plan now" in words(page)
    assert "ends on May 1, 2026" in words(lead.open("roadmap", programme=SEVEN))
    journal = words(lead.open("journal", programme=SEVEN))
    assert "Accept a proposal" in journal
    assert "The tender failed – Agreed by the board" in journal

    page = lead.open("scenario", programme=SEVEN, scenario="S-1")
    page.get_by_role("button", name="Undo: Accept a proposal").click()
    expect(page.locator(".st-key-scenario-accept button")).to_be_visible()
    settled(page)
    assert "ends on Apr 17, 2026" in words(lead.open("roadmap", programme=SEVEN))
