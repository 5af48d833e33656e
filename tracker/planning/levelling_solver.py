"""Hands a levelling problem to CP-SAT, which improves a schedule and proves how good it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.planning.instants import Ints
from tracker.planning.levelling_problem import LevellingProblem

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

WORKERS = 2
_POLL_SECONDS = 0.1


@dataclass(frozen=True, eq=False)
class Solved:
    """What the solver found: a schedule no worse than the given one, and a proven bound of its objective."""

    starts: Ints
    bound: int
    is_proven: bool


def has_solver() -> bool:
    """Return whether OR-Tools is there: without it plans are levelled, but little is proven."""
    try:
        import ortools.sat.python.cp_model  # noqa: F401, PLC0415 - slow to import: only when it is needed
    except ImportError:
        return False
    return True


def soonest_finish(
    problem: LevellingProblem,
    known: Ints,
    bound: int,
    seconds: float,
    is_stopped: Callable[[], bool],
    on_bound: Callable[[int], None],
) -> Solved:
    """Look for an earlier finish than a known schedule's, and for a proof that there is none.

    Args:
        known: the starts of a schedule that breaks nothing.
        bound: a slot before which nothing can be finished, as known so far.
        on_bound: told each better bound while it searches, from another thread.
    """
    model = _Model(problem, known, problem.finish_of(known), bound)
    model.cp.minimize(model.finish)
    return model.solve(seconds, is_stopped, on_bound)


def least_delay(
    problem: LevellingProblem, known: Ints, seconds: float, is_stopped: Callable[[], bool]
) -> Solved:
    """Keep a schedule's finish and move everything as little as possible from its soonest start."""
    finish = problem.finish_of(known)
    model = _Model(problem, known, finish, 0)
    model.cp.minimize(sum(model.starts) - int(problem.heads.sum()))
    return model.solve(seconds, is_stopped, lambda _: None)


class _Model:
    """The problem in the solver's words: one interval an activity, one cumulative a resource."""

    def __init__(self, problem: LevellingProblem, known: Ints, finish: int, bound: int) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - slow to import

        self.problem, self.known, self.library = problem, known, cp_model
        self.cp = cp_model.CpModel()
        self.starts = [self._start_of(row, finish) for row in range(len(problem))]
        self.finish = self.cp.new_int_var(min(bound, finish), finish, "finish")
        self.intervals = [
            self.cp.new_fixed_size_interval_var(start, width, "")
            for start, width in zip(self.starts, problem.duration.tolist(), strict=True)
        ]
        self._link()
        for resource in range(len(problem.need)):
            self._share(resource)
        self.cp.add_hint(self.finish, finish)

    def _start_of(self, row: int, finish: int) -> cp_model.IntVar:
        problem, fixed = self.problem, self.problem.fixed_at[row]
        if not problem.is_free[row]:
            return self.cp.new_constant(int(fixed))
        # The longest chain behind it leaves no later start.
        latest = max(finish - int(problem.tails[row]), int(self.known[row]))
        start = self.cp.new_int_var(int(problem.heads[row]), latest, "")
        self.cp.add_hint(start, int(self.known[row]))
        return start

    def _link(self) -> None:
        problem = self.problem
        for row, followers in enumerate(problem.successors):
            self.cp.add(self.finish >= self.starts[row] + int(problem.duration[row]))
            for later, delay in followers:
                if problem.is_free[row] or problem.is_free[later]:
                    self.cp.add(self.starts[later] >= self.starts[row] + delay)

    def _share(self, resource: int) -> None:
        """Let those that need a resource share it; what is missing in some slots is taken by dummies."""
        problem = self.problem
        need, room = problem.need[resource], problem.room[resource]
        rows = np.flatnonzero((need > 0) & problem.is_free & (problem.duration > 0)).tolist()
        if not rows:
            return
        most = int(room.max())
        intervals, demands = [self.intervals[row] for row in rows], [int(need[row]) for row in rows]
        edges = [0, *(np.flatnonzero(np.diff(room)) + 1).tolist()]
        for start, end in zip(edges, [*edges[1:], problem.horizon + 1], strict=True):
            missing = most - int(room[start])
            if missing and end > start:
                intervals.append(self.cp.new_fixed_size_interval_var(start, end - start, ""))
                demands.append(missing)
        self.cp.add_cumulative(intervals, demands, most)

    def solve(
        self, seconds: float, is_stopped: Callable[[], bool], on_bound: Callable[[int], None]
    ) -> Solved:
        solver = self.library.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = 1
        solver.best_bound_callback = lambda bound: on_bound(int(bound))
        status: list[cp_model.CpSolverStatus] = []
        run = threading.Thread(target=lambda: status.append(solver.solve(self.cp)), daemon=True)
        run.start()
        while run.is_alive():
            run.join(_POLL_SECONDS)
            if is_stopped():
                solver.stop_search()
        found = status and status[0] in (self.library.OPTIMAL, self.library.FEASIBLE)
        starts = np.array([solver.value(start) for start in self.starts]) if found else self.known
        proven = bool(status) and status[0] == self.library.OPTIMAL
        bound = int(np.ceil(solver.best_objective_bound - 1e-6)) if status else 0
        return Solved(starts.astype(np.int64), bound, proven)
