"""What has happened lately: milestones reached and begun, progress reported, plans approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.analysis.since import NEWS_SPAN
from tracker.i18n import Text
from tracker.model.progress import DeclaredStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis

# On one day, what matters most comes first.
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


def changes(analysis: ProgrammeAnalysis) -> tuple[Change, ...]:
    """Return what happened in the last 30 days, the latest first."""
    since, until = analysis.as_of - NEWS_SPAN, analysis.as_of
    found = [*_milestones(analysis), *_plans(analysis), *_reports(analysis)]
    lately = [change for change in found if since < change.on <= until]
    return tuple(sorted(lately, key=lambda change: (-change.on.toordinal(), _ORDER.index(change.kind))))


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
