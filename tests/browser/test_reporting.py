"""A focal point in a browser: two taps when nothing changed, a draft that survives, a sheet out and in."""

from __future__ import annotations

import io
import re
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.support import Visitor, axe, running_tracker, settled
from tests.ui.opening import load_file
from tracker.exchange.reporting_columns import COLUMNS, HEADINGS_ROW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, WebSocketRoute

pytestmark = pytest.mark.browser
SEVEN = "seven-milestones"
GO_ON = re.compile("Go on with your draft of")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a tracker of its own: what is written here must not reach the other journeys."""
    with running_tracker(with_seven_milestones(tmp_path_factory.mktemp("reporting"))) as address:
        yield address


def with_seven_milestones(folder: Path) -> Path:
    """Return the folder with a database of one small programme in it: the examples take longer to load."""
    load_file(f"sqlite:///{folder / 'jalon.db'}", SEVEN)
    return folder


def test_what_was_typed_survives_a_lost_connection_a_reload_and_a_restart(
    chromium: Browser, tmp_path: Path
) -> None:
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    folder = with_seven_milestones(tmp_path)
    with running_tracker(folder) as address, closing(chromium.new_context()) as context:
        page = context.new_page()
        page.route_web_socket("**/_stcore/stream", pass_on)
        page.goto(f"{address}/reporting?programme={SEVEN}&lang=en")
        settled(page).locator(".st-key-tell-M1 button").click()
        form = page.get_by_role("dialog")
        settled(page)
        assert axe(page) == []
        form.get_by_label("What blocks?").click()
        page.keyboard.type("No line")
        # Nobody has left the field: a pause in the typing is enough.
        expect(form.get_by_text("Draft of")).to_be_visible(timeout=15_000)
        page.keyboard.type(" yet")
        context.set_offline(True)
        while sockets:
            sockets.pop().close()
        expect(form.get_by_label("What blocks?")).to_be_disabled()
        page.wait_for_timeout(2_000)
        context.set_offline(False)
        expect(page.get_by_role("button", name=GO_ON)).to_be_visible(timeout=30_000)
        page.reload()
        assert typed(page) == "No line yet"
    with running_tracker(folder) as address, closing(chromium.new_context()) as context:
        page = context.new_page()
        page.goto(f"{address}/reporting?programme={SEVEN}&lang=en")
        assert typed(page) == "No line yet"
        page.get_by_role("button", name="Throw the draft away").click()
        expect(page.get_by_role("button", name=GO_ON)).to_have_count(0)


def typed(page: Page) -> str:
    """Go on with the only draft; return what it holds."""
    settled(page).get_by_role("button", name=GO_ON).click()
    settled(page)
    return page.get_by_role("dialog").get_by_label("What blocks?").input_value()


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
