"""In which range the dates of a programme are to be expected, and what matters most to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from tracker.analysis.forecast import finish_days, is_event_of
from tracker.analysis.grounds import Grounds, chances_of
from tracker.analysis.network import first_instant
from tracker.i18n import Text
from tracker.planning import NONE, Chances, Runs, Sampling, date_of_day, monte_carlo
from tracker.planning.instants import MINUTES_A_DAY, Bools, Ints

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

LIKELY, SAFE = 0.5, 0.8  # as likely as not; four chances in five
RUNS, FEWEST_RUNS, _CELLS = 2_000, 500, 4_000_000
# Ours: three times what chance alone gives a milestone that moves nothing in so many runs.
_NOTICEABLE = 3.0


@dataclass(frozen=True)
class FinishRange:
    """When one milestone (by its key; None: the whole programme) is to be expected.

    `planned` is the forecast if all work takes what was planned; by `likely` it is finished in half of the
    runs, by `safe` in four of five. `chance` is the share of the runs that hold the approved date.
    """

    key: str | None
    planned: date
    likely: date
    safe: date
    approved: date | None
    chance: float | None

    @property
    def is_certain(self) -> bool:
        """Whether nothing that is uncertain moves it."""
        return self.planned == self.likely == self.safe


@dataclass(frozen=True)
class Driver:
    """A milestone whose work matters to a finish.

    `swing_days` (of the calendar) is by how much later the finish comes when the work is among its longest
    fifth rather than its shortest; `critical_share` in which share of the runs it was critical to the
    programme's end.
    """

    key: str
    swing_days: float
    cruciality: float
    critical_share: float


class Uncertainty:
    """The ranges of one analysis; the same analysis always gives the same ones."""

    def __init__(
        self,
        analysis: ProgrammeAnalysis,
        runs: int | None = None,
        seed: int | None = None,
        explained: tuple[str, ...] = (),
    ) -> None:
        """Prepare the ranges; nothing is run before a range is asked for.

        Args:
            runs: how many; by default 2,000, fewer for very large programmes.
            seed: of the draws; by default the programme's own, so that only its plan changes a range.
            explained: milestones whose drivers will be asked for, beside those of the public openings.
        """
        self.analysis = analysis
        size = max(1, len(analysis.engine))
        self.runs = runs or int(np.clip(_CELLS // size, FEWEST_RUNS, RUNS))
        self.seed = crc32(analysis.snapshot.programme.key.encode()) if seed is None else seed
        self._named = frozenset(explained)

    @property
    def reason(self) -> Text | None:
        """Why there is no range."""
        return self.grounds.reason

    @property
    def is_run(self) -> bool:
        """Whether its runs are done, so that asking takes no time."""
        return self.reason is not None or "_run" in vars(self)

    @cached_property
    def grounds(self) -> Grounds:
        return self._chances[1]

    @cached_property
    def end(self) -> FinishRange | None:
        """The range of the whole programme's end."""
        if self.reason is not None or self.analysis.finish is None:
            return None
        in_plan = self.analysis.situation.network.is_in_plan
        approved = self.analysis.items.approved_finish[in_plan]
        known = approved[approved != NONE]
        return self._range(None, self.analysis.finish, int(known.max()) if len(known) else NONE)

    def of(self, key: str) -> FinishRange | None:
        """Return the range of one milestone; None when it is finished, out of the plan or without grounds."""
        place = self._place(key)
        if place is None or self.reason is not None:
            return None
        row, items = self.analysis.snapshot.milestones.row_of_key[key], self.analysis.items
        planned = date_of_day(int(items.early_finish[row]))
        return self._range(place, planned, int(items.approved_finish[row]))

    def drivers(self, key: str | None = None, most: int = 5) -> tuple[Driver, ...]:
        """Return what matters most to the programme's end or a public opening, the greatest swing first."""
        place = self._place(key) if key else -1
        if self.reason is not None or place is None or not place < self._explained:
            return ()
        ties = self._run.ties
        swing, cruciality = ties.swing[1 + place] / MINUTES_A_DAY, ties.cruciality[1 + place]
        telling = self._is_uncertain & (cruciality > _NOTICEABLE / np.sqrt(self.runs)) & (swing >= 0.5)
        keys = self.analysis.snapshot.milestones.column("key")
        item_rows = self.analysis.situation.network.item_rows
        return tuple(
            Driver(
                keys[item_rows[activity]],
                float(swing[activity]),
                float(cruciality[activity]),
                float(self._run.criticality[activity]),
            )
            for activity in sorted(np.flatnonzero(telling).tolist(), key=lambda one: -swing[one])[:most]
        )

    def critical_share(self, key: str) -> float | None:
        """Return in which share of the runs a milestone was critical; None where there is no range."""
        row = self.analysis.snapshot.milestones.row_of_key[key]
        activity = int(self.analysis.situation.network.activities[row])
        return None if activity < 0 or self.reason is not None else float(self._run.criticality[activity])

    def _range(self, place: int | None, planned: date, approved: int) -> FinishRange:
        run = self._run
        day = self._end_day if place is None else lambda instant: self._target_day(place, instant)
        chance = None
        if approved != NONE:
            is_event = place is not None and bool(self._is_event[self._targets[place]])
            chance = run.share_by((approved + 1) * MINUTES_A_DAY - is_event, place)
        return FinishRange(
            None if place is None else self._key(place),
            planned,
            date_of_day(day(run.finish_by(LIKELY, place))),
            date_of_day(day(run.finish_by(SAFE, place))),
            None if approved == NONE else date_of_day(approved),
            chance,
        )

    def _key(self, place: int) -> str:
        row = self.analysis.situation.network.item_rows[self._targets[place]]
        return str(self.analysis.snapshot.milestones.column("key")[row])

    def _target_day(self, place: int, instant: int) -> int:
        target = self._targets[place : place + 1]
        found = finish_days(self.analysis.engine, target, np.array([instant]), self._is_event[target])
        return int(found[0])

    @staticmethod
    def _end_day(instant: int) -> int:
        return (instant - 1) // MINUTES_A_DAY

    @cached_property
    def _is_event(self) -> Bools:
        return is_event_of(self.analysis.schedule, self.analysis.engine)

    def _place(self, key: str) -> int | None:
        """Return the place of a milestone among the targets."""
        row = self.analysis.snapshot.milestones.row_of_key.get(key)
        return None if row is None else self._places.get(row)

    @cached_property
    def _places(self) -> dict[int, int]:
        rows = self.analysis.situation.network.item_rows[self._targets]
        return {row: place for place, row in enumerate(rows.tolist())}

    @cached_property
    def _open_rows(self) -> Ints:
        """The rows of milestones in the plan that are not finished; those to be explained first."""
        network, engine = self.analysis.situation.network, self.analysis.engine
        rows = np.flatnonzero(network.is_in_plan)
        rows = rows[engine.actual_finish[network.activities[rows]] == NONE]
        first = self._is_explained[rows]
        return np.concatenate([rows[first], rows[~first]])

    @cached_property
    def _is_explained(self) -> Bools:
        milestones = self.analysis.snapshot.milestones
        named = np.array([key in self._named for key in milestones.column("key")], np.bool_)
        return np.array(milestones.column("is_public_opening"), np.bool_) | named

    @property
    def _explained(self) -> int:
        return int(self._is_explained[self._open_rows].sum())

    @cached_property
    def _targets(self) -> Ints:
        """The activities that have a range of their own."""
        return self.analysis.situation.network.activities[self._open_rows]

    @cached_property
    def _is_uncertain(self) -> Bools:
        return np.asarray(self._chances[0].kind > 0, np.bool_)

    @cached_property
    def _chances(self) -> tuple[Chances, Grounds]:
        return chances_of(self.analysis)

    @cached_property
    def _run(self) -> Runs:
        return monte_carlo(
            self.analysis.engine,
            first_instant(self.analysis.snapshot.programme.start),
            first_instant(self.analysis.as_of),
            Sampling(self._chances[0], self.runs, self.seed),
            self._targets,
            self._explained,
            self.analysis.situation.network.levels,
        )
