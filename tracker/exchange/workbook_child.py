"""The child process that opens a workbook from outside, with bounded memory and time, and tells its cells."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from typing import Any

from openpyxl import load_workbook

_LARGEST_MEMORY_BYTES = 1_000_000_000
_LONGEST_CPU_SECONDS = 30
# More than any sheet of ours has; what lies beyond is left unread.
MOST_SHEETS, MOST_ROWS, MOST_COLUMNS = 5, 2000, 40


def bound_this_process() -> None:
    """Let the system end this process before a file makes it cost more than a sheet can be worth."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows, where the archive's own limits have to do

    resource.setrlimit(resource.RLIMIT_AS, (_LARGEST_MEMORY_BYTES, _LARGEST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST_CPU_SECONDS, _LONGEST_CPU_SECONDS))


def cells_of(content: bytes) -> dict[str, list[list[Any]]]:
    """Return each sheet's rows as JSON values: a cell is None or its kind and its value."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return {
        page.title: [
            [_told(cell) for cell in row]
            for row in page.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS)
        ]
        for page in book.worksheets[:MOST_SHEETS]
    }


def _told(cell: Any) -> list[Any] | None:
    value = cell.value
    return (
        None
        if value is None
        else [_kind(cell), value if isinstance(value, (bool, float, int)) else _said(value)]
    )


def _kind(cell: Any) -> str:
    if cell.data_type == "e":
        return "error"
    if isinstance(cell.value, bool):
        return "bool"
    if isinstance(cell.value, (int, float)):
        return "percent" if "%" in (cell.number_format or "") else "number"
    return "date" if isinstance(cell.value, date) else "text"


def _said(value: Any) -> str:
    if isinstance(value, date):
        # A datetime is a date too: of the day, the hour is of no use here.
        return value.isoformat()[: len("2026-03-31")]
    return str(value)


def main() -> int:
    """Read a workbook from the standard input, write its cells to the standard output; 1: it cannot be."""
    bound_this_process()
    try:
        told = cells_of(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001  # whatever a file makes the library raise, its reader is told one thing
        return 1
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
