"""Puts a programme into the words of levelling: slots are its working days from the day of the analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.workload import Workload, capacity_of, working_days
from tracker.model.milestone import Nature
from tracker.planning import (
    CONSTRAINT_CODES,
    KIND_CODES,
    LAG_UNIT_CODES,
    NONE,
    ConstraintKind,
    DependencyKind,
    LagUnit,
    LevellingProblem,
    day_of,
    finish_days,
    start_days,
)
from tracker.planning.instants import MINUTES_A_DAY, Bools, Ints

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

# People are counted in hundredths of a person: the engine's levelling counts in whole units.
HUNDREDTHS = 100
# What a law or a contract sets does not move because people are short.
_PINNED_NATURES = (Nature.LAW, Nature.CONTRACT)
_PINNING = [
    CONSTRAINT_CODES[kind]
    for kind in (
        ConstraintKind.MUST_START_ON,
        ConstraintKind.MUST_FINISH_ON,
        ConstraintKind.START_NO_LATER_THAN,
        ConstraintKind.FINISH_NO_LATER_THAN,
    )
]
# How much longer than as planned a levelled plan may become before its dates are laid out anew.
_ROOM = 4


@dataclass(frozen=True, eq=False)
class ProgrammeProblem:
    """A levelling problem and where each of its rows comes from."""

    problem: LevellingProblem
    # Activity of the network of each row of the problem.
    activities: Ints
    # Day number of each slot, and the posts (rows of the snapshot) of the resources.
    days: Ints
    posts: tuple[int, ...]
    # False where whole days or the programme's own calendar do not tell all: then nothing is proven.
    is_exact: bool


def problem_of(
    analysis: ProgrammeAnalysis, workload: Workload, held: Bools | None = None
) -> ProgrammeProblem:
    """Return the levelling problem of what is not finished.

    Work begun and what a law, a contract or a date pins stay where they are forecast. Work takes whole
    working days of the programme; a lag of elapsed days takes as many working days as it can at most.

    Args:
        held: by activity, who else stays.
    """
    return _Builder(analysis, workload, held).build()


class _Builder:
    def __init__(self, analysis: ProgrammeAnalysis, workload: Workload, held: Bools | None) -> None:
        self.analysis, self.workload = analysis, workload
        self.network, self.schedule = analysis.engine, analysis.schedule
        self.rows = np.flatnonzero(self.network.actual_finish == NONE)
        starts, finishes = (
            start_days(self.network, self.schedule.early_start),
            finish_days(self.network, self.schedule.early_finish),
        )
        first, last = day_of(analysis.as_of), int(finishes.max(initial=0))
        self.days = working_days(analysis, max(first, last) + _ROOM * max(last - first, 365))
        is_event = self.network.work == 0
        self.begin = self.days.searchsorted(starts)
        self.end = self.days.searchsorted(finishes, "right")
        # An event stands after the day on which it falls: its successors begin the next morning.
        self.begin = np.where(is_event, self.end, self.begin)
        self.width = np.where(is_event, 0, np.maximum(self.end - self.begin, 1))
        self.begun = self.network.actual_start != NONE
        self.held = self._pinned() if held is None else self._pinned() | held

    def _pinned(self) -> Bools:
        pinned = self.begun | np.isin(self.network.constraint, _PINNING)
        natures = self.analysis.snapshot.milestones.column("nature")
        for activity, item in enumerate(self.analysis.situation.network.item_rows):
            if item < len(natures) and natures[item] in _PINNED_NATURES:
                pinned[activity] = True
        return np.asarray(pinned, np.bool_)

    def build(self) -> ProgrammeProblem:
        network, rows = self.network, self.rows
        place = np.full(len(network), -1)
        place[rows] = np.arange(len(rows))
        links = np.flatnonzero((place[network.predecessor] >= 0) & (place[network.successor] >= 0))
        width = self._widths()
        people = capacity_of(self.analysis.snapshot, self.workload.posts, self.days)
        capacity = np.floor(people * HUNDREDTHS + 1e-6).astype(np.int64)
        problem = LevellingProblem(
            duration=width[rows],
            predecessor=place[network.predecessor[links]],
            successor=place[network.successor[links]],
            delay=self._delays(width)[links],
            need=np.minimum(self._needs()[:, rows], np.where(self.held[rows], 1 << 40, capacity[:, -1:])),
            capacity=capacity,
            earliest=np.maximum(self.begin[rows], 0),
            fixed_at=np.where(self.held, self.begin, NONE)[rows],
        )
        return ProgrammeProblem(problem, rows, self.days, self.workload.posts, self._is_exact(links))

    def _widths(self) -> Ints:
        """Return the working days of each activity; of what keeps the programme's calendar, its own work."""
        per_day = self.network.days_of_work
        whole = -(-(self.network.work + self.network.delay) // per_day)
        plain = (self.network.calendar == 0) & ~self.begun
        return np.where(plain, np.maximum(whole, 0), self.width).astype(np.int64)

    def _needs(self) -> Ints:
        need = np.zeros((len(self.workload.posts), len(self.network)), np.int64)
        activities = self.analysis.situation.network.activities
        for share in self.workload.shares:
            hundredths = round(share.people * HUNDREDTHS)
            need[self.workload.place[share.demand.post], activities[share.demand.milestone]] += hundredths
        return need

    def _delays(self, width: Ints) -> Ints:
        """Return each link's least distance from start to start, in working days."""
        network = self.network
        before, after = width[network.predecessor], width[network.successor]
        kind, lag = network.kind, self._lags()
        from_finish = np.isin(kind, (KIND_CODES[DependencyKind.FS], KIND_CODES[DependencyKind.FF]))
        to_finish = np.isin(kind, (KIND_CODES[DependencyKind.FF], KIND_CODES[DependencyKind.SF]))
        return np.asarray(np.where(from_finish, before, 0) + lag - np.where(to_finish, after, 0), np.int64)

    def _lags(self) -> Ints:
        network = self.network
        per_day = network.days_of_work
        unit = network.lag_unit
        work = network.lag / per_day[network.successor]
        percent = network.lag * network.work[network.predecessor] / (10_000 * per_day[network.predecessor])
        elapsed = np.array([self._most_working_days(int(lag)) for lag in network.lag], np.float64)
        lag = np.where(unit == LAG_UNIT_CODES[LagUnit.PERCENT], percent, work)
        return np.ceil(np.where(unit == LAG_UNIT_CODES[LagUnit.CALENDAR_DAYS], elapsed, lag) - 1e-9).astype(
            np.int64
        )

    def _most_working_days(self, minutes: int) -> int:
        """Return the most working days that so much elapsed time can hold (the fewest of a lead)."""
        span = -(-abs(minutes) // MINUTES_A_DAY)
        if not span:
            return 0
        held = self.days.searchsorted(self.days + span) - np.arange(len(self.days))
        inside = held[self.days + span <= self.days[-1]]
        return int(inside.max(initial=0)) if minutes > 0 else -int(inside.min(initial=span))

    def _is_exact(self, links: Ints) -> bool:
        network, rows = self.network, self.rows
        per_day = network.days_of_work
        unit = network.lag_unit[links]
        by_work = unit == LAG_UNIT_CODES[LagUnit.WORKING_DAYS]
        return bool(
            (network.calendar[rows] == 0).all()
            and ((network.work[rows] % per_day[rows] == 0) | self.held[rows]).all()
            and (by_work | (network.lag[links] == 0)).all()
            and (network.lag[links] % per_day[network.successor[links]] == 0).all()
        )
