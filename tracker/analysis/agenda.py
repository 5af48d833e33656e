"""The agenda that a review proposes for itself: what needs a word, in the order of what it costs to wait."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.facts import ItemState
from tracker.analysis.verdict import counted
from tracker.model.review import AgendaKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.analysis.changes import ItemChange
    from tracker.analysis.decisions import DecisionAnalysis
    from tracker.analysis.facts import InitiativeAnalysis, ItemAnalysis
    from tracker.analysis.programme import ProgrammeAnalysis
    from tracker.analysis.since import Happened

# How far ahead a decision is put on the agenda.
DECISION_HORIZON = timedelta(days=60)
# A review has an hour at most: the costliest of each kind are proposed, the lead adds what else matters.
MOST_OF_A_KIND = 5


@dataclass(frozen=True)
class Cost:
    """What one more week of waiting moves, in working days added up over what it moves."""

    opening_days: int = 0
    all_days: int = 0


@dataclass(frozen=True)
class ProposedPoint:
    """A point that the plan itself asks for."""

    kind: AgendaKind
    # The key of a milestone or of an initiative.
    about: str
    title: str
    cost: Cost


def proposed_agenda(analysis: ProgrammeAnalysis, since: Happened) -> tuple[ProposedPoint, ...]:
    """Return what a review should speak of, what is dearest to leave first; what is good news comes last.

    What is more than one of these is on the agenda once, as the first of them: a decision awaited, a
    disagreement between what is declared and what is computed, a new stall, a slip beyond the tolerance,
    an opening achieved. Of each kind at most five.
    """
    found: dict[str, tuple[AgendaKind, str]] = {}
    for kind, about, title in _subjects(analysis, since):
        found.setdefault(about, (kind, title))
    costs = _costs(analysis, found)
    points = [ProposedPoint(kind, about, title, costs[about]) for about, (kind, title) in found.items()]
    order = list(AgendaKind)
    points.sort(
        key=lambda point: (
            point.kind is AgendaKind.OPENING,
            -point.cost.opening_days,
            -point.cost.all_days,
            order.index(point.kind),
        )
    )
    return tuple(_dearest(points))


def _dearest(points: Iterable[ProposedPoint]) -> Iterator[ProposedPoint]:
    seen: Counter[AgendaKind] = Counter()
    for point in points:
        seen[point.kind] += 1
        if seen[point.kind] <= MOST_OF_A_KIND:
            yield point


def _subjects(analysis: ProgrammeAnalysis, since: Happened) -> Iterator[tuple[AgendaKind, str, str]]:
    rows = analysis.snapshot.milestones
    open_items = [item for item in counted(analysis) if item.state is not ItemState.DONE]
    for decision in _decisions(analysis):
        yield AgendaKind.DECISION, decision.key, decision.title
    contestable: list[InitiativeAnalysis | ItemAnalysis] = [*analysis.initiatives, *open_items]
    for contested in contestable:
        if contested.disagreement:
            yield AgendaKind.DISAGREEMENT, contested.key, contested.title
    for stall in since.new_stalls:
        row = rows.by_key(stall.item) if stall.item else None
        if row is not None:
            yield AgendaKind.NEW_STALL, row.key, row.title
    for change in _slipped_by_themselves(analysis, since.slipped):
        yield AgendaKind.SLIP, change.item, change.title
    for change in since.openings:
        yield AgendaKind.OPENING, change.item, change.title


def _slipped_by_themselves(
    analysis: ProgrammeAnalysis, slipped: Sequence[ItemChange]
) -> Iterator[ItemChange]:
    """Yield what slipped without another slip that determines its date: what merely follows needs no word."""
    row_of = analysis.snapshot.milestones.row_of_key
    edges = analysis.situation.network.edges
    rows = [row_of[change.item] for change in slipped]
    follows = analysis.schedule.is_driving & np.isin(edges.predecessor, rows)
    followers = set(edges.successor[follows].tolist())
    return (change for change, row in zip(slipped, rows, strict=True) if row not in followers)


def _decisions(analysis: ProgrammeAnalysis) -> list[DecisionAnalysis]:
    """Return the decisions that the plan waits for by now or soon, the one needed first before the others."""
    horizon = analysis.as_of + DECISION_HORIZON
    return [
        one
        for one in analysis.decisions.awaited
        if any(day is not None and day <= horizon for day in (one.needed_by, one.planned))
    ]


def _costs(analysis: ProgrammeAnalysis, keys: Iterable[str]) -> dict[str, Cost]:
    """Return what one more week of each costs; an initiative costs what its dearest open milestone does."""
    milestones = {found.key: found.milestones for found in analysis.initiatives}
    rows_of = {key: _holding_rows(analysis, milestones.get(key, (key,))) for key in keys}
    # All at once: the forecast is rerun for each row, and that is cheaper together.
    analysis.bottlenecks.openings_moved_days(sorted({row for rows in rows_of.values() for row in rows}))
    return {
        key: max((_cost(analysis, row) for row in rows), key=_dear, default=Cost())
        for key, rows in rows_of.items()
    }


def _holding_rows(analysis: ProgrammeAnalysis, keys: Iterable[str]) -> list[int]:
    row_of = analysis.snapshot.milestones.row_of_key
    holding = set(analysis.bottlenecks.rows.tolist())
    return [row_of[key] for key in keys if key in row_of and row_of[key] in holding]


def _cost(analysis: ProgrammeAnalysis, row: int) -> Cost:
    moves = analysis.bottlenecks.moves(row)
    return Cost(
        sum(move.moves_days for move in moves if move.is_public_opening), sum(m.moves_days for m in moves)
    )


def _dear(cost: Cost) -> tuple[int, int]:
    return cost.opening_days, cost.all_days
