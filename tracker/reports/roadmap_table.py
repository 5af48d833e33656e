"""The roadmap as a table: the same facts as the chart, for those who read tables or use the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.reports.style import glyph, status_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.i18n import Translator
    from tracker.reports.roadmap import RoadmapBar


def roadmap_columns(bars: Sequence[RoadmapBar], t: Translator) -> dict[str, list[Any]]:
    """Return the columns by their headings, one row for each bar; what is not known is None."""
    columns: dict[str, list[Any]] = {
        "item": [bar.title for bar in bars],
        "status": [f"{glyph(bar.status)} {t(status_text(bar.status))}" for bar in bars],
        "start": [bar.start for bar in bars],
        "finish": [bar.finish for bar in bars],
        "original": [bar.original_finish or bar.approved_finish for bar in bars],
        "approved": [bar.approved_finish for bar in bars],
        "variance": [bar.variance_days for bar in bars],
        "float": [bar.float_days for bar in bars],
        "progress": [None if bar.share_done is None else round(bar.share_done * 100) for bar in bars],
        "critical": [bar.is_critical for bar in bars],
        "service": [bar.service for bar in bars],
        "initiative": [bar.initiative or "" for bar in bars],
    }
    return {t.text(f"roadmap.field.{name}"): column for name, column in columns.items()}
