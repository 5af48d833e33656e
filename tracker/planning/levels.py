"""Numbers activities level by level, so that nothing stands before what it waits for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.planning.errors import CircleError
from tracker.planning.instants import Ints

_Rows = npt.NDArray[np.signedinteger]
THIN = 6  # rows a level below which lists are faster than arrays (measured: `make bench`)
FEW = 2_000  # rows below which lists have numbered them before arrays would prove too thin
_TRIAL_LEVELS = 64


@dataclass(frozen=True)
class Levels:
    """Rows in level order; level k is `order[bounds[k]:bounds[k + 1]]`; `place` is each row's position."""

    order: Ints
    place: Ints
    bounds: Ints

    @property
    def is_thin(self) -> bool:
        """Whether levels hold so few rows that plain lists serve better than arrays."""
        return len(self.order) < THIN * (len(self.bounds) - 1)


def grouped(keys: _Rows, groups: int) -> tuple[Ints, Ints]:
    """Return positions sorted (stably) by their key, and where each of the `groups` begins, with the end."""
    packed = (keys.astype(np.int64) << 32) | np.arange(len(keys), dtype=np.int64)
    packed.sort()
    first = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(keys, minlength=groups), out=first[1:])
    return packed & 0xFFFFFFFF, first


def ranges(first: Ints, counts: Ints) -> Ints:
    """Return `first[i], first[i] + 1, ...` (`counts[i]` of them) for every i, in one array."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.repeat(first - (ends - counts), counts) + np.arange(total), np.int64)


def number_levels(rows: int, predecessor: _Rows, successor: _Rows) -> Levels:
    """Return the rows numbered level by level: a row's level is the longest chain of dependencies before it.

    Raises:
        CircleError: the dependencies close a circle; its rows are named.
    """
    if rows == 0:
        nothing = np.empty(0, dtype=np.int64)
        return Levels(nothing, nothing, np.zeros(1, dtype=np.int64))
    waiting = np.bincount(successor, minlength=rows).astype(np.int64)
    by_predecessor, first = grouped(predecessor, rows)
    following = successor[by_predecessor].astype(np.int64)
    if rows <= FEW:
        levels, thin = [np.flatnonzero(waiting == 0)], True
    else:
        levels, thin = _by_arrays(waiting, following, first)
    if thin:
        levels += _by_lists(waiting, following, first, levels.pop())
    order = np.concatenate(levels) if levels else np.empty(0, dtype=np.int64)
    if len(order) < rows:
        raise CircleError(_circle_among(waiting > 0, predecessor, successor))
    bounds = np.zeros(len(levels) + 1, dtype=np.int64)
    np.cumsum([len(level) for level in levels], out=bounds[1:])
    place = np.empty(rows, dtype=np.int64)
    place[order] = np.arange(rows)
    return Levels(order, place, bounds)


def _by_arrays(waiting: Ints, following: Ints, first: Ints) -> tuple[list[Ints], bool]:
    """Peel levels with arrays; stop with True, the last level not yet followed, once they prove thin."""
    counts = np.diff(first)
    stamp = np.empty(len(waiting), dtype=np.int64)
    frontier = np.flatnonzero(waiting == 0)
    levels: list[Ints] = []
    seen = 0
    while len(frontier):
        levels.append(frontier)
        seen += len(frontier)
        if len(levels) % _TRIAL_LEVELS == 0 and seen < THIN * len(levels):
            return levels, True
        reached = following[ranges(first[frontier], counts[frontier])]
        np.subtract.at(waiting, reached, 1)
        free = reached[waiting[reached] == 0]
        stamp[free] = np.arange(len(free))
        frontier = free[stamp[free] == np.arange(len(free))]
    return levels, False


def _by_lists(waiting: Ints, following: Ints, first: Ints, frontier: Ints) -> list[Ints]:
    left, after, begin = waiting.tolist(), following.tolist(), first.tolist()
    levels: list[list[int]] = []
    current: list[int] = frontier.tolist()
    while current:
        levels.append(current)
        free: list[int] = []
        for row in current:
            for reached in after[begin[row] : begin[row + 1]]:
                left[reached] -= 1
                if left[reached] == 0:
                    free.append(reached)
        current = free
    waiting[:] = left
    return [np.array(level, dtype=np.int64) for level in levels]


def _circle_among(stuck: npt.NDArray[np.bool_], predecessor: _Rows, successor: _Rows) -> tuple[int, ...]:
    """Return a circle among rows that could not be numbered; each waits for another of them."""
    kept = stuck[predecessor] & stuck[successor]
    before = dict(zip(successor[kept].tolist(), predecessor[kept].tolist(), strict=True))
    row = min(before)
    seen: dict[int, int] = {}
    while row not in seen:
        seen[row] = len(seen)
        row = before[row]
    backwards = list(seen)[seen[row] :]
    circle = backwards[::-1]
    turn = circle.index(min(circle))
    return tuple(circle[turn:] + circle[:turn])
