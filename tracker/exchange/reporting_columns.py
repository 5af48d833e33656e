"""The columns of the sheet that focal points fill in, and what lies hidden beside them."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # ships no types

# What the sheet tells, closed to writing; then what is filled in.
KNOWN = ("key", "title", "initiative", "asked", "planned", "expected")
FILLED = (
    "unchanged", "done_on", "new_date", "why", "progress_percent", "declared_status", "blocked_by", "who",
    "text",
)  # fmt: skip
COLUMNS = (*KNOWN, *FILLED)
# The hidden sheet: one row for each name and value; a row that begins with `item` is about one milestone.
HIDDEN_SHEET = "jalon"
FORMAT = "jalon-reporting-1"
ITEM = "item"
# Where the sheet asks who filled it in, and when: the label is left of it.
SIGNED_BY, SIGNED_ON = (4, 2), (5, 2)
HEADINGS_ROW = 7


def letter_of(column: str) -> str:
    """Return the letter of a column as spreadsheets show it."""
    return str(xl_col_to_name(COLUMNS.index(column)))
