"""What dates, not dependencies, ask of each activity: the status date, constraints and deadlines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.instants import NONE, Bools, Ints
from tracker.planning.network import CONSTRAINT_CODES, ConstraintKind, Network
from tracker.planning.progress import Progress, by_calendar

FREE = int(np.iinfo(np.int64).max) // 2  # a limit that limits nothing


@dataclass(frozen=True)
class Bounds:
    """Ticks by place, each of its own calendar.

    `floor` is the first tick at which it can start (or resume); `pin` is where it must, or `NONE`;
    `cap` is the last tick at which it may finish, or `FREE`.
    """

    floor: Ints
    pin: Ints
    cap: Ints


def bounds_by_place(
    network: Network, order: Ints, progress: Progress, start: int, as_of: int | None
) -> Bounds:
    """Return what the network's start, the status date, constraints and deadlines ask."""
    used = network.calendar[order].astype(np.int64)
    floor = _floor(network, order, progress, start, as_of)
    pin = np.full(len(order), NONE, dtype=np.int64)
    cap = np.full(len(order), FREE, dtype=np.int64)
    deadline = network.deadline[order]
    if (deadline != NONE).any():
        latest = by_calendar(network.calendars, used, deadline, WorkingCalendar.floor_ticks_at)
        np.copyto(cap, latest, where=deadline != NONE)
    if (network.constraint > 1).any():
        _constrain(network, order, progress, Bounds(floor, pin, cap))
        if as_of is not None:
            today = ticks_of_instant(network, used, as_of) | progress.odd
            np.maximum(pin, today, out=pin, where=pin != NONE)
    np.copyto(pin, progress.begun, where=progress.finished)
    return Bounds(floor, pin, cap)


def ticks_of_instant(network: Network, used: Ints, instant: int) -> Ints:
    """Return the tick of one instant in each place's calendar."""
    asked = np.array([instant], dtype=np.int64)
    return np.array([int(own.ticks_at(asked)[0]) for own in network.calendars], dtype=np.int64)[used]


def _floor(network: Network, order: Ints, progress: Progress, start: int, as_of: int | None) -> Ints:
    used = network.calendar[order].astype(np.int64)
    floor = ticks_of_instant(network, used, start)
    np.copyto(floor, progress.begun, where=progress.started)
    if as_of is not None:
        return np.maximum(floor, ticks_of_instant(network, used, as_of))
    # Without a status date, what is done of a started activity is taken to have been done at its start.
    done = 2 * np.maximum(network.work[order] - progress.duration, 0)
    np.add(floor, done, out=floor, where=progress.started)
    return floor


def _constrain(network: Network, order: Ints, progress: Progress, bounds: Bounds) -> None:
    """Write the constraints into the bounds."""
    kind, used = network.constraint[order], network.calendar[order].astype(np.int64)
    at = np.where(kind > 1, network.constraint_at[order], NONE)
    soonest = by_calendar(network.calendars, used, at, WorkingCalendar.ticks_at)
    latest = by_calendar(network.calendars, used, at, WorkingCalendar.floor_ticks_at)
    odd, span = progress.odd, progress.span

    def obeys(which: ConstraintKind) -> Bools:
        """Return who obeys: nobody who is finished; on a start, nobody who has started."""
        free = progress.finished if "finish" in which else progress.finished | progress.started
        return np.asarray((kind == CONSTRAINT_CODES[which]) & ~free, np.bool_)

    must_start, must_finish = obeys(ConstraintKind.MUST_START_ON), obeys(ConstraintKind.MUST_FINISH_ON)
    for which, tick in (
        (obeys(ConstraintKind.START_NO_EARLIER_THAN), soonest),
        (obeys(ConstraintKind.FINISH_NO_EARLIER_THAN), soonest - span - odd),
    ):
        np.maximum(bounds.floor, tick, out=bounds.floor, where=which)
    for which, tick in (
        (obeys(ConstraintKind.START_NO_LATER_THAN), latest + span),
        (obeys(ConstraintKind.FINISH_NO_LATER_THAN), latest),
        (must_start, (soonest | odd) + span),
        (must_finish, soonest),
    ):
        np.minimum(bounds.cap, tick, out=bounds.cap, where=which)
    np.copyto(bounds.pin, soonest | odd, where=must_start)
    np.copyto(bounds.pin, (soonest - span - odd) | odd, where=must_finish)
