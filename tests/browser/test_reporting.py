"""A focal point in a browser: two taps when nothing changed, a draft that survives, a sheet out and in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.support import Visitor, axe, running_tracker, settled
from tracker.exchange.reporting_columns import COLUMNS, HEADINGS_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.browser
SEVEN = "seven-milestones"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is written here must not reach the other journeys."""
    with running_tracker(tmp_path_factory.mktemp("reporting")) as address:
        yield address


def test_what_was_typed_survives_a_reload(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en", size="phone", theme="dark").open("reporting", programme=SEVEN)
    assert axe(page) == []
    page.locator(".st-key-tell-M1 button").click()
    form = page.get_by_role("dialog")
    form.wait_for()
    settled(page)
    assert axe(page) == []
    form.get_by_label("What blocks?").fill("No line yet")
    form.get_by_label("Who could unblock it?").focus()
    # What was typed leaves the browser with the next turn of its clock; only then does the script run.
    page.wait_for_timeout(1_000)
    settled(page)
    page.reload()
    settled(page)
    page.get_by_role("button", name="Go on with your draft").click()
    expect(page.get_by_role("dialog").get_by_label("What blocks?")).to_have_value("No line yet")


def test_a_sheet_is_taken_away_filled_in_and_given_back(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("reporting", programme=SEVEN)
    page.get_by_text("Without a connection: a sheet to fill in").click()
    link = page.get_by_role("link", name="Sheet to fill in (Excel)").get_attribute("href")
    answer = page.request.get(f"{page.url.split('/reporting')[0]}{link}")
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    book.worksheets[0].cell(HEADINGS_ROW + 2, COLUMNS.index("text") + 1).value = "=Offers are in"
    book.worksheets[0].cell(HEADINGS_ROW + 2, COLUMNS.index("text") + 1).data_type = "s"
    book.worksheets[0].cell(HEADINGS_ROW + 3, COLUMNS.index("done_on") + 1).value = "soon"
    file = io.BytesIO()
    book.save(file)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("input[type=file]").set_input_files(
        {"name": "sheet.xlsx", "mimeType": kind, "buffer": file.getvalue()}
    )
    expect(page.get_by_text("One cell is wrong; its row is left out")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Anything else: =Offers are in")).to_be_visible()
    page.get_by_role("button", name="Take in one row").click()
    expect(page.get_by_text("The good rows of the sheet are taken in.")).to_be_visible(timeout=30_000)
    assert "=Offers are in" in visitor(language="en").open("journal", programme=SEVEN).content()


def test_two_taps_say_that_nothing_changed(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="fr").open("", programme=SEVEN)
    page.get_by_role("link", name="Mes comptes rendus").click()
    button = page.get_by_role("button", name="Rien de changé").first
    button.wait_for()
    settled(page)
    button.click()
    settled(page)
    expect(page.get_by_text("Rien n’attend un mot de vous cette semaine.")).to_be_visible()
