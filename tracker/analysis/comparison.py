"""Two analyses of one programme on one day, side by side: the plan, and what it would be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tracker.analysis.facts import ItemState, Stall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.analysis.facts import ItemAnalysis
    from tracker.analysis.programme import ProgrammeAnalysis

RANKS_COMPARED = 5


@dataclass(frozen=True)
class DateMove:
    """One item's expected finish in the plan and in the scenario.

    None: it is not in the plan, or no longer. Days are working days, positive = later.
    """

    item: str
    title: str
    before: date | None
    after: date | None
    days: int | None
    # Working days of total float; None: not in the plan there.
    float_before: float | None
    float_after: float | None
    is_public_opening: bool

    @property
    def is_lost(self) -> bool:
        """In the plan, and no longer in the scenario."""
        return self.before is not None and self.after is None

    @property
    def is_new(self) -> bool:
        return self.before is None and self.after is not None


@dataclass(frozen=True)
class RankMove:
    """One bottleneck's rank in the plan and in the scenario; None: not among those that hold others back."""

    item: str
    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Comparison:
    """What a scenario would change; working days, positive = later."""

    finish_before: date | None
    finish_after: date | None
    finish_days: int | None
    # Every opening that has not taken place, the next one of the plan first, moved or not.
    openings: tuple[DateMove, ...]
    # Every other item whose date moves, that joins the plan or leaves it, the largest move first.
    items: tuple[DateMove, ...]
    ranks: tuple[RankMove, ...]
    new_stalls: tuple[Stall, ...]
    ended_stalls: tuple[Stall, ...]
    # Titles of the open items that lose all their float, and of those that gain some.
    newly_critical: tuple[str, ...]
    no_longer_critical: tuple[str, ...]

    # Days of work asked beyond what the people have; None: nobody has said how many people there are.
    overload_before: float | None
    overload_after: float | None

    @property
    def moved_openings(self) -> tuple[DateMove, ...]:
        return tuple(move for move in self.openings if move.days or move.is_lost or move.is_new)

    @property
    def moves_nothing(self) -> bool:
        """No expected date moves, nothing joins the plan or leaves it."""
        return not (self.finish_days or self.items or self.moved_openings)


def compare(plan: ProgrammeAnalysis, scenario: ProgrammeAnalysis) -> Comparison:
    """Compare a scenario with the plan it starts from, both analysed on the same day.

    Working days are counted on the plan's calendar.
    """
    before, after = _open_items(plan), _open_items(scenario)
    keys = [*before, *(key for key in after if key not in before)]
    moves = [_move(plan, key, before.get(key), after.get(key)) for key in keys]
    opening_keys = _opening_keys(plan) | _opening_keys(scenario)
    openings = [move for move in moves if move.item in opening_keys]
    others = [move for move in moves if move.item not in opening_keys and _is_moved(move)]
    return Comparison(
        finish_before=plan.finish,
        finish_after=scenario.finish,
        finish_days=_days(plan, plan.finish, scenario.finish),
        openings=tuple(sorted(openings, key=lambda move: (move.before or date.max, move.item))),
        items=tuple(sorted(others, key=_largest_first)),
        ranks=tuple(_ranks(plan, scenario)),
        new_stalls=tuple(_stalls_only_in(scenario, plan)),
        # What leaves the plan has not begun to move again.
        ended_stalls=tuple(stall for stall in _stalls_only_in(plan, scenario) if stall.item in after),
        newly_critical=tuple(_critical_only_in(after, before)),
        no_longer_critical=tuple(_critical_only_in(before, after)),
        overload_before=_overload(plan),
        overload_after=_overload(scenario),
    )


def _open_items(analysis: ProgrammeAnalysis) -> dict[str, ItemAnalysis]:
    """Return the items that are in the plan and not reached, by key."""
    past = analysis.items.is_history
    return {
        item.key: item
        for item, is_past in zip(analysis.items, past.tolist(), strict=True)
        if not is_past
        and item.state not in (ItemState.DONE, ItemState.CANCELLED)
        and item.early_finish is not None
    }


def _opening_keys(analysis: ProgrammeAnalysis) -> set[str]:
    return {row.key for row in analysis.snapshot.milestones if row.is_public_opening}


def _move(
    plan: ProgrammeAnalysis, key: str, before: ItemAnalysis | None, after: ItemAnalysis | None
) -> DateMove:
    there = before or after
    finishes = [found.early_finish if found else None for found in (before, after)]
    row = plan.snapshot.milestones.by_key(key)
    return DateMove(
        item=key,
        title=there.title if there else key,
        before=finishes[0],
        after=finishes[1],
        days=_days(plan, *finishes),
        float_before=before.total_float_days if before else None,
        float_after=after.total_float_days if after else None,
        is_public_opening=bool(row and row.is_public_opening),
    )


def _days(plan: ProgrammeAnalysis, before: date | None, after: date | None) -> int | None:
    if before is None or after is None:
        return None
    return plan.calendar.working_days_between(before, after)


def _is_moved(move: DateMove) -> bool:
    return move.before != move.after


def _largest_first(move: DateMove) -> tuple[bool, int, str]:
    return move.days is not None, -abs(move.days or 0), move.item


def _ranks(plan: ProgrammeAnalysis, scenario: ProgrammeAnalysis) -> Iterable[RankMove]:
    """Give the worst bottlenecks of either side, with their ranks on both."""
    ranks = [{found.item: found.rank for found in side.bottlenecks} for side in (plan, scenario)]
    titles = {row.key: row.title for side in (plan, scenario) for row in side.snapshot.milestones}
    worst = dict.fromkeys(
        found.item for side in (scenario, plan) for found in side.bottlenecks[:RANKS_COMPARED]
    )
    return (RankMove(item, titles[item], ranks[0].get(item), ranks[1].get(item)) for item in worst)


def _stalls_only_in(side: ProgrammeAnalysis, other: ProgrammeAnalysis) -> Iterable[Stall]:
    """Give the stalls of items that have not stopped at all on the other side, one an item."""
    known = {stall.item for stall in other.stalls}
    return {stall.item: stall for stall in reversed(side.stalls) if stall.item not in known}.values()


def _critical_only_in(side: Mapping[str, ItemAnalysis], other: Mapping[str, ItemAnalysis]) -> Iterable[str]:
    return (
        item.title
        for key, item in side.items()
        if item.is_critical and key in other and not other[key].is_critical
    )


def _overload(analysis: ProgrammeAnalysis) -> float | None:
    return analysis.workload.overload_days if analysis.workload.posts else None
