"""How each item fares by rule, why, and where what people declare says better than that."""

from __future__ import annotations

from datetime import date
from enum import Enum

import numpy as np
import numpy.typing as npt

from tracker.analysis.columns import days_of
from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.forecast import Approved, Dates, days_between
from tracker.analysis.network import ProgrammeNetwork
from tracker.analysis.standing import STATES, Standing
from tracker.model.progress import DeclaredStatus
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, Schedule, WorkingCalendar
from tracker.planning.instants import Bools, Ints, day_of
from tracker.planning.structure import downstream

# Working days after the approved date from which an item is late and not only at risk.
TOLERANCE_DAYS = 5


class Verdict(Enum):
    """The reasons for a computed status, in the order in which they are asked; the first that holds wins.

    1. Out of the plan: cancelled. Reached: done.
    2. A stall of its own: stalled.
    3. The forecast passes its deadline: late.
    4. No approved plan, or none that holds the item: cannot be computed.
    5. The forecast passes the approved date by more than five working days: late; passes it at all: at
       risk.
    6. A deadline or a date asked for cannot be held, or a stalled item drives its dates: at risk.
    7. Not begun and its planned start not yet come: to come. Otherwise on course.
    """

    CANCELLED = ("cancelled", ComputedStatus.CANCELLED)
    DONE = ("done", ComputedStatus.DONE)
    STALLED = ("stalled", ComputedStatus.STALLED)
    DEADLINE_PASSED = ("deadline_passed", ComputedStatus.LATE)
    NOTHING_APPROVED = ("nothing_approved", None)
    NOT_IN_APPROVED = ("not_in_approved", None)
    LATE = ("late", ComputedStatus.LATE)
    BEHIND = ("behind", ComputedStatus.AT_RISK)
    OVERTAXED = ("overtaxed", ComputedStatus.AT_RISK)
    STALL_BEFORE = ("stall_before", ComputedStatus.AT_RISK)
    TO_COME = ("to_come", ComputedStatus.TO_COME)
    ON_COURSE = ("on_course", ComputedStatus.ON_COURSE)

    def __init__(self, text: str, status: ComputedStatus | None) -> None:
        self.text: str = text
        self.status: ComputedStatus | None = status


VERDICTS = list(Verdict)
DECLARED = list(DeclaredStatus)
# How bad each status is; a declaration may be worse than the rule, never better without being flagged.
_DECLARED_RANK = {
    DeclaredStatus.ON_COURSE: 0,
    DeclaredStatus.ATTENTION: 1,
    DeclaredStatus.SUPPORT_NEEDED: 2,
    DeclaredStatus.COMPROMISED: 3,
    DeclaredStatus.NOT_GIVEN: 9,
}
_COMPUTED_RANK = {
    ComputedStatus.AT_RISK: 1,
    ComputedStatus.LATE: 2,
    ComputedStatus.STALLED: 2,
}


def variance_of(calendar: WorkingCalendar, approved_finish: Ints, forecast_finish: Ints) -> Ints:
    """Return forecast minus approved finish in working days; `NONE` where either is absent."""
    absent = (approved_finish == NONE) | (forecast_finish == NONE)
    return np.where(absent, NONE, days_between(calendar, approved_finish, forecast_finish))


def verdicts_of(
    snapshot: Snapshot,
    as_of: date,
    network: ProgrammeNetwork,
    found: Schedule,
    facts: tuple[Standing, Dates, Approved],
    variance: Ints,
    is_stalled: Bools,
) -> npt.NDArray[np.int8]:
    """Return the position of each milestone's verdict in VERDICTS."""
    standing, forecast, approved = facts
    count = len(snapshot.milestones)
    state = standing.state[:count]
    deadline = days_of(snapshot.milestones, "deadline")
    finish = forecast.early_finish[:count]
    not_begun = (state != STATES.index(ItemState.IN_PROGRESS)) & (
        standing.planned_start[:count] > day_of(as_of)
    )
    choices = {
        Verdict.CANCELLED: state == STATES.index(ItemState.CANCELLED),
        Verdict.DONE: state == STATES.index(ItemState.DONE),
        Verdict.STALLED: is_stalled & standing.is_actionable[:count],
        Verdict.DEADLINE_PASSED: (deadline != NONE) & (finish > deadline),
        Verdict.NOTHING_APPROVED: np.full(count, not approved.has_any),
        Verdict.NOT_IN_APPROVED: variance == NONE,
        Verdict.LATE: variance > TOLERANCE_DAYS,
        Verdict.BEHIND: variance > 0,
        Verdict.OVERTAXED: forecast.total_float[:count] < 0,
        Verdict.STALL_BEFORE: _stall_before(network, found, np.flatnonzero(is_stalled))[:count],
        Verdict.TO_COME: not_begun,
    }
    places = [VERDICTS.index(verdict) for verdict in choices]
    chosen = np.select(list(choices.values()), places, VERDICTS.index(Verdict.ON_COURSE))
    return chosen.astype(np.int8)


def _stall_before(network: ProgrammeNetwork, found: Schedule, stalled: Ints) -> Bools:
    """Return the item rows whose dates are driven, however far back, by a stalled item."""
    reached = np.zeros(len(network.activities), np.bool_)
    if len(stalled):
        driving = np.flatnonzero(found.is_driving)
        edges = network.edges
        reached[
            downstream(len(reached), edges.predecessor[driving], edges.successor[driving], stalled.tolist())
        ] = True
    return reached


def disagreements(declared: npt.NDArray[np.int8], verdict: npt.NDArray[np.int8]) -> Bools:
    """Return where what was declared is better than what the rule finds."""
    said = np.array([_DECLARED_RANK[status] for status in DECLARED])
    ruled = np.array([_COMPUTED_RANK.get(v.status, 0) if v.status else 0 for v in VERDICTS])
    return np.asarray(said[declared] < ruled[verdict])


def is_better(declared: DeclaredStatus, computed: ComputedStatus | None) -> bool:
    """Return whether one declared status is better than one computed."""
    return computed is not None and _DECLARED_RANK[declared] < _COMPUTED_RANK.get(computed, 0)


__all__ = ["DECLARED", "VERDICTS", "Verdict", "disagreements", "is_better", "variance_of", "verdicts_of"]
