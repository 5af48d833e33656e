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
from tracker.planning.passes import Early, forward_pass
from tracker.planning.progress import by_calendar
from tracker.planning.schedule import solve

EVERY_CASE = st.one_of(cases(), cases(one_calendar=True))
EXAMPLES = 60  # the same passed with 1500
FS, SS, FF, SF = range(4)
SNET, SNLT, FNET, FNLT, MUST_START, MUST_FINISH = range(2, 8)


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
    layout = lay_out(case.network, case.start, case.as_of)
    early, result = forward_pass(layout), schedule(case.network, case.start, case.as_of)
    assume(_holds(case.network, layout, early, result.finish))
    for row in _movable(case.network):
        slip = int(result.total_float[row])
        assert slip >= 0
        assert _holds(case.network, layout, _slipped(layout, early, row, slip), result.finish)
        assert not _holds(case.network, layout, _slipped(layout, early, row, slip + 1), result.finish)


@settings(max_examples=EXAMPLES, deadline=None)
@given(EVERY_CASE)
def test_free_float_is_the_slip_that_moves_nobody_else(case: Case) -> None:
    layout = lay_out(case.network, case.start, case.as_of)
    early, result = forward_pass(layout), schedule(case.network, case.start, case.as_of)
    assume(_holds(case.network, layout, early, result.finish))

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
