"""What the milestones of each initiative say of it: dates, status, progress, what comes next."""

from __future__ import annotations

from datetime import date

import numpy as np

from tracker.analysis.columns import linked_rows
from tracker.analysis.facts import ComputedStatus, InitiativeAnalysis, ItemState
from tracker.analysis.items import Items, disagreement_text
from tracker.analysis.news import News
from tracker.analysis.progress import Shares, progress_of
from tracker.analysis.stalls import Stalls
from tracker.analysis.standing import STATES
from tracker.analysis.status import DECLARED, is_better
from tracker.i18n import Text
from tracker.model.initiative import Initiative, InitiativeStatus, Period
from tracker.planning import NONE, WorkingCalendar, date_of_day
from tracker.planning.instants import Ints

# The worst first: an initiative fares as the worst of its milestones.
_WORST_FIRST = (
    ComputedStatus.STALLED,
    ComputedStatus.LATE,
    ComputedStatus.AT_RISK,
)


def initiatives_of(
    items: Items, calendar: WorkingCalendar, stalls: Stalls, news: News, shares: Shares
) -> tuple[InitiativeAnalysis, ...]:
    """Return the analysis of every initiative, in the rows' order, history and ended ones included."""
    snapshot = items.snapshot
    above = linked_rows(snapshot.milestones, "initiative_id", snapshot.initiatives)
    order = np.lexsort((np.array(snapshot.milestones.column("position"), np.int64), above))
    first = above[order].searchsorted(np.arange(len(snapshot.initiatives) + 1))
    return tuple(
        _initiative(place, order[first[place] : first[place + 1]], items, calendar, stalls, news, shares)
        for place in range(len(snapshot.initiatives))
    )


def _initiative(
    place: int,
    rows: Ints,
    items: Items,
    calendar: WorkingCalendar,
    stalls: Stalls,
    news: News,
    shares: Shares,
) -> InitiativeAnalysis:
    snapshot = items.snapshot
    initiative = snapshot.initiatives[place]
    keys = snapshot.milestones.column("key")
    in_plan = rows[items.state[rows] != STATES.index(ItemState.CANCELLED)]
    finish, approved = _latest(items.early_finish[in_plan]), _latest(items.approved_finish[in_plan])
    status, reason = _status(initiative, in_plan, items)
    declared, declared_day = DECLARED[news.declared[place]], int(news.declared_on[place])
    declared_on = None if declared_day == NONE else date_of_day(declared_day)
    disagrees = is_better(declared, status)
    variance = None if finish is None or approved is None else calendar.working_days_between(approved, finish)
    return InitiativeAnalysis(
        id=initiative.id,
        key=initiative.key,
        title=initiative.title,
        start=_earliest(items.early_start[in_plan]),
        finish=finish,
        approved_finish=approved,
        original_finish=_latest(items.original_finish[in_plan]),
        variance_days=variance,
        computed_status=status,
        reason=reason,
        declared_status=declared,
        declared_on=declared_on,
        disagreement=disagrees,
        disagreement_text=disagreement_text(declared, declared_on, reason) if disagrees else None,
        is_planned=initiative.period == Period.PLAN and not InitiativeStatus(initiative.status).is_ended,
        stalls=stalls.of_rows(rows.tolist()),
        progress=progress_of(snapshot, shares, rows),
        next_milestone=_next(in_plan, items),
        milestones=tuple(keys[row] for row in rows.tolist()),
    )


def _status(initiative: Initiative, rows: Ints, items: Items) -> tuple[ComputedStatus | None, Text]:
    """Return how an initiative fares: as the worst of its open milestones; done only when all are reached."""
    status = InitiativeStatus(initiative.status)
    if status.is_ended:
        return ComputedStatus.CANCELLED, Text(f"verdict.initiative.{status}")
    found = [items.status_at(row) for row in rows.tolist()]
    if not found and status is not InitiativeStatus.DONE:
        return None, Text("verdict.initiative.no_milestone")
    if all(one is ComputedStatus.DONE for one in found):
        return ComputedStatus.DONE, Text("verdict.initiative.done")
    return _status_of_open(found, rows, items)


def _status_of_open(
    found: list[ComputedStatus | None], rows: Ints, items: Items
) -> tuple[ComputedStatus | None, Text]:
    for worst in _WORST_FIRST:
        if worst in found:
            return worst, items.at(int(rows[found.index(worst)])).reason
    if None in found:
        return None, items.at(int(rows[found.index(None)])).reason
    if set(found) == {ComputedStatus.TO_COME}:
        return ComputedStatus.TO_COME, Text("verdict.initiative.to_come")
    return ComputedStatus.ON_COURSE, Text("verdict.initiative.on_course")


def _next(rows: Ints, items: Items) -> str | None:
    """Return the open milestone that is expected first."""
    coming = rows[items.is_open[rows]]
    if not len(coming):
        return None
    first = int(coming[np.argmin(items.early_finish[coming])])
    key: str = items.snapshot.milestones.column("key")[first]
    return key


def _latest(days: Ints) -> date | None:
    known = days[days != NONE]
    return date_of_day(int(known.max())) if len(known) else None


def _earliest(days: Ints) -> date | None:
    known = days[days != NONE]
    return date_of_day(int(known.min())) if len(known) else None
