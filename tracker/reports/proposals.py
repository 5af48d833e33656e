"""Says a proposal to the person who decides: who asks for what and why, and what it would move."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from tracker.analysis import analyse
from tracker.analysis.comparison import compare
from tracker.commands.rehearsal import rehearse
from tracker.i18n import Text, translator
from tracker.model.errors import RefusedChangeError
from tracker.reports.scenario import comparison_words

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.scenario import Scenario


def proposal_text(row: Scenario) -> Text:
    """Return who proposes it, since when and why."""
    values = {
        "title": row.title,
        "by": author_text(row.proposed_by),
        "on": row.proposed_on,
        "why": row.proposal,
    }
    return Text("council.proposal", values)


def author_text(name: str) -> str | Text:
    """Return who acted; those who are no person are called as the reader calls them."""
    key = f"journal.author.{name.replace(' ', '_')}"
    return Text(key) if translator("en").has(key) else name


def proposal_effect(plan: ProgrammeAnalysis, row: Scenario) -> tuple[Text, ...]:
    """Return what the proposal would do to the end of the plan as it is now, or why it cannot be done."""
    try:
        at = datetime.combine(plan.as_of, time(12), UTC)
        scenario = analyse(rehearse(plan.snapshot, row.changes, at).snapshot, plan.as_of)
    except RefusedChangeError as refusal:
        return (refusal.text,)
    return (comparison_words(compare(plan, scenario)).answer,)
