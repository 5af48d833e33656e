"""`jalon sheet` and `jalon read-sheet`: out, filled in, and back in once."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from tests.conftest import Jalon
from tracker.exchange.reporting_columns import COLUMNS, HEADINGS_ROW

PLAN = """
format = 1

[programme]
title = "Small"
city = "Example"
languages = ["en"]
start = 2026-01-05

[[service]]
id = "it"
name = "IT"

[[initiative]]
id = "I"
title = "Network"
service = "it"

[[initiative.milestone]]
id = "M1"
title = "Line laid"
work = 10
"""


def test_a_sheet_goes_out_comes_back_and_is_taken_in_once(jalon: Jalon, tmp_path: Path) -> None:
    plan, sheet = tmp_path / "small.toml", tmp_path / "sheet.xlsx"
    plan.write_text(PLAN)
    assert jalon("load", str(plan))[0] == 0
    code, out, _ = jalon("sheet", "small", "--service", "it", "--out", str(sheet))
    assert (code, out) == (0, "sheet.xlsx: one milestone to fill in, 1 of which need a word.\n")

    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].cell(HEADINGS_ROW + 2, COLUMNS.index("unchanged") + 1).value = "x"
    book.save(sheet)
    code, out, _ = jalon("read-sheet", str(sheet))
    assert (code, out.splitlines()) == (
        0,
        [
            "Reporting, G9 (M1): “Line laid”: nothing changed",
            "One row can be taken in (with --apply); 0 were taken in earlier.",
        ],
    )
    told = json.loads(jalon("read-sheet", str(sheet), "--apply", "--json")[1])
    assert (told["applied"], told["cells"][0]["news"]) == (["M1"], "will_change")
    told = json.loads(jalon("read-sheet", str(sheet), "--apply", "--json")[1])
    assert (told["applied"], told["read_before"]) == ([], ["M1"])


def test_a_wrong_cell_is_named_and_ends_with_2(jalon: Jalon, tmp_path: Path) -> None:
    plan, sheet = tmp_path / "small.toml", tmp_path / "sheet.xlsx"
    plan.write_text(PLAN)
    jalon("load", str(plan))
    jalon("sheet", "small", "--out", str(sheet))
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].cell(HEADINGS_ROW + 2, COLUMNS.index("done_on") + 1).value = "soon"
    book.save(sheet)
    code, _, err = jalon("read-sheet", str(sheet), "--apply")
    assert code == 2
    assert "Reporting, H9 (M1): “soon” is no date that exists." in err


def test_what_is_no_sheet_is_refused_in_words(jalon: Jalon, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"nothing of the kind")
    code, _, err = jalon("read-sheet", str(other))
    assert code == 2
    assert "no Excel workbook" in err
