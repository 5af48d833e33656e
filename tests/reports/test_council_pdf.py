"""The sheet of the council: one A4 page for any programme, nothing cut off, tagged, always the same."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from tests.builders import MONDAY, baseline, depends, initiative, milestone, plan, snapshot_of, update
from tests.reports.council_pages import PROGRAMMES, page_of, page_of_snapshot
from tests.reports.pdf_reading import (
    A4_POINTS,
    fonts_without_a_file,
    ink,
    lost_sentences,
    opened,
    squeezed,
    tags,
    untagged_text,
    words_of,
)
from tracker.i18n import PAGE_LANGUAGES, translator
from tracker.model.organisation import ServiceFields
from tracker.reports.council_pdf import council_pdf, fitted_sheet
from tracker.reports.council_sheet import sentences_of
from tracker.reports.typesetting import UNKNOWN, typeset

MARGIN_POINTS = 25
SHARED = {"page.late.same_cause", "page.moved.as_much"}
HOSTILE = '#panic("ran") $x$ *b* @a </x> \\u{41} {{ 7*7 }} \u202e\u2069 漢字 🏛 '
# Each sheet is made once and looked at from several sides.
pytestmark = pytest.mark.xdist_group("council_sheets")
every_sheet = pytest.mark.parametrize(
    ("programme", "language"), [(name, language) for name in PROGRAMMES for language in PAGE_LANGUAGES]
)


@cache
def sheet_of(programme: str, language: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the PDF of a programme and the sentences that it is meant to show."""
    t = translator(language)
    content = fitted_sheet(page_of(programme), t)
    return typeset("council.typ", content, page_of(programme).as_of), tuple(sentences_of(content))


@every_sheet
def test_it_is_one_a4_page_on_which_every_sentence_can_be_read(programme: str, language: str) -> None:
    pdf, sentences = sheet_of(programme, language)
    with opened(pdf) as document:
        assert len(document.pages) == 1
        box = [float(edge) for edge in document.pages[0].MediaBox]
        assert box == pytest.approx([0, 0, *A4_POINTS], abs=0.01)
    assert lost_sentences(pdf, sentences, is_right_to_left=language == "ar") == []


@every_sheet
def test_nothing_reaches_into_the_margins(programme: str, language: str) -> None:
    drawn = ink(sheet_of(programme, language)[0])
    edge = MARGIN_POINTS
    assert drawn[edge:-edge, edge:-edge].any()
    drawn[edge:-edge, edge:-edge] = False
    # The footer stands in the lower margin, and above the last 10 points of the paper.
    drawn[-edge:-10, edge:-edge] = False
    assert not drawn.any()


@every_sheet
def test_it_says_what_pdf_ua_asks_of_it(programme: str, language: str) -> None:
    pdf, sentences = sheet_of(programme, language)
    with opened(pdf) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(root.Lang) == language
        assert str(document.docinfo.Title) == sentences[0]
        with document.open_metadata() as described:
            assert described["pdfuaid:part"] == "1"
            assert described["dc:title"] == sentences[0]
        assert len(root.StructTreeRoot.ParentTree.Nums) > 0
        assert document.pages[0].StructParents == 0
        assert untagged_text(document) == []
        assert fonts_without_a_file(document) == []
        _structure_is_sound(document)


def _structure_is_sound(document: pikepdf.Pdf) -> None:
    found = tags(document)
    kinds = [tag.kind for tag in found]
    assert kinds[0] == "Document"
    assert kinds.index("Title") < kinds.index("H1")
    levels = [int(kind[1:]) for kind in kinds if kind in {"H1", "H2", "H3", "H4"}]
    assert all(deeper - level <= 1 for level, deeper in pairwise([0, *levels]))
    assert all(tag.alt for tag in found if tag.kind == "Figure")
    tables, heads = kinds.count("Table"), kinds.count("THead")
    assert tables == heads
    assert not tables or "TH" in kinds


def test_the_same_content_makes_the_same_bytes() -> None:
    page = page_of("seven-milestones")
    first, again = (council_pdf(page, translator("en")) for _ in range(2))
    assert first == again
    with opened(first) as document:
        assert str(document.docinfo.CreationDate) == f"D:{page.as_of:%Y%m%d}000000Z"


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_is_left_out_is_counted(programme: str) -> None:
    page, t = page_of(programme), translator("en")
    for section in fitted_sheet(page, t)["sections"]:
        whole = page.section(section["name"])
        shown = 0 if section["is_empty"] else len(section["lines"])
        told = [
            1 + sum(more.sentence.count or 0 for more in line.more if more.sentence.key in SHARED)
            for line in whole.lines[shown:]
        ]
        left = sum(told) + len(whole.groups) - len(section["rows"])
        if left:
            before = whole.left_out.sentence.count if whole.left_out else None
            said = t.plural(f"page.{whole.name}.more", left + (before or 0))
            assert _said(section["left_out"]) == said


def test_what_needs_the_reader_gives_way_last() -> None:
    page = page_of("caloocan")
    sheet = {section["name"]: section for section in fitted_sheet(page, translator("en"))["sections"]}
    assert len(sheet["needs"]["lines"]) == len(page.section("needs").lines)
    assert len(sheet["late"]["lines"]) < len(page.section("late").lines)
    # Of each service the next date, and the next opening to citizens where that is another.
    assert {len(group["rows"]) for group in sheet["dates"]["rows"]} == {1, 2}
    assert translator("en").plural("pdf.dates.fewer", 1) in sentences_of(
        {"title": "", "sections": [sheet["dates"]]}
    )


def _said(line: dict[str, Any]) -> str:
    return "".join(piece["text"] for piece in line["said"])


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_the_longest_names_still_fit_and_letters_stay_readable(language: str) -> None:
    long = ("A very long name of something that a city intends to do " * 4)[:200]
    keys = [f"m{place}" for place in range(40)]
    content = plan(
        [
            milestone(key, 10, title=f"{key} {long}"[:200], initiative="A", service=f"S{place % 20}")
            for place, key in enumerate(keys)
        ],
        [depends(after, before) for before, after in pairwise(keys)],
        initiatives=[initiative("A", title=long)],
        baselines=[baseline("first", MONDAY, dict.fromkeys(keys, (MONDAY, MONDAY)))],
        updates=[update(key, MONDAY, declared_status="support_needed", blocked_by=long) for key in keys[:9]],
        status_date=date(2026, 6, 1),
    )
    content.services = [
        ServiceFields(key=row.key, name=f"{row.key} {long}"[:200]) for row in content.services
    ]
    page = page_of_snapshot(snapshot_of(content))
    sheet = fitted_sheet(page, translator(language))
    pdf = typeset("council.typ", sheet, page.as_of)
    with opened(pdf) as document:
        assert len(document.pages) == 1
    assert sheet["size"] >= 8.5
    assert lost_sentences(pdf, sentences_of(sheet), is_right_to_left=language == "ar") == []


@pytest.mark.parametrize("language", PAGE_LANGUAGES)
def test_what_people_typed_is_never_markup_and_what_no_font_shows_is_a_box(language: str) -> None:
    content = plan(
        [milestone("a", 5, title=HOSTILE, kind="decision", awaited_from=HOSTILE)],
        status_date=date(2026, 1, 8),
    )
    words = squeezed(words_of(council_pdf(page_of_snapshot(snapshot_of(content)), translator(language))))
    assert '#panic("ran")$x$*b*@a</x>' in words or language == "ar"
    assert "panic" in words
    assert UNKNOWN * 2 in words
    assert "漢" not in words
