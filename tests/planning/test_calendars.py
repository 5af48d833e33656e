"""Working calendars: what is worked, and how far a piece of work reaches."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.random_networks import CALENDARS
from tracker.planning import (
    ALL_DAY,
    CalendarError,
    DateRangeError,
    WorkingCalendar,
    datetime_of,
    instant_of,
)

OFFICE = WorkingCalendar.standard()


def at(text: str) -> int:
    """Return the instant of a local time in January 2026, written as `DD HH:MM`."""
    return instant_of(datetime.fromisoformat(f"2026-01-{text.replace(' ', 'T')}"))


def test_work_stops_at_lunch_in_the_evening_and_at_the_weekend() -> None:
    assert OFFICE.work_between(at("09 16:00"), at("12 09:30")) == 60 + 90
    assert OFFICE.add(at("09 11:00"), 120) == at("09 14:00")
    assert OFFICE.add(at("09 16:00"), 120) == at("12 09:00")
    assert OFFICE.add(at("09 08:00"), 480) == at("09 17:00")
    assert OFFICE.subtract(at("12 09:00"), 120) == at("09 16:00")
    assert OFFICE.add(at("10 10:00"), 0) == at("10 10:00")


def test_the_next_and_the_previous_working_instant() -> None:
    assert OFFICE.next_working(at("09 17:00")) == at("12 08:00")
    assert OFFICE.next_working(at("09 12:30")) == at("09 13:00")
    assert OFFICE.next_working(at("09 10:17")) == at("09 10:17")
    assert OFFICE.previous_working(at("12 08:00")) == at("09 17:00")
    assert OFFICE.previous_working(at("11 03:00")) == at("09 17:00")


def test_dates_and_instants_lead_to_each_other() -> None:
    saturday, monday, friday = date(2026, 1, 10), date(2026, 1, 12), date(2026, 1, 9)
    assert OFFICE.start_of(saturday) == at("12 08:00")
    assert OFFICE.finish_of(saturday) == at("09 17:00")
    assert OFFICE.finish_of(monday) == at("12 17:00")
    assert OFFICE.date_of_start(at("09 17:00")) == monday
    assert OFFICE.date_of_finish(at("12 08:00")) == friday
    assert OFFICE.is_working_day(friday)
    assert not OFFICE.is_working_day(saturday)


def test_working_days_moved_between_two_dates() -> None:
    assert OFFICE.working_days_between(date(2026, 1, 30), date(2026, 2, 20)) == 15
    assert OFFICE.working_days_between(date(2026, 2, 20), date(2026, 1, 30)) == -15
    assert OFFICE.working_days_between(date(2026, 1, 9), date(2026, 1, 11)) == 0
    christmas = WorkingCalendar.standard(holidays=[date(2026, 12, 25)])
    assert christmas.working_days_between(date(2026, 12, 24), date(2026, 12, 28)) == 1


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, "01-12"), (6, "01-19"), (0, "01-09"), (-1, "01-08"), (-5, "01-02")],
)
def test_working_days_added_to_a_friday(days: int, expected: str) -> None:
    assert f"{OFFICE.add_working_days(date(2026, 1, 9), days):%m-%d}" == expected


def test_an_exception_replaces_its_day() -> None:
    own = WorkingCalendar.standard(
        holidays=[date(2026, 1, 7), date(2026, 1, 10)], working_exceptions=[date(2026, 1, 10)]
    )
    assert own.add(at("06 13:00"), 480) == at("08 12:00")
    assert own.next_working(at("09 17:00")) == at("10 08:00")


def test_a_day_and_night_calendar_counts_every_minute() -> None:
    around = WorkingCalendar.around_the_clock()
    assert around.work_between(at("09 17:00"), at("12 08:00")) == 63 * 60
    assert around.next_working(at("11 00:00")) == at("11 00:00")
    assert around.minutes_per_day == 1440


def test_far_dates_are_laid_out_when_asked_for() -> None:
    far = WorkingCalendar.standard()
    assert far.date_of_start(far.start_of(date(2525, 1, 1))) == date(2525, 1, 1)
    assert far.finish_of(date(1789, 7, 14)) % 1440 == 17 * 60
    assert far.add_working_days(date(1900, 1, 1), 260_000) > date(2890, 1, 1)
    assert far.working_days_between(date(1800, 1, 1), date(1800, 1, 8)) == 5


def test_nothing_is_known_outside_the_years_1_to_9999() -> None:
    with pytest.raises(DateRangeError):
        OFFICE.add(at("09 08:00"), 10**12)
    with pytest.raises(DateRangeError):
        OFFICE.work_at(10**12)
    with pytest.raises(DateRangeError):
        datetime_of(10**12)
    once = WorkingCalendar(((),) * 7, {date(2026, 1, 10): ALL_DAY})
    with pytest.raises(DateRangeError):
        once.add(at("10 00:00"), 1441)


@pytest.mark.parametrize(
    "week", [((),) * 7, (((480, 480),),) * 7, (((60, 120), (90, 150)),) * 7, (((0, 1500),),) * 7]
)
def test_a_calendar_without_sense_is_refused(week: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    with pytest.raises(CalendarError):
        WorkingCalendar(week)


def _is_worked(own: WorkingCalendar, instant: int) -> bool:
    """Say whether the minute that begins at an instant is worked, from the definition of a calendar."""
    when = datetime_of(instant)
    shape = own.exceptions.get(when.date(), own.week[when.weekday()])
    return any(start <= instant % 1440 < end for start, end in shape)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CALENDARS), st.integers(at("02 00:00"), at("20 00:00")), st.integers(0, 4000))
def test_working_time_is_the_number_of_worked_minutes(own: WorkingCalendar, first: int, minutes: int) -> None:
    worked = [_is_worked(own, instant) for instant in range(first, first + minutes)]
    assert own.work_between(first, first + minutes) == sum(worked)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CALENDARS), st.integers(at("02 00:00"), at("20 00:00")), st.integers(1, 4000))
def test_adding_and_subtracting_work_undo_each_other(own: WorkingCalendar, start: int, minutes: int) -> None:
    begun = own.next_working(start)
    finished = own.add(begun, minutes)
    assert own.work_between(begun, finished) == minutes
    assert _is_worked(own, finished - 1)
    assert own.subtract(finished, minutes) == begun


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(CALENDARS), st.lists(st.integers(at("02 00:00"), at("20 00:00")), min_size=1))
def test_many_instants_at_once_give_what_each_gives_alone(own: WorkingCalendar, instants: list[int]) -> None:
    column = np.array(instants, dtype=np.int64)
    assert own.work_at(column).tolist() == [own.work_at(instant) for instant in instants]
    assert own.next_working(column).tolist() == [own.next_working(instant) for instant in instants]
    assert own.previous_working(column).tolist() == [own.previous_working(instant) for instant in instants]


def test_what_follows_a_century_off_is_found() -> None:
    off = [date(1900, 1, 1) + timedelta(days=day) for day in range(131 * 366)]
    own = WorkingCalendar.standard(holidays=off)
    first = own.next_working(own.start_of(date(2026, 1, 5)))
    assert datetime_of(first).date() == off[-1] + timedelta(days=1)
    assert own.work_between(own.start_of(date(2026, 1, 5)), first) == 0
