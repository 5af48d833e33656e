"""The engine by definition: what its dates and floats mean, on random networks of every kind."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.planning.random_networks import Case, cases
from tracker.planning import NONE, Network, Schedule, schedule
from tracker.planning.calendars import WorkingCalendar
from tracker.planning.instants import Ints
from tracker.planning.layout import Layout, lay_out
from tracker.planning.passes import Early, asked_starts, backward_pass, forward_pass
from tracker.planning.progress import by_calendar
from tracker.planning.schedule import solve

EVERY_CASE = st.one_of(cases(), cases(one_calendar=True))
EXAMPLES = 60  # the same passed with 1500
FS, SS, FF, SF = range(4)
ALAP, SNET, SNLT, FNET, FNLT, MUST_START, MUST_FINISH = range(1, 8)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_arrays_and_lists_agree_on_everything(case: Case) -> None:
    layout = lay_out(case.network, case.start, case.as_of)
    on_arrays = solve(case.network, layout, thin=False)
    on_lists = solve(case.network, layout, thin=True)
    for field in fields(Schedule):
        assert np.array_equal(getattr(on_arrays, field.name), getattr(on_lists, field.name)), field.name


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_nothing_starts_sooner_or_later_than_its_links_and_dates_ask(case: Case) -> None:
    network, result = case.network, schedule(case.network, case.start, case.as_of)
    for row in range(len(network)):
        if network.actual_finish[row] != NONE or _is_pinned(network, row):
            continue
        calendar = network.calendars[network.calendar[row]]
        finish = calendar.work_at(int(result.early_finish[row]))
        asked = [*_asked_by_links(case, result, row), *_asked_by_dates(case, row)]
        assert finish - _duration(case, row) == max(asked)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_total_float_is_the_slip_that_moves_no_finish_and_breaks_no_date(case: Case) -> None:
    case, layout = _with_dates_that_hold(case)
    early, result = forward_pass(layout), schedule(case.network, case.start, case.as_of)
    for row in _movable(case.network):
        slip = int(result.total_float[row])
        assert slip >= 0
        assert _holds(case.network, layout, _slipped(layout, early, row, slip), result.finish)
        assert not _holds(case.network, layout, _slipped(layout, early, row, slip + 1), result.finish)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_free_float_is_the_slip_that_moves_nobody_else(case: Case) -> None:
    case, layout = _with_dates_that_hold(case)
    early, result = forward_pass(layout), schedule(case.network, case.start, case.as_of)

    def moves_nobody(row: int, slip: int) -> bool:
        slipped = _slipped(layout, early, row, slip)
        changed = np.flatnonzero(slipped.cells != early.cells) % len(case.network)
        alone = bool((changed == layout.levels.place[row]).all())
        return alone and _holds(case.network, layout, slipped, result.finish)

    for row in _movable(case.network):
        slip = int(result.free_float[row])
        assert 0 <= slip <= result.total_float[row]
        assert moves_nobody(row, slip)
        assert not moves_nobody(row, slip + 1)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_a_late_finish_is_the_last_that_presses_on_nobody_else_whether_dates_hold_or_not(case: Case) -> None:
    """Kept or broken deadlines, pins and all: one tick later, a successor or a date is passed."""
    layout = lay_out(case.network, case.start, case.as_of)
    early, result = forward_pass(layout), schedule(case.network, case.start, case.as_of)
    late = backward_pass(layout, _last_finishes(case.network, layout, result.finish))
    wanted = np.maximum(early.cells[len(late) : 2 * len(late)], early.logic + layout.shape.span)
    for row in range(len(case.network)):
        place = int(layout.levels.place[row])
        if layout.progress.finished[place]:
            continue
        step = 2 if layout.shape.odd[place] else 1
        assert not _presses(case.network, layout, early, late, place, int(late[place]), result.finish)
        assert _presses(case.network, layout, early, late, place, int(late[place]) + step, result.finish)
        # Float is counted in whole working minutes; the morning after an evening is one too late.
        whole = int(late[place] >> 1) - int(wanted[place] >> 1)
        assert result.total_float[row] == (whole if whole or wanted[place] <= late[place] else -1)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_as_late_as_possible_and_no_later_than_change_no_early_date(case: Case) -> None:
    bound = np.isin(case.network.constraint, [ALAP, SNLT, FNLT])
    free = replace(
        case.network,
        constraint=np.where(bound, 0, case.network.constraint).astype(np.int8),
        deadline=np.full(len(case.network), NONE),
    )
    with_dates = schedule(case.network, case.start, case.as_of)
    without = schedule(free, case.start, case.as_of)
    assert np.array_equal(with_dates.early_finish, without.early_finish)
    assert np.array_equal(with_dates.early_start, without.early_start)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_a_broken_date_shows_as_negative_float_and_only_then(case: Case) -> None:
    layout = lay_out(case.network, case.start, case.as_of)
    early, result = forward_pass(layout), schedule(case.network, case.start, case.as_of)
    assert bool((result.total_float < 0).any()) != _holds(case.network, layout, early, result.finish)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_unfinished_work_lies_in_the_future(case: Case) -> None:
    result = schedule(case.network, case.start, case.as_of)
    assume(case.as_of is not None)
    for row in range(len(case.network)):
        if case.network.actual_finish[row] == NONE:
            own = case.network.calendars[case.network.calendar[row]]
            today = own.work_at(int(case.as_of or 0))
            assert own.work_at(int(result.early_finish[row])) - _duration(case, row) >= today


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_without_its_driving_links_an_activity_comes_sooner_unless_a_date_holds_it(case: Case) -> None:
    network, result = case.network, schedule(case.network, case.start, case.as_of)
    for row in range(len(network)):
        driving = np.flatnonzero((network.successor == row) & result.is_driving)
        if not len(driving) or _is_pinned(network, row):
            continue
        sooner = schedule(_without(network, driving), case.start, case.as_of)
        floor = max(_asked_by_dates(case, row))
        own = network.calendars[network.calendar[row]]
        started = own.work_at(int(result.early_finish[row])) - _duration(case, row)
        assert sooner.early_finish[row] < result.early_finish[row] or started == floor


def _without(network: Network, links: Ints) -> Network:
    kept = np.delete(np.arange(len(network.predecessor)), links)
    return replace(
        network,
        predecessor=network.predecessor[kept],
        successor=network.successor[kept],
        kind=network.kind[kept],
        lag=network.lag[kept],
        lag_unit=network.lag_unit[kept],
    )


def _with_dates_that_hold(case: Case) -> tuple[Case, Layout]:
    """Return the case, without its deadlines, no-later-thans and pins when early dates break one of them.

    So that every drawn network says something of floats, not the few alone whose dates happen to agree.
    """
    layout = lay_out(case.network, case.start, case.as_of)
    finish = schedule(case.network, case.start, case.as_of).finish
    if _holds(case.network, layout, forward_pass(layout), finish):
        return case, layout
    breakable = np.isin(case.network.constraint, [SNLT, FNLT, MUST_START, MUST_FINISH])
    network = replace(
        case.network,
        constraint=np.where(breakable, 0, case.network.constraint).astype(np.int8),
        deadline=np.full(len(case.network), NONE),
    )
    return replace(case, network=network), lay_out(network, case.start, case.as_of)


def _last_finishes(network: Network, layout: Layout, finish: int) -> Ints:
    """The last finish tick of each place that its own dates and the network's finish allow."""
    last = [int(own.floor_ticks_at(np.array([finish]))[0]) for own in network.calendars]
    return np.asarray(
        np.minimum(layout.bounds.latest(layout.shape), np.array(last)[layout.calendar]), np.int64
    )


def _presses(
    network: Network, layout: Layout, early: Early, late: Ints, place: int, tick: int, finish: int
) -> bool:
    """Whether a place that finishes at a tick passes a date, or asks too much of a successor."""
    rows, shape, into = len(network), layout.shape, layout.into
    cells = early.cells.copy()
    cells[place], cells[rows + place] = tick - shape.span[place], tick
    asked = asked_starts(into, shape, shape.width, cells, 0, len(into.row))
    later = np.repeat(into.nodes, np.diff(into.first))
    bears = np.isin(into.other, [place, rows + place]) & ~layout.progress.finished[later]
    too_late = (asked | shape.odd[later]) > late[later] - shape.span[later]
    return bool((too_late & bears).any() or tick > _last_finishes(network, layout, finish)[place])


def _movable(network: Network) -> list[int]:
    return [
        row
        for row in range(len(network))
        if network.actual_finish[row] == NONE and not _is_pinned(network, row)
    ]


def _is_pinned(network: Network, row: int) -> bool:
    must_start = network.constraint[row] == MUST_START and network.actual_start[row] == NONE
    return bool(must_start or network.constraint[row] == MUST_FINISH)


def _slipped(layout: Layout, early: Early, row: int, minutes: int) -> Early:
    """Run the forward pass again with one activity held back by so many of its working minutes.

    An event is held back to the evening side of a break, as work that takes so long would be.
    """
    place = layout.levels.place[row]
    floor = layout.bounds.floor.copy()
    side = 0 if layout.shape.odd[place] or not minutes else early.cells[place] & 1
    floor[place] = early.cells[place] + 2 * minutes - side
    return forward_pass(replace(layout, bounds=replace(layout.bounds, floor=floor)))


def _holds(network: Network, layout: Layout, early: Early, finish: int) -> bool:
    """Whether nothing finishes after `finish`, every cap is kept, and no link presses on a pin."""
    rows = len(network)
    unfinished = ~layout.progress.finished
    ticks = early.cells[rows : 2 * rows]
    instants = by_calendar(network.calendars, layout.calendar, ticks, WorkingCalendar.instants_at)
    pin = layout.bounds.pinned(layout.shape)
    pressed = (pin != NONE) & (early.logic > pin)
    late = (instants > finish) | (ticks > layout.bounds.latest(layout.shape)) | pressed
    return not bool((late & unfinished).any())


def _duration(case: Case, row: int) -> int:
    network = case.network
    work = int(network.work[row])
    if network.actual_start[row] == NONE:
        return work
    if network.remaining[row] != NONE:
        return int(network.remaining[row])
    own = network.calendars[network.calendar[row]]
    begun = int(network.actual_start[row])
    passed = 0 if case.as_of is None else max(0, own.work_between(begun, case.as_of))
    return int(max(work - passed, min(work, own.minutes_per_day)))


def _asked_by_links(case: Case, result: Schedule, row: int) -> list[int]:
    """Working time at which each link lets the (remaining) work start, straight from the definitions."""
    network = case.network
    own = network.calendars[network.calendar[row]]
    asked = []
    for link in np.flatnonzero(network.successor == row):
        before = int(network.predecessor[link])
        kind, lag = int(network.kind[link]), int(network.lag[link])
        source = result.early_start if kind in (SS, SF) else result.early_finish
        instant = int(source[before])
        if network.lag_unit[link] == 1:
            instant, lag = instant + lag, 0
        if network.lag_unit[link] == 2:
            lag = (int(network.work[before]) * lag + 5000) // 10_000
        asked.append(own.work_at(instant) + lag - (_duration(case, row) if kind in (FF, SF) else 0))
    return asked


def _asked_by_dates(case: Case, row: int) -> list[int]:
    """Working time at which the dates of a row let its (remaining) work start."""
    network = case.network
    work_at = network.calendars[network.calendar[row]].work_at
    constraint, at = int(network.constraint[row]), int(network.constraint_at[row])
    asked = [] if case.as_of is None else [work_at(case.as_of)]
    if network.actual_start[row] == NONE:
        asked.append(work_at(case.start))
    else:
        done = 0 if case.as_of is not None else max(0, int(network.work[row]) - _duration(case, row))
        asked.append(work_at(int(network.actual_start[row])) + done)
    if constraint == SNET and network.actual_start[row] == NONE:
        asked.append(work_at(at))
    if constraint == FNET:
        asked.append(work_at(at) - _duration(case, row))
    return asked
