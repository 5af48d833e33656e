"""What one initiative waits for, what waits for it, and how its own milestones follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus
from tracker.i18n import Text
from tracker.planning import DependencyKind, LagUnit
from tracker.reports.initiative import milestones_of, standing_of
from tracker.reports.initiative_milestones import finish_of, status_of
from tracker.reports.links import lag_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.milestone import Dependency
    from tracker.reports.style import Status


class Direction(StrEnum):
    """On which side of a dependency the initiative stands."""

    WAITS = "waits"
    HOLDS = "holds"
    INSIDE = "inside"


@dataclass(frozen=True)
class DependencyLine:
    """One dependency as a sentence; `other` is the key of the end that belongs to somebody else."""

    dependency_id: int
    direction: Direction
    sentence: Text
    # Whether it determines the date of what waits.
    is_driving: bool
    reason: str
    other: str
    other_status: Status
    # When the other end is expected; None says nothing.
    expected: Text | None


def dependency_lines(analysis: ProgrammeAnalysis, subject: str) -> tuple[DependencyLine, ...]:
    """Return the dependencies that touch a subject, those that determine a date first."""
    snapshot = analysis.snapshot
    own = {item.key for item in milestones_of(analysis, subject)} | {subject}
    edges, is_driving = analysis.situation.network.edges, analysis.schedule.is_driving
    driving = set(edges.dependency[is_driving].tolist())
    found = []
    for place, row in enumerate(snapshot.dependencies):
        first, second = ends_of(analysis, row)
        if first in own or second in own:
            found.append(_line(analysis, row, (first, second), own, place in driving))
    return tuple(sorted(found, key=lambda line: not line.is_driving))


def ends_of(analysis: ProgrammeAnalysis, row: Dependency) -> tuple[str, str]:
    """Return the keys of what is waited for and of what waits."""
    milestones, initiatives = analysis.snapshot.milestones, analysis.snapshot.initiatives
    before: Any = milestones.get(row.predecessor_id) or initiatives.get(row.predecessor_initiative_id)
    after: Any = milestones.get(row.successor_id) or initiatives.get(row.successor_initiative_id)
    return before.key, after.key


def _line(
    analysis: ProgrammeAnalysis,
    row: Dependency,
    ends: tuple[str, str],
    own: Collection[str],
    is_driving: bool,
) -> DependencyLine:
    first, second = ends
    both = first in own and second in own
    direction = Direction.INSIDE if both else Direction.WAITS if second in own else Direction.HOLDS
    other = second if direction is Direction.HOLDS else first
    status, expected = _other(analysis, other)
    return DependencyLine(
        dependency_id=int(row.id or 0),
        direction=direction,
        sentence=sentence_of(analysis, row),
        is_driving=is_driving,
        reason=row.reason,
        other=other,
        other_status=status,
        expected=expected,
    )


def sentence_of(analysis: ProgrammeAnalysis, row: Dependency) -> Text:
    """Say a dependency: what waits, for what, and how much longer."""
    ends = ends_of(analysis, row)
    names = {"first": _name(analysis, ends[0]), "second": _name(analysis, ends[1])}
    key = f"initiative.link.{DependencyKind(row.kind).value}"
    lag = lag_text(row.lag, LagUnit(row.lag_unit))
    link = Text(key, names)
    return (
        Text("initiative.link.plain", {"link": link})
        if lag is None
        else Text("initiative.link.lagged", {"link": link, "lag": lag})
    )


def _name(analysis: ProgrammeAnalysis, key: str) -> Text:
    milestone = analysis.snapshot.milestones.by_key(key)
    if milestone is not None:
        return Text("initiative.quoted", {"title": milestone.title})
    initiative = analysis.snapshot.initiatives.by_key(key)
    return Text("initiative.whole", {"title": initiative.title if initiative else key})


def _other(analysis: ProgrammeAnalysis, key: str) -> tuple[Status, Text | None]:
    standing = standing_of(analysis, key)
    if standing is not None:
        status, finish = standing.computed_status, standing.finish
    else:
        item = analysis.items.by_key(key)
        status, finish = status_of(item), finish_of(item)
    form = "reached" if status is ComputedStatus.DONE else "expected"
    return status, Text(f"initiative.link.{form}", {"finish": finish}) if finish else None
