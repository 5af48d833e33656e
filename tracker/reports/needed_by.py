"""Until when a decision may be taken without harm, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.i18n import Text

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.decisions import DecisionAnalysis


def needed_text(decision: DecisionAnalysis, as_of: date) -> Text:
    """Say until when an open decision delays nothing."""
    if not decision.waiting:
        return Text("decisions.needed.nothing_waits")
    if decision.needed_by is None:
        return Text("decisions.needed.no_harm")
    if decision.needed_by < as_of:
        return Text("decisions.needed.now")
    return Text("decisions.needed.by", {"date": decision.needed_by})


def needed_by(decision: DecisionAnalysis, as_of: date) -> tuple[Text, ...]:
    """Say the same of a decision whose day moves something; nothing of any other."""
    return (needed_text(decision, as_of),) if decision.waiting and decision.needed_by else ()
