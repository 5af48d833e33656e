"""Whose work a finish hangs on: how the finishes of many runs go with what was drawn for each row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.chances import STEPS, Drawn, Floats
from tracker.planning.instants import Ints

# The middle of the longest fifth of the draws lies 0.8 of the way above that of the shortest fifth.
_FROM_SHORTEST_TO_LONGEST_FIFTH = 0.8 * STEPS


@dataclass(frozen=True, eq=False)
class Ties:
    """How each finish (the whole network's first, then the targets') goes with the work of each row.

    `cruciality` is the correlation of the finish with the rank of the row's work (T. M. Williams,
    "Criticality in stochastic networks", Journal of the Operational Research Society 43(4), 1992), with what
    all rows of a run share taken out of both (a partial correlation). `swing` is by how many minutes the
    finish comes later when the row is among its longest fifth rather than its shortest (least squares).
    Rows that move nothing have both near 0, as far as the number of runs can tell.
    """

    cruciality: Floats
    swing: Floats


@dataclass(eq=False)
class Sums:
    """Sums over runs, added to block by block.

    They are whole numbers below 2**53, so that floats hold them exactly and the order of adding, which
    differs from one machine to the next, changes nothing.
    """

    rank: Floats
    rank_squared: Floats
    rank_common: Floats
    rank_finish: Floats
    common: list[Ints]
    finishes: list[Ints]

    @classmethod
    def empty(cls, finishes: int, rows: int) -> Sums:
        """Return the sums of no run."""
        return cls(np.zeros(rows), np.zeros(rows), np.zeros(rows), np.zeros((finishes, rows)), [], [])

    def add(self, drawn: Drawn, finishes: Ints) -> None:
        """Add runs: what was drawn by row and run, and the finishes (minutes from any instant) by run."""
        ranks, common = drawn.steps.astype(np.float64), drawn.common.astype(np.float64)
        self.rank += ranks.sum(axis=1)
        self.rank_squared += np.einsum("ij,ij->i", ranks, ranks)
        self.rank_common += ranks @ common
        self.rank_finish += finishes.astype(np.float64) @ ranks.T
        self.common.append(drawn.common.astype(np.int64))
        self.finishes.append(finishes)

    def ties(self, runs: int) -> Ties:
        """Return what so many runs say."""
        if not self.finishes:
            return Ties(np.zeros_like(self.rank_finish), np.zeros_like(self.rank_finish))
        finish = np.concatenate(self.finishes, axis=1).astype(np.float64)
        common = np.concatenate(self.common).astype(np.float64)
        spread, shared = finish.var(axis=1)[:, np.newaxis], common.var()
        together = ((finish * common).mean(axis=1) - finish.mean(axis=1) * common.mean())[:, np.newaxis]
        mean = self.rank / runs
        own = self.rank_squared / runs - mean**2
        with_common = self.rank_common / runs - mean * common.mean()
        with_finish = self.rank_finish / runs - mean * finish.mean(axis=1)[:, np.newaxis]
        left = _less(with_finish, with_common * together, shared)
        own_left, spread_left = _less(own, with_common**2, shared), _less(spread, together**2, shared)
        return Ties(
            _ratio(left, np.sqrt(np.maximum(own_left * spread_left, 0))),
            _ratio(left, own_left) * _FROM_SHORTEST_TO_LONGEST_FIFTH,
        )


def _less(whole: Floats, explained: Floats, shared: float) -> Floats:
    """Return a (co)variance without the part that what is shared explains."""
    return whole - explained / shared if shared else whole


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 1e-9)
