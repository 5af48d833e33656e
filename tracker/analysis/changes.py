"""What has changed in a programme between two days: finished, re-dated, added, ended, stalled, recovered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.analysis.facts import ItemAnalysis, ItemState
from tracker.analysis.programme import ProgrammeAnalysis
from tracker.analysis.slips import Slip


class ChangeKind(StrEnum):
    """What became of an item, what matters most first."""

    FINISHED = "finished"
    REDATED = "redated"
    STALLED = "stalled"
    RECOVERED = "recovered"
    ADDED = "added"
    ENDED = "ended"


@dataclass(frozen=True)
class ItemChange:
    """What became of one item since a day; an item may have changed in more than one way."""

    kind: ChangeKind
    item: str
    title: str
    finish_before: date | None
    finish_after: date | None
    # Of what was re-dated: working days, positive is later, and who moved it why; none: it followed others.
    days: int | None = None
    slips: tuple[Slip, ...] = ()


def changes_between(
    before: ProgrammeAnalysis, after: ProgrammeAnalysis, slips: Sequence[Slip]
) -> tuple[ItemChange, ...]:
    """Return what became of each item of the plan from one day to another, by kind, in the plan's order.

    Args:
        before, after: the programme as it was known on each day.
        slips: what was moved between them, see `slips.slips_of`.
    """
    found = [change for item in after.items for change in _changes(item, before, after, slips)]
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda change: order.index(change.kind)))


def _changes(
    item: ItemAnalysis, before: ProgrammeAnalysis, after: ProgrammeAnalysis, slips: Sequence[Slip]
) -> Iterator[ItemChange]:
    is_new = item.id not in before.snapshot.milestones.row_of_id
    was = None if is_new else before.items.of(item.id)
    dates = (None if was is None else was.early_finish, item.early_finish)
    if was is None:
        yield ItemChange(ChangeKind.ADDED, item.key, item.title, *dates)
    over = _OVER.get(item.state)
    if over is not None:
        if was is None or was.state is not item.state:
            yield ItemChange(over, item.key, item.title, *dates)
    elif was is not None:
        yield from _of_open(item, before, after, dates, slips)


_OVER = {ItemState.CANCELLED: ChangeKind.ENDED, ItemState.DONE: ChangeKind.FINISHED}


def _of_open(
    item: ItemAnalysis,
    before: ProgrammeAnalysis,
    after: ProgrammeAnalysis,
    dates: tuple[date | None, date | None],
    slips: Sequence[Slip],
) -> Iterator[ItemChange]:
    days = _moved(after, *dates)
    if days:
        own = tuple(slip for slip in slips if slip.item == item.key)
        yield ItemChange(ChangeKind.REDATED, item.key, item.title, *dates, days, own)
    was_stalled, is_stalled = _is_stalled(before, item.id), _is_stalled(after, item.id)
    if was_stalled != is_stalled:
        kind = ChangeKind.STALLED if is_stalled else ChangeKind.RECOVERED
        yield ItemChange(kind, item.key, item.title, *dates)


def _is_stalled(analysis: ProgrammeAnalysis, identity: int) -> bool:
    return bool(analysis.stalls.is_own[analysis.snapshot.milestones.row_of_id[identity]])


def _moved(analysis: ProgrammeAnalysis, first: date | None, last: date | None) -> int:
    if first is None or last is None:
        return 0
    return int(analysis.calendar.working_days_between(first, last))
