"""Works out the dates of a baseline that a roadmap file approves "as planned"."""

from __future__ import annotations

from datetime import date

from tracker.analysis.calendar import calendar_of
from tracker.analysis.forecast import dates_of, scheduled
from tracker.analysis.network import network_of
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.content import BaselineDateContent, ProgrammeContent
from tracker.planning import date_of_day


def planned_dates(content: ProgrammeContent, as_of: date) -> list[BaselineDateContent]:
    """Return first and last working day of every milestone as the plan had it before anything happened.

    What is out of the plan (history, ended, cancelled) has no planned dates.

    Raises:
        PlanningError: the plan cannot be laid out in time.
    """
    snapshot = snapshot_of(content)
    calendar = calendar_of(snapshot)
    network = network_of(snapshot, calendar, as_of)
    planned = dates_of(scheduled(network.as_planned, snapshot, calendar, None), network, calendar)
    return [
        BaselineDateContent(
            milestone=milestone.key,
            start=date_of_day(int(planned.early_start[row])),
            finish=date_of_day(int(planned.early_finish[row])),
            work_days=milestone.work_days,
        )
        for row, milestone in enumerate(snapshot.milestones)
        if network.is_in_plan[row]
    ]
