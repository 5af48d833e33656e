"""A workbook from outside is read within bounds, whatever it claims to be."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from tracker.exchange.workbook_cells import LARGEST_FILE_BYTES, Cell, UnreadableWorkbookError, read_workbook
from tracker.exchange.workbook_child import MOST_COLUMNS, MOST_ROWS, cells_of


def workbook(cells: dict[str, Any]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Page"
    for place, value in cells.items():
        page[place] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def replaced(content: bytes, name: str, instead: bytes) -> bytes:
    """Return a workbook in which one part is another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, instead if entry.filename == name else old.read(entry))
    return file.getvalue()


def why(content: bytes) -> str:
    with pytest.raises(UnreadableWorkbookError) as refused:
        read_workbook(content)
    key: str = refused.value.details["why"].key
    return key.removeprefix("workbook.")


def test_each_kind_of_cell_is_told_as_it_is() -> None:
    content = workbook({"A1": "=no", "B1": 2.5, "C1": date(2026, 3, 31), "D1": True, "F1": "text"})
    first = read_workbook(content)["Page"][0]
    # A formula that nobody has computed gives nothing.
    assert first[:6] == (None, Cell(2.5), Cell(date(2026, 3, 31)), Cell(value=True), None, Cell("text"))


def test_a_cell_in_the_last_corner_costs_no_memory() -> None:
    content = workbook({"A1": "here", "XFD1048576": "far away"})
    assert len(content) < 6000
    rows = read_workbook(content)["Page"]
    assert rows[0][0] == Cell("here")
    assert len(rows) <= MOST_ROWS
    assert len(rows[0]) <= MOST_COLUMNS
    tracemalloc.start()
    cells_of(content)
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_bytes < 30_000_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no_workbook"),
        (b"not a workbook", "no_workbook"),
        (b"PK\x03\x04" + bytes(500), "no_workbook"),
        (bytes(LARGEST_FILE_BYTES + 1), "too_large"),
    ],
    ids=["empty", "text", "broken", "large"],
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes, reason: str) -> None:
    assert why(content) == reason


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = replaced(workbook({"A1": 1}), "xl/worksheets/sheet1.xml", bytes(25_000_000))
    assert len(bomb) < 100_000
    assert why(bomb) == "too_costly"


def test_too_many_parts_are_refused() -> None:
    file = io.BytesIO(workbook({"A1": 1}))
    with zipfile.ZipFile(file, "a") as archive:
        for number in range(300):
            archive.writestr(f"xl/more{number}.xml", b"")
    assert why(file.getvalue()) == "too_costly"


@pytest.mark.parametrize(
    "sheet",
    [
        b"<worksheet><sheetData><row r='1'><c r='A1'><v>",
        b'<!DOCTYPE a [<!ENTITY x "y">]><worksheet>&x;</worksheet>',
        b"\x00\xff",
    ],
    ids=["cut", "entity", "noise"],
)
def test_damaged_parts_are_refused_or_read_as_nothing(sheet: bytes) -> None:
    damaged = replaced(workbook({"A1": "kept"}), "xl/worksheets/sheet1.xml", sheet)
    try:
        assert "kept" not in str(read_workbook(damaged))
    except UnreadableWorkbookError as refused:
        assert refused.details["why"].key == "workbook.damaged"  # noqa: PT017  # either is good, nothing else
