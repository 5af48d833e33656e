"""Looks for a good levelled schedule: orders are combined, and each schedule pushed right and left again."""

from __future__ import annotations

import random
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tracker.planning.instants import Ints
from tracker.planning.levelling_problem import LevellingProblem
from tracker.planning.serial_schedule import SerialSchedule

# Fewer are soon all alike: on 120 activities 40 stay 2 % behind 120 after as many seconds.
_POPULATION = 120
_SWAPS = 0.05
_LATE_IS_WORSE = 1_000_000  # a broken link to a fixed activity weighs more than any finish


@dataclass(order=True)
class Candidate:
    """One schedule: how bad it is, when it finishes, and when each activity starts."""

    cost: tuple[int, int]
    starts: list[int] = field(compare=False)
    order: list[int] = field(compare=False)


class LevellingSearch:
    """A genetic search over orders with double justification (Valls, Ballestin and Quintanilla, 2008)."""

    def __init__(self, problem: LevellingProblem, seed: int = 0) -> None:
        self.problem = problem
        self.tried = 0
        self._chance = random.Random(seed)  # noqa: S311 - the same seed finds the same schedule
        self._forward = SerialSchedule(problem)
        self._backward: dict[int, SerialSchedule] = {}
        self._duration = problem.duration.tolist()
        self._reaches = [
            [(later, delay) for later, delay in problem.successors[row]] for row in range(len(problem))
        ]
        self._heads = problem.heads.tolist()
        self._to_fixed = np.flatnonzero(~problem.is_free[problem.successor])
        self.population: list[Candidate] = []

    @property
    def best(self) -> Candidate:
        return self.population[0]

    def run(self, is_over: Callable[[], bool], enough: int, patience: int = 1 << 62) -> Candidate:
        """Search until told to stop, until a finish that cannot be beaten, or after so many tries in vain.

        Args:
            is_over: asked after each try.
            enough: a lower bound of the finish, in slots.
            patience: how many tries without a better finish end the search.
        """
        for order in self._first_orders():
            self._add(self._justified(order))
            if is_over() or self._is_enough(enough):
                return self.best
        best, since = self.best.cost, 0
        while not is_over() and not self._is_enough(enough) and since < patience:
            self._add(self._justified(self._child()))
            since = 0 if self.best.cost < best else since + 1
            best = self.best.cost
        return self.best

    def _is_enough(self, bound: int) -> bool:
        return self.best.cost[0] <= bound

    def _add(self, found: Candidate) -> None:
        """Keep the better ones, of each finish and delay one."""
        if any(found.cost == known.cost for known in self.population) and self._chance.random() < 0.5:
            return
        insort(self.population, found)
        del self.population[_POPULATION:]

    def _first_orders(self) -> list[list[int]]:
        """Return orders by known rules: latest start, longest tail, most followers; then many by chance."""
        tails, heads = self.problem.urgency.tolist(), self._heads
        keys = [
            [-tail for tail in tails],
            [head - tail for head, tail in zip(heads, tails, strict=True)],
            heads,
        ]
        for _ in range(_POPULATION):
            bias = self._chance.random()
            keys.append([-tail * (bias + (1 - bias) * self._chance.random()) for tail in tails])
        return [self._forward.ordered(key) for key in keys]

    def _child(self) -> list[int]:
        """Return an order that takes a stretch of one parent's and the rest of another's."""
        chance, count = self._chance, len(self.problem)
        first, second = (min(chance.choices(self.population, k=2)) for _ in range(2))
        begin, end = sorted(chance.choices(range(count + 1), k=2))
        head = first.order[:begin]
        taken = set(head)
        for row in second.order:
            if len(head) == end:
                break
            if row not in taken:
                head.append(row)
                taken.add(row)
        order = head + [row for row in first.order if row not in taken]
        return self._swapped(order)

    def _swapped(self, order: list[int]) -> list[int]:
        for place in range(len(order) - 1):
            if self._chance.random() < _SWAPS:
                here, there = order[place], order[place + 1]
                if all(later != there for later, _ in self._reaches[here]):
                    order[place], order[place + 1] = there, here
        return order

    def _justified(self, order: list[int]) -> Candidate:
        """Schedule an order, push everything to its end, and everything back to its beginning."""
        forward, duration = self._forward, self._duration
        starts = forward.starts(order)
        finish = max(map(int.__add__, starts, duration), default=0)
        back = self._mirror(finish)
        mirrored = back.starts(
            back.ordered([-start - width for start, width in zip(starts, duration, strict=True)])
        )
        pushed = [-start - width for start, width in zip(mirrored, duration, strict=True)]
        again = forward.starts(forward.ordered(pushed))
        self.tried += 3
        if max(map(int.__add__, again, duration), default=0) <= finish:
            starts = again
        return Candidate(self._cost(starts), starts, self._forward.ordered(starts))

    def _mirror(self, finish: int) -> SerialSchedule:
        if finish not in self._backward:
            self._backward[finish] = SerialSchedule(self.problem.mirrored(finish))
        return self._backward[finish]

    def _cost(self, starts: list[int]) -> tuple[int, int]:
        finish = max(map(int.__add__, starts, self._duration), default=0)
        moved = sum(starts) - sum(self._heads)
        return finish + self._broken(starts), moved

    def _broken(self, starts: list[int]) -> int:
        if not len(self._to_fixed):
            return 0
        placed: Ints = np.array(starts, np.int64)
        late = self.problem.broken_links(placed)
        return len(late) * _LATE_IS_WORSE
