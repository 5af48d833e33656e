"""Milestones that keep other hours than the city: their dates, their floats, their lags."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.builders import MONDAY, depends, milestone, plan, snapshot_of
from tracker.analysis import ProgrammeAnalysis, analyse, calendar_of
from tracker.model.content import WorkCalendarContent
from tracker.model.work_calendar import OFFICE_DAY, WEEKDAYS, OtherHoursFields

ALWAYS: dict[str, Any] = dict.fromkeys(WEEKDAYS, "00:00-24:00")
MORNINGS: dict[str, Any] = dict.fromkeys(WEEKDAYS[:5], "08:00-12:00")
AROUND_THE_CLOCK = WorkCalendarContent(key="always", title="Data centre", **ALWAYS)
SUNDAY_TO_THURSDAY = WorkCalendarContent(
    key="vendor", title="Vendor", friday="", sunday=OFFICE_DAY, saturday=""
)


def analysed(*milestones: Any, links: Any = (), calendars: Any = (), **more: Any) -> ProgrammeAnalysis:
    content = plan(milestones, links, **more)
    return analyse(snapshot_of(content.model_copy(update={"work_calendars": list(calendars)})), MONDAY)


def test_a_milestone_on_another_week_finishes_on_its_own_days() -> None:
    found = analysed(
        milestone("City", 6), milestone("Vendor", 6, calendar="vendor"), calendars=[SUNDAY_TO_THURSDAY]
    )
    # Monday 5 January to Monday 12; the vendor rests on Friday and works on Sunday: to Monday 12 as well.
    assert found.items.by_key("City").early_finish == date(2026, 1, 12)
    assert found.items.by_key("Vendor").early_finish == date(2026, 1, 12)
    five = analysed(milestone("Vendor", 5, calendar="vendor"), calendars=[SUNDAY_TO_THURSDAY])
    assert five.items.by_key("Vendor").early_finish == date(2026, 1, 11)


def test_a_day_around_the_clock_is_a_whole_day() -> None:
    found = analysed(
        milestone("Copy", 3, calendar="always"),
        milestone("Check", 1),
        links=[depends("Check", "Copy")],
        calendars=[AROUND_THE_CLOCK],
    )
    # From Monday 00:00 to Wednesday 24:00; the check is done on Thursday.
    assert found.items.by_key("Copy").early_finish == date(2026, 1, 7)
    assert found.items.by_key("Check").early_start == date(2026, 1, 8)


def test_floats_are_days_of_each_milestones_own_calendar() -> None:
    found = analysed(
        milestone("Long", 10),
        milestone("Copy", 1, calendar="always"),
        milestone("Open"),
        links=[depends("Open", "Long", "Copy")],
        calendars=[AROUND_THE_CLOCK],
    )
    assert found.items.by_key("Long").total_float_days == 0
    # Tuesday 00:00 to Friday 16, 17:00 around the clock.
    assert found.items.by_key("Copy").total_float_days == round(10 + 17 / 24, 2)


def test_a_lag_is_counted_on_the_successors_calendar() -> None:
    found = analysed(
        milestone("Order", 1),
        milestone("Copy", 1, calendar="always"),
        links=[depends("Copy", "Order", lag=2)],
        calendars=[AROUND_THE_CLOCK],
    )
    # Ordered on Monday until 17:00; two whole days later Wednesday 17:00.
    assert found.items.by_key("Copy").early_start == date(2026, 1, 7)


def test_the_default_calendar_stands_for_the_programmes_week() -> None:
    short = WorkCalendarContent(key="short", title="Mornings", is_default=True, **MORNINGS)
    found = analysed(milestone("A", 2), calendars=[short])
    assert calendar_of(found.snapshot).minutes_per_day == 240
    assert found.items.by_key("A").early_finish == date(2026, 1, 6)


def test_other_hours_and_holidays_of_a_calendar_are_its_own() -> None:
    closed = OtherHoursFields(starts_on=date(2026, 1, 6), ends_on=date(2026, 1, 7), name="Stock-taking")
    vendor = SUNDAY_TO_THURSDAY.model_copy(update={"other_hours": [closed], "holidays_country": "FR"})
    found = analysed(milestone("City", 2), milestone("Vendor", 2, calendar="vendor"), calendars=[vendor])
    assert found.items.by_key("City").early_finish == date(2026, 1, 6)
    assert found.items.by_key("Vendor").early_finish == date(2026, 1, 8)


def test_half_days_and_minutes_of_work_are_exact() -> None:
    found = analysed(milestone("A", 1 / 480), milestone("B", 1.5), links=[depends("B", "A", lag=479 / 480)])
    assert found.items.by_key("B").early_start == date(2026, 1, 6)
    assert found.items.by_key("B").early_finish == date(2026, 1, 7)
