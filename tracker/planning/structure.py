"""Questions about the shape of the network: circles, what lies downstream, layers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tracker.planning.errors import CircleError
from tracker.planning.instants import Ints
from tracker.planning.levels import FEW, grouped, number_levels, ranges

Rows = npt.NDArray[np.signedinteger]
Masks = npt.NDArray[np.uint64]
_BLOCK = 4096  # rows whose descendants are counted in one sweep: memory n x 512 bytes


def find_circle(rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike) -> tuple[int, ...] | None:
    """Return the rows of one circle in the order of the dependencies, its lowest row first, or None."""
    try:
        number_levels(rows, _rows(predecessor), _rows(successor))
    except CircleError as circle:
        return circle.rows
    return None


def path_between(
    rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike, first: int, last: int
) -> tuple[int, ...] | None:
    """Return a shortest chain of dependencies from one row to another, both included, or None.

    A dependency of `first` on `last` would close a circle exactly when there is one; it is the explanation.
    """
    following, begin = _following(rows, _rows(predecessor), _rows(successor))
    came_from = {first: first}
    waiting = deque([first])
    while waiting and last not in came_from:
        row = waiting.popleft()
        for reached in following[begin[row] : begin[row + 1]].tolist():
            if reached not in came_from:
                came_from[reached] = row
                waiting.append(reached)
    if last not in came_from:
        return None
    path = [last]
    while path[-1] != first:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def layers(rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike) -> Ints:
    """Return each row's layer: the number of dependencies in the longest chain before it.

    Raises:
        CircleError: the dependencies close a circle.
    """
    levels = number_levels(rows, _rows(predecessor), _rows(successor))
    depth = np.repeat(np.arange(len(levels.bounds) - 1), np.diff(levels.bounds))
    return np.asarray(depth[levels.place], np.int64)


def downstream(
    rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike, sources: Iterable[int]
) -> Ints:
    """Return, in ascending order, every row that waits on one of the sources, directly or not."""
    return Downstream(rows, predecessor, successor).of(sources)


class Downstream:
    """What lies downstream, for many questions about the same dependencies: they are sorted once."""

    def __init__(self, rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike) -> None:
        self._rows = rows
        self._following, self._begin = _following(rows, _rows(predecessor), _rows(successor))
        self._counts = np.diff(self._begin)

    def of(self, sources: Iterable[int]) -> Ints:
        """Return, in ascending order, every row that waits on one of the sources, directly or not."""
        frontier = np.unique(np.fromiter(sources, dtype=np.int64))
        # A step on arrays costs the same however few rows it takes: small networks are walked on lists.
        return self._walk(frontier) if self._rows <= FEW else self._sweep(frontier)

    @cached_property
    def _lists(self) -> tuple[list[int], list[int]]:
        return self._following.tolist(), self._begin.tolist()

    def _walk(self, frontier: Ints) -> Ints:
        following, begin = self._lists
        found: set[int] = set()
        waiting: list[int] = frontier.tolist()
        while waiting:
            row = waiting.pop()
            fresh = set(following[begin[row] : begin[row + 1]]) - found
            found |= fresh
            waiting += fresh
        return np.array(sorted(found), np.int64)

    def _sweep(self, frontier: Ints) -> Ints:
        found = np.zeros(self._rows, dtype=np.bool_)
        while len(frontier):
            reached = self._following[ranges(self._begin[frontier], self._counts[frontier])]
            frontier = np.unique(reached[~found[reached]])
            found[frontier] = True
        return np.flatnonzero(found)


def downstream_counts(rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike) -> Ints:
    """Return how many rows wait on each row, directly or not, each counted once.

    Time grows with rows x dependencies / 64: ask for 10,000 rows freely, for 100,000 with patience.

    Raises:
        CircleError: the dependencies close a circle.
    """
    counts = np.zeros(rows, dtype=np.int64)
    sweep = _Sweep(rows, _rows(predecessor), _rows(successor))
    for first in range(0, rows, _BLOCK):
        last = min(first + _BLOCK, rows)
        members = np.full(rows, -1, dtype=np.int64)
        members[first:last] = np.arange(last - first)
        counts += np.bitwise_count(sweep.masks(members, last - first)).sum(axis=1, dtype=np.int64)
    return counts


def downstream_groups(
    rows: int, predecessor: npt.ArrayLike, successor: npt.ArrayLike, group_of_row: npt.ArrayLike, groups: int
) -> Masks:
    """Return for every row the bit mask of the groups (services, say) that wait on it: (rows, words).

    Group g is bit g % 64 of word g // 64; a row of group -1 has none. The row's own group counts only
    when another row of it lies downstream.

    Raises:
        CircleError: the dependencies close a circle.
    """
    return _Sweep(rows, _rows(predecessor), _rows(successor)).masks(_rows(group_of_row), groups)


class _Sweep:
    """The network's dependencies by predecessor, in level order, to gather masks from the end backwards."""

    def __init__(self, rows: int, predecessor: Rows, successor: Rows) -> None:
        self.levels = number_levels(rows, predecessor, successor)
        earlier, later = self.levels.place[predecessor], self.levels.place[successor]
        sequence, first = grouped(earlier, rows)
        self.later = later[sequence]
        self.nodes = np.flatnonzero(np.diff(first))
        self.first = np.append(first[self.nodes], len(sequence))
        self.level_nodes = self.nodes.searchsorted(self.levels.bounds).tolist()

    def masks(self, members: Rows, size: int) -> Masks:
        """Return each row's mask of the members (numbers 0 to size, -1 for none) downstream of it."""
        own = np.zeros((len(members), max(1, -(-size // 64))), dtype=np.uint64)
        placed = members[self.levels.order].astype(np.int64)
        named = np.flatnonzero(placed >= 0)
        bits = np.left_shift(np.uint64(1), (placed[named] % 64).astype(np.uint64))
        own[named, placed[named] // 64] = bits
        below = np.zeros_like(own)
        for level in range(len(self.level_nodes) - 2, -1, -1):
            low, high = self.level_nodes[level], self.level_nodes[level + 1]
            if high > low:
                first, last = int(self.first[low]), int(self.first[high])
                reached = self.later[first:last]
                gathered = np.bitwise_or.reduceat(
                    own[reached] | below[reached], self.first[low:high] - first, axis=0
                )
                below[self.nodes[low:high]] = gathered
        return np.asarray(below[self.levels.place], np.uint64)


def _rows(column: npt.ArrayLike) -> Rows:
    return np.asarray(column, dtype=np.int64)


def _following(rows: int, predecessor: Rows, successor: Rows) -> tuple[Ints, Ints]:
    sequence, begin = grouped(predecessor, rows)
    return successor[sequence].astype(np.int64), begin
