"""The working time of a stretch of years laid out as tables: instant to working time, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from tracker.planning.instants import MINUTES_A_DAY, Ints

Interval = tuple[int, int]
DayShape = tuple[Interval, ...]

# Working time zero for every calendar: a Saturday, so that weeks never straddle it by accident.
ANCHOR_DAY = 10957  # 2000-01-01
_BLOCK_LIMIT = 2_000_000


@dataclass(frozen=True)
class WorkTable:
    """Working intervals of the days `first_day` to `last_day` (excluded), in order, touching ones merged.

    `before` is the working time (minutes since 2000-01-01) at each interval's start. `blocks` gives the
    instant of every `block`-th working minute, or is empty when that table would be too large.
    """

    first_day: int
    last_day: int
    starts: Ints
    ends: Ints
    before: Ints
    total: int
    block: int
    blocks: Ints
    working_days: Ints

    @classmethod
    def build(
        cls, week: Sequence[DayShape], exceptions: Mapping[int, DayShape], first_day: int, last_day: int
    ) -> WorkTable:
        """Lay out the days `first_day` to `last_day` (excluded); both span 2000-01-01."""
        days = np.arange(first_day, last_day, dtype=np.int64)
        shapes = list(week)
        shape_of_day = (days + 3) % 7  # 1970-01-01 was a Thursday
        for day, shape in exceptions.items():
            if first_day <= day < last_day:
                shape_of_day[day - first_day] = len(shapes)
                shapes.append(shape)
        starts, ends, working_days = _intervals(days, shape_of_day, shapes)
        starts, ends = _merged(starts, ends)
        lengths = ends - starts
        before = np.cumsum(lengths) - lengths
        before -= _work_before(starts, lengths, ANCHOR_DAY * MINUTES_A_DAY)
        block = gcd(*(int(v) for v in np.unique(lengths))) if len(lengths) else 1
        total = int(lengths.sum())
        blocks = _blocks(starts, lengths, block, total)
        return cls(first_day, last_day, starts, ends, before, total, block, blocks, working_days)

    @property
    def first_work(self) -> int:
        """Working time at the table's beginning."""
        return int(self.before[0]) if len(self.before) else 0

    def work_at(self, instants: Ints) -> Ints:
        """Return the working time passed at each instant (inside the table)."""
        if not len(self.starts):  # years off, as far as the table reaches
            return np.zeros(instants.shape, np.int64)
        row = np.maximum(self.starts.searchsorted(instants, "right") - 1, 0)
        # np.clip does the same and takes longer than the rest of this function on a few rows.
        passed = np.minimum(np.maximum(instants - self.starts[row], 0), self.ends[row] - self.starts[row])
        return np.asarray(self.before[row] + passed, np.int64)

    def starts_at(self, work: Ints) -> Ints:
        """Return the latest instant at which so much working time has passed: a start."""
        if len(self.blocks):
            row, rest = np.divmod(work - self.first_work, self.block)
            return np.asarray(self.blocks[row] + rest, np.int64)
        row = self.before.searchsorted(work, "right") - 1
        return np.asarray(self.starts[row] + (work - self.before[row]), np.int64)

    def finishes_at(self, work: Ints) -> Ints:
        """Return the earliest instant at which so much working time has passed: a finish."""
        return np.asarray(self.starts_at(np.asarray(work - 1)) + 1, np.int64)


def _intervals(days: Ints, shape_of_day: Ints, shapes: Sequence[DayShape]) -> tuple[Ints, Ints, Ints]:
    """Return the start and end instants of every day's intervals, and the days that have any."""
    flat = np.array([pair for shape in shapes for pair in shape], dtype=np.int64).reshape(-1, 2)
    counts = np.array([len(shape) for shape in shapes], dtype=np.int64)
    first = np.cumsum(counts) - counts
    per_day = counts[shape_of_day]
    within = np.arange(per_day.sum(), dtype=np.int64) - np.repeat(np.cumsum(per_day) - per_day, per_day)
    row = np.repeat(first[shape_of_day], per_day) + within
    midnight = np.repeat(days * MINUTES_A_DAY, per_day)
    return midnight + flat[row, 0], midnight + flat[row, 1], days[per_day > 0]


def _merged(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    if not len(starts):
        return starts, ends
    apart = starts[1:] != ends[:-1]
    return starts[np.append(True, apart)], ends[np.append(apart, True)]


def _work_before(starts: Ints, lengths: Ints, instant: int) -> int:
    return int(np.clip(instant - starts, 0, lengths).sum())


def _blocks(starts: Ints, lengths: Ints, block: int, total: int) -> Ints:
    if not total or total // block > _BLOCK_LIMIT:
        return np.empty(0, dtype=np.int64)
    counts = lengths // block
    within = np.arange(counts.sum(), dtype=np.int64) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(starts, counts) + within * block, np.int64)
