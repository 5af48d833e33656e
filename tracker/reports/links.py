"""The dependencies between the items of the plan, as arrows, tables and sentences show them."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from tracker.analysis.network import keys_of
from tracker.i18n import Text
from tracker.planning import DependencyKind, LagUnit

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis


@dataclass(frozen=True)
class Link:
    """One dependency between two items; an initiative that has no milestones yet stands for itself.

    A dependency of a whole initiative is here once for each milestone that it bears on. A driving link
    sets its successor's date; a critical one does so between two items of the critical path.
    """

    predecessor: str
    successor: str
    kind: DependencyKind
    lag: float
    lag_unit: LagUnit
    reason: str
    is_driving: bool
    is_critical: bool

    @property
    def from_finish(self) -> bool:
        return self.kind in (DependencyKind.FS, DependencyKind.FF)

    @property
    def to_start(self) -> bool:
        return self.kind in (DependencyKind.FS, DependencyKind.SS)

    @property
    def lag_text(self) -> Text | None:
        """Say the lag, or the lead when it is negative; None without one."""
        return lag_text(self.lag, self.lag_unit)


def lag_text(lag: float, unit: LagUnit) -> Text | None:
    """Say a lag, or a lead when it is negative; None without one."""
    if not lag:
        return None
    kind = "lag" if lag > 0 else "lead"
    return Text(f"link.{kind}.{unit.value}", {"amount": abs(lag)}, count=ceil(abs(lag)))


def links_of(analysis: ProgrammeAnalysis) -> tuple[Link, ...]:
    """Return the dependencies of the plan between its items, in the order in which they were entered."""
    network = analysis.situation.network
    edges, rows = network.edges, analysis.snapshot.dependencies
    keys = keys_of(analysis.snapshot, network.stand_ins, range(len(network.activities)))
    kinds = list(DependencyKind)
    critical = analysis.schedule.is_critical[network.activities]
    ends = zip(
        edges.predecessor.tolist(),
        edges.successor.tolist(),
        edges.kind.tolist(),
        edges.dependency.tolist(),
        analysis.schedule.is_driving.tolist(),
        strict=True,
    )
    return tuple(
        Link(
            predecessor=keys[first],
            successor=keys[second],
            kind=kinds[kind],
            lag=rows[dependency].lag,
            lag_unit=LagUnit(rows[dependency].lag_unit),
            reason=rows[dependency].reason,
            is_driving=is_driving,
            is_critical=bool(is_driving and critical[first] and critical[second]),
        )
        for first, second, kind, dependency, is_driving in ends
    )
