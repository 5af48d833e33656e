"""The appendix: behind the sheet a page for each initiative, the charts and the moved dates."""

from __future__ import annotations

from datetime import date
from functools import cache

import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.reports.council_pages import analysed, page_of
from tests.reports.pdf_reading import fonts_without_a_file, opened, squeezed, tags, untagged_text
from tracker.analysis.slips import Slip
from tracker.i18n import translator
from tracker.reports.appendix import report_pdf
from tracker.reports.council_pdf import council_pdf

PROGRAMME = "fes"
pytestmark = pytest.mark.xdist_group("council_sheets")


def moved(title: str) -> Slip:
    return Slip(
        entry_id=7,
        command_id="moved",
        on=date(2026, 5, 4),
        author="Responsable",
        item="x",
        title=title,
        service=None,
        partner=None,
        finish_before=date(2026, 6, 1),
        finish_after=date(2026, 6, 15),
        days=10,
        reason="Le fournisseur a changé",
        reason_kind=None,
    )


@cache
def report(language: str) -> bytes:
    analysis = analysed(PROGRAMME)[0]
    return report_pdf(page_of(PROGRAMME), analysis, (moved("Analyse déplacée"),), translator(language))


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def test_the_sheet_stands_first_and_contents_lead_to_every_initiative() -> None:
    pages = pages_of(report("fr"))
    assert pages[0] == pages_of(council_pdf(page_of(PROGRAMME), translator("fr")))[0]
    initiatives = [row.title for row in analysed(PROGRAMME)[0].snapshot.initiatives]
    assert initiatives
    for title in initiatives:
        place = next(number for number, page in enumerate(pages[2:], 3) if page.startswith(squeezed(title)))
        assert squeezed(title) in pages[1]
        assert f"Page{place}/{len(pages)}" in pages[place - 1]
        assert str(place) in pages[1].split(squeezed(title))[1]
    assert "Analysedéplacée" in pages[-2]
    assert "+10" in pages[-2]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_appendix_is_as_readable_to_machines_as_the_sheet(language: str) -> None:
    with opened(report(language)) as document:
        found = tags(document)
        assert untagged_text(document) == []
        assert fonts_without_a_file(document) == []
        with document.open_metadata() as described:
            assert described["pdfuaid:part"] == "1"
        figures = [tag for tag in found if tag.kind == "Figure"]
        assert len(figures) >= 4
        assert all(tag.alt for tag in figures)
        kinds = [tag.kind for tag in found]
        assert "TOC" in kinds
        assert kinds.count("Table") == kinds.count("THead")
