"""Writes a levelling proposal down as changes of a scenario: a date and a reason for each item held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.analysis.levelling_words import reason_text
from tracker.commands.milestone import RescheduleMilestone
from tracker.commands.planned_changes import PlannedChange, as_change
from tracker.model.journal import ReasonKind
from tracker.planning import ConstraintKind

if TYPE_CHECKING:
    from tracker.analysis.levelling import LevellingProposal
    from tracker.i18n import Translator
    from tracker.model.snapshot import Snapshot

_LONGEST_REASON = 1000


def changes_of_levelling(
    snapshot: Snapshot, proposal: LevellingProposal, t: Translator
) -> list[PlannedChange]:
    """Return one change for each item that waits for people; the others follow by their dependencies.

    The reason is written into the plan, in the language of who asked for the proposal.
    """
    return [
        as_change(
            RescheduleMilestone(
                programme=snapshot.programme.key,
                key=snapshot.milestones[move.item].key,
                version=1,
                changes={
                    "constraint": ConstraintKind.START_NO_EARLIER_THAN,
                    "constraint_date": move.new_start,
                },
                reason_kind=ReasonKind.PEOPLE,
                reason=t(reason_text(snapshot, move))[:_LONGEST_REASON],
            )
        )
        for move in proposal.moves
        if move.is_held_back
    ]
