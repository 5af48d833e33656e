"""A sheet filled in without a connection comes back: good rows are taken in, others named by their cell."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.commands.conftest import NOW, TODAY, City
from tests.services.commands import run
from tracker.analysis import analyse
from tracker.analysis.reporting import Scope, items_to_report
from tracker.commands import Role, execute
from tracker.commands.milestone import EditMilestone, RescheduleMilestone
from tracker.commands.own_work import own_scope
from tracker.commands.undo import UndoLastChange
from tracker.exchange.filled_sheet import read_filled_sheet
from tracker.exchange.reporting_columns import (
    COLUMNS,
    HEADINGS_ROW,
    HIDDEN_SHEET,
    ITEM,
    SIGNED_BY,
    SIGNED_ON,
)
from tracker.exchange.reporting_sheet import reporting_workbook
from tracker.exchange.sheet_preview import CellNews, SheetPreview, preview_sheet
from tracker.exchange.workbook_cells import UnreadableWorkbookError
from tracker.i18n import translator
from tracker.model.author import Author, Mandate
from tracker.model.journal import ReasonKind
from tracker.model.progress import DeclaredStatus
from tracker.planning import ConstraintKind

Cells = Mapping[str, Mapping[str, Any]]
IT = Author("IT focal point", mandates={"city": Mandate(Role.FOCAL_POINT, services=frozenset({"it"}))})
AT = datetime(2026, 2, 20, 9, 30, tzinfo=UTC)
HELD = {"constraint": ConstraintKind.FINISH_NO_EARLIER_THAN, "constraint_date": date(2026, 7, 15)}


def sheet_of(city: City, language: str = "en", scope: Scope | None = None) -> bytes:
    analysis = analyse(city.snapshot(), TODAY)
    items = items_to_report(analysis, scope or Scope(is_all=True))
    return reporting_workbook(analysis, items, translator(language), AT)


def filled(content: bytes, cells: Cells, signed_by: str = "Head of IT") -> bytes:
    """Fill a sheet in as a person would: `cells` gives the values by item and column."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    page.cell(SIGNED_BY[0] + 1, SIGNED_BY[1] + 1).value = signed_by
    for line in range(HEADINGS_ROW + 2, page.max_row + 1):
        for column, value in cells.get(str(page.cell(line, 1).value), {}).items():
            cell = page.cell(line, COLUMNS.index(column) + 1)
            cell.value = value
            if isinstance(value, str) and value[:1] == "=":
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def line_of(content: bytes, key: str) -> int:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return next(row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == key)


def preview(city: City, content: bytes, author: Author | None = None) -> SheetPreview:
    analysis = analyse(city.snapshot(), TODAY)
    return preview_sheet(analysis, read_filled_sheet(content), author or city.author, NOW)


def apply(city: City, found: SheetPreview, author: Author | None = None) -> list[str]:
    command = found.command()
    if command is None:
        return []
    applied: list[str] = execute(city.database, command, author or city.author, NOW).result
    return applied


FIVE: Cells = {
    "M1": {"done_on": date(2026, 2, 19), "text": "Signed at last"},
    "M2": {
        "declared_status": "Support needed: we will hold it only with help",
        "blocked_by": "No line",
        "who": "Provider",
    },
    "M3": {"done_on": "31/02/2026"},
    "M4": {"new_date": date(2026, 6, 30), "why": "Supplier"},
    "M5": {"unchanged": "x"},
}


def test_of_five_rows_three_are_taken_in_and_two_named_with_cell_and_both_values(city: City) -> None:
    sheet = sheet_of(city)
    lead = RescheduleMilestone(programme="city", key="M4", version=1, changes=HELD)
    city.do(lead)
    back = filled(sheet, FIVE)
    found = preview(city, back)

    (wrong,) = found.of(CellNews.WRONG)
    assert (wrong.item, wrong.column, wrong.line) == ("M3", "H", line_of(sheet, "M3"))
    assert "31/02/2026" in translator("en")(wrong.text)
    (moved,) = found.of(CellNews.CHANGED_MEANWHILE)
    assert (moved.item, moved.column, moved.line) == ("M4", "I", line_of(sheet, "M4"))
    now = analyse(city.snapshot(), TODAY).items.by_key("M4").early_finish
    assert (moved.now, moved.yours) == (now, date(2026, 6, 30))
    said = translator("en")(moved.placed)
    assert translator("en").date(moved.yours or TODAY) in said
    assert translator("en").date(now or TODAY) in said

    assert sorted(apply(city, found)) == ["M1", "M2", "M5"]
    snapshot = city.snapshot()
    m1, m4 = snapshot.milestones.by_key("M1"), snapshot.milestones.by_key("M4")
    assert m1 is not None
    assert m1.actual_finish == date(2026, 2, 19)
    assert m4 is not None
    assert m4.constraint_date == HELD["constraint_date"]
    assert sorted((u.text, u.blocked_by, u.could_unblock, u.author) for u in snapshot.updates) == [
        ("", "No line", "Provider", "Head of IT"),
        ("Nothing changed.", "", "", "Head of IT"),
        ("Signed at last", "", "", "Head of IT"),
    ]


def test_reading_the_same_file_twice_changes_nothing(city: City) -> None:
    back = filled(sheet_of(city), {**FIVE, "M3": {"done_on": "19.02.2026"}})
    first = preview(city, back)
    assert sorted(apply(city, first)) == ["M1", "M2", "M3", "M4", "M5"]
    revision = city.snapshot().revision
    again = preview(city, back)
    assert sorted(again.read_before) == ["M1", "M2", "M3", "M4", "M5"]
    assert (again.rows, again.messages) == ((), ())
    assert apply(city, first) == []
    assert city.snapshot().revision == revision


def test_what_was_wrong_can_be_mended_in_the_same_file_and_read_again(city: City) -> None:
    sheet = sheet_of(city)
    apply(city, preview(city, filled(sheet, FIVE)))
    mended = preview(city, filled(sheet, {**FIVE, "M3": {"done_on": "19/02/2026"}}))
    assert apply(city, mended) == ["M3"]
    assert len(mended.read_before) == 4


def test_a_new_date_and_its_reason_reach_plan_and_journal_and_one_undo_takes_all_back(city: City) -> None:
    back = filled(
        sheet_of(city), {"M4": {"new_date": date(2026, 6, 30), "why": "supplier", "text": "Export is late"}}
    )
    command = preview(city, back).command()
    assert command is not None
    before = city.snapshot()
    outcome = city.do(command)
    m4 = city.snapshot().milestones.by_key("M4")
    assert m4 is not None
    assert (m4.constraint, m4.constraint_date) == (ConstraintKind.FINISH_NO_EARLIER_THAN, date(2026, 6, 30))
    reasons = {(entry.reason, entry.reason_kind) for entry in city.entries(outcome)}
    assert reasons == {("Export is late", ReasonKind.SUPPLIER)}
    city.do(UndoLastChange(programme="city", command_id=outcome.command_id))
    assert len(city.snapshot().updates) == len(before.updates) == 0


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"done_on": TODAY + timedelta(days=1)}, "done_on", "rule.in_the_future"),
        ({"new_date": date(2026, 1, 5), "why": "Supplier"}, "new_date", "rule.new_date_in_the_past"),
        ({"new_date": date(2026, 6, 1)}, "why", "rule.reason_kind_needed"),
        (
            {"done_on": TODAY, "new_date": date(2026, 6, 1), "why": "Money"},
            "new_date",
            "rule.done_and_new_date",
        ),
        ({"why": "Supplier"}, "why", "cell.why_without_date"),
        ({"unchanged": "x", "text": "and yet"}, "unchanged", "cell.unchanged_and_more"),
        ({"unchanged": "perhaps"}, "unchanged", "cell.no_mark"),
        ({"progress_percent": 140}, "progress_percent", "cell.no_percent"),
        ({"progress_percent": "half"}, "progress_percent", "cell.no_percent"),
        ({"declared_status": "sunny"}, "declared_status", "cell.no_choice"),
        ({"new_date": "someday", "why": "Supplier"}, "new_date", "cell.no_date"),
        ({"text": "x" * 1001}, "text", "cell.too_long"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(
    sqlite_city: City, cells: Mapping[str, Any], column: str, rule: str
) -> None:
    found = preview(sqlite_city, filled(sheet_of(sqlite_city), {"M1": cells}))
    assert found.rows == ()
    letter = "ABCDEFGHIJKLMNO"[COLUMNS.index(column)]
    assert (letter, rule) in [(message.column, message.text.key) for message in found.of(CellNews.WRONG)]


def test_a_focal_point_s_sheet_holds_its_own_work_and_takes_in_no_other(sqlite_city: City) -> None:
    city = sqlite_city
    own = sheet_of(city, scope=own_scope(IT, "city"))
    book = openpyxl.load_workbook(io.BytesIO(own))
    keys = {
        book.worksheets[0].cell(row, 1).value
        for row in range(HEADINGS_ROW + 2, book.worksheets[0].max_row + 1)
    }
    assert keys == {"M2", "M4"}
    whole = filled(sheet_of(city), {"M1": {"text": "Not mine"}, "M2": {"text": "Mine"}})
    found = preview(city, whole, IT)
    (refused,) = found.of(CellNews.WRONG)
    assert (refused.item, refused.text.key) == ("M1", "error.not_allowed")
    assert apply(city, found, IT) == ["M2"]


def test_somebody_else_s_change_of_words_is_no_obstacle(sqlite_city: City) -> None:
    city = sqlite_city
    sheet = sheet_of(city)
    city.do(
        EditMilestone(programme="city", key="M4", version=1, changes={"title": "Registry software ready"})
    )
    cells = {"M4": {"new_date": date(2026, 6, 30), "why": "Supplier"}}
    assert apply(city, preview(city, filled(sheet, cells))) == ["M4"]


def test_who_signs_and_when_may_be_anything_without_harm(sqlite_city: City) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled(sheet_of(sqlite_city), {"M1": {"text": "Said"}})))
    page = book.worksheets[0]
    page.cell(SIGNED_BY[0] + 1, SIGNED_BY[1] + 1).value = "Head\tof IT\n" + "x" * 300
    page.cell(SIGNED_ON[0] + 1, SIGNED_ON[1] + 1).value = "01/01/0001"
    file = io.BytesIO()
    book.save(file)
    found = preview(sqlite_city, file.getvalue())
    assert [(message.column, message.line) for message in found.of(CellNews.WRONG)] == [("C", 6)]
    assert apply(sqlite_city, found) == ["M1"]
    (update,) = sqlite_city.snapshot().updates
    assert (update.author[:11], len(update.author), update.reported_on) == ("Head of IT ", 200, TODAY)


@pytest.mark.parametrize("told", ["[" * 30_000, "{", "[]", "nonsense"])
def test_a_hidden_sheet_that_was_tampered_with_is_refused_in_words(sqlite_city: City, told: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sheet_of(sqlite_city)))
    hidden = book[HIDDEN_SHEET]
    first = next(row for row in range(1, hidden.max_row + 1) if hidden.cell(row, 1).value == ITEM)
    hidden.cell(first, 4).value = told
    file = io.BytesIO()
    book.save(file)
    if told == "[]":
        # No dates known: whatever moved since counts as changed meanwhile, nothing else.
        assert read_filled_sheet(file.getvalue()).rows == ()
        return
    with pytest.raises(UnreadableWorkbookError):
        read_filled_sheet(file.getvalue())


def test_a_sheet_filled_in_in_french_is_read(sqlite_city: City) -> None:
    cells = {
        "M2": {"declared_status": "attention", "progress_percent": "40 %"},
        "M4": {"new_date": "30/06/2026", "why": "fournisseur"},
        "M5": {"unchanged": "oui"},
    }
    city = sqlite_city
    assert len(apply(city, preview(city, filled(sheet_of(city, "fr"), cells)))) == 3
    said = {(u.declared_status, u.progress_percent, u.text) for u in city.snapshot().updates}
    assert (DeclaredStatus.ATTENTION, 40, "") in said
    assert (DeclaredStatus.NOT_GIVEN, None, "Rien de changé.") in said


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-late", "@mayor", '=HYPERLINK("http://x.example")'])
def test_text_that_looks_like_a_formula_stays_text_out_and_back(sqlite_city: City, text: str) -> None:
    city = sqlite_city
    city.do(EditMilestone(programme="city", key="M1", version=1, changes={"title": text}))
    sheet = sheet_of(city)
    cell = openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0].cell(line_of(sheet, "M1"), 2)
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)
    apply(city, preview(city, filled(sheet, {"M1": {"text": text}})))
    assert [update.text for update in city.snapshot().updates] == [text]


def saved_by_libreoffice(libreoffice: Path, content: bytes, folder: Path) -> bytes:
    source = folder / "in" / "sheet.xlsx"
    source.parent.mkdir()
    source.write_bytes(content)
    command = [
        str(libreoffice), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    run(*command, seconds=180)
    return (folder / "sheet.xlsx").read_bytes()


def test_the_file_saved_by_libreoffice_reads_the_same(
    sqlite_city: City, libreoffice_path: Path, tmp_path: Path
) -> None:
    city = sqlite_city
    formula_like: Cells = {"M6": {"text": "=1+1"}, "M7": {"text": "+33 @mayor", "progress_percent": 40}}
    before = filled(sheet_of(city), {**FIVE, **formula_like})
    after = saved_by_libreoffice(libreoffice_path, before, tmp_path)
    assert after != before
    expected = read_filled_sheet(before)
    assert read_filled_sheet(after) == expected
    assert len(expected.rows) == 7
    assert preview(city, after) == preview(city, before)
