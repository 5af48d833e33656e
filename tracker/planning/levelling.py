"""A plan that fits the people there are: searched, improved, and told how far it can be from the best."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tracker.planning.instants import Ints
from tracker.planning.levelling_bounds import load_bounds, path_bound
from tracker.planning.levelling_problem import LevellingProblem
from tracker.planning.levelling_search import LevellingSearch
from tracker.planning.levelling_solver import has_solver, least_delay, soonest_finish

# The share of the seconds that the search may take before the solver: it is the better of the two on many.
_MANY, _SEARCH_SHARE, _SHARE_OF_MANY = 90, 0.4, 0.7
# Schedules without a better finish after which the search gives way to the solver.
_PATIENCE = 3_000


class BoundKind(StrEnum):
    """What says that a plan cannot finish earlier."""

    LONGEST_PATH = "longest_path"
    LOAD = "load"
    SOLVER = "solver"


@dataclass(frozen=True)
class LevellingProgress:
    """How far a levelling has come: seconds spent of those allowed, the finish and the bound so far."""

    seconds: float
    allowed: float
    finish: int
    lower_bound: int


@dataclass(frozen=True, eq=False)
class Levelled:
    """A levelled schedule: starts by row, its finish, and a slot before which nothing can be finished.

    `is_proven` when the two are equal. `late_for_fixed` are rows whose links to a fixed activity could not
    be kept: there is no room before its date. `has_solver` is False where OR-Tools is not installed;
    `was_stopped` when somebody did.
    """

    starts: Ints
    finish: int
    lower_bound: int
    bound_by: BoundKind
    late_for_fixed: Ints
    seconds: float
    schedules_tried: int
    has_solver: bool
    was_stopped: bool

    @property
    def is_proven(self) -> bool:
        return self.finish <= self.lower_bound

    @property
    def gap(self) -> float:
        """Return how much later than the bound it finishes, as a share of the bound."""
        return 0.0 if self.is_proven else (self.finish - self.lower_bound) / max(self.lower_bound, 1)


def level(
    problem: LevellingProblem,
    seconds: float = 10.0,
    *,
    keeps_close: bool = False,
    is_stopped: Callable[[], bool] = lambda: False,
    on_progress: Callable[[LevellingProgress], None] = lambda _: None,
    seed: int = 0,
) -> Levelled:
    """Return a schedule that respects links, earliest starts and capacities and finishes early.

    Serial schedules combined and justified first, CP-SAT then; both within the seconds. The same seed
    gives the same finish whenever both end by themselves before the time is over.

    Args:
        keeps_close: after the finish, make the sum of all delays small.
        is_stopped: asked often, from this thread; True ends the levelling with the best found so far.
    """
    return _Levelling(problem, seconds, is_stopped, on_progress, seed).run(keeps_close=keeps_close)


class _Levelling:
    def __init__(
        self,
        problem: LevellingProblem,
        seconds: float,
        is_stopped: Callable[[], bool],
        on_progress: Callable[[LevellingProgress], None],
        seed: int,
    ) -> None:
        self.problem, self.allowed, self.seed = problem, seconds, seed
        self.stop, self.tell = is_stopped, on_progress
        self.begun = time.monotonic()
        self.bound, self.bound_by = self._first_bound()
        self.starts = problem.heads
        self.was_stopped = False

    def _first_bound(self) -> tuple[int, BoundKind]:
        path, load = path_bound(self.problem), int(load_bounds(self.problem).max(initial=0))
        return (path, BoundKind.LONGEST_PATH) if path >= load else (load, BoundKind.LOAD)

    @property
    def spent(self) -> float:
        return time.monotonic() - self.begun

    def run(self, *, keeps_close: bool) -> Levelled:
        tried = self._search() if len(self.problem) else 0
        late = self.problem.broken_links(self.starts)
        # A solver would find no schedule at all where a fixed activity cannot be met.
        if has_solver() and not len(late) and len(self.problem):
            self._improve()
            if keeps_close:
                self._settle()
        return Levelled(
            self.starts,
            self.problem.finish_of(self.starts),
            self.bound,
            self.bound_by,
            np.unique(self.problem.predecessor[late]),
            self.spent,
            tried,
            has_solver(),
            self.was_stopped,
        )

    def _search(self) -> int:
        share = _SHARE_OF_MANY if len(self.problem) > _MANY else _SEARCH_SHARE
        until = self.allowed * (share if has_solver() else 1)
        search = LevellingSearch(self.problem, self.seed)
        told = [0.0]

        def is_over() -> bool:
            if self.spent - told[0] > 0.2:
                told[0] = self.spent
                self._report(search.best.cost[0])
            return self._is_stopped() or self.spent > until

        best = search.run(is_over, self.bound, _PATIENCE)
        self.starts = np.array(best.starts, np.int64)
        return search.tried

    def _improve(self) -> None:
        finish = self.problem.finish_of(self.starts)
        if finish <= self.bound or self._is_stopped():
            return
        left = self.allowed - self.spent
        solved = soonest_finish(
            self.problem,
            self.starts,
            self.bound,
            left,
            self._is_stopped,
            lambda bound: self._report(finish, bound),
        )
        self.starts = solved.starts
        if solved.bound > self.bound:
            self.bound, self.bound_by = solved.bound, BoundKind.SOLVER

    def _settle(self) -> None:
        left = self.allowed - self.spent
        if left > 0 and not self._is_stopped():
            self.starts = least_delay(self.problem, self.starts, left, self._is_stopped).starts

    def _report(self, finish: int, bound: int = 0) -> None:
        self.tell(LevellingProgress(self.spent, self.allowed, finish, max(bound, self.bound)))

    def _is_stopped(self) -> bool:
        self.was_stopped = self.was_stopped or self.stop()
        return self.was_stopped
