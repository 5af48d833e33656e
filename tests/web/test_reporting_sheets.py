"""The sheet is served to who may report, with their own items, and to nobody else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.builders import milestone, plan
from tests.ui.opening import load_content
from tests.web.conftest import ADDRESS, THIS_MACHINE
from tracker.exchange.reporting_columns import HEADINGS_ROW
from tracker.storage import Database
from tracker.web.address import PublicAddress
from tracker.web.gate import Gate
from tracker.web.reporting_sheets import reporting_sheet_routes
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERY = {"programme": "test", "lang": "fr"}


@pytest.fixture
def client(sqlite_url: str) -> Iterator[TestClient]:
    """Give a browser at the machine itself, and a programme of two services."""
    load_content(
        sqlite_url,
        plan([milestone("A", 5, service="it"), milestone("B", 5, service="hr", title="<b>=1</b>")]),
    )
    database = Database(sqlite_url)
    visitors = Visitors(lambda: database, PublicAddress(ADDRESS))
    app = Starlette(
        routes=reporting_sheet_routes(lambda: database), middleware=[Middleware(Gate, visitors=visitors)]
    )
    yield TestClient(app, base_url=ADDRESS, client=THIS_MACHINE)
    database.close()


def keys(content: bytes) -> set[str]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {str(page.cell(row, 1).value) for row in range(HEADINGS_ROW + 2, page.max_row + 1)}


def test_the_workbook_holds_the_items_asked_for(client: TestClient) -> None:
    whole = client.get("/reporting-sheet.xlsx", params=QUERY)
    assert whole.status_code == 200
    assert whole.headers["cache-control"] == "no-store"
    assert keys(whole.content) == {"A", "B"}
    assert keys(client.get("/reporting-sheet.xlsx", params={**QUERY, "service": "it"}).content) == {"A"}


def test_the_page_to_print_is_in_the_reader_s_language_and_runs_nothing(client: TestClient) -> None:
    page = client.get("/reporting-sheet.html", params=QUERY).text
    assert '<html lang="fr"' in page
    assert "&lt;b&gt;=1&lt;/b&gt;" in page
    assert "<script" not in page
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize("address", ["/reporting-sheet.xlsx", "/reporting-sheet.html"])
def test_an_unknown_programme_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address, params={"programme": "other"}).status_code == 404
    assert client.get(address).status_code == 404
