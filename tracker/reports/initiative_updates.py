"""What people have reported of one initiative, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.i18n import Text
from tracker.model.base import Basis
from tracker.model.progress import DeclaredStatus
from tracker.reports.blocking import what_blocks
from tracker.reports.initiative import milestones_of

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis


@dataclass(frozen=True)
class UpdateLine:
    """One progress update as it was signed."""

    on: date
    author: str
    # The milestone it is about; None: the whole initiative.
    about: str | None
    level: DeclaredStatus
    percent: float | None
    text: str
    blocked: Text | None
    is_assumption: bool

    @property
    def declared(self) -> Text:
        return Text(f"declared.{self.level}")


def update_lines(analysis: ProgrammeAnalysis, subject: str) -> tuple[UpdateLine, ...]:
    """Return the updates of a subject and of its milestones up to the day of the analysis, newest first."""
    titles = {item.id: item.title for item in milestones_of(analysis, subject)}
    initiative = analysis.snapshot.initiatives.by_key(subject)
    found = [
        update
        for update in analysis.snapshot.updates
        if update.reported_on <= analysis.as_of
        and (
            update.milestone_id in titles
            or (initiative is not None and update.initiative_id == initiative.id)
        )
    ]
    found.sort(key=lambda update: (update.reported_on, update.id or 0), reverse=True)
    return tuple(
        UpdateLine(
            on=update.reported_on,
            author=update.author,
            about=titles.get(update.milestone_id) if update.milestone_id is not None else None,
            level=DeclaredStatus(update.declared_status),
            percent=update.progress_percent,
            text=update.text,
            blocked=what_blocks(update.blocked_by, update.could_unblock),
            is_assumption=update.basis == Basis.ASSUMPTION,
        )
        for update in found
    )
