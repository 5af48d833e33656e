"""Writes tables as an XLSX workbook in which whatever people typed stays text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

# Excel holds no more characters in a cell.
LONGEST_CELL = 32_767
_WIDEST, _NARROWEST = 60, 10


@dataclass(frozen=True)
class Sheet:
    """One table: its name, its headings and its rows of texts, numbers, dates or None."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


def write_workbook(sheets: Sequence[Sheet], title: str) -> bytes:
    """Return the sheets as one XLSX file; a text is never read as a formula or a link."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": title})
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        dated = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet_name(sheet.name)), sheet, (bold, wrapped, dated))
    return file.getvalue()


def sheet_name(name: str) -> str:
    """Return a name that Excel takes: at most 31 characters, none of []:*?/\\, no apostrophe at its ends."""
    kept = "".join(" " if character in "[]:*?/\\" else character for character in name)
    return kept[:31].strip("' ") or "-"


def _write_sheet(page: Worksheet, sheet: Sheet, formats: tuple[Format, Format, Format]) -> None:
    bold, wrapped, dated = formats
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for column, heading in enumerate(sheet.headings):
        cells = [heading, *(row[column] for row in sheet.rows)]
        longest = max(len(str(cell)) for cell in cells if cell is not None)
        page.set_column(column, column, min(max(longest + 1, _NARROWEST), _WIDEST))
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _write_cell(page, (number, column), cell, wrapped, dated)


def _write_cell(page: Worksheet, place: tuple[int, int], cell: Any, wrapped: Format, dated: Format) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        page.write_datetime(*place, cell, dated)
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        page.write_number(*place, cell, wrapped)
    else:
        page.write_string(*place, str(cell)[:LONGEST_CELL], wrapped)
