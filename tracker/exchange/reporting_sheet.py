"""Writes the items somebody reports on as a workbook to fill in without any connection."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from tracker.commands.labels import choice_label
from tracker.commands.reporting import MOST_ROWS
from tracker.exchange.reporting_columns import (
    COLUMNS,
    FILLED,
    FORMAT,
    HEADINGS_ROW,
    HIDDEN_SHEET,
    ITEM,
    KNOWN,
    SIGNED_BY,
    SIGNED_ON,
)
from tracker.exchange.spreadsheet import LONGEST_CELL, sheet_name
from tracker.model.journal import ReasonKind
from tracker.model.progress import DeclaredStatus
from tracker.storage.session import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.reporting import ItemToReport
    from tracker.i18n import Translator

# What moves the dates of a milestone: when any of it changes after the sheet was made, its reader is told.
DATED = (
    "work_days", "remaining_days", "constraint", "constraint_date", "deadline", "actual_start",
    "actual_finish", "is_cancelled",
)  # fmt: skip
_WIDTHS = {
    "key": 11, "title": 30, "initiative": 20, "asked": 26, "planned": 11, "expected": 11, "unchanged": 9,
    "done_on": 11, "new_date": 11, "why": 16, "progress_percent": 9, "declared_status": 24, "blocked_by": 26,
    "who": 20, "text": 30,
}  # fmt: skip
_LISTS_COLUMN = 6
_GREY, _TO_FILL = "#E9EDF0", "#FFF8E1"
_A4 = 9


@dataclass(frozen=True)
class _Formats:
    title: Any
    words: Any
    heading: Any
    known: Any
    known_date: Any
    filled: Any
    filled_date: Any


def reporting_workbook(
    analysis: ProgrammeAnalysis, items: Sequence[ItemToReport], t: Translator, at: datetime
) -> bytes:
    """Return an XLSX file with a row for each item; only what is to be filled in is open to writing.

    A hidden sheet keeps the programme, its revision, and each milestone's version and dates as they are now.

    Args:
        at: the instant at which the sheet is made; part of what tells it from any other.
    """
    rows = items[:MOST_ROWS]
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"title": t.text("sheet.title", city=analysis.snapshot.programme.city)})
        formats = _formats(workbook)
        page = workbook.add_worksheet(sheet_name(t.text("sheet.name")))
        hidden = workbook.add_worksheet(HIDDEN_SHEET)
        _write_head(page, analysis, t, formats)
        _write_rows(page, rows, t, formats)
        _write_hidden(hidden, _about(analysis, rows, t, at), t)
        _ask_for_choices(page, len(rows))
        hidden.hide()
        for one in (page, hidden):
            one.protect("", {"format_columns": True, "format_rows": True})
    return file.getvalue()


def dates_of(milestone: Any) -> dict[str, Any]:
    """Return what moves a milestone's dates, as JSON values."""
    return {name: plain(getattr(milestone, name)) for name in DATED}


def _formats(workbook: Any) -> _Formats:
    around = {"border": 1, "border_color": "#9FB0BB", "text_wrap": True, "valign": "top"}
    dated = {"num_format": "yyyy-mm-dd", "align": "left"}
    # As text: what begins with = + - or @ is kept as it was typed.
    filled = {**around, "bg_color": _TO_FILL, "locked": False}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        words=workbook.add_format({"text_wrap": True, "valign": "top"}),
        heading=workbook.add_format({**around, "bold": True, "bg_color": _GREY}),
        known=workbook.add_format(around),
        known_date=workbook.add_format({**around, **dated}),
        filled=workbook.add_format(filled),
        filled_date=workbook.add_format({**filled, **dated}),
    )


def _write_head(page: Any, analysis: ProgrammeAnalysis, t: Translator, formats: _Formats) -> None:
    programme = analysis.snapshot.programme
    page.write_string(0, 0, t.text("sheet.title", city=programme.city), formats.title)
    page.write_string(1, 0, t.text("sheet.dated", title=programme.title, as_of=analysis.as_of))
    page.write_string(2, 0, t.text("sheet.how"))
    page.write_string(3, 0, t.text("sheet.back"))
    for (row, column), label in ((SIGNED_BY, "sheet.signed_by"), (SIGNED_ON, "sheet.signed_on")):
        page.write_string(row, 0, t.text(label), formats.words)
        is_date = (row, column) == SIGNED_ON
        page.write_blank(row, column, None, formats.filled_date if is_date else formats.filled)
    for column, name in enumerate(COLUMNS):
        page.set_column(column, column, _WIDTHS[name])
        page.write_string(HEADINGS_ROW, column, t.text(f"sheet.column.{name}"), formats.heading)
    page.freeze_panes(HEADINGS_ROW + 1, 2)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADINGS_ROW)


def _write_rows(page: Any, items: Sequence[ItemToReport], t: Translator, formats: _Formats) -> None:
    for place, found in enumerate(items, HEADINGS_ROW + 1):
        known = {
            "key": found.item.key,
            "title": found.item.title,
            "initiative": found.initiative,
            "asked": t(found.sentence) if found.sentence else "",
            "planned": found.item.planned_finish,
            "expected": found.item.early_finish,
        }
        for column, name in enumerate(KNOWN):
            value = known[name]
            if isinstance(value, date):
                page.write_datetime(place, column, value, formats.known_date)
            else:
                page.write_string(place, column, (value or "")[:LONGEST_CELL], formats.known)
        for column, name in enumerate(FILLED, len(KNOWN)):
            is_date = name in ("done_on", "new_date")
            page.write_blank(place, column, None, formats.filled_date if is_date else formats.filled)


def choices(t: Translator) -> Mapping[str, list[tuple[str, Any]]]:
    """Return what may be chosen in a cell, by its column: the words and what they mean."""
    return {
        "unchanged": [("x", True)],
        "why": [(t(choice_label(kind)), kind) for kind in ReasonKind],
        "declared_status": [
            (t(choice_label(status)), status)
            for status in DeclaredStatus
            if status is not DeclaredStatus.NOT_GIVEN
        ],
    }


def _about(
    analysis: ProgrammeAnalysis, items: Sequence[ItemToReport], t: Translator, at: datetime
) -> list[tuple[str, ...]]:
    snapshot = analysis.snapshot
    keys = " ".join(found.item.key for found in items)
    identity = f"{snapshot.programme.key} {snapshot.revision} {at.isoformat()} {keys}"
    rows: list[tuple[str, ...]] = [
        ("format", FORMAT),
        ("sheet", hashlib.sha256(identity.encode()).hexdigest()[:12]),
        ("programme", snapshot.programme.key),
        ("language", t.language),
        ("made_on", analysis.as_of.isoformat()),
        ("revision", str(snapshot.revision)),
    ]
    for found in items:
        seen = {**dates_of(snapshot.milestones.by_key(found.item.key)), "expected": found.item.early_finish}
        told = json.dumps({name: plain(value) for name, value in seen.items()})
        rows.append((ITEM, found.item.key, str(found.version), told))
    return rows


def _write_hidden(page: Any, rows: Sequence[tuple[str, ...]], t: Translator) -> None:
    for place, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write_string(place, column, value)
    for column, options in enumerate(choices(t).values(), _LISTS_COLUMN):
        for place, (words, _meaning) in enumerate(options):
            page.write_string(place, column, words)


def _ask_for_choices(page: Any, count: int) -> None:
    """Offer the choices as lists; another word is warned of, and said when the sheet is read."""
    from_row, to_row = HEADINGS_ROW + 1, HEADINGS_ROW + max(count, 1)
    lengths = {"unchanged": 1, "why": len(ReasonKind), "declared_status": len(DeclaredStatus) - 1}
    for number, (name, length) in enumerate(lengths.items(), _LISTS_COLUMN):
        column, letter = COLUMNS.index(name), chr(ord("A") + number)
        source = f"={HIDDEN_SHEET}!${letter}$1:${letter}${length}"
        page.data_validation(
            from_row, column, to_row, column, {"validate": "list", "source": source, "error_type": "warning"}
        )
