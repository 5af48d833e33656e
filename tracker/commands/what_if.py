"""Turns a wish about a plan (later, no longer waiting, ended) into the change that a scenario holds."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tracker.commands.dependency import RemoveDependency
from tracker.commands.initiative import EndInitiative
from tracker.commands.links import identity
from tracker.commands.milestone import CancelMilestone, RescheduleMilestone
from tracker.commands.planned_changes import PlannedChange, as_change
from tracker.model.errors import DelayOfFinishedError, UnknownRecordError
from tracker.model.initiative import InitiativeStatus

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.milestone import Milestone
    from tracker.model.snapshot import Snapshot

_ANY_VERSION = 1


def delayed(analysis: ProgrammeAnalysis, key: str, days: float, reason: str = "") -> PlannedChange:
    """Return the change that gives a milestone so many working days more of work, fewer when negative.

    Of work that has begun, what is left grows, as it is told or computed on the day of the analysis.

    Raises:
        UnknownRecordError: no milestone has this key.
        DelayOfFinishedError: it is reached: its work cannot grow.
    """
    row = milestone_named(analysis.snapshot, key)
    if row.actual_finish is not None:
        raise DelayOfFinishedError(keys=[key])
    name = "work_days" if row.actual_start is None else "remaining_days"
    now = row.work_days if row.actual_start is None else _left(analysis, row)
    return as_change(
        RescheduleMilestone(
            programme=analysis.snapshot.programme.key,
            key=key,
            version=_ANY_VERSION,
            changes={name: max(0.0, now + days)},
            reason=reason,
        )
    )


def _left(analysis: ProgrammeAnalysis, row: Milestone) -> float:
    """Return the working days that a milestone begun still takes."""
    if row.remaining_days is not None:
        return row.remaining_days
    place = analysis.snapshot.milestones.row_of_key[row.key]
    activity = int(analysis.situation.network.activities[place])
    if activity < 0:
        return row.work_days
    return float(analysis.engine.remaining[activity]) / analysis.calendar.minutes_per_day


def without_dependency(snapshot: Snapshot, predecessor: str, successor: str) -> tuple[PlannedChange, ...]:
    """Return the changes that remove what joins two items, in whichever way it does.

    Raises:
        UnknownRecordError: nothing joins them.
    """
    found = [row for row in snapshot.dependencies if _ends(snapshot, row) == (predecessor, successor)]
    if not found:
        raise UnknownRecordError(kind="dependency", key=f"{predecessor}:{successor}", nearest=[])
    programme = snapshot.programme.key
    return tuple(
        as_change(RemoveDependency(programme=programme, dependency_id=identity(row), version=_ANY_VERSION))
        for row in found
    )


def _ends(snapshot: Snapshot, row: object) -> tuple[str, str]:
    def key(role: str) -> str:
        milestone = snapshot.milestones.get(getattr(row, f"{role}_id"))
        initiative = snapshot.initiatives.get(getattr(row, f"{role}_initiative_id"))
        end = milestone or initiative
        return end.key if end else ""

    return key("predecessor"), key("successor")


def ended(snapshot: Snapshot, key: str, reason: str) -> PlannedChange:
    """Return the change that takes an initiative or a milestone out of the plan.

    Raises:
        UnknownRecordError: neither has this key.
    """
    programme = snapshot.programme.key
    if snapshot.initiatives.by_key(key) is not None:
        return as_change(
            EndInitiative(
                programme=programme,
                key=key,
                version=_ANY_VERSION,
                status=InitiativeStatus.CANCELLED,
                reason=reason,
            )
        )
    milestone_named(snapshot, key)
    return as_change(CancelMilestone(programme=programme, key=key, version=_ANY_VERSION, reason=reason))


def milestone_named(snapshot: Snapshot, key: str) -> Milestone:
    """Return the milestone with this key.

    Raises:
        UnknownRecordError: there is none; its details name the nearest keys.
    """
    row = snapshot.milestones.by_key(key)
    if row is None:
        nearest = get_close_matches(key, list(snapshot.milestones.row_of_key), 3)
        raise UnknownRecordError(kind="milestone", key=key, nearest=nearest)
    return row
