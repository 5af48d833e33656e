"""A proposal that fits the plan to the people there are: what starts later, and because of whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.levelling_problem import ProgrammeProblem, problem_of
from tracker.analysis.network import first_instant
from tracker.analysis.workload import Workload
from tracker.planning import (
    CONSTRAINT_CODES,
    ConstraintKind,
    Levelled,
    LevellingProgress,
    Network,
    date_of_day,
    finish_days,
    level,
    schedule,
    start_days,
)
from tracker.planning.instants import Bools, Ints

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

_NO_EARLIER = CONSTRAINT_CODES[ConstraintKind.START_NO_EARLIER_THAN]
# How many items a sentence names as those that the people are busy with.
NAMED = 3


@dataclass(frozen=True)
class LevelledMove:
    """One item that the proposal moves; dates are its first and last working days.

    `post` (a row of the snapshot) is who is short, `because_of` the items (rows of milestones) on which
    these people work until then; neither for an item that only follows others. `is_held_back` says that
    the item gets a date of its own; the others follow by their dependencies.
    """

    item: int
    start: date
    new_start: date
    finish: date
    new_finish: date
    moves_days: int
    is_held_back: bool
    post: int | None
    because_of: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class LevellingProposal:
    """A levelled plan beside the present one.

    `bound` is a day before which it cannot be finished with these people. `still_over` are days of work
    that remain asked beyond what there is: work begun or pinned does not move. `late_for_pinned` are the
    items (rows of milestones) that would come too late for a date that stays: they stay as well.
    """

    moves: tuple[LevelledMove, ...]
    finish: date
    new_finish: date
    bound: date
    is_proven: bool
    over_before: float
    still_over: float
    late_for_pinned: tuple[int, ...]
    levelled: Levelled


def propose_levelling(
    analysis: ProgrammeAnalysis,
    seconds: float = 10.0,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
    on_progress: Callable[[LevellingProgress], None] = lambda _: None,
) -> LevellingProposal:
    """Return the plan levelled: links, calendars, pinned dates and people respected, finished early.

    Only then items are moved as little as possible. The engine schedules the proposal afresh, so that
    its dates are those the plan will have once it is accepted.

    Raises:
        LevellingError: the programme cannot be put into whole working days.
    """
    workload = analysis.workload
    held = np.zeros(len(analysis.engine), np.bool_)
    late: set[int] = set()
    while True:
        found = problem_of(analysis, workload, held)
        levelled = level(
            found.problem, seconds, keeps_close=True, is_stopped=is_stopped, on_progress=on_progress
        )
        too_late = found.activities[levelled.late_for_fixed]
        if not len(too_late):
            return _Proposal(analysis, workload, found, levelled, tuple(sorted(late))).proposal()
        chain = _upstream(analysis.engine, too_late)
        late |= {int(analysis.situation.network.item_rows[row]) for row in too_late}
        if held[chain].all():
            return _Proposal(analysis, workload, found, levelled, tuple(sorted(late))).proposal()
        held[chain] = True


def _upstream(network: Network, rows: Ints) -> Ints:
    """Return the rows and whatever stands before them."""
    found = set(rows.tolist())
    while True:
        earlier = set(network.predecessor[np.isin(network.successor, list(found))].tolist())
        if earlier <= found:
            return np.array(sorted(found), np.int64)
        found |= earlier


class _Proposal:
    def __init__(
        self,
        analysis: ProgrammeAnalysis,
        workload: Workload,
        found: ProgrammeProblem,
        levelled: Levelled,
        late: tuple[int, ...],
    ) -> None:
        self.analysis, self.workload, self.found, self.levelled, self.late = (
            analysis, workload, found, levelled, late,
        )  # fmt: skip
        self.item_rows = analysis.situation.network.item_rows
        self.wanted = found.days[np.minimum(levelled.starts, len(found.days) - 1)]

    def proposal(self) -> LevellingProposal:
        held_back = self._held_back()
        starts, finishes = self._dates(held_back)
        before = self._days_before()
        problem, over = self.found.problem, self.levelled
        finish = int(before[1].max(initial=0))
        new_finish = int(finishes.max(initial=0))
        bound = max(self._bound_day(), finish)
        return LevellingProposal(
            self._moves(held_back, before, (starts, finishes)),
            date_of_day(finish),
            date_of_day(new_finish),
            date_of_day(bound),
            new_finish <= bound,
            float(self.workload.overload_days),
            float(problem.overloads(over.starts).sum()) / 100,
            tuple(row for row in self.late if row < len(self.analysis.snapshot.milestones)),
            self.levelled,
        )

    def _bound_day(self) -> int:
        """Return the day that is proven; in parts of days or other calendars the engine's own end is."""
        if not self.found.is_exact or not self.levelled.lower_bound:
            return int(self._days_before()[1].max(initial=0))
        return int(self.found.days[min(self.levelled.lower_bound, len(self.found.days)) - 1])

    def _days_before(self) -> tuple[Ints, Ints]:
        engine, planned = self.analysis.engine, self.analysis.schedule
        return start_days(engine, planned.early_start), finish_days(engine, planned.early_finish)

    def _dates(self, held_back: Bools) -> tuple[Ints, Ints]:
        """Return first and last days by activity when those held back get a date of their own."""
        engine, analysis = self.analysis.engine, self.analysis
        constraint, at = engine.constraint.copy(), engine.constraint_at.copy()
        rows = self.found.activities[held_back]
        constraint[rows] = _NO_EARLIER
        at[rows] = [
            engine.calendars[engine.calendar[row]].start_of(date_of_day(int(day)))
            for row, day in zip(rows, self.wanted[held_back], strict=True)
        ]
        held = replace(engine, constraint=constraint, constraint_at=at)
        start = first_instant(analysis.snapshot.programme.start)
        found = schedule(held, start, first_instant(analysis.as_of), analysis.situation.network.levels)
        return start_days(engine, found.early_start), finish_days(engine, found.early_finish)

    def _held_back(self) -> Bools:
        """Return who needs a date of its own: who would start earlier if only its dependencies held it."""
        problem = self.found.problem
        held = problem.is_free & (problem.duration > 0) & (self.levelled.starts > problem.earliest)
        held &= problem.need.any(axis=0)
        for row in np.flatnonzero(held)[np.argsort(self.levelled.starts[held], kind="stable")]:
            held[row] = False
            starts, _ = self._dates(held)
            held[row] = bool(starts[self.found.activities[row]] < self.wanted[row])
        return np.asarray(held, np.bool_)

    def _moves(
        self, held_back: Bools, before: tuple[Ints, Ints], after: tuple[Ints, Ints]
    ) -> tuple[LevelledMove, ...]:
        moved = []
        items = len(self.analysis.snapshot.milestones)
        for place, activity in enumerate(self.found.activities):
            start, new = int(before[0][activity]), int(after[0][activity])
            finish, new_finish = int(before[1][activity]), int(after[1][activity])
            if self.item_rows[activity] >= items or (new == start and new_finish == finish):
                continue
            post, because = self._why(place) if held_back[place] else (None, ())
            days = date_of_day(finish), date_of_day(new_finish)
            moves = self.analysis.calendar.working_days_between(*days)
            moved.append(
                LevelledMove(
                    int(self.item_rows[activity]), date_of_day(start), date_of_day(new), *days, moves,
                    bool(held_back[place]), post, because,
                )
            )  # fmt: skip
        return tuple(sorted(moved, key=lambda move: (move.new_start, move.item)))

    def _why(self, place: int) -> tuple[int | None, tuple[int, ...]]:
        """Return the post that is short while an item waits, and the items on which it works meanwhile."""
        problem, starts = self.found.problem, self.levelled.starts
        first, last = int(problem.earliest[place]), int(starts[place])
        best: tuple[int, int | None, tuple[int, ...]] = (0, None, ())
        for resource in np.flatnonzero(problem.need[:, place]):
            busy = {
                other: width
                for other in np.flatnonzero(problem.need[resource])
                if other != place
                and (width := min(starts[other] + problem.duration[other], last) - max(starts[other], first))
                > 0
            }
            total = sum(int(width) * int(problem.need[resource][other]) for other, width in busy.items())
            if total > best[0]:
                named = sorted(busy, key=lambda other: (-int(busy[other]), other))[:NAMED]
                rows = tuple(int(self.item_rows[self.found.activities[other]]) for other in named)
                best = (total, self.found.posts[int(resource)], rows)
        return best[1], best[2]
