"""One schedule from one order: each activity in turn as soon as its links and the people allow."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.planning.instants import NONE
from tracker.planning.levelling_problem import LevellingProblem


class SerialSchedule:
    """Builds schedules of one problem by serial generation (Kelley, 1963).

    What is free of every resource in a slot is packed into one integer, each resource under a guard bit:
    one subtraction says whether all of them suffice.
    """

    def __init__(self, problem: LevellingProblem) -> None:
        self.problem = problem
        self._duration = problem.duration.tolist()
        self._earliest = problem.earliest.tolist()
        self._fixed_at = problem.fixed_at.tolist()
        self._rank = {row: place for place, row in enumerate(problem.order)}
        self._pack(problem)

    def _pack(self, problem: LevellingProblem) -> None:
        widths = [int(row.max(initial=0)).bit_length() + 1 for row in problem.room]
        offsets = [sum(widths[:place]) for place in range(len(widths))]
        self._guard = sum(1 << (start + width - 1) for start, width in zip(offsets, widths, strict=True))

        def packed(columns: list[list[int]]) -> list[int]:
            return [
                sum(value << start for value, start in zip(column, offsets, strict=True))
                for column in columns
            ]

        room = packed(problem.room.T.tolist())
        self._free = [self._guard | value for value in room]
        self._free += self._free[-1:] * max(problem.horizon + 1 - len(room), 0)
        # A fixed activity's need is taken off already, and may be larger than all there is.
        free = problem.is_free
        self._need = packed((problem.need * free).T.tolist())

    def ordered(self, keys: Sequence[float]) -> list[int]:
        """Return the activities by their keys, each after its predecessors."""
        rank, predecessors = self._rank, self.problem.predecessors
        least = list(keys)
        for row in self.problem.order:
            for earlier, _ in predecessors[row]:
                least[row] = max(least[row], least[earlier])
        return sorted(rank, key=lambda row: (least[row], rank[row]))

    def starts(self, order: Sequence[int]) -> list[int]:
        """Return when each activity starts when they are placed in this order.

        The order is one in which predecessors stand before their successors.
        """
        free, guard, problem = self._free.copy(), self._guard, self.problem
        duration, needed, fixed_at, earliest = self._duration, self._need, self._fixed_at, self._earliest
        predecessors = problem.predecessors
        starts = [0] * len(duration)
        for row in order:
            if fixed_at[row] != NONE:
                starts[row] = fixed_at[row]
                continue
            start = earliest[row]
            for earlier, delay in predecessors[row]:
                reached = starts[earlier] + delay
                start = max(start, reached)
            need = needed[row]
            if need:
                start = _first_room(free, guard, start, duration[row], need)
                for slot in range(start, start + duration[row]):
                    free[slot] -= need
            starts[row] = start
        return starts


def _first_room(free: list[int], guard: int, start: int, duration: int, need: int) -> int:
    """Return the first slot at or after `start` from which all of the need is free long enough."""
    slot = start + duration - 1
    while slot >= start:
        if (free[slot] - need) & guard != guard:
            start = slot + 1  # every start up to here would hold this slot
            slot = start + duration - 1
        else:
            slot -= 1
    return start
