"""The milestones of one initiative: a row each, as a table on a desk and as short lines on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text
from tracker.reports.council import against_approved
from tracker.reports.style import glyph, status_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis.facts import ItemAnalysis
    from tracker.i18n import Translator
    from tracker.reports.style import Status


def status_of(item: ItemAnalysis) -> Status:
    """Return how an item fares: what is reached is done, whatever its dates were."""
    return ComputedStatus.DONE if item.state is ItemState.DONE else item.computed_status


def finish_of(item: ItemAnalysis) -> date | None:
    """Return the day on which an item was reached, or is expected to be."""
    return item.actual_finish or item.early_finish


def milestone_columns(items: Sequence[ItemAnalysis], t: Translator) -> dict[str, list[Any]]:
    """Return the columns by their headings, one row for each milestone; what is not known is None."""
    columns: dict[str, list[Any]] = {
        "item": [item.title for item in items],
        "status": [f"{glyph(status_of(item))} {t(status_text(status_of(item)))}" for item in items],
        "forecast": [_day(finish_of(item), t) for item in items],
        "approved": [_day(item.approved_finish, t) for item in items],
        "original": [_day(item.original_finish, t) for item in items],
        "variance": [item.variance_days for item in items],
        "float": [None if item.state is ItemState.DONE else item.total_float_days for item in items],
        "progress": [progress_of(item) for item in items],
    }
    return {t.text(f"initiative.column.{name}"): column for name, column in columns.items()}


def _day(day: date | None, t: Translator) -> str | None:
    return None if day is None else t.date(day)


def progress_of(item: ItemAnalysis) -> float | None:
    return 100.0 if item.state is ItemState.DONE else item.progress_percent


def milestone_line(item: ItemAnalysis) -> Text:
    """Say when a milestone is reached and how that compares with the approval."""
    finish = finish_of(item)
    if item.state is ItemState.CANCELLED or finish is None:
        return item.reason
    form = "reached" if item.state is ItemState.DONE else "expected"
    comparison = against_approved(item.approved_finish, item.variance_days)
    return Text(f"initiative.line.{form}", {"finish": finish, "comparison": comparison})
