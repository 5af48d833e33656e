"""Where each initiative, or each service, stands: one row each, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.progress import progress_of, shares_of
from tracker.analysis.verdict import counted
from tracker.reports.council import against_approved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import ItemAnalysis, Progress
    from tracker.i18n import Text
    from tracker.model.progress import DeclaredStatus
    from tracker.reports.style import Status

_WORST_FIRST: tuple[Status, ...] = (
    ComputedStatus.STALLED,
    ComputedStatus.LATE,
    ComputedStatus.AT_RISK,
    None,
    ComputedStatus.ON_COURSE,
    ComputedStatus.TO_COME,
    ComputedStatus.DONE,
    ComputedStatus.CANCELLED,
)


@dataclass(frozen=True)
class StandingRow:
    """One initiative or service: status by rule and as declared, progress, expected and approved end."""

    key: str
    title: str
    service: str | None
    status: Status
    declared: DeclaredStatus | None
    is_disagreement: bool
    # Its open milestones that are declared better than their dates show.
    contested: int
    # None: cannot be computed; `progress_reason` says why.
    percent: float | None
    progress_reason: Text
    reached: int
    counted: int
    expected: date | None
    approved: date | None
    # As first approved.
    original: date | None
    variance_days: int | None
    comparison: Text


def initiative_rows(analysis: ProgrammeAnalysis) -> tuple[StandingRow, ...]:
    """Return a row for each initiative of the plan, those that need attention first."""
    snapshot = analysis.snapshot
    rows = []
    for found in analysis.initiatives:
        if not found.is_planned or not found.milestones:
            continue
        record = snapshot.initiatives.by_id(found.id)
        service = snapshot.services.get(record.service_id)
        rows.append(
            StandingRow(
                key=found.key,
                title=found.title,
                service=service.name if service else None,
                status=found.computed_status,
                declared=found.declared_status,
                is_disagreement=found.disagreement,
                contested=_contested(analysis.items.by_key(key) for key in found.milestones),
                percent=found.progress.percent,
                progress_reason=found.progress.formula,
                reached=found.progress.reached,
                counted=found.progress.counted,
                expected=found.finish,
                approved=found.approved_finish,
                original=found.original_finish,
                variance_days=found.variance_days,
                comparison=against_approved(found.approved_finish, found.variance_days),
            )
        )
    return worst_first(rows)


def _contested(items: Iterable[ItemAnalysis]) -> int:
    return sum(item.disagreement and item.state is not ItemState.DONE for item in items)


def worst_first(rows: Iterable[StandingRow]) -> tuple[StandingRow, ...]:
    """Return the rows in the order in which they need attention."""
    return tuple(
        sorted(rows, key=lambda row: (_WORST_FIRST.index(row.status), -(row.variance_days or 0), row.key))
    )


def service_rows(analysis: ProgrammeAnalysis) -> tuple[StandingRow, ...]:
    """Return a row for each service that has work in the plan, those that need attention first.

    A service stands as the worst of its open items; its end is the last of theirs.
    """
    names = {service.key: service.name for service in analysis.snapshot.services}
    by_service: dict[str, list[ItemAnalysis]] = {}
    for item in counted(analysis):
        if item.service_key is not None:
            by_service.setdefault(item.service_key, []).append(item)
    return worst_first(_service_row(analysis, key, names[key], items) for key, items in by_service.items())


def _service_row(analysis: ProgrammeAnalysis, key: str, name: str, items: list[ItemAnalysis]) -> StandingRow:
    open_items = [item for item in items if item.state is not ItemState.DONE]
    last = max(open_items or items, key=lambda item: item.early_finish or date.min)
    progress = _progress(analysis, items)
    return StandingRow(
        key=key,
        title=name,
        service=None,
        status=_worst(open_items),
        declared=None,
        is_disagreement=False,
        contested=_contested(open_items),
        percent=progress.percent,
        progress_reason=progress.formula,
        reached=len(items) - len(open_items),
        counted=len(items),
        expected=last.early_finish,
        approved=last.approved_finish,
        original=last.original_finish,
        variance_days=last.variance_days,
        comparison=against_approved(last.approved_finish, last.variance_days),
    )


def _progress(analysis: ProgrammeAnalysis, items: list[ItemAnalysis]) -> Progress:
    snapshot = analysis.snapshot
    rows = np.array([snapshot.milestones.row_of_id[item.id] for item in items], np.int64)
    return progress_of(snapshot, shares_of(snapshot, analysis.items), rows)


def _worst(open_items: list[ItemAnalysis]) -> Status:
    if not open_items:
        return ComputedStatus.DONE
    return min((item.computed_status for item in open_items), key=_WORST_FIRST.index)
