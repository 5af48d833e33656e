"""The dates of every item: as planned, as approved, and as they are to be expected now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import numpy as np

from tracker.analysis.calendar import calendar_of
from tracker.analysis.columns import Floats, days_of
from tracker.analysis.network import ProgrammeNetwork, first_instant, network_of
from tracker.model.errors import OutOfPlanError, UnknownRecordError
from tracker.model.snapshot import Snapshot
from tracker.planning import (
    NONE,
    EarlyDates,
    Levels,
    Network,
    Schedule,
    WorkingCalendar,
    early_dates,
    schedule,
)
from tracker.planning.instants import MINUTES_A_DAY, Bools, Ints, day_of
from tracker.planning.progress import by_calendar


@dataclass(frozen=True, eq=False)
class Dates:
    """By item row: day numbers (`NONE` out of the plan), floats in working days (NaN likewise)."""

    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float: Floats
    free_float: Floats
    is_critical: Bools


@dataclass(frozen=True, eq=False)
class Planned:
    """By item row: the day numbers of a plan (`NONE` out of it)."""

    start: Ints
    finish: Ints


@dataclass(frozen=True, eq=False)
class Approved:
    """By milestone row, day numbers: dates of the latest approved plan, and the finish as first approved.

    `replanned` counts the approved plans that put the finish later than the one before; `replanned_on`
    is the day on which the last of them was approved.
    """

    has_any: bool
    start: Ints
    finish: Ints
    original_finish: Ints
    replanned: Ints
    replanned_on: Ints


def delayed(network: ProgrammeNetwork, snapshot: Snapshot, delays: Mapping[str, float]) -> Network:
    """Return the network with extra working days added to the work of some milestones.

    Raises:
        UnknownRecordError: the programme has no milestone with this key.
        OutOfPlanError: the milestone is out of the plan: nothing of it can take longer.
        FinishedActivityError: a milestone is finished: its work cannot grow.
    """
    if not delays:
        return network.network
    rows = snapshot.milestones.row_of_key
    for key in delays:
        if key not in rows:
            nearest = get_close_matches(key, list(rows), 3)
            raise UnknownRecordError(kind="milestone", key=key, nearest=nearest)
        if not network.is_in_plan[rows[key]]:
            raise OutOfPlanError(item=key, title=snapshot.milestones[rows[key]].title)
    activities = network.activities[[rows[key] for key in delays]]
    minutes = np.rint(np.array(list(delays.values())) * network.network.days_of_work[activities])
    return network.network.with_delay(activities, minutes.astype(np.int64))


def scheduled(
    network: Network, snapshot: Snapshot, as_of: date | None, levels: Levels | None = None
) -> Schedule:
    """Schedule from the programme's start; as of a date, unfinished work starts no earlier than that date.

    Args:
        levels: the numbering of these dependencies, when it is known already.
    """
    start = first_instant(snapshot.programme.start)
    return schedule(network, start, None if as_of is None else first_instant(as_of), levels)


def planned_days(network: ProgrammeNetwork, snapshot: Snapshot, approved: Approved) -> Planned:
    """Return the days of the plan by item row: as approved.

    While nothing is approved, the days scheduled from the programme's start as if nothing had happened.
    Once a plan is approved, what it does not hold has no planned days: nobody agreed on any.
    """
    if approved.has_any:
        none = np.full(len(network.stand_ins), NONE, np.int64)
        return Planned(np.append(approved.start, none), np.append(approved.finish, none))
    engine, start = network.as_planned, first_instant(snapshot.programme.start)
    found = early_dates(engine, start, None, network.levels)
    is_event = is_event_of(found, engine)
    rows = len(network.activities)
    starts, finishes = np.full(rows, NONE, np.int64), np.full(rows, NONE, np.int64)
    starts[network.item_rows] = _start_days(engine, found.early_start, is_event)
    finishes[network.item_rows] = _finish_days(engine, found.early_finish, is_event)
    return Planned(starts, finishes)


def dates_of(found: Schedule, engine: Network, network: ProgrammeNetwork) -> Dates:
    """Return a schedule's dates by item row: a start is the first day worked, a finish the last.

    Floats are in days of work of each item's own calendar.

    Args:
        engine: the network that was scheduled, delays included.
        network: where its activities come from.
    """
    is_event = is_event_of(found, engine)
    per_day = engine.days_of_work
    rows = len(network.activities)

    def day_column(column: Ints) -> Ints:
        spread = np.full(rows, NONE, np.int64)
        spread[network.item_rows] = column
        return spread

    def days_column(minutes: Ints) -> Floats:
        spread = np.full(rows, np.nan)
        spread[network.item_rows] = minutes / per_day
        return spread

    critical = np.zeros(rows, np.bool_)
    critical[network.item_rows] = found.is_critical
    return Dates(
        day_column(_start_days(engine, found.early_start, is_event)),
        day_column(_finish_days(engine, found.early_finish, is_event)),
        day_column(_start_days(engine, found.late_start, is_event)),
        day_column(_finish_days(engine, found.late_finish, is_event)),
        days_column(found.total_float),
        days_column(found.free_float),
        critical,
    )


def expected_finishes(snapshot: Snapshot, as_of: date) -> Ints:
    """Return by milestone row the day on which each was to be expected on a day, or was reached.

    The same day numbers as `analyse` gives (`NONE` out of the plan), for the cost of the forward pass alone.

    Raises:
        CircleError: the stored dependencies close a circle.
    """
    network = network_of(snapshot, calendar_of(snapshot), as_of)
    engine = network.network
    found = early_dates(engine, first_instant(snapshot.programme.start), first_instant(as_of), network.levels)
    finish = np.full(len(network.activities), NONE, np.int64)
    finish[network.item_rows] = _finish_days(engine, found.early_finish, is_event_of(found, engine))
    happened = days_of(snapshot.milestones, "actual_finish")
    is_known = (happened != NONE) & (happened <= day_of(as_of))
    return np.where(is_known, happened, finish[: len(happened)])


def is_event_of(found: Schedule | EarlyDates, engine: Network) -> Bools:
    """Return where nothing is left to be done: the item falls on an instant, not on the day before it."""
    return np.asarray((found.early_start == found.early_finish) | (engine.remaining == 0), np.bool_)


def _start_days(engine: Network, instants: Ints, is_event: Bools) -> Ints:
    # An event that follows work stands on the evening of that work, not on the next morning.
    working = by_calendar(
        engine.calendars, engine.calendar.astype(np.int64), instants, WorkingCalendar.next_working
    )
    return np.where(is_event, instants, working) // MINUTES_A_DAY


def _finish_days(engine: Network, instants: Ints, is_event: Bools) -> Ints:
    return finish_days(engine, np.arange(len(engine)), instants, is_event)


def finish_days(engine: Network, rows: Ints, instants: Ints, is_event: Bools) -> Ints:
    """Return the last day worked by what finishes at each instant, on the calendars of these rows."""
    used = engine.calendar[rows].astype(np.int64)
    working = by_calendar(engine.calendars, used, instants, WorkingCalendar.previous_working)
    return np.where(is_event, instants, working - 1) // MINUTES_A_DAY


def approved_of(snapshot: Snapshot, as_of: date) -> Approved:
    """Return what the plans approved up to a date say of each milestone."""
    count = len(snapshot.milestones)
    none = np.full(count, NONE, np.int64)
    start, finish, original, replanned_on = none.copy(), none.copy(), none.copy(), none.copy()
    replanned = np.zeros(count, np.int64)
    known = [row for row in snapshot.baselines if row.approved_on <= as_of]
    for baseline in sorted(known, key=lambda row: (row.approved_on, row.id)):
        before, start, finish = finish, none.copy(), none.copy()
        _put_dates(snapshot, baseline.id, start, finish)
        original = np.where(original == NONE, finish, original)
        later = (before != NONE) & (finish != NONE) & (finish > before)
        replanned += later
        replanned_on[later] = day_of(baseline.approved_on)
    return Approved(bool(known), start, finish, original, replanned, replanned_on)


def _put_dates(snapshot: Snapshot, baseline_id: int | None, start: Ints, finish: Ints) -> None:
    dates, known = snapshot.baseline_dates, snapshot.milestones.column("id")
    if not len(dates):
        return
    of_baseline = np.flatnonzero(np.array(dates.column("baseline_id"), np.int64) == baseline_id)
    rows = np.array(known, np.int64).searchsorted(
        np.array(dates.column("milestone_id"), np.int64)[of_baseline]
    )
    start[rows] = days_of(dates, "start")[of_baseline]
    finish[rows] = days_of(dates, "finish")[of_baseline]


def days_between(calendar: WorkingCalendar, earlier: Ints, later: Ints) -> Ints:
    """Return the working days from each day to another, positive when it is later; 0 where one is absent."""
    absent = (earlier == NONE) | (later == NONE)
    first, last = np.where(absent, 0, earlier), np.where(absent, 0, later)
    counts = calendar.working_days_before(np.concatenate([first, last]))
    return np.asarray(counts[len(first) :] - counts[: len(first)], np.int64)
