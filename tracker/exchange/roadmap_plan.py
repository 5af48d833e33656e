"""Works out the dates of a baseline that a roadmap file approves "as planned"."""

from __future__ import annotations

from datetime import date

from tracker.analysis import analyse
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.content import BaselineDateContent, ProgrammeContent


def planned_dates(content: ProgrammeContent, as_of: date) -> list[BaselineDateContent]:
    """Return first and last working day of every milestone as the plan had it before anything happened.

    What is out of the plan (history, ended, cancelled) has no planned dates.

    Raises:
        PlanningError: the plan cannot be laid out in time.
    """
    unapproved = content.model_copy(update={"baselines": []})
    items = analyse(snapshot_of(unapproved), as_of).items
    work = {milestone.key: milestone.work_days for milestone in content.milestones}
    return [
        BaselineDateContent(
            milestone=item.key, start=item.planned_start, finish=item.planned_finish, work_days=work[item.key]
        )
        for item in items
        if item.planned_start is not None and item.planned_finish is not None
    ]
