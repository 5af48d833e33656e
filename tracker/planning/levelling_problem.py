"""What levelling is asked: work that shares few people, in whole slots of working time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from tracker.planning.errors import CircleError, LevellingError
from tracker.planning.instants import NONE, Bools, Ints
from tracker.planning.structure import find_circle


@dataclass(frozen=True, eq=False)
class LevellingProblem:
    """Columns of n activities, m links and r resources; times are slots (days, say) from 0.

    `delay` is the least distance from the predecessor's start to the successor's start: durations do not
    change here, so each of the four link types, lag included, is one such distance. `need` (r x n) is
    what an activity holds of a resource from its start to its finish; `capacity` (r x t) what there is in
    each slot, the last one standing for all later ones. `fixed_at` is where an activity has to stand, or
    `NONE`: it holds what it needs even where there is not enough.
    """

    duration: Ints
    predecessor: Ints
    successor: Ints
    delay: Ints
    need: Ints
    capacity: Ints
    earliest: Ints
    fixed_at: Ints

    def __post_init__(self) -> None:
        """Check the columns.

        Raises:
            LevellingError: columns of different lengths, a negative number, a need beyond what there is
                in the end (it could wait for ever).
            CircleError: the links close a circle.
        """
        n, m, r = len(self.duration), len(self.predecessor), len(self.need)
        lengths = [len(self.earliest) == n, len(self.fixed_at) == n, len(self.successor) == m,
                   len(self.delay) == m, self.need.shape == (r, n), len(self.capacity) == r]  # fmt: skip
        if not all(lengths) or (r and not self.capacity.shape[1]):
            raise LevellingError("the columns have different lengths")
        if any((column < 0).any() for column in (self.duration, self.need, self.capacity, self.earliest)):
            raise LevellingError("a duration, a need, a capacity or an earliest start is negative")
        if r and (self.need > self.capacity[:, -1:])[:, self.is_free].any():
            raise LevellingError("a need is larger than what there is in the end")
        circle = find_circle(n, self.predecessor.tolist(), self.successor.tolist())
        if circle is not None:
            raise CircleError(circle)

    def __len__(self) -> int:
        return len(self.duration)

    @property
    def is_free(self) -> Bools:
        return np.asarray(self.fixed_at == NONE)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The activities, each after its predecessors."""
        waiting = np.bincount(self.successor, minlength=len(self)).tolist()
        ready = [row for row, count in enumerate(waiting) if not count]
        for row in ready:
            for later, _ in self.successors[row]:
                waiting[later] -= 1
                if not waiting[later]:
                    ready.append(later)
        return tuple(ready)

    @cached_property
    def successors(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each activity, who follows and at what distance from start to start."""
        return _adjacent(len(self), self.predecessor, self.successor, self.delay)

    @cached_property
    def predecessors(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each activity, whom it follows and at what distance from start to start."""
        return _adjacent(len(self), self.successor, self.predecessor, self.delay)

    @cached_property
    def heads(self) -> Ints:
        """The soonest start of each activity if everybody had all the people they need."""
        start = np.where(self.is_free, self.earliest, self.fixed_at).tolist()
        for row in self.order:
            if self.fixed_at[row] == NONE:
                reached = [start[earlier] + delay for earlier, delay in self.predecessors[row]]
                start[row] = max([start[row], *reached])
        return np.array(start, np.int64)

    @cached_property
    def tails(self) -> Ints:
        """How long, at least, from the start of each activity to the end of all.

        What is fixed stays whoever comes late for it: no chain goes on through it.
        """
        return self._tails(self.is_free)

    @cached_property
    def urgency(self) -> Ints:
        """The same through everything: who stands before a fixed date is urgent all the same."""
        return self._tails(np.ones(len(self), np.bool_))

    def _tails(self, goes_on: Bools) -> Ints:
        tail = self.duration.tolist()
        for row in reversed(self.order):
            onward = [delay + tail[later] for later, delay in self.successors[row] if goes_on[later]]
            tail[row] = max([tail[row], *onward])
        return np.array(tail, np.int64)

    @cached_property
    def room(self) -> Ints:
        """What the fixed activities leave of the capacity (r x t), never below nothing."""
        rows = np.flatnonzero(~self.is_free)
        until = int((self.fixed_at + self.duration)[rows].max(initial=0)) + 1
        room = np.pad(self.capacity, ((0, 0), (0, max(until - self.capacity.shape[1], 0))), "edge")
        for row in rows:
            room[:, max(self.fixed_at[row], 0) : self.fixed_at[row] + self.duration[row]] -= self.need[
                :, [row]
            ]
        return np.maximum(room, 0)

    @cached_property
    def horizon(self) -> int:
        """A slot by which all can be finished, one after the other."""
        gaps = np.maximum(self.delay - self.duration[self.predecessor], 0)
        soonest = int((self.heads + self.duration).max(initial=0))
        return int(soonest + self.room.shape[1] + self.duration.sum() + gaps.sum())

    def finish_of(self, starts: Ints) -> int:
        """Return the slot in which everything is finished."""
        return int((starts + self.duration).max(initial=0))

    def broken_links(self, starts: Ints) -> Ints:
        """Return the links that a schedule does not respect."""
        return np.flatnonzero(starts[self.successor] < starts[self.predecessor] + self.delay)

    def overloads(self, starts: Ints) -> Ints:
        """Return by how much each resource is asked for more than there is, slot by slot (r x t)."""
        until = max(self.finish_of(starts), self.capacity.shape[1])
        over = -np.pad(self.capacity, ((0, 0), (0, until - self.capacity.shape[1])), "edge")
        for row in range(len(self)):
            over[:, max(starts[row], 0) : starts[row] + self.duration[row]] += self.need[:, [row]]
        return np.maximum(over, 0)

    def with_fixed(self, rows: Ints, starts: Ints) -> LevellingProblem:
        """Return the problem with more activities fixed."""
        fixed_at = self.fixed_at.copy()
        fixed_at[rows] = starts[rows]
        return replace(self, fixed_at=fixed_at)

    def mirrored(self, finish: int) -> LevellingProblem:
        """Return the problem read backwards from a finish: predecessors follow, fixed ones stay fixed.

        Earliest starts are not asked of it; whoever schedules forward again restores them.
        """
        width = self.duration
        fixed = np.where(self.is_free, NONE, finish - self.fixed_at - width)
        reach = max(finish, self.capacity.shape[1])
        room = np.pad(self.capacity, ((0, 0), (0, reach - self.capacity.shape[1])), "edge")[:, :finish][
            :, ::-1
        ]
        back = self.delay + width[self.successor] - width[self.predecessor]
        endless = np.concatenate([room, self.capacity.max(axis=1, keepdims=True)], axis=1)
        return LevellingProblem(
            width, self.successor, self.predecessor, back, self.need, endless, np.zeros_like(width), fixed
        )


def _adjacent(count: int, here: Ints, there: Ints, delay: Ints) -> tuple[tuple[tuple[int, int], ...], ...]:
    found: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for row, other, distance in zip(here.tolist(), there.tolist(), delay.tolist(), strict=True):
        found[row].append((other, distance))
    return tuple(map(tuple, found))
