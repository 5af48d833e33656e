"""What a decision would release if it were taken: worked out before anybody records it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from tracker.analysis.facts import ItemState, Move
from tracker.model.errors import UnknownRecordError

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis


@dataclass(frozen=True)
class Release:
    """The items that nothing holds back any more, and the open items whose forecast finish moves.

    Keys in the plan's order; days are working days, negative = earlier, the largest move first.
    """

    on: date
    released: tuple[str, ...]
    moves: tuple[Move, ...]


def release_of(analysis: ProgrammeAnalysis, key: str, on: date) -> Release:
    """Return what follows when a decision is taken on a day; on one to come, as if it were today.

    Raises:
        UnknownRecordError: the programme has no milestone with this key.
    """
    from tracker.analysis.programme import analyse  # noqa: PLC0415 - which offers the decisions itself

    snapshot, row = analysis.snapshot, analysis.snapshot.milestones.row_of_key.get(key)
    if row is None:
        raise UnknownRecordError(kind="milestone", key=key, nearest=[])
    on = min(on, analysis.as_of)
    started = snapshot.milestones[row].actual_start
    begun = on if started is None else min(started, on)
    taken = snapshot.milestones.changed(row, actual_start=begun, actual_finish=on)
    after = analyse(replace(snapshot, milestones=taken), analysis.as_of)
    return Release(on, _released(analysis, after, key), tuple(_moves(analysis, after, key)))


def _released(before: ProgrammeAnalysis, after: ProgrammeAnalysis, key: str) -> tuple[str, ...]:
    """Return the items that were held before and are held by nothing after, but for a date of their own."""
    held_before, held_after = (_held(side) for side in (before, after))
    open_items = [item for item in after.items if item.state not in (ItemState.DONE, ItemState.CANCELLED)]
    return tuple(item.key for item in open_items if item.key in held_before - held_after and item.key != key)


def _held(analysis: ProgrammeAnalysis) -> set[str]:
    edges, standing = analysis.situation.network.edges, analysis.situation.standing
    rows = set(edges.successor[standing.blocking].tolist())
    keys = analysis.snapshot.milestones.column("key")
    return {keys[row] for row in rows if row < len(keys)}


def _moves(before: ProgrammeAnalysis, after: ProgrammeAnalysis, key: str) -> list[Move]:
    found = []
    for was, now in zip(before.items, after.items, strict=True):
        if key == now.key or was.early_finish is None or now.early_finish is None:
            continue
        days = before.calendar.working_days_between(was.early_finish, now.early_finish)
        if days:
            opens = before.snapshot.milestones.by_id(now.id).is_public_opening
            found.append(Move(now.key, now.title, days, now.early_finish, opens))
    return sorted(found, key=lambda move: (not move.is_public_opening, -abs(move.moves_days), move.item))
