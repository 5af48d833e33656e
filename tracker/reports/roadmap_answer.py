"""The roadmap's answer in a sentence: when the programme ends, what is late, what opens next."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.reports.roadmap import RoadmapBar, RoadmapGroup

_OVER = (ComputedStatus.DONE, ComputedStatus.CANCELLED)


def roadmap_answer(analysis: ProgrammeAnalysis, bars: Sequence[RoadmapBar]) -> tuple[Text, ...]:
    """Return the sentences above the roadmap; `bars` are all those of the plan."""
    if analysis.finish is None:
        return (Text("roadmap.answer.no_plan"),)
    return (_end(analysis), _trouble(bars), _next_opening(bars, analysis.as_of))


def _end(analysis: ProgrammeAnalysis) -> Text:
    finish = analysis.finish
    approved = [
        item.approved_finish
        for item in analysis.items
        if item.approved_finish and item.state is not ItemState.CANCELLED
    ]
    if finish is None or not approved:
        return Text("roadmap.answer.end.nothing_approved", {"finish": finish})
    days = analysis.calendar.working_days_between(max(approved), finish)
    if not days:
        return Text("roadmap.answer.end.as_approved", {"finish": finish})
    kind = "later" if days > 0 else "earlier"
    return Text(f"roadmap.answer.end.{kind}", {"finish": finish}, count=abs(days))


def _trouble(bars: Iterable[RoadmapBar]) -> Text:
    counts = Counter(bar.status for bar in bars)
    parts = [
        Text(f"roadmap.answer.{status.value}", count=counts[status])
        for status in (ComputedStatus.LATE, ComputedStatus.STALLED, ComputedStatus.AT_RISK)
        if counts[status]
    ]
    return Text("roadmap.answer.trouble", {"parts": parts}) if parts else Text("roadmap.answer.no_trouble")


def _next_opening(bars: Iterable[RoadmapBar], as_of: date) -> Text:
    opening = next_opening(bars, as_of)
    if opening is None:
        return Text("roadmap.answer.no_opening")
    return Text("roadmap.answer.opening", {"title": opening.title, "finish": opening.finish})


def next_opening(bars: Iterable[RoadmapBar], as_of: date) -> RoadmapBar | None:
    """Return the next service that opens to citizens."""
    ahead = [bar for bar in bars if bar.is_public_opening and bar.status not in _OVER]
    dated = [bar for bar in ahead if bar.finish and bar.finish >= as_of]
    return min(dated, key=lambda bar: (bar.finish or as_of, bar.key), default=None)


def roadmap_alt(groups: Sequence[RoadmapGroup]) -> Text:
    """Say what the chart shows, for those who cannot see it."""
    days = [day for group in groups for day in (group.start, group.finish) if day]
    bars = Text("roadmap.alt.milestones", count=sum(len(group.bars) for group in groups))
    initiatives = Text("roadmap.alt.initiatives", count=len(groups))
    if not days:
        return Text("roadmap.alt.undated", {"bars": bars, "initiatives": initiatives})
    values = {"bars": bars, "initiatives": initiatives, "start": min(days), "finish": max(days)}
    return Text("roadmap.alt", values)


def history_answer(bars: Sequence[RoadmapBar]) -> Text:
    """Say what the history spans."""
    days = [bar.finish for bar in bars if bar.finish]
    steps = Text("roadmap.history.steps", count=len(bars))
    if not days:
        return steps
    return Text("roadmap.history.answer", {"steps": steps, "first": min(days), "last": max(days)})
