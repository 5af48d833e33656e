"""The small timeline of a static page: a bar for each initiative, placed in percent of the time shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.i18n import Text
from tracker.reports.style import glyph, status_name, status_text
from tracker.reports.time_axis import time_frame

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.sharing import SharedInitiative, SharedRoadmap
    from tracker.i18n import Translator
    from tracker.reports.time_axis import TimeFrame

MOST_TICKS = 6
BARS_SHOWN = 30


@dataclass(frozen=True)
class TimelineBar:
    """One initiative; `left`, `width` and `approved` are percents of the width."""

    title: str
    status: str
    glyph: str
    left: float
    width: float
    # Where it was approved to end; None: not approved.
    approved: float | None
    # The same in words, for those who cannot see it.
    words: Text


@dataclass(frozen=True)
class Timeline:
    """The bars, the named days above them and the day of the reading."""

    bars: tuple[TimelineBar, ...]
    ticks: tuple[tuple[float, str], ...]
    today: float | None
    sentence: Text


def timeline_of(roadmap: SharedRoadmap, t: Translator) -> Timeline | None:
    """Return the timeline of the dated initiatives; None when there is none."""
    dated = [one for one in roadmap.initiatives if one.start and one.finish][:BARS_SHOWN]
    days = [day for one in dated for day in (one.start, one.finish, one.approved_finish) if day]
    if not days:
        return None
    frame = time_frame(days, t.language, MOST_TICKS)
    return Timeline(
        bars=tuple(_bar(one, frame) for one in dated),
        ticks=tuple(
            (_percent(tick.day, frame), f"{tick.month} {tick.year}".strip())
            for tick in frame.ticks
            if tick.day >= frame.first
        ),
        today=_percent(roadmap.as_of, frame) if frame.first <= roadmap.as_of < frame.after else None,
        sentence=Text("share.timeline.sentence", {"start": min(days), "finish": max(days)}, count=len(dated)),
    )


def _bar(one: SharedInitiative, frame: TimeFrame) -> TimelineBar:
    start, finish = one.start or frame.first, one.finish or frame.first
    left = _percent(start, frame)
    values = {"title": one.title, "start": start, "finish": finish, "status": status_text(one.status)}
    return TimelineBar(
        title=one.title,
        status=status_name(one.status),
        glyph=glyph(one.status),
        left=left,
        width=max(_percent(finish, frame) - left, 1.0),
        approved=_percent(one.approved_finish, frame) if one.approved_finish else None,
        words=Text("share.timeline.bar", values),
    )


def _percent(day: date, frame: TimeFrame) -> float:
    return round((day - frame.first).days / (frame.after - frame.first).days * 100, 2)
