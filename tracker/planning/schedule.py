"""When everything can happen: early and late dates, floats and driving dependencies of a network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning import passes, reference
from tracker.planning.calendars import WorkingCalendar
from tracker.planning.instants import MINUTES_A_DAY, NONE, Bools, Ints
from tracker.planning.layout import Layout, lay_out
from tracker.planning.levels import Levels
from tracker.planning.network import Network
from tracker.planning.passes import Early
from tracker.planning.progress import by_calendar


@dataclass(frozen=True, eq=False)
class Schedule:
    """Dates (instants) and floats (working minutes of each activity's calendar) by row of the network.

    A finish at the end of a day (17:00) and a start on the next morning (08:00) are different instants.
    `is_critical` is said of unfinished activities without total float. `is_driving` is said of the
    dependencies that alone determine their successor's early dates (several, when they tie).
    `level` is each row's level in the network.
    """

    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Ints
    free_float: Ints
    is_critical: Bools
    is_driving: Bools
    finish: int
    level: Ints


@dataclass(frozen=True, eq=False)
class EarlyDates:
    """The soonest start and finish (instants) of each activity, by row of the network."""

    early_start: Ints
    early_finish: Ints


def schedule(
    network: Network, start: int, as_of: int | None = None, levels: Levels | None = None
) -> Schedule:
    """Schedule a network from an instant; as of a later instant, unfinished work lies after it.

    The rules:

    - An unstarted activity starts when its dependencies, its constraint, `start` and `as_of` allow.
    - A started one keeps its actual start; its remaining work goes on when `as_of` and its predecessors
      allow (retained logic: work begun out of sequence waits for what it should have waited for).
      Without a told remainder it is what the time since the start leaves, at least one day.
    - A finished one keeps its dates: early, late and actual are one; nothing bounds it any more.
    - An activity that must start or finish on a date does, even when its predecessors say later, but
      never before `as_of` (MS Project, "tasks will always honor their constraint dates"). Its float is
      then measured from where the dependencies would have it, so that the conflict shows as negative.
    - A deadline and a no-later-than never move early dates; they bound late dates.
    - As late as possible changes no early date either: such work is planned on its late dates.
    - A lag in working time is counted on the successor's calendar, and what a dependency asks is
      compared in working time: Friday 17:00 satisfies Monday 08:00, except for an event (no work).
    - An event stands where its driving predecessor finishes (Friday evening, not Monday morning).
    - Total float is the slip that moves neither the finish, nor a deadline, a no-later-than or a pin.
      Free float is the slip that moves no successor; never more than total float, never below zero.

    Args:
        levels: the numbering of these dependencies, when several schedules share it.

    Raises:
        CircleError: the dependencies close a circle.
        DateRangeError: a date leaves the years 1 to 9999.
    """
    layout = lay_out(network, start, as_of, levels)
    return solve(network, layout, thin=layout.levels.is_thin)


def early_dates(
    network: Network, start: int, as_of: int | None = None, levels: Levels | None = None
) -> EarlyDates:
    """Return the early dates that `schedule` finds, without the late ones: half the work."""
    layout = lay_out(network, start, as_of, levels)
    if not len(network):
        return EarlyDates(np.empty(0, np.int64), np.empty(0, np.int64))
    _, starts, finishes = _soonest(network, layout, layout.levels.is_thin)
    by_row = layout.levels.place
    return EarlyDates(starts[by_row], finishes[by_row])


def start_days(network: Network, starts: Ints) -> Ints:
    """Return the day (number since 1970-01-01) on which each activity's start falls, by row."""
    return _days(network, starts, 0)


def finish_days(network: Network, finishes: Ints) -> Ints:
    """Return the last working day of each activity (number since 1970-01-01), by row.

    An event falls on the day of its instant: on Friday when its predecessor finishes that evening.
    """
    return _days(network, finishes, 1)


def _days(network: Network, instants: Ints, back: int) -> Ints:
    return np.asarray((instants - back * (network.work > 0)) // MINUTES_A_DAY, np.int64)


def solve(network: Network, layout: Layout, *, thin: bool) -> Schedule:
    """Schedule a network that is laid out, on plain lists when `thin`, on arrays otherwise."""
    if not len(network):
        return _nothing()
    early, starts, finishes = _soonest(network, layout, thin)
    engine = reference if thin else passes
    late = engine.backward_pass(layout, _caps(network, layout, int(finishes.max())))
    return _schedule(network, layout, early, late, starts, finishes)


def _soonest(network: Network, layout: Layout, thin: bool) -> tuple[Early, Ints, Ints]:
    """Return what the forward pass found, and as instants by place when each starts and finishes."""
    engine = reference if thin else passes
    early = engine.forward_pass(layout)
    rows = len(network)
    used = np.concatenate([layout.calendar, layout.calendar])
    instants = by_calendar(network.calendars, used, early.cells[: 2 * rows], WorkingCalendar.instants_at)
    starts, finishes = instants[:rows], instants[rows:]
    _keep_facts(network, layout, starts, finishes)
    return early, starts, finishes


def _keep_facts(network: Network, layout: Layout, starts: Ints, finishes: Ints) -> None:
    """Put what happened where it happened, even outside working hours."""
    order = layout.levels.order
    begun, finished = network.actual_start[order], layout.progress.finished
    known = (layout.progress.started | finished) & (begun != NONE)
    starts[known] = begun[known]
    finishes[finished] = network.actual_finish[order][finished]


def _caps(network: Network, layout: Layout, finish: int) -> Ints:
    """The last finish tick of each place: the network's finish, or its own dates if sooner."""
    at = np.array([finish], dtype=np.int64)
    last = np.array([int(own.floor_ticks_at(at)[0]) for own in network.calendars], dtype=np.int64)
    return np.minimum(layout.bounds.latest(layout.shape), last[layout.calendar])


def _schedule(
    network: Network, layout: Layout, early: Early, late: Ints, starts: Ints, finishes: Ints
) -> Schedule:
    rows, progress = len(network), layout.progress
    early_finish = early.cells[rows : 2 * rows]
    total = slack(late, np.maximum(early_finish, early.logic + layout.shape.span))
    total[progress.finished] = 0
    free = _free_float(layout, early, total)
    same = (layout.shape.odd == 0) & (late >> 1 == early_finish >> 1) & (late >= early_finish)
    late_finish = np.where(same, early_finish, late)
    ticks = np.concatenate([late_finish - layout.shape.span, late_finish])
    used = np.concatenate([layout.calendar, layout.calendar])
    ticks[np.concatenate([progress.finished, progress.finished])] = 0
    instants = by_calendar(network.calendars, used, ticks, WorkingCalendar.instants_at)
    late_starts, late_finishes = instants[:rows], instants[rows:]
    late_starts[progress.started | progress.finished] = starts[progress.started | progress.finished]
    late_finishes[progress.finished] = finishes[progress.finished]
    by_row = layout.levels.place
    return Schedule(
        early_start=starts[by_row],
        early_finish=finishes[by_row],
        late_start=late_starts[by_row],
        late_finish=late_finishes[by_row],
        total_float=total[by_row],
        free_float=free[by_row],
        is_critical=((total <= 0) & ~progress.finished)[by_row],
        is_driving=_driving(layout, early),
        finish=int(finishes.max()),
        level=np.repeat(np.arange(len(layout.levels.bounds) - 1), np.diff(layout.levels.bounds))[by_row],
    )


def _free_float(layout: Layout, early: Early, total: Ints) -> Ints:
    rows, out_of = len(total), layout.out_of
    finish = early.cells[rows : 2 * rows]
    free = total.copy()
    if len(out_of.row):
        limits = np.concatenate([early.cells[:rows], finish | layout.shape.odd])
        allowed = passes.allowed_finishes(out_of, layout.shape, limits, 0, len(out_of.row))
        least = np.minimum.reduceat(allowed, out_of.first[:-1]) & ~layout.shape.odd[out_of.nodes]
        slip = slack(least, finish[out_of.nodes])
        free[out_of.nodes] = np.minimum(free[out_of.nodes], slip)
    return np.maximum(free, 0)


def slack(limit: Ints, tick: Ints) -> Ints:
    """Working minutes from a tick to its limit; an event slips to the evening side of a break.

    Monday morning past a limit of Friday evening is no working time but too late all the same: -1.
    """
    slack = (limit >> 1) - (tick >> 1)
    return np.where((slack == 0) & (tick > limit), -1, slack)


def _driving(layout: Layout, early: Early) -> Bools:
    """Which dependencies, by row, ask for exactly the start that their successor got."""
    into = layout.into
    later = np.repeat(into.nodes, np.diff(into.first))
    asked = early.reached | layout.shape.odd[later]
    driving = (asked == early.cells[later]) & ~layout.progress.finished[later]
    by_row = np.empty(len(driving), dtype=np.bool_)
    by_row[into.row] = driving
    return by_row


def _nothing() -> Schedule:
    none, never = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    return Schedule(none, none, none, none, none, none, never, never, NONE, none)
