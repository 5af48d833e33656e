"""What dates, not dependencies, ask of each activity: the status date, constraints and deadlines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.instants import NONE, Bools, Ints
from tracker.planning.network import CONSTRAINT_CODES, ConstraintKind, Network
from tracker.planning.progress import Progress, Shape, by_calendar

FREE = int(np.iinfo(np.int64).max) // 2  # a limit that limits nothing


@dataclass(frozen=True)
class Bounds:
    """Ticks by place, each of its own calendar.

    `floor` is the first tick at which it can start (or resume), `finish_floor` at which it can finish;
    `pin` is where it must start, `finish_pin` where it must finish, or `NONE`; `pin_floor` is the first
    tick a pin may have; `start_cap` and `cap` are the last ticks at which it may start and finish.
    """

    floor: Ints
    finish_floor: Ints
    pin: Ints
    finish_pin: Ints
    pin_floor: Ints
    start_cap: Ints
    cap: Ints

    def soonest(self, shape: Shape) -> Ints:
        """Return the first start that dates allow."""
        floor = _beside(self.floor, shape)
        if (self.finish_floor == -FREE).all():
            return np.asarray(floor | shape.odd, np.int64)
        by_finish = _beside(self.finish_floor, shape) - shape.width
        return np.asarray(np.maximum(floor, by_finish) | shape.odd, np.int64)

    def pinned(self, shape: Shape) -> Ints:
        """Return where each must start, `NONE` where it is free."""
        if (self.pin == NONE).all() and (self.finish_pin == NONE).all():
            return np.broadcast_to(np.int64(NONE), shape.span.shape)
        at_finish = _beside(self.finish_pin, shape)
        pin = np.where(at_finish == NONE, _beside(self.pin, shape), at_finish - shape.width)
        kept = np.maximum(pin, _beside(self.pin_floor, shape)) | shape.odd
        return np.where(pin == NONE, NONE, kept)

    def latest(self, shape: Shape) -> Ints:
        """Return the last finish that dates allow."""
        by_start = _beside(self.start_cap, shape) + shape.span
        return np.asarray(np.minimum(_beside(self.cap, shape), by_start), np.int64)


def _beside(column: Ints, shape: Shape) -> Ints:
    """Give a column the trials of a shape, if it has any."""
    return column.reshape(-1, *(1,) * (shape.span.ndim - 1))


def bounds_by_place(
    network: Network, order: Ints, progress: Progress, start: int, as_of: int | None
) -> Bounds:
    """Return what the network's start, the status date, constraints and deadlines ask."""
    used = network.calendar[order].astype(np.int64)
    floor = _floor(network, order, progress, start, as_of)
    finish_floor, pin_floor = np.full(len(order), -FREE), np.full(len(order), -FREE)
    pin, finish_pin = np.full(len(order), NONE), np.full(len(order), NONE)
    start_cap, cap = np.full(len(order), FREE), np.full(len(order), FREE)
    bounds = Bounds(floor, finish_floor, pin, finish_pin, pin_floor, start_cap, cap)
    deadline = network.deadline[order]
    if (deadline != NONE).any():
        latest = by_calendar(network.calendars, used, deadline, WorkingCalendar.floor_ticks_at)
        np.copyto(cap, latest, where=deadline != NONE)
    if (network.constraint > 1).any():
        _constrain(network, order, progress, bounds)
    if as_of is not None:
        np.copyto(pin_floor, ticks_of_instant(network, used, as_of), where=~progress.finished)
    np.copyto(pin, progress.begun, where=progress.finished)
    return bounds


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
    done = 2 * np.maximum(network.work[order] + network.delay[order] - progress.duration, 0)
    np.add(floor, done, out=floor, where=progress.started)
    return floor


def _constrain(network: Network, order: Ints, progress: Progress, bounds: Bounds) -> None:
    """Write the constraints into the bounds."""
    kind, used = network.constraint[order], network.calendar[order].astype(np.int64)
    at = np.where(kind > 1, network.constraint_at[order], NONE)
    soonest = by_calendar(network.calendars, used, at, WorkingCalendar.ticks_at)
    latest = by_calendar(network.calendars, used, at, WorkingCalendar.floor_ticks_at)

    def obeys(which: ConstraintKind) -> Bools:
        """Return who obeys: nobody who is finished; on a start, nobody who has started."""
        free = progress.finished if "finish" in which else progress.finished | progress.started
        return np.asarray((kind == CONSTRAINT_CODES[which]) & ~free, np.bool_)

    must_start, must_finish = obeys(ConstraintKind.MUST_START_ON), obeys(ConstraintKind.MUST_FINISH_ON)
    # Work starts on the opening side of a break; an event takes either.
    opening = soonest | (progress.duration > 0)
    np.maximum(bounds.floor, soonest, out=bounds.floor, where=obeys(ConstraintKind.START_NO_EARLIER_THAN))
    np.copyto(bounds.finish_floor, soonest, where=obeys(ConstraintKind.FINISH_NO_EARLIER_THAN))
    np.copyto(bounds.start_cap, latest, where=obeys(ConstraintKind.START_NO_LATER_THAN))
    np.copyto(bounds.start_cap, opening, where=must_start)
    np.minimum(bounds.cap, latest, out=bounds.cap, where=obeys(ConstraintKind.FINISH_NO_LATER_THAN))
    np.minimum(bounds.cap, soonest, out=bounds.cap, where=must_finish)
    np.copyto(bounds.pin, soonest, where=must_start)
    np.copyto(bounds.finish_pin, soonest, where=must_finish)
