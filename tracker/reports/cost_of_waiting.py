"""What one more week of waiting for an item costs, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.i18n import Text

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import Move


def cost_of_a_week(analysis: ProgrammeAnalysis, key: str) -> tuple[Text, ...]:
    """Say what one more week of an item moves: other public openings first, then its own, then milestones."""
    moves = _moves(analysis, key)
    others = [move for move in moves if move.item != key]
    openings = [move for move in others if move.is_public_opening]
    if not openings:
        own = [move for move in moves if move.item == key]
        if own:
            return (Text("council.week.own", {"date": own[0].new_finish}, count=own[0].moves_days),)
        return (Text("council.week.milestones", count=len(others)),) if others else ()
    values: dict[str, Any] = {"title": openings[0].title, "date": openings[0].new_finish}
    if len(openings) > 1:
        values["others"] = Text("council.other_openings", count=len(openings) - 1)
        return (Text("council.week.openings", values, count=openings[0].moves_days),)
    return (Text("council.week.opening", values, count=openings[0].moves_days),)


def _moves(analysis: ProgrammeAnalysis, key: str) -> tuple[Move, ...]:
    """Return what one more week of an open milestone moves; nothing when it holds nothing back."""
    row = analysis.snapshot.milestones.row_of_key[key]
    return analysis.bottlenecks.moves(row) if row in analysis.bottlenecks.rows else ()
