"""What has happened and what remains to be done, as ticks by place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.instants import NONE, Bools, Ints
from tracker.planning.network import Network


@dataclass(frozen=True)
class Shape:
    """The ticks of work: `odd` is 1 where there is some, 0 for an event; `span` leads from start to finish.

    By place, or by place and trial when many durations are tried at once; `lags` likewise, by dependency
    whose lag is a share of its predecessor's work.
    """

    odd: Ints
    span: Ints
    lags: Ints

    @property
    def width(self) -> Ints:
        """Ticks to take from a finish for the start that it asks for."""
        return self.span + self.odd


@dataclass(frozen=True)
class Progress:
    """Who has started and not finished, who has finished, and how much each still has to do.

    `duration` is the work still to do; `begun` and `ended` are the ticks of what happened, or `NONE`.
    """

    started: Bools
    finished: Bools
    duration: Ints
    begun: Ints
    ended: Ints

    def shape(self, duration: Ints, lags: Ints) -> Shape:
        """Return the shape that so much work to do gives; what is finished keeps its own."""
        odd = (duration > 0).astype(np.int64)
        span = 2 * duration - odd
        odd[self.finished] = 0
        happened = (self.ended - self.begun)[self.finished]
        span[self.finished] = happened.reshape(-1, *(1,) * (duration.ndim - 1))
        return Shape(odd, span, lags)


def progress_by_place(network: Network, order: Ints, as_of: int | None) -> Progress:
    """Return what has happened; places stand in the given order of rows."""
    finished = (network.actual_finish != NONE)[order]
    started = (network.actual_start != NONE)[order] & ~finished
    duration = network.work[order]
    if started.any():
        places = np.flatnonzero(started)
        duration[places] = remaining_work(network, order[places], as_of)
    if network.delay.any():
        duration = np.maximum(duration + network.delay[order], 0)
    begun = ended = np.full(len(order), NONE, dtype=np.int64)
    if started.any() or finished.any():
        begun, ended = _fact_ticks(network, order)
        worked = 2 * duration - (duration > 0)
        begun = np.where(finished & (begun == NONE), ended - worked, begun)
        np.minimum(begun, ended, out=begun, where=finished)
    return Progress(started, finished, duration, begun, ended)


def by_calendar(
    calendars: tuple[WorkingCalendar, ...],
    used: Ints,
    values: Ints,
    convert: Callable[[WorkingCalendar, Ints], Ints],
) -> Ints:
    """Return `values` converted each by its own calendar; `NONE` stays."""
    if len(calendars) == 1 and not (values == NONE).any():
        return convert(calendars[0], values)
    converted = np.full(len(values), NONE, dtype=np.int64)
    for number, calendar in enumerate(calendars):
        chosen = (used == number) & (values != NONE)
        if chosen.any():
            converted[chosen] = convert(calendar, values[chosen])
    return converted


def remaining_work(network: Network, rows: Ints, as_of: int | None) -> Ints:
    """Return the minutes still to do in started rows: as told, else what the time since the start leaves.

    At least a day is left of what is not finished (or all of its work, when that is less).
    """
    return remaining_of(network, rows, as_of, network.work[rows], network.remaining[rows])


def remaining_of(network: Network, rows: Ints, as_of: int | None, work: Ints, told: Ints) -> Ints:
    """Return the same for another work and another told remainder of the rows, with trials or without."""
    beside = (-1, *(1,) * (work.ndim - 1))
    used = network.calendar[rows].astype(np.int64)
    elapsed = np.zeros(len(rows), dtype=np.int64)
    if as_of is not None:
        today = np.full(len(rows), as_of, dtype=np.int64)
        elapsed = by_calendar(network.calendars, used, today, WorkingCalendar.work_at)
        elapsed -= by_calendar(network.calendars, used, network.actual_start[rows], WorkingCalendar.work_at)
    least = np.minimum(work, network.days_of_work[rows].reshape(beside))
    untold = np.maximum(work - np.maximum(elapsed, 0).reshape(beside), least)
    return np.where(told == NONE, untold, told)


def _fact_ticks(network: Network, order: Ints) -> tuple[Ints, Ints]:
    used = network.calendar[order].astype(np.int64)
    begun, ended = network.actual_start[order], network.actual_finish[order]
    return (
        by_calendar(network.calendars, used, begun, WorkingCalendar.ticks_at),
        by_calendar(network.calendars, used, ended, lambda own, instants: own.ticks_at(instants, 0)),
    )
