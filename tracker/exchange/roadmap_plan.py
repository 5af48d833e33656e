"""Works out the dates of a baseline that a roadmap file approves "as planned"."""

from __future__ import annotations

from datetime import date

from tracker.analysis.calendar import calendar_of
from tracker.analysis.network import network_of
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.content import BaselineDateContent, ProgrammeContent
from tracker.planning import schedule


def planned_dates(content: ProgrammeContent, as_of: date) -> list[BaselineDateContent]:
    """Return first and last working day of every milestone as the plan had it before anything happened.

    What is out of the plan (history, ended, cancelled) has no planned dates.

    Raises:
        CircleError: the dependencies close a circle.
    """
    snapshot = snapshot_of(content)
    calendar = calendar_of(snapshot)
    programme = network_of(snapshot, calendar, as_of)
    planned = schedule(programme.as_planned, calendar.start_of(snapshot.programme.start))
    dates = []
    for activity, row in enumerate(programme.item_rows.tolist()):
        if row < len(snapshot.milestones):
            milestone = snapshot.milestones[row]
            finish = calendar.date_of_finish(int(planned.early_finish[activity]))
            start = calendar.date_of_start(int(planned.early_start[activity]))
            dates.append(
                BaselineDateContent(
                    milestone=milestone.key,
                    # An event has no first day of work of its own.
                    start=min(start, finish),
                    finish=finish,
                    work_days=milestone.work_days,
                )
            )
    return dates
