"""How much more or less than planned work may take: its chances, and seeded draws from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tracker.planning.instants import NONE, Ints
from tracker.planning.network import Network

Floats = npt.NDArray[np.float64]
Steps = npt.NDArray[np.uint16]

STEPS = 1024  # equally likely outcomes that stand for a distribution: ten bits of a draw
SIXTY_FOURTHS = 64  # the other six bits say whether a row follows what all rows share
_DRAWS_A_WORD = 4  # sixteen bits each of a word of 64
_MIDDLES = (np.arange(STEPS) + 0.5) / STEPS


def triangular(optimistic: float, likely: float, pessimistic: float) -> Floats:
    """Return the equally likely outcomes, rising, of a three-point estimate.

    Three estimates for an activity come from PERT (D. G. Malcolm, J. H. Roseboom, C. E. Clark, W. Fazar,
    "Application of a technique for research and development program evaluation", Operations Research
    7(5), 1959). We take the triangular distribution, which needs nothing but the three numbers and
    stands close to PERT's beta (D. Johnson, "The triangular distribution as a proxy for the beta
    distribution in risk analysis", The Statistician 46(3), 1997), and which needs no function whose last
    digits differ from one machine to the next.

    Raises:
        ValueError: not optimistic <= likely <= pessimistic.
    """
    if not optimistic <= likely <= pessimistic:
        raise ValueError("an estimate rises from optimistic to likely to pessimistic")
    width = pessimistic - optimistic
    if width == 0:
        return np.full(STEPS, likely, np.float64)
    peak = (likely - optimistic) / width
    rising = optimistic + np.sqrt(_MIDDLES * width * (likely - optimistic))
    falling = pessimistic - np.sqrt((1 - _MIDDLES) * width * (pessimistic - likely))
    return np.where(peak > _MIDDLES, rising, falling)


def recorded(outcomes: Sequence[float]) -> Floats:
    """Return the equally likely outcomes, rising, between those seen: their quantiles, joined by lines.

    Hazen's plotting position: the i-th of n lies at (i - 1/2) / n. Nothing is made up beyond the shortest
    and the longest seen. (Reference classes: B. Flyvbjerg, "From Nobel Prize to project management: getting
    risks right", Project Management Journal 37(3), 2006.)
    """
    seen = np.sort(np.asarray(outcomes, np.float64))
    return np.interp(_MIDDLES, (np.arange(len(seen)) + 0.5) / len(seen), seen)


@dataclass(frozen=True, eq=False)
class Chances:
    """By row of a network, by what its work may be multiplied.

    `factors` holds the kinds of chances (kind x STEPS, rising); `kind` says which is each row's. `common`
    sixty-fourths of a row's draws follow one draw that all rows of the run share, the others are its own:
    so two rows' ranks are correlated by (common / 64) squared, and each row's own chances stay what they are.
    """

    factors: Floats
    kind: Ints
    common: int = 0

    def work(self, planned: Ints, rows: Ints, steps: Steps) -> Ints:
        """Return the minutes that planned minutes of some rows become; `NONE` and 0 stay.

        Work does not vanish: at least a minute is left of it.
        """
        told = np.maximum(planned, 0)[:, np.newaxis]
        drawn = np.rint(told * self.factors[self.kind[rows, np.newaxis], steps]).astype(np.int64)
        absent = (planned == NONE)[:, np.newaxis]
        return np.where(absent, NONE, np.maximum(drawn, np.minimum(told, 1)))

    def network_of_run(self, network: Network, seed: int, run: int) -> Network:
        """Return the network whose schedule one run of `monte_carlo` gives."""
        (drawn,) = draws(seed, len(network), 1, self.common, 1, first=run)
        rows = np.arange(len(network))
        return replace(
            network,
            work=self.work(network.work, rows, drawn.steps)[:, 0],
            remaining=self.work(network.remaining, rows, drawn.steps)[:, 0],
        )


@dataclass(frozen=True, eq=False)
class Drawn:
    """The outcome (0 to STEPS - 1) drawn for each row and run, and the one that the rows of a run share."""

    steps: Steps
    common: Steps


def draws(seed: int, rows: int, runs: int, common: int, block: int, *, first: int = 0) -> Iterator[Drawn]:
    """Give the draws of `runs` runs from the first on, so many at a time; the same whatever `block` is.

    The bits of PCG64 are taken as they come: numpy promises that its generators' bits stay, not that what
    its methods make of them does (NEP 19).
    """
    words = -(-(rows + 1) // _DRAWS_A_WORD)
    source = np.random.PCG64(seed)
    source.advance(first * words)
    for begun in range(0, runs, block):
        count = min(block, runs - begun)
        raw = source.random_raw(count * words).astype("<u8").view("<u2").reshape(count, -1)
        bits = np.ascontiguousarray(raw.T).astype(np.uint16, copy=False)
        shared, own = bits[0] % STEPS, bits[1 : rows + 1]
        follows = own // STEPS < common
        yield Drawn(np.where(follows, shared, own % STEPS).astype(np.uint16), shared)
