"""How early a levelled plan could finish at best: the longest path, and the load of each resource."""

from __future__ import annotations

import numpy as np

from tracker.planning.instants import Ints
from tracker.planning.levelling_problem import LevellingProblem


def path_bound(problem: LevellingProblem) -> int:
    """Return the slot in which everything is finished if people were never short."""
    return int((problem.heads + problem.tails).max(initial=0))


def load_bounds(problem: LevellingProblem) -> Ints:
    """Return, for each resource, a slot before which its work cannot all be finished.

    For each slot h and each tail q: the work of those that cannot start before h, and from whose end to the
    end of all there are at least q slots, fills the capacity from h on; q slots follow (the energy bound,
    as in Neumann, Schwindt and Zimmermann, Project Scheduling with Time Windows, 2003).
    """
    bounds = [_load_bound(problem, row) for row in range(len(problem.need))]
    return np.array(bounds, np.int64)


def _load_bound(problem: LevellingProblem, resource: int) -> int:
    room = problem.room[resource]
    rows = np.flatnonzero(problem.is_free & (problem.need[resource] > 0) & (problem.duration > 0))
    if not len(rows):
        return 0
    head, work = problem.heads[rows], problem.need[resource][rows] * problem.duration[rows]
    after = problem.tails[rows] - problem.duration[rows]
    filled = np.concatenate([[0], np.cumsum(room)])
    best = 0
    for start in np.unique(head):
        chosen = head >= start
        order = np.argsort(-after[chosen], kind="stable")
        total, following = np.cumsum(work[chosen][order]), after[chosen][order]
        begin = int(filled[min(start, len(room))]) + max(int(start) - len(room), 0) * int(room[-1])
        best = max(best, int((_slot_of(filled, room, begin + total) + following).max()))
    return best


def _slot_of(filled: Ints, room: Ints, work: Ints) -> Ints:
    """Return the slot by whose end so much work fits under the capacity from slot 0 on."""
    within = np.searchsorted(filled, work, "left")
    beyond = len(room) - (-(work - filled[-1]) // max(int(room[-1]), 1))
    return np.where(work <= filled[-1], within, beyond)
