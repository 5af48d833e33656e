"""Reads a reporting sheet that somebody filled in: what each cell says, and each cell that cannot be read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.exchange.reporting_columns import (
    COLUMNS,
    FILLED,
    FORMAT,
    HIDDEN_SHEET,
    ITEM,
    SIGNED_BY,
    SIGNED_ON,
    letter_of,
)
from tracker.exchange.reporting_sheet import choices
from tracker.exchange.workbook_cells import Cell, Row, UnreadableWorkbookError, read_workbook
from tracker.i18n import LANGUAGES, Text, translator
from tracker.model.base import EARLIEST, LATEST

_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_MARKS = ("x", "✓", "oui", "yes", "1", "true", "vrai")
_LONGEST = {"blocked_by": 700, "who": 200, "text": 1000}


@dataclass(frozen=True)
class CellFault:
    """A cell that cannot be read; lines count from 1, as spreadsheets show them."""

    line: int
    column: str
    text: Text


@dataclass(frozen=True)
class FilledRow:
    """What one row says: the cells that were filled in, and what the sheet knew of the item."""

    line: int
    key: str
    version: int
    # What moved the item's dates when the sheet was made, and its expected finish then.
    seen: Mapping[str, Any]
    values: Mapping[str, Any]
    faults: tuple[CellFault, ...]
    # Tells this row with just these values from any other: read again, it is known.
    mark: str


@dataclass(frozen=True)
class FilledSheet:
    """A sheet as it came back; `rows` are those in which anything was filled in."""

    name: str
    programme: str
    identity: str
    language: str
    made_on: date
    signed_by: str
    signed_on: date | None
    rows: tuple[FilledRow, ...]
    # Of cells outside the rows.
    faults: tuple[CellFault, ...] = ()


@dataclass
class _Hidden:
    about: dict[str, str] = field(default_factory=dict)
    items: dict[str, tuple[int, dict[str, Any]]] = field(default_factory=dict)


def read_filled_sheet(content: bytes) -> FilledSheet:
    """Return what a sheet that came back says.

    Raises:
        UnreadableWorkbookError: it is no workbook, one too costly to open, or no reporting sheet.
    """
    sheets = read_workbook(content)
    hidden = _hidden(sheets.pop(HIDDEN_SHEET, []))
    if hidden.about.get("format") != FORMAT or not sheets:
        raise UnreadableWorkbookError("no_reporting_sheet")
    name, rows = next(iter(sheets.items()))
    faults: list[CellFault] = []
    signed_on = _signed_on(rows, faults)
    return FilledSheet(
        name=name,
        programme=hidden.about["programme"],
        identity=hidden.about["sheet"],
        language=hidden.about["language"],
        made_on=date.fromisoformat(hidden.about["made_on"]),
        signed_by=_line(_words(_at(rows, SIGNED_BY))),
        signed_on=signed_on,
        rows=tuple(_filled_rows(rows, hidden)),
        faults=tuple(faults),
    )


def _hidden(rows: list[Row]) -> _Hidden:
    """Read what the sheet kept for us; whoever has changed it by hand gets no sheet at all."""
    found = _Hidden()
    try:
        for row in rows:
            name, value, *more = [_words(cell) for cell in row[:4]]
            if name == ITEM:
                found.items[value] = int(more[0]), dict(json.loads(more[1]))
            elif name:
                found.about[name] = value
        if found.about:
            date.fromisoformat(found.about["made_on"])
            _ = found.about["programme"], found.about["sheet"], found.about["language"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as fault:
        raise UnreadableWorkbookError("no_reporting_sheet") from fault
    return found


def _filled_rows(rows: list[Row], hidden: _Hidden) -> Iterator[FilledRow]:
    met: set[str] = set()
    for line, row in enumerate(rows, 1):
        key = _words(row[0]) if row else ""
        if key not in hidden.items:
            continue
        cells = dict(zip(COLUMNS, row, strict=False))
        filled = {name: cell for name in FILLED if (cell := cells.get(name)) and _words(cell)}
        if not filled:
            continue
        version, seen = hidden.items[key]
        reader = _RowReader(line)
        values = {
            name: value for name, cell in filled.items() if (value := reader.read(name, cell)) is not None
        }
        if key in met:
            reader.fault("key", "twice")
        met.add(key)
        reader.check(values)
        told = json.dumps([hidden.about["sheet"], key, {name: str(values[name]) for name in sorted(values)}])
        mark = hashlib.sha256(told.encode()).hexdigest()[:12]
        yield FilledRow(line, key, version, seen, values, tuple(reader.faults), mark)


class _RowReader:
    """Reads the cells of one row and notes each that cannot be read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.faults: list[CellFault] = []

    def fault(self, column: str, code: str, **values: Any) -> None:
        self.faults.append(CellFault(self.line, letter_of(column), Text(f"cell.{code}", values)))

    def read(self, column: str, cell: Cell) -> Any:
        """Return what a cell says; None when it cannot be read, and then why is noted."""
        try:
            return _value(column, cell)
        except _CellError as unreadable:
            self.fault(column, unreadable.code, **unreadable.values)
            return None

    def check(self, values: Mapping[str, Any]) -> None:
        """Note what does not go together."""
        if "unchanged" in values and len(values) > 1:
            self.fault("unchanged", "unchanged_and_more")
        if "why" in values and "new_date" not in values:
            self.fault("why", "why_without_date")


class _CellError(Exception):
    """A cell cannot be read: the key of the sentence that says why, and its values."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _value(column: str, cell: Cell) -> Any:
    if cell.is_error:
        raise _CellError("error", said=str(cell.value))
    if column in ("done_on", "new_date"):
        return _day(cell)
    if column == "progress_percent":
        return _percent(cell)
    return _text(cell, _LONGEST[column]) if column in _LONGEST else _choice(column, cell)


def _day(cell: Cell) -> date:
    day = day_of(cell)
    if day is None or not EARLIEST <= day <= LATEST:
        raise _CellError("no_date", said=_words(cell)[:60])
    return day


def _percent(cell: Cell) -> float:
    try:
        percent = float(_words(cell).rstrip("%").strip().replace(",", "."))
    except ValueError as fault:
        raise _CellError("no_percent", said=_words(cell)[:60]) from fault
    percent = round(percent * 100, 6) if cell.is_percent else percent
    # Also what is no number at all: a comparison with "nan" is never true.
    if not 0 <= percent <= 100:
        raise _CellError("no_percent", said=_words(cell)[:60])
    return percent


def _text(cell: Cell, longest: int) -> str:
    words = _words(cell)
    if any(ord(character) < 32 and character not in "\n\t" for character in words):
        raise _CellError("control_character")
    if len(words) > longest:
        raise _CellError("too_long", longest=longest, length=len(words))
    return words


def _choice(column: str, cell: Cell) -> Any:
    said = _words(cell).casefold()
    if column == "unchanged":
        if said in _MARKS:
            return True
        raise _CellError("no_mark", said=_words(cell)[:60])
    for language in LANGUAGES:
        for words, meaning in choices(translator(language))[column]:
            if said in (words.casefold(), words.split(":")[0].strip().casefold(), str(meaning)):
                return meaning
    raise _CellError("no_choice", said=_words(cell)[:60])


def day_of(cell: Cell) -> date | None:
    """Return the day a cell gives: as a date, or typed as 2026-03-31, 31/03/2026 or 31.3.2026."""
    if isinstance(cell.value, date):
        return cell.value
    words = _words(cell)
    try:
        if match := _DAY_FIRST.match(words):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(words)
    except ValueError:
        return None


def _signed_on(rows: list[Row], faults: list[CellFault]) -> date | None:
    cell = _at(rows, SIGNED_ON)
    if cell is None or not _words(cell):
        return None
    try:
        return _day(cell)
    except _CellError as unreadable:
        text = Text(f"cell.{unreadable.code}", unreadable.values)
        faults.append(CellFault(SIGNED_ON[0] + 1, "ABC"[SIGNED_ON[1]], text))
        return None


def _line(words: str) -> str:
    """Return a name as one line that fits, whatever was typed."""
    return "".join(character if ord(character) >= 32 else " " for character in words)[:200].strip()


def _at(rows: list[Row], place: tuple[int, int]) -> Cell | None:
    row, column = place
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _words(cell: Cell | None) -> str:
    """Return a cell as text: a whole number without its decimals."""
    if cell is None:
        return ""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()
