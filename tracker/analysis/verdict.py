"""Whether a programme as a whole is on course by rule: its end, and what went wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.status import TOLERANCE_DAYS

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.facts import ItemAnalysis
    from tracker.analysis.programme import ProgrammeAnalysis

_BAD = (ComputedStatus.LATE, ComputedStatus.STALLED)


@dataclass(frozen=True)
class ProgrammeVerdict:
    """The programme's status by rule, and the figures that it rests on."""

    # None: nothing is planned, or nothing is approved to hold the plan against.
    status: ComputedStatus | None
    # The expected end and the approved one; None: not known.
    finish: date | None
    approved: date | None
    # Working days from the approved end to the expected one, positive is late; None: one of them is unknown.
    days: int | None
    # How many items of the plan are late or have stopped.
    bad: int


def verdict_of(analysis: ProgrammeAnalysis) -> ProgrammeVerdict:
    """Return late beyond the tolerance that items have too; at risk when any part of the plan went wrong."""
    items = counted(analysis)
    approved, days = approved_end(analysis)
    bad = sum(item.computed_status in _BAD for item in items)
    status = _status(items, analysis.finish, days, bad)
    return ProgrammeVerdict(status, analysis.finish, approved, days, bad)


def _status(
    items: list[ItemAnalysis], finish: date | None, days: int | None, bad: int
) -> ComputedStatus | None:
    if not items or finish is None:
        return None
    if all(item.state is ItemState.DONE for item in items):
        return ComputedStatus.DONE
    if days is None:
        return None
    if days > 0:
        return lateness(days)
    return ComputedStatus.AT_RISK if bad else ComputedStatus.ON_COURSE


def lateness(days: int) -> ComputedStatus:
    """Return what an end that comes some working days too late is worth."""
    return ComputedStatus.LATE if days > TOLERANCE_DAYS else ComputedStatus.AT_RISK


def approved_end(analysis: ProgrammeAnalysis) -> tuple[date | None, int | None]:
    """Return the approved end of the programme and by how many working days the expected one passes it."""
    approved = max((item.approved_finish for item in counted(analysis) if item.approved_finish), default=None)
    if approved is None or analysis.finish is None:
        return approved, None
    return approved, analysis.calendar.working_days_between(approved, analysis.finish)


def counted(analysis: ProgrammeAnalysis) -> list[ItemAnalysis]:
    """Return the items that are in the plan: neither cancelled nor history."""
    return list(analysis.counted)
