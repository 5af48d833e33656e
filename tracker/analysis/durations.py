"""The programme's own record: how long its finished milestones took against the work planned for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

import numpy as np

from tracker.analysis.calendar import Calendars
from tracker.analysis.columns import Floats, days_of, floats
from tracker.model.milestone import Nature
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, WorkingCalendar, date_of_day, day_of
from tracker.planning.instants import Bools, Ints

# Ours. Of eight independent durations the longest lies above what four in five take with a chance of
# 1 - 0.8**8 = 83 %; of four, with 59 %: too often such a record would not know how late things can be.
ENOUGH = 8
# Ours: beyond ten times the plan, or below a tenth of it, something else is told (a pause, a typing error).
_LEAST, _MOST = 0.1, 10.0


@dataclass(frozen=True)
class DurationRecord:
    """Actual working days over planned ones, a finished milestone each; whole, and by nature where enough."""

    ratios: tuple[float, ...]
    by_nature: dict[Nature, tuple[float, ...]]
    # When the last of them was finished.
    last_finish: date | None

    @property
    def is_enough(self) -> bool:
        return len(self.ratios) >= ENOUGH

    @property
    def median(self) -> float:
        """The middle ratio: 1.2 is a fifth longer than planned."""
        return median(self.ratios)

    def ratios_for(self, nature: Nature) -> tuple[float, ...]:
        """Return the ratios that say most of some work: those of its nature when enough, else all."""
        return self.by_nature.get(nature, self.ratios)


def duration_record(snapshot: Snapshot, calendars: Calendars, as_of: date) -> DurationRecord:
    """Return the record on a day: milestones with work whose start and finish are both known by then.

    The planned work is that of the first approved plan that holds the milestone, so that replanning late
    work does not make it look punctual; else its work as it stands. Cancelled ones are left out; days are
    counted on the milestone's own calendar, first and last included.
    """
    rows = snapshot.milestones
    start, finish = days_of(rows, "actual_start"), days_of(rows, "actual_finish")
    planned = _planned_work(snapshot, as_of)
    is_told = (start != NONE) & (finish != NONE) & (finish <= day_of(as_of)) & (planned > 0)
    told = np.flatnonzero(is_told & ~np.array(rows.column("is_cancelled"), np.bool_))
    took = _working_days(calendars, start, finish, is_told)
    ratios: dict[Nature, list[float]] = defaultdict(list)
    natures = rows.column("nature")
    for row in told.tolist():
        ratios[natures[row]].append(float(np.clip(took[row] / planned[row], _LEAST, _MOST)))
    return DurationRecord(
        tuple(sorted(ratio for some in ratios.values() for ratio in some)),
        {nature: tuple(sorted(some)) for nature, some in ratios.items() if len(some) >= ENOUGH},
        date_of_day(int(finish[told].max())) if len(told) else None,
    )


def _planned_work(snapshot: Snapshot, as_of: date) -> Floats:
    work = floats(snapshot.milestones.column("work_days"))
    row_of = {milestone.id: row for row, milestone in enumerate(snapshot.milestones)}
    known = [row for row in snapshot.baselines if row.approved_on <= as_of]
    known.sort(key=lambda row: (row.approved_on, row.id))
    order = {row.id: place for place, row in enumerate(known)}
    dates = [row for row in snapshot.baseline_dates if row.baseline_id in order and row.work_days]
    # The first approved plan is written last, over the later ones.
    for approved in sorted(dates, key=lambda row: -order[row.baseline_id]):
        work[row_of[approved.milestone_id]] = approved.work_days
    return work


def _working_days(calendars: Calendars, start: Ints, finish: Ints, is_told: Bools) -> Ints:
    before = calendars.convert(np.where(is_told, start - 1, NONE), WorkingCalendar.working_days_before)
    up_to = calendars.convert(np.where(is_told, finish, NONE), WorkingCalendar.working_days_before)
    return np.where(is_told, up_to - before, 0)
