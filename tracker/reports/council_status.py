"""The first lines of the council page: the status computed and declared, and how old the news is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.fading import faded, fades_after
from tracker.analysis.verdict import counted
from tracker.i18n import Text
from tracker.reports.council import verdict
from tracker.reports.council_line import Line, Record, of_milestones

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.analysis import ProgrammeAnalysis
    from tracker.reports.style import Status

# In the order in which they are told.
_COUNTED: tuple[Status, ...] = (
    ComputedStatus.DONE,
    ComputedStatus.ON_COURSE,
    ComputedStatus.TO_COME,
    ComputedStatus.AT_RISK,
    ComputedStatus.LATE,
    ComputedStatus.STALLED,
    None,
)


def status_lines(analysis: ProgrammeAnalysis) -> tuple[Line, ...]:
    """Return the computed status in a sentence, then what is declared, what has faded, what is approved."""
    return tuple(_status_lines(analysis))


def _status_lines(analysis: ProgrammeAnalysis) -> Iterator[Line]:
    found = verdict(analysis)
    everything = of_milestones(item.key for item in counted(analysis))
    plans = tuple(
        Record("baselines", plan.key)
        for plan in analysis.snapshot.baselines
        if plan.approved_on <= analysis.as_of
    )
    # Green only for news: dates alone are no good news, and wear no status.
    is_vouched_for = found.has_news or found.status is not ComputedStatus.ON_COURSE
    yield Line(
        found.sentence,
        records=(*everything, *plans[-1:]),
        has_status=True,
        status=found.status if is_vouched_for else None,
    )
    if found.supposition:
        yield Line(found.supposition, records=everything)
    if found.declared:
        yield Line(found.declared, records=everything)
    yield from _faded(analysis)
    if found.approved_again:
        yield Line(found.approved_again, records=plans)
    yield from _counts(analysis)


def _faded(analysis: ProgrammeAnalysis) -> Iterator[Line]:
    """Say how many declared statuses are too old to count, and after how long that is."""
    column = faded(analysis)
    rows = analysis.snapshot.milestones.row_of_id
    old = [
        item.key for item in counted(analysis) if item.state is not ItemState.DONE and column[rows[item.id]]
    ]
    if old:
        values = {"days": fades_after(analysis.snapshot)}
        yield Line(Text("page.faded", values, count=len(old)), records=of_milestones(old))


def status_counts(analysis: ProgrammeAnalysis) -> tuple[tuple[Status, int], ...]:
    """Return how many milestones of the plan have each status, those that none has left out."""
    found = Counter(item.computed_status for item in counted(analysis))
    return tuple((status, found[status]) for status in _COUNTED if found[status])


def _counts(analysis: ProgrammeAnalysis) -> Iterator[Line]:
    counts = status_counts(analysis)
    if counts:
        parts = [
            Text(f"page.count.{'unknown' if status is None else status.value}", count=count)
            for status, count in counts
        ]
        records = of_milestones(item.key for item in counted(analysis))
        total = sum(count for _, count in counts)
        yield Line(Text("page.counts", {"parts": parts}, count=total), records=records)
