"""The council's sheet with its appendix: initiatives, roadmap, dependencies, moved dates, records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.i18n import LANGUAGES, Text, translator
from tracker.reports.appendix_charts import dependency_drawing, roadmap_drawings
from tracker.reports.council_pdf import fitted_sheet
from tracker.reports.council_sheet import SheetWords
from tracker.reports.dependency_graph import path_sentence
from tracker.reports.initiative import answer, facts, milestones_of, subjects
from tracker.reports.initiative_milestones import finish_of, status_of
from tracker.reports.moved import why
from tracker.reports.roadmap import roadmap_bars
from tracker.reports.roadmap_answer import roadmap_answer
from tracker.reports.typesetting import plain, typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.slips import Slip
    from tracker.i18n import Translator
    from tracker.reports.council_page import CouncilPage
    from tracker.reports.initiative import Fact

_MILESTONE_COLUMNS = ("milestone", "status", "expected", "approved", "variance")
_SLIP_COLUMNS = ("on", "milestone", "before", "after", "days", "why", "by")


def report_pdf(
    page: CouncilPage, analysis: ProgrammeAnalysis, ledger: Sequence[Slip], t: Translator
) -> bytes:
    """Return the sheet and its appendix as one tagged PDF with contents and numbered pages.

    Args:
        ledger: every date that was moved, as it stands on the day of the analysis.
        t: of the sheet; the appendix is in French where the interface does not speak the language.
    """
    spoken = t if t.language in LANGUAGES else translator("fr")
    content = fitted_sheet(page, t) | {"appendix": _Appendix(page, analysis, spoken).content(ledger)}
    return typeset("appendix.typ", content, page.as_of)


class _Appendix:
    def __init__(self, page: CouncilPage, analysis: ProgrammeAnalysis, t: Translator) -> None:
        self.page, self.analysis, self.t = page, analysis, t
        self.words = SheetWords(page, t)

    def content(self, ledger: Sequence[Slip]) -> dict[str, Any]:
        headings = ("contents", "roadmap", "dependencies", "ledger", "records", "ledger.none", "page")
        graph = dependency_drawing(self.analysis, self.t)
        return {
            "lang": self.t.language,
            "words": {name: plain(self.t.text(f"appendix.{name}")) for name in headings},
            "initiatives": [
                self._initiative(key, title) for key, title in subjects(self.analysis.snapshot).items()
            ],
            "milestone_columns": self._columns(_MILESTONE_COLUMNS),
            "slip_columns": self._columns(_SLIP_COLUMNS),
            "roadmap": self._said(roadmap_answer(self.analysis, roadmap_bars(self.analysis))),
            "roadmap_drawings": roadmap_drawings(self.analysis, self.t),
            "dependencies": self._said([path_sentence(self.analysis, None)]),
            "graph": graph,
            "ledger": [self._slip(slip) for slip in ledger],
            "records": [
                {"number": one.number, "said": self.words.said(one.sentence)} for one in self.page.references
            ],
        }

    def _columns(self, names: Iterable[str]) -> list[str]:
        return [plain(self.t.text(f"appendix.column.{name}")) for name in names]

    def _said(self, texts: Iterable[Text]) -> list[Any]:
        return [self.words.said(text) for text in texts]

    def _initiative(self, key: str, title: str | Text) -> dict[str, Any]:
        is_recorded = self.analysis.snapshot.initiatives.by_key(key) is not None
        return {
            "title": plain(self.t.value(title)),
            "answer": self._said(answer(self.analysis, key)),
            "facts": [self._fact(fact) for fact in facts(self.analysis, key)] if is_recorded else [],
            "milestones": [
                {
                    "title": self.words.said(item.title),
                    "status": self.words.mark(status_of(item)),
                    "expected": self._day(finish_of(item)),
                    "approved": self._day(item.approved_finish),
                    "variance": "" if item.variance_days is None else f"{item.variance_days:+d}",
                }
                for item in milestones_of(self.analysis, key)
            ],
        }

    def _fact(self, fact: Fact) -> dict[str, Any]:
        return {"label": plain(self.t(fact.label)), "value": plain(self.t.value(fact.value))}

    def _slip(self, slip: Slip) -> dict[str, Any]:
        return {
            "on": plain(self.t.value(slip.on)),
            "title": self.words.said(slip.title),
            "before": self._day(slip.finish_before),
            "after": self._day(slip.finish_after),
            "days": "" if slip.days is None else f"{slip.days:+d}",
            "why": self.words.said(why(slip)),
            "by": plain(slip.author),
        }

    def _day(self, day: date | None) -> str:
        return "" if day is None else plain(self.t.date(day))
