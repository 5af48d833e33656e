"""Where each item stands on the day: done, begun, able to begin, or held back and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.analysis.columns import NO_ROW, days_of, flags, linked_rows
from tracker.analysis.edges import FS
from tracker.analysis.facts import ItemState
from tracker.analysis.forecast import Planned, days_between
from tracker.analysis.network import ProgrammeNetwork
from tracker.analysis.news import News
from tracker.model.initiative import InitiativeStatus
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, ConstraintKind, WorkingCalendar
from tracker.planning.instants import MINUTES_A_DAY, Bools, Ints, day_of
from tracker.planning.network import CONSTRAINT_CODES, LAG_UNIT_CODES, LagUnit
from tracker.planning.progress import by_calendar

STATES = list(ItemState)
_PINS_START = [
    CONSTRAINT_CODES[ConstraintKind.START_NO_EARLIER_THAN],
    CONSTRAINT_CODES[ConstraintKind.MUST_START_ON],
]


@dataclass(frozen=True, eq=False)
class Standing:
    """By item row (stand-ins of initiatives at the end). Days are day numbers, `NONE` where absent.

    `is_actionable`: unfinished, and either begun or held back by nothing. `could_move_since`: the first
    day on which it could begin (`NONE` while it cannot). `overdue`: working days since the planned finish
    of an actionable item, else 0. `blocking` are the edges that hold an unfinished item back now: its
    start, or the end of work begun, which then is `held_at_finish` and not actionable: whatever is done
    on it, another item determines when it is reached.
    """

    state: npt.NDArray[np.int8]
    actual_start: Ints
    actual_finish: Ints
    planned_start: Ints
    planned_finish: Ints
    is_open: Bools
    is_done: Bools
    is_started: Bools
    is_actionable: Bools
    held_at_finish: Bools
    could_move_since: Ints
    overdue: Ints
    blocking: Ints


def standing_of(
    snapshot: Snapshot,
    network: ProgrammeNetwork,
    calendar: WorkingCalendar,
    as_of: date,
    plan: Planned,
    news: News,
    drives: Bools,
) -> Standing:
    """Return the standing of every item.

    Args:
        drives: for each edge of the network, whether it determines its successor's forecast.
    """
    today = np.full(len(network.activities), day_of(as_of), np.int64)
    start, finish = _actual_days(snapshot, network, today)
    planned_start, planned_finish = plan.start, plan.finish
    in_plan = network.activities != NO_ROW
    is_done = finish != NONE
    reported = np.append(news.progress > 0, np.zeros(len(network.stand_ins), np.bool_))
    is_started = ((start != NONE) | reported) & ~is_done & in_plan
    _pass_through_stand_ins(snapshot, network, is_done)
    is_open = in_plan & ~is_done
    reached = is_done, is_started | is_done
    blocking, released = _held_back(network, reached, is_open)
    at_finish = _held_at_finish(network, reached, is_started & is_open, drives)
    held_at_finish = np.zeros(len(in_plan), np.bool_)
    held_at_finish[network.edges.successor[at_finish]] = True
    since = _could_move_since(snapshot, network, released, planned_start)
    held = np.zeros(len(in_plan), np.bool_)
    held[network.edges.successor[blocking]] = True
    can_begin = ~held & (since <= today)
    is_actionable = is_open & np.where(is_started, ~held_at_finish, can_begin)
    begun = np.where(start == NONE, since, start)
    overdue = np.maximum(days_between(calendar, planned_finish, today), 0)
    start_passed = (planned_start != NONE) & (planned_start < today)
    state = _states(snapshot, in_plan, is_done, is_started, is_actionable, start_passed)
    return Standing(
        state=state,
        actual_start=start,
        actual_finish=finish,
        planned_start=planned_start,
        planned_finish=planned_finish,
        is_open=is_open,
        is_done=is_done,
        is_started=is_started,
        is_actionable=is_actionable,
        held_at_finish=held_at_finish,
        could_move_since=np.where(is_actionable, np.minimum(begun, today), NONE),
        overdue=np.where(is_actionable & (planned_finish != NONE), overdue, 0),
        blocking=np.append(blocking, at_finish),
    )


def _longer(column: Ints, network: ProgrammeNetwork) -> Ints:
    return np.append(column, np.full(len(network.stand_ins), NONE, np.int64))


def _actual_days(snapshot: Snapshot, network: ProgrammeNetwork, today: Ints) -> tuple[Ints, Ints]:
    """Return the actual dates known on the day."""
    rows = snapshot.milestones
    start = _longer(days_of(rows, "actual_start"), network)
    finish = _longer(days_of(rows, "actual_finish"), network)
    return np.where(start > today, NONE, start), np.where(finish > today, NONE, finish)


def _pass_through_stand_ins(snapshot: Snapshot, network: ProgrammeNetwork, is_done: Bools) -> None:
    """Count an initiative without milestones as done once it is declared so or nothing before it is open."""
    count = len(snapshot.milestones)
    waiting = set()
    for place, initiative in enumerate(network.stand_ins.tolist()):
        if snapshot.initiatives[initiative].status == InitiativeStatus.DONE:
            is_done[count + place] = True
        else:
            waiting.add(count + place)
    settled = False
    while waiting and not settled:
        edges = network.edges
        open_before = set(edges.successor[~is_done[edges.predecessor]].tolist())
        free = waiting - open_before
        is_done[list(free)] = True
        waiting -= free
        settled = not free


def _held_back(network: ProgrammeNetwork, reached: tuple[Bools, Bools], is_open: Bools) -> tuple[Ints, Ints]:
    """Return the edges that hold an open item's start back, and the day number each row was released on.

    A dependency into the finish (FF, SF) holds no start back. A dependency whose predecessor is reached
    releases its successor once the lag has passed.
    """
    edges = network.edges
    is_done, is_started = reached
    to_start = edges.to_start & is_open[edges.successor]
    is_reached = np.where(edges.from_finish, is_done[edges.predecessor], is_started[edges.predecessor])
    released = np.full(len(is_open), NONE, np.int64)
    passed = np.flatnonzero(to_start & is_reached)
    if len(passed):
        np.maximum.at(released, edges.successor[passed], _release_days(network, passed))
    return np.flatnonzero(to_start & ~is_reached), released


def _held_at_finish(
    network: ProgrammeNetwork, reached: tuple[Bools, Bools], is_begun: Bools, drives: Bools
) -> Ints:
    """Return the edges into the finish (FF, SF) by which an unreached item drives the end of work begun."""
    edges = network.edges
    is_done, is_started = reached
    before = edges.predecessor
    is_reached = np.where(edges.from_finish, is_done[before], is_started[before])
    into_finish = ~edges.to_start
    return np.flatnonzero(into_finish & drives & is_begun[edges.successor] & ~is_reached)


def _release_days(network: ProgrammeNetwork, edges: Ints) -> Ints:
    """Return the first day on which the successor of each reached dependency could begin."""
    engine = network.network
    before = engine.predecessor[edges].astype(np.int64)
    from_finish = engine.kind[edges] == FS
    at = np.where(from_finish, engine.actual_finish[before], engine.actual_start[before])
    known = at != NONE
    lag, unit = engine.lag[edges], engine.lag_unit[edges]
    percent = np.rint(engine.work[before] * (lag / 10_000)).astype(np.int64)
    working = np.where(unit == LAG_UNIT_CODES[LagUnit.PERCENT], percent, lag)
    elapsed = unit == LAG_UNIT_CODES[LagUnit.CALENDAR_DAYS]
    instants = np.where(known, at, 0) + np.where(elapsed, lag, 0)
    used = engine.calendar[engine.successor[edges]].astype(np.int64)
    work = by_calendar(engine.calendars, used, instants, WorkingCalendar.work_at)
    start = by_calendar(
        engine.calendars, used, work + np.where(elapsed, 0, working), WorkingCalendar.start_at
    )
    # Reached without a date (a stand-in, or begun by report): released since ever.
    return np.where(known, start // MINUTES_A_DAY, NONE)


def _could_move_since(
    snapshot: Snapshot,
    network: ProgrammeNetwork,
    released: Ints,
    planned_start: Ints,
) -> Ints:
    """Return the first day on which nothing (more) held each item back.

    What has no predecessor could begin on its planned start; a date asked for by a constraint holds back.
    """
    engine = network.network
    pinned = np.where(np.isin(engine.constraint, _PINS_START), engine.constraint_at, NONE)
    asked = np.full(len(released), NONE, np.int64)
    asked[network.item_rows] = np.where(pinned == NONE, NONE, pinned // MINUTES_A_DAY)
    first = np.full(len(released), day_of(snapshot.programme.start), np.int64)
    has_predecessor = np.zeros(len(released), np.bool_)
    has_predecessor[network.edges.successor[network.edges.to_start]] = True
    first = np.where(has_predecessor, np.maximum(first, released), np.maximum(first, planned_start))
    return np.maximum(first, asked)


def _states(
    snapshot: Snapshot,
    in_plan: Bools,
    is_done: Bools,
    is_started: Bools,
    is_actionable: Bools,
    start_passed: Bools,
) -> npt.NDArray[np.int8]:
    cancelled = np.zeros(len(in_plan), np.bool_)
    rows = snapshot.milestones
    ended = [InitiativeStatus(initiative.status).is_ended for initiative in snapshot.initiatives]
    of_initiative = linked_rows(rows, "initiative_id", snapshot.initiatives)
    cancelled[: len(rows)] = flags(rows.column("is_cancelled")) | flags([*ended, False])[of_initiative]
    choices = [cancelled, is_done, ~in_plan, is_started, is_actionable, start_passed]
    states = [
        ItemState.CANCELLED,
        ItemState.DONE,
        ItemState.CANCELLED,
        ItemState.IN_PROGRESS,
        ItemState.READY,
        ItemState.WAITING,
    ]
    found = np.select(choices, [STATES.index(s) for s in states], STATES.index(ItemState.TO_COME))
    return found.astype(np.int8)


__all__ = ["STATES", "Standing", "standing_of"]
