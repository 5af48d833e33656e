"""A network laid out for the passes: rows in level order, dates as ticks, each dependency a constant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.crossing import Crossing
from tracker.planning.instants import NONE, Bools, Ints
from tracker.planning.levels import Levels, grouped, number_levels
from tracker.planning.network import (
    CONSTRAINT_CODES,
    KIND_CODES,
    LAG_UNIT_CODES,
    ConstraintKind,
    DependencyKind,
    LagUnit,
    Network,
)

FREE = int(np.iinfo(np.int64).max) // 2  # a limit that limits nothing


@dataclass(frozen=True)
class Progress:
    """What has happened, by place: who has started, who has finished, and the work still to do."""

    started: Bools
    finished: Bools
    duration: Ints


@dataclass(frozen=True)
class Bounds:
    """What dates, not dependencies, ask of each place, in ticks of its calendar.

    `floor` is the first tick at which it can start (or resume); `pin` is where it must, or `NONE`;
    `cap` is the last tick at which it may finish, or `FREE`.
    """

    floor: Ints
    pin: Ints
    cap: Ints


@dataclass(frozen=True)
class Edges:
    """Dependencies grouped by the place they bear on; those of the i-th place are `first[i]:first[i + 1]`.

    `other` is the cell read at the far end, `shift` is added to it; `after` is added past a crossing.
    """

    nodes: Ints
    first: Ints
    row: Ints
    other: Ints
    shift: Ints
    after: Ints
    crossing: Crossing


@dataclass(frozen=True)
class Layout:
    """Everything the passes read. Cells: start of place v in cell v, finish in cell n + v, then facts.

    `odd` is 1 for work, 0 for an event; `span` is the ticks from start to finish; `facts` are the starts
    that have happened.
    """

    levels: Levels
    calendar: Ints
    odd: Ints
    span: Ints
    bounds: Bounds
    progress: Progress
    facts: Ints
    into: Edges
    out_of: Edges


def lay_out(network: Network, start: int, as_of: int | None) -> Layout:
    """Return the network ready for the passes.

    Raises:
        CircleError: the dependencies close a circle.
        DateRangeError: a date leaves the years 1 to 9999.
    """
    levels = number_levels(len(network), network.predecessor, network.successor)
    progress = _progress(network, levels.order, as_of)
    odd = (progress.duration > 0).astype(np.int64)
    span = 2 * progress.duration - odd
    starts, finishes = _fact_ticks(network, levels.order, progress)
    odd[progress.finished] = 0
    span[progress.finished] = np.maximum(finishes - starts, 0)[progress.finished]
    bounds = _bounds(network, levels.order, progress, (odd, span), (start, as_of), starts)
    calendar = network.calendar[levels.order].astype(np.int64)
    into, out_of = _edges(network, levels, progress, odd, span)
    facts = starts[progress.started]
    return Layout(levels, calendar, odd, span, bounds, progress, facts, into, out_of)


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


def _progress(network: Network, order: Ints, as_of: int | None) -> Progress:
    finished = network.actual_finish != NONE
    started = (network.actual_start != NONE) & ~finished
    duration = network.work.copy()
    if started.any():
        rows = np.flatnonzero(started)
        duration[rows] = _remaining(network, rows, as_of)
    return Progress(started[order], finished[order], duration[order])


def _remaining(network: Network, rows: Ints, as_of: int | None) -> Ints:
    """Work still to do: as told, else what the time since the start leaves, at least a day of it."""
    told, work = network.remaining[rows], network.work[rows]
    used = network.calendar[rows].astype(np.int64)
    begun = by_calendar(network.calendars, used, network.actual_start[rows], WorkingCalendar.work_at)
    elapsed = np.zeros(len(rows), dtype=np.int64)
    if as_of is not None:
        today = np.full(len(rows), as_of, dtype=np.int64)
        elapsed = by_calendar(network.calendars, used, today, WorkingCalendar.work_at) - begun
    least = np.minimum(work, network.days_of_work[rows])
    untold = np.maximum(work - np.maximum(elapsed, 0), least)
    return np.where(told == NONE, untold, told)


def _fact_ticks(network: Network, order: Ints, progress: Progress) -> tuple[Ints, Ints]:
    """Ticks of actual starts and finishes by place; without a start, a finished one began its work ago."""
    used = network.calendar[order].astype(np.int64)
    if not (progress.started.any() or progress.finished.any()):
        return np.zeros(len(order), dtype=np.int64), np.zeros(len(order), dtype=np.int64)
    starts = by_calendar(network.calendars, used, network.actual_start[order], WorkingCalendar.ticks_at)
    finishes = by_calendar(
        network.calendars, used, network.actual_finish[order], lambda own, at: own.ticks_at(at, 0)
    )
    unknown = progress.finished & (starts == NONE)
    worked = 2 * progress.duration - (progress.duration > 0)
    starts[unknown] = (finishes - worked)[unknown]
    return starts, finishes


def _bounds(
    network: Network,
    order: Ints,
    progress: Progress,
    shape: tuple[Ints, Ints],
    dates: tuple[int, int | None],
    starts: Ints,
) -> Bounds:
    odd, span = shape
    used = network.calendar[order].astype(np.int64)

    def ticks(values: Ints) -> Ints:
        return by_calendar(network.calendars, used, values, WorkingCalendar.ticks_at)

    def floor_ticks(values: Ints) -> Ints:
        return by_calendar(network.calendars, used, values, WorkingCalendar.floor_ticks_at)

    floor = _first_ticks(network, used, dates[0])
    floor[progress.started] = starts[progress.started]
    if dates[1] is not None:
        np.maximum(floor, _first_ticks(network, used, dates[1]), out=floor)
    else:
        _resume_after_done_work(network, order, progress, floor)
    pin = np.full(len(order), NONE, dtype=np.int64)
    cap = np.full(len(order), FREE, dtype=np.int64)
    deadline = network.deadline[order]
    if (deadline != NONE).any():
        cap = np.where(deadline != NONE, floor_ticks(deadline), cap)
    kind = network.constraint[order]
    if kind.any():
        at = np.where(kind > 1, network.constraint_at[order], NONE)
        chosen = _chosen(kind, progress)
        asked, latest = ticks(at), floor_ticks(at)
        no_start, no_finish = (
            chosen(ConstraintKind.START_NO_EARLIER_THAN),
            chosen(ConstraintKind.FINISH_NO_EARLIER_THAN),
        )
        floor[no_start] = np.maximum(floor, asked)[no_start]
        floor[no_finish] = np.maximum(floor, asked - span - odd)[no_finish]
        for which, limit in (
            (chosen(ConstraintKind.START_NO_LATER_THAN), latest + span),
            (chosen(ConstraintKind.FINISH_NO_LATER_THAN), latest),
            (chosen(ConstraintKind.MUST_START_ON), (asked | odd) + span),
            (chosen(ConstraintKind.MUST_FINISH_ON), asked),
        ):
            cap[which] = np.minimum(cap, limit)[which]
        _pin(pin, asked | odd, chosen(ConstraintKind.MUST_START_ON), dates[1], ticks)
        _pin(pin, (asked - span - odd) | odd, chosen(ConstraintKind.MUST_FINISH_ON), dates[1], ticks)
    pin[progress.finished] = starts[progress.finished]
    return Bounds(floor, pin, cap)


def _first_ticks(network: Network, used: Ints, instant: int) -> Ints:
    """The tick of one instant in each place's calendar."""
    asked = np.array([instant], dtype=np.int64)
    return np.array([int(own.ticks_at(asked)[0]) for own in network.calendars], dtype=np.int64)[used]


def _resume_after_done_work(network: Network, order: Ints, progress: Progress, floor: Ints) -> None:
    """Without a status date, what is done of a started activity is taken to have been done at its start."""
    done = np.maximum(network.work[order] - progress.duration, 0)
    floor[progress.started] += 2 * done[progress.started]


def _chosen(kind: npt.NDArray[np.int8], progress: Progress) -> Callable[[ConstraintKind], Bools]:
    """Who obeys a constraint: no finished activity, and no constraint on a start that has happened."""

    def chosen(which: ConstraintKind) -> Bools:
        free = progress.finished if "finish" in which else progress.finished | progress.started
        return np.asarray((kind == CONSTRAINT_CODES[which]) & ~free, np.bool_)

    return chosen


def _pin(pin: Ints, wanted: Ints, which: Bools, as_of: int | None, ticks: Callable[[Ints], Ints]) -> None:
    """Pin places where they must be, but never in the past: unfinished work lies after the status date."""
    if as_of is not None and which.any():
        wanted = np.maximum(wanted, ticks(np.full(len(pin), as_of, dtype=np.int64)))
    pin[which] = wanted[which]


def _edges(
    network: Network, levels: Levels, progress: Progress, odd: Ints, span: Ints
) -> tuple[Edges, Edges]:
    rows = len(levels.order)
    earlier, later = levels.place[network.predecessor], levels.place[network.successor]
    kind = network.kind
    from_start = (kind == KIND_CODES[DependencyKind.SS]) | (kind == KIND_CODES[DependencyKind.SF])
    to_finish = (kind == KIND_CODES[DependencyKind.FF]) | (kind == KIND_CODES[DependencyKind.SF])
    lag, elapsed = _lags(network)
    happened = from_start & progress.started[earlier]
    fact = 2 * rows + np.cumsum(progress.started) - 1
    source = np.where(happened, fact[earlier], earlier + rows * ~from_start)
    crosses = (network.calendar[network.predecessor] != network.calendar[network.successor]) | (elapsed != 0)

    def edges(keys: Ints, chosen: Ints | None, other: Ints, shift: Ints, after: Ints) -> Edges:
        kept = keys if chosen is None else keys[chosen]
        sequence, first = grouped(kept, rows)
        row = sequence if chosen is None else chosen[sequence]
        nodes = np.flatnonzero(np.diff(first))
        across = np.flatnonzero(crosses[row])
        links = row[across]
        crossing = Crossing(
            across,
            network.calendar[network.predecessor[links]].astype(np.int64),
            network.calendar[network.successor[links]].astype(np.int64),
            elapsed[links],
            network.calendars,
        )
        return Edges(
            nodes, np.append(first[nodes], len(row)), row, other[row], shift[row], after[row], crossing
        )

    forward = lag - (span + odd)[later] * to_finish
    into = edges(later, None, source, np.zeros_like(lag), forward)
    past = progress.finished[earlier] | progress.finished[later] | happened
    open_links = np.flatnonzero(~past) if past.any() else None
    target = later + rows * to_finish
    out_of = edges(earlier, open_links, target, -lag, span[earlier] * from_start)
    return into, out_of


def _lags(network: Network) -> tuple[Ints, Ints]:
    """Return each dependency's lag as working ticks and as elapsed minutes."""
    unit = network.lag_unit
    if not unit.any():
        return 2 * network.lag, np.zeros_like(network.lag)
    share = (network.work[network.predecessor].astype(object) * network.lag + 5000) // 10_000
    percent = unit == LAG_UNIT_CODES[LagUnit.PERCENT]
    elapsed = np.where(unit == LAG_UNIT_CODES[LagUnit.CALENDAR_DAYS], network.lag, 0)
    working = np.where(unit == LAG_UNIT_CODES[LagUnit.WORKING_DAYS], network.lag, 0)
    working[percent] = share[percent].astype(np.int64)
    return 2 * working, elapsed
