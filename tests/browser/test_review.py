"""A review from its preparation to the next one: presented on a phone, decided, printed, told again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.support import Visitor, axe, running_tracker, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PROGRAMME = "caloocan"
DECISION = "City council approves the connectivity budget"
FOLLOWS = "Internet contract signed"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is written here must not reach the other journeys."""
    with running_tracker(tmp_path_factory.mktemp("review")) as address:
        yield address


def words(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def prepare(visitor: Visitor, title: str) -> Page:
    page = visitor.open("reviews", programme=PROGRAMME)
    press(page, "Prepare a review")
    form = page.get_by_role("dialog")
    form.get_by_label("Title", exact=True).fill(title)
    form.get_by_role("button", name="Prepare", exact=True).click()
    form.wait_for(state="detached")
    return settled(page)


def assert_pdf(visitor: Visitor, link: str) -> str:
    """Follow a link to something that can be printed; return its address."""
    address = visitor.page.get_by_role("link", name=link).get_attribute("href") or ""
    answer = visitor.page.request.get(f"{visitor.server}{address}")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF")
    return address


def test_a_review_is_prepared_presented_decided_printed_and_told_at_the_next_one(
    visitor: Callable[..., Visitor],
) -> None:
    lead, phone = visitor(language="en"), visitor(language="en", size="phone", theme="dark")
    page = prepare(lead, "Spring")
    assert "review=spring" in page.url
    assert DECISION in words(page)
    # By keyboard alone: the second point is moved to the top.
    first = page.locator("[class*='st-key-point-down-'] button").first
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"2. {DECISION}")).to_be_visible()
    settled(page)
    page.mouse.move(5, 5)
    assert axe(page) == []

    page = phone.open("reviews", programme=PROGRAMME, review="spring", point="2")
    expect(page.get_by_role("heading", name=DECISION, level=1)).to_be_visible()
    # Nothing to scroll sideways on a phone.
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []
    press(page, "Record the decision")
    form = page.get_by_role("dialog")
    form.get_by_label("What it changes").fill("Two years of budget")
    form.get_by_role("button", name="Record", exact=True).click()
    form.wait_for(state="detached")
    settled(page)
    assert f"“{FOLLOWS}” can go on." in words(page)
    page.get_by_label("What was agreed").fill("Paid from the general fund")
    press(page, "Keep what was agreed")
    page = phone.open("reviews", programme=PROGRAMME, review="spring", point="99")
    assert "Two years of budget" in words(page)
    assert_pdf(phone, "Print the council page (one A4 sheet)")
    assert "Paid from the general fund" in words(page)
    press(page, "Close the review")
    expect(page.get_by_text("The review is closed")).to_be_visible(timeout=30_000)
    settled(page)
    assert "nothing of it changes any more" in words(page)

    printed = assert_pdf(phone, "PDF to print, in English")
    shown = page.request.get(f"{phone.server}{re.sub('pdf$', 'html', printed)}").text()
    assert DECISION in shown
    press(page, "Make it again and compare")
    expect(
        page.get_by_text("The 6 files made again from the journal are those that were kept")
    ).to_be_visible(timeout=30_000)

    page = prepare(lead, "Summer")
    said = words(page)
    assert "Since “Spring”, on " in said
    assert re.search(rf"Decision taken\s+Reached: “{DECISION}”", said), said
    assert f"Nothing holds “{FOLLOWS}” back any more." in said
