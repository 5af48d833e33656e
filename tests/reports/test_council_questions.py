"""Whoever has never seen the programme and holds only the sheet finds the five answers on it.

What is looked for is worked out from the analysis, not from the page's content, and found in the words that a
reading program copies out of the PDF.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from tests.reports.council_pages import PROGRAMMES, analysed, page_of
from tests.reports.pdf_reading import squeezed, words_of
from tracker.analysis import ProgrammeAnalysis
from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.verdict import approved_end, counted
from tracker.i18n import LANGUAGES, Translator, translator
from tracker.reports.council_pdf import council_pdf

pytestmark = pytest.mark.xdist_group("council_sheets")

Found = list[str]


@dataclass(frozen=True)
class Sheet:
    """The text of a PDF, and the analysis that it has to tell of."""

    text: str
    analysis: ProgrammeAnalysis
    before: ProgrammeAnalysis
    t: Translator

    def says(self, *parts: str) -> bool:
        return all(squeezed(part) in self.text for part in parts)

    def some(self, choices: Found) -> bool:
        return any(self.says(choice) for choice in choices)


@cache
def sheet_of(programme: str, language: str) -> Sheet:
    t = translator(language)
    analysis, before = analysed(programme)
    return Sheet(squeezed(words_of(council_pdf(page_of(programme), t))), analysis, before, t)


def is_on_course(sheet: Sheet) -> None:
    """Is it on course? When does it end, and when was it to end?"""
    analysis, t = sheet.analysis, sheet.t
    approved, days = approved_end(analysis)
    assert analysis.finish is not None
    assert approved is not None
    assert days is not None
    assert sheet.says(t.date(analysis.finish))
    assert days == 0 or sheet.says(t.date(approved), t.plural("common.working_days", abs(days)))


def what_is_late_and_by_how_much(sheet: Sheet) -> None:
    """What is late, and by how much?"""
    bad = _in_trouble(sheet.analysis)
    if not bad:
        assert sheet.says(sheet.t.text("page.late.none", day=sheet.analysis.as_of))
        return
    assert sheet.says(sheet.t.plural("page.counts", len(counted(sheet.analysis)), parts="").rstrip(". "))
    named = [
        title
        for title, days in bad.values()
        if sheet.says(title) and (days is None or sheet.says(sheet.t.number(abs(days))))
    ]
    assert named


def because_of_whom(sheet: Sheet) -> None:
    """Because of whom? Somebody who is to act on what is late is named, or that nobody is."""
    snapshot = sheet.analysis.snapshot
    bad = _in_trouble(sheet.analysis)
    names = [row.awaited_from for row in snapshot.milestones if row.key in bad and row.awaited_from]
    names += [*(row.name for row in snapshot.services), *(row.name for row in snapshot.partners)]
    names.append(sheet.t.text("page.acts.nobody"))
    names.append(sheet.t.text("page.behind.nobody", title="").split("«")[0])
    assert not bad or sheet.some(names)


def what_is_needed_and_what_waiting_costs(sheet: Sheet) -> None:
    """What do you need from me, and what does waiting cost?"""
    heading = squeezed(sheet.t.text("page.needs.heading"))
    assert heading in sheet.text
    after = sheet.text.split(heading, 1)[1].split(squeezed(sheet.t.text("page.finished.heading")))[0]
    if squeezed(sheet.t.text("council.needs.none", date=sheet.analysis.as_of)) in after:
        assert not _in_trouble(sheet.analysis)
        return
    snapshot = sheet.analysis.snapshot
    rows = [*(row.title for row in snapshot.milestones), *(row.title for row in snapshot.initiatives)]
    titles = [squeezed(title) for title in rows]
    assert any(title in after for title in titles)
    waits = {"en": "one more week", "fr": "semaine"}[sheet.t.language]
    unknown = squeezed(sheet.t.text("page.wait.unknown"))
    assert squeezed(waits) in after.lower() or unknown in after


def what_changed_and_what_comes_next(sheet: Sheet) -> None:
    """What changed since the last review, and what opens next?"""
    analysis, before, t = sheet.analysis, sheet.before, sheet.t
    assert sheet.says(t.date(before.as_of))
    assert before.finish is not None
    assert analysis.finish is not None
    assert before.finish == analysis.finish or sheet.says(t.date(before.finish), t.date(analysis.finish))
    coming = [
        (item.early_finish, item.title)
        for item in counted(analysis)
        if item.state is not ItemState.DONE and item.early_finish is not None
    ]
    day, title = min(coming)
    assert sheet.says(t.date(day))
    assert sheet.says(title) or sheet.some([name for on, name in coming if on == day])


def _in_trouble(analysis: ProgrammeAnalysis) -> dict[str, tuple[str, int | None]]:
    bad = (ComputedStatus.LATE, ComputedStatus.STALLED)
    return {
        item.key: (item.title, item.variance_days)
        for item in counted(analysis)
        if item.state is not ItemState.DONE and item.computed_status in bad
    }


@pytest.mark.parametrize(
    "question",
    [
        is_on_course,
        what_is_late_and_by_how_much,
        because_of_whom,
        what_is_needed_and_what_waiting_costs,
        what_changed_and_what_comes_next,
    ],
    ids=lambda question: question.__name__,
)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_sheet_alone_answers(programme: str, language: str, question: Callable[[Sheet], None]) -> None:
    question(sheet_of(programme, language))
