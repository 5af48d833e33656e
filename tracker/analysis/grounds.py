"""What is known of how long the work still to do may take: estimates, the programme's record, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.calendar import calendars_of
from tracker.analysis.columns import Floats, floats
from tracker.analysis.durations import ENOUGH, DurationRecord, duration_record
from tracker.i18n import Text
from tracker.planning import NONE, Chances, recorded, triangular
from tracker.planning.chances import STEPS
from tracker.planning.instants import Ints

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

# Ranks of the work of two milestones are correlated by (35/64)**2 = 0.30: what is late in a city is often
# late for a reason that others share. 0.3 is what cost estimators assume where they have not measured it
# (United States Air Force, Cost Risk and Uncertainty Analysis Handbook, 2007); assuming none makes the
# ranges of long chains too narrow.
SHARED = 35
# Ours: a range needs chances for at least half of the work that is still to do.
COVERED = 0.5


@dataclass(frozen=True)
class Grounds:
    """What the ranges rest on: how many unfinished milestones with work have chances, and from where.

    `covered` is the share of the work still to do that has them.
    """

    estimated: int
    by_record: int
    as_planned: int
    covered: float
    record: DurationRecord

    @property
    def reason(self) -> Text | None:
        """Why no range can be computed, and what to do; None when one can."""
        open_ones = self.estimated + self.by_record + self.as_planned
        if not open_ones:
            return Text("uncertainty.nothing_left")
        if self.covered >= COVERED:
            return None
        values = {"finished": len(self.record.ratios), "needed": ENOUGH, "open": open_ones}
        return Text("uncertainty.no_grounds", values, count=self.estimated)


def chances_of(analysis: ProgrammeAnalysis) -> tuple[Chances, Grounds]:
    """Return the chances of each activity's work, and what they rest on.

    A milestone's own estimate comes first, then the programme's record; without either, as planned.
    """
    snapshot, engine = analysis.snapshot, analysis.engine
    record = duration_record(snapshot, calendars_of(snapshot, analysis.calendar), analysis.as_of)
    is_open = engine.actual_finish == NONE
    left = np.where(is_open, np.where(engine.actual_start == NONE, engine.work, engine.remaining), 0)
    tables, kind, estimated = _tables(analysis, record, np.flatnonzero(left > 0))
    days = left / engine.days_of_work
    covered = float(days[kind > 0].sum() / days.sum()) if days.sum() else 0.0
    with_chances, open_ones = int((kind > 0).sum()), int((left > 0).sum())
    grounds = Grounds(estimated, with_chances - estimated, open_ones - with_chances, covered, record)
    return Chances(np.array(tables), kind, SHARED), grounds


def _tables(
    analysis: ProgrammeAnalysis, record: DurationRecord, activities: Ints
) -> tuple[list[Floats], Ints, int]:
    """Return the kinds of chances, the kind of each activity, and how many have an estimate of their own."""
    milestones, item_rows = analysis.snapshot.milestones, analysis.situation.network.item_rows
    best, worst = floats(milestones.column("optimistic_days")), floats(milestones.column("pessimistic_days"))
    work, natures = floats(milestones.column("work_days")), milestones.column("nature")
    tables: list[Floats] = [np.ones(STEPS)]
    of_record: dict[tuple[float, ...], int] = {}
    kind, estimated = np.zeros(len(analysis.engine), np.int64), 0
    for activity in activities.tolist():
        row = int(item_rows[activity])
        if not np.isnan(best[row]):
            estimated += 1
            kind[activity] = len(tables)
            tables.append(triangular(best[row] / work[row], 1.0, worst[row] / work[row]))
        elif record.is_enough:
            ratios = record.ratios_for(natures[row])
            if ratios not in of_record:
                of_record[ratios] = len(tables)
                tables.append(recorded(ratios))
            kind[activity] = of_record[ratios]
    return tables, kind, estimated
