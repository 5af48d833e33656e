"""What has happened lately: milestones reached and begun, progress reported, plans approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.analysis import analyse
from tracker.i18n import Text
from tracker.model.progress import DeclaredStatus
from tracker.reports.council import NEWS_SPAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis

_ORDER = ("reached", "approved", "begun", "reported")


@dataclass(frozen=True)
class Change:
    """One thing that happened on one day; `words` are those of the person who reported it."""

    on: date
    kind: str  # one of _ORDER
    item: str | None
    sentence: Text
    words: str = ""
    author: str = ""


@dataclass(frozen=True)
class Drift:
    """How far the expected end moved since a day, in working days, positive = later."""

    since: date
    expected_then: date
    expected_now: date
    working_days: int

    @property
    def sentence(self) -> Text:
        values = {"since": self.since, "then": self.expected_then, "now": self.expected_now}
        if self.working_days == 0:
            return Text("recent.drift.none", values)
        form = "later" if self.working_days > 0 else "earlier"
        return Text(f"recent.drift.{form}", values, count=abs(self.working_days))


def drift(analysis: ProgrammeAnalysis) -> Drift | None:
    """Return how the expected end moved in 30 days: today's plan, with what was known then and what is now.

    None for a programme that had not begun, or has nothing planned.
    """
    since = analysis.as_of - NEWS_SPAN
    if since < analysis.snapshot.programme.start or analysis.finish is None:
        return None
    before = analyse(analysis.snapshot, since)
    if before.finish is None:
        return None
    return Drift(
        since=since,
        expected_then=before.finish,
        expected_now=analysis.finish,
        working_days=analysis.calendar.working_days_between(before.finish, analysis.finish),
    )


def changes(analysis: ProgrammeAnalysis) -> tuple[Change, ...]:
    """Return what happened in the last 30 days: milestones reached first, then by day, the latest first."""
    since, until = analysis.as_of - NEWS_SPAN, analysis.as_of
    found = [*_milestones(analysis), *_plans(analysis), *_reports(analysis)]
    lately = [change for change in found if since < change.on <= until]
    return tuple(sorted(lately, key=lambda change: (_ORDER.index(change.kind), -change.on.toordinal())))


def _milestones(analysis: ProgrammeAnalysis) -> Iterator[Change]:
    for item in analysis.items:
        if item.actual_finish is not None:
            yield Change(
                item.actual_finish, "reached", item.key, Text("recent.reached", {"title": item.title})
            )
        elif item.actual_start is not None:
            yield Change(item.actual_start, "begun", item.key, Text("recent.begun", {"title": item.title}))


def _plans(analysis: ProgrammeAnalysis) -> Iterator[Change]:
    for plan in analysis.snapshot.baselines:
        values = {"name": plan.name, "by": plan.approved_by}
        yield Change(plan.approved_on, "approved", None, Text("recent.approved", values))


def _reports(analysis: ProgrammeAnalysis) -> Iterator[Change]:
    snapshot = analysis.snapshot
    for update in snapshot.updates:
        row = snapshot.milestones.get(update.milestone_id) or snapshot.initiatives.get(update.initiative_id)
        if row is not None:
            given = update.declared_status != DeclaredStatus.NOT_GIVEN
            values = {"title": row.title, "status": Text(f"declared.{update.declared_status}")}
            sentence = Text("recent.declared" if given else "recent.reported", values)
            yield Change(update.reported_on, "reported", row.key, sentence, update.text, update.author)
