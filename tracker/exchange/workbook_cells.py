"""Reads the cells of a workbook from outside: looked over as an archive, then opened in a child process."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.i18n import Text
from tracker.model.errors import TrackerError

LARGEST_FILE_BYTES = 2_000_000
_MOST_ENTRIES = 200
_LARGEST_UNPACKED_BYTES = 30_000_000
# What is typed packs ten to thirty times smaller; a bomb a thousand times.
_HIGHEST_RATIO = 150
_RATIO_COUNTS_FROM_BYTES = 1_000_000
_LONGEST_SECONDS = 60
_ENCRYPTED = 0x1
_IS_LINK, _KIND = 0o120000, 0o170000


class UnreadableWorkbookError(TrackerError):
    """A file is no workbook that can be opened without danger; `why` says what is wrong and what to do."""

    key = "error.workbook"

    def __init__(self, why: str) -> None:
        super().__init__(why=Text(f"workbook.{why}"))


@dataclass(frozen=True)
class Cell:
    """What one cell holds: a text, a number, a date, True or False; `is_error` when its formula failed."""

    value: str | float | date | bool
    # Shown with a percent sign: 0.4 is read as 40 %.
    is_percent: bool = False
    is_error: bool = False


Row = tuple[Cell | None, ...]


def read_workbook(content: bytes) -> dict[str, list[Row]]:
    """Return the first rows and columns of each sheet by its name; formulas give what they last gave.

    No more than 30 MB are unpacked, whatever the file claims, in a process of bounded memory and time.

    Raises:
        UnreadableWorkbookError: it is no workbook, or one that costs too much to open.
    """
    _look_over(content)
    try:
        ended = subprocess.run(  # our own module, by our own interpreter
            [sys.executable, "-m", "tracker.exchange.workbook_child"],
            input=content,
            capture_output=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise UnreadableWorkbookError("too_costly") from late
    if ended.returncode != 0:
        raise UnreadableWorkbookError("too_costly" if ended.returncode < 0 else "damaged")
    sheets = json.loads(ended.stdout)
    return {name: [tuple(map(_cell, row)) for row in rows] for name, rows in sheets.items()}


def _look_over(content: bytes) -> None:
    if len(content) > LARGEST_FILE_BYTES:
        raise UnreadableWorkbookError("too_large")
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as fault:
        raise UnreadableWorkbookError("no_workbook") from fault
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise UnreadableWorkbookError("no_workbook")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableWorkbookError("encrypted")
    if len(entries) > _MOST_ENTRIES or any(map(_is_bomb, entries)):
        raise UnreadableWorkbookError("too_costly")
    if sum(entry.file_size for entry in entries) > _LARGEST_UNPACKED_BYTES:
        raise UnreadableWorkbookError("too_costly")
    if any((entry.external_attr >> 16) & _KIND == _IS_LINK for entry in entries):
        raise UnreadableWorkbookError("damaged")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    is_large = entry.file_size > _RATIO_COUNTS_FROM_BYTES
    return is_large and entry.file_size > _HIGHEST_RATIO * max(entry.compress_size, 1)


def _cell(told: list[Any] | None) -> Cell | None:
    """Return a cell as the child process tells it: its kind and its value."""
    if told is None:
        return None
    kind, value = told
    if kind == "date":
        return Cell(date.fromisoformat(value))
    return Cell(value, is_percent=kind == "percent", is_error=kind == "error")
