"""Where the figures of a programme come from, how old they are, and which of them are assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.i18n import Text
from tracker.model.base import Basis

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis

_TABLES_WITH_A_SOURCE = ("initiatives", "milestones", "updates", "baselines", "indicators", "readings")


@dataclass(frozen=True)
class Provenance:
    """Sentences on what the page stands on, and the sources in their own words, each once."""

    sentences: tuple[Text, ...]
    sources: tuple[str, ...]
    assumptions: int
    facts: int


def provenance(analysis: ProgrammeAnalysis) -> Provenance:
    """Return what the figures of the programme stand on, as of the day of the analysis."""
    snapshot = analysis.snapshot
    records = [snapshot.programme]
    for table in _TABLES_WITH_A_SOURCE:
        records.extend(getattr(snapshot, table))
    assumed = sum(record.basis == Basis.ASSUMPTION for record in records)
    sources = dict.fromkeys(record.source for record in records if record.source)
    sentences = (_day(analysis), _plan(analysis), _news(analysis), _assumptions(assumed, len(records)))
    return Provenance(sentences, tuple(sources), assumed, len(records))


def _day(analysis: ProgrammeAnalysis) -> Text:
    return Text("provenance.day", {"date": analysis.as_of})


def _plan(analysis: ProgrammeAnalysis) -> Text:
    approved = [plan for plan in analysis.snapshot.baselines if plan.approved_on <= analysis.as_of]
    if not approved:
        return Text("provenance.no_plan")
    plan = max(approved, key=lambda plan: (plan.approved_on, plan.id))
    return Text("provenance.plan", {"name": plan.name, "date": plan.approved_on, "by": plan.approved_by})


def _news(analysis: ProgrammeAnalysis) -> Text:
    said = [
        update.reported_on for update in analysis.snapshot.updates if update.reported_on <= analysis.as_of
    ]
    if not said:
        return Text("provenance.no_news")
    return Text("provenance.news", {"date": max(said)}, count=len(said))


def _assumptions(assumed: int, facts: int) -> Text:
    if not assumed:
        return Text("provenance.all_sourced", count=facts)
    if assumed == facts:
        return Text("provenance.all_assumed", count=facts)
    return Text("provenance.some_assumed", {"facts": facts}, count=assumed)
