"""A file is scheduled as Microsoft Project schedules it: each rule on a network drawn by hand.

Monday is 2 March 2026; work is from 08:00 to 12:00 and from 13:00 to 17:00, Monday to Friday.
"""

from __future__ import annotations

import pytest

from tests.exchange.mspdi_examples import (
    NIGHTS,
    OFFICE,
    WEEK,
    calendar,
    days_of_float,
    early,
    element,
    exception,
    fresh,
    late,
    link,
    project,
    task,
    working_times,
)

FF, FS, SF, SS = 0, 1, 2, 3
DAY = 4800


@pytest.mark.parametrize(
    ("kind", "lag", "lag_format", "expected"),
    [
        (FS, 0, 7, ("03-04 08:00", "03-04 17:00")),
        (FS, DAY, 7, ("03-05 08:00", "03-05 17:00")),
        (FS, -DAY, 7, ("03-03 08:00", "03-03 17:00")),
        (FS, 5 * DAY, 9, ("03-11 08:00", "03-11 17:00")),
        (FS, 600, 5, ("03-04 09:00", "03-05 09:00")),
        (FS, 3 * 14400, 8, ("03-09 08:00", "03-09 17:00")),
        (FS, 7 * 600, 6, ("03-04 08:00", "03-04 17:00")),
        (FS, 50, 19, ("03-05 08:00", "03-05 17:00")),
        (FS, -25, 51, ("03-03 13:00", "03-04 12:00")),
        (FS, 100, 20, ("03-04 09:00", "03-05 09:00")),
        (SS, 0, 7, ("03-02 08:00", "03-02 17:00")),
        (SS, DAY, 7, ("03-03 08:00", "03-03 17:00")),
        (FF, 0, 7, ("03-03 08:00", "03-03 17:00")),
        (FF, DAY, 7, ("03-04 08:00", "03-04 17:00")),
        (SF, 3 * DAY, 7, ("03-04 08:00", "03-04 17:00")),
    ],
)
def test_each_kind_of_link_and_lag(kind: int, lag: int, lag_format: int, expected: tuple[str, str]) -> None:
    schedule = fresh(project(task(1, 2), task(2, 1, link(1, kind, lag, lag_format))))
    assert early(schedule, 2) == expected


def test_elapsed_percent_of_two_days_is_sixteen_hours_round_the_clock() -> None:
    """1 (two days, to Tuesday 17:00) -> 2: sixteen elapsed hours lead to Wednesday 09:00."""
    schedule = fresh(project(task(1, 2), task(2, 1, link(1, FS, 100, 52))))
    assert early(schedule, 2) == ("03-04 09:00", "03-05 09:00")


def test_start_to_finish_shows_the_finish_at_the_instant_of_the_start() -> None:
    """1 -> 3 starts on Tuesday 08:00; 2 finishes then, after a day of work done on Monday."""
    schedule = fresh(project(task(1), task(2, 1, link(3, SF)), task(3, 1, link(1))))
    assert early(schedule, 2) == ("03-02 08:00", "03-03 08:00")


def test_finish_to_finish_never_starts_before_the_project() -> None:
    schedule = fresh(project(task(1), task(2, 3, link(1, FF))))
    assert early(schedule, 2) == ("03-02 08:00", "03-04 17:00")


def test_an_event_stays_where_it_is_put_even_when_nobody_works() -> None:
    """The project starts on a Sunday: the event stands there, the work after it starts on Monday."""
    schedule = fresh(project(task(1, 0), task(2, 1, link(1)), StartDate="2026-03-01T08:00:00"))
    assert early(schedule, 1) == ("03-01 08:00", "03-01 08:00")
    assert early(schedule, 2) == ("03-02 08:00", "03-02 17:00")


def test_elapsed_time_begins_at_once_and_its_float_counts_round_the_clock() -> None:
    """1 (five days) -> 2 (two elapsed days, from Friday evening) -> 3; 4 takes eight days beside them."""
    schedule = fresh(
        project(
            task(1, 5),
            task(2, 0, link(1), Duration="PT48H0M0S", DurationFormat=8),
            task(3, 1, link(2)),
            task(4, 8),
        )
    )
    assert early(schedule, 2) == ("03-06 17:00", "03-08 17:00")
    assert early(schedule, 3) == ("03-09 08:00", "03-09 17:00")
    assert schedule.dates[2].total_slack == (2 * 24 + 15) * 600


def test_elapsed_time_begins_in_working_hours_or_where_they_end() -> None:
    """2 may start on Saturday 7 March at midnight and begins on Monday; 3 begins on Friday evening with 1."""
    elapsed = {"Duration": "PT24H0M0S", "DurationFormat": 8}
    saturday = {"ConstraintType": 4, "ConstraintDate": "2026-03-07T00:00:00"}
    schedule = fresh(project(task(1, 5), task(2, 0, **elapsed, **saturday), task(3, 0, link(1), **elapsed)))
    assert early(schedule, 2) == ("03-09 08:00", "03-10 08:00")
    assert early(schedule, 3) == ("03-06 17:00", "03-07 17:00")


def test_float_is_the_smaller_of_start_and_finish_slack() -> None:
    schedule = fresh(project(task(1, 1), task(2, 5), task(3, 1, link(1), link(2))))
    assert days_of_float(schedule, 1) == 4
    assert late(schedule, 1) == ("03-06 08:00", "03-06 17:00")


@pytest.mark.parametrize(
    ("code", "when", "expected", "floats"),
    [
        (1, "", ("03-03 08:00", "03-03 17:00"), 0),
        (2, "2026-03-05T08:00:00", ("03-05 08:00", "03-05 17:00"), 0),
        (3, "2026-03-05T17:00:00", ("03-05 08:00", "03-05 17:00"), 0),
        (4, "2026-03-05T08:00:00", ("03-05 08:00", "03-05 17:00"), 1),
        (5, "2026-03-05T08:00:00", ("03-03 08:00", "03-03 17:00"), 2),
        (6, "2026-03-05T17:00:00", ("03-05 08:00", "03-05 17:00"), 1),
        (7, "2026-03-05T17:00:00", ("03-03 08:00", "03-03 17:00"), 2),
    ],
)
def test_each_constraint(code: int, when: str, expected: tuple[str, str], floats: float) -> None:
    """1 (a day) -> 2 (a day, constrained), beside 3 (five days)."""
    date = {"ConstraintDate": when} if when else {}
    schedule = fresh(project(task(1), task(2, 1, link(1), ConstraintType=code, **date), task(3, 5)))
    assert early(schedule, 2) == expected
    assert days_of_float(schedule, 2) == floats


@pytest.mark.parametrize(
    ("code", "when"),
    [(2, "03T08"), (3, "03T17"), (5, "03T08"), (7, "03T17")],
)
def test_a_constraint_that_is_honoured_holds_work_before_its_links(code: int, when: str) -> None:
    """1 (two days) -> 2, held on Tuesday: a day of float is missing; else links have their way."""
    tasks = (
        task(1, 2),
        task(2, 1, link(1), ConstraintType=code, ConstraintDate=f"2026-03-{when}:00:00"),
        task(3, 5),
    )
    held = fresh(project(*tasks, HonorConstraints=1))
    assert early(held, 2) == ("03-03 08:00", "03-03 17:00")
    assert days_of_float(held, 2) == -1
    assert days_of_float(held, 1) == -1
    free = fresh(project(*tasks, HonorConstraints=0))
    assert early(free, 2) == ("03-04 08:00", "03-04 17:00")
    assert days_of_float(free, 2) == -1


def test_a_date_of_its_own_may_lie_before_the_project() -> None:
    schedule = fresh(
        project(
            task(1, 1, ConstraintType=4, ConstraintDate="2026-02-25T08:00:00"),
            task(2, 1, ConstraintType=6, ConstraintDate="2026-02-26T17:00:00"),
        )
    )
    assert early(schedule, 1)[0] == "02-25 08:00"
    assert early(schedule, 2)[0] == "02-26 08:00"


def test_what_follows_work_that_is_as_late_as_possible_starts_after_its_late_finish() -> None:
    """1 (a day, as late as possible) -> 2 (a day), beside 3 (five days)."""
    schedule = fresh(project(task(1, 1, ConstraintType=1), task(2, 1, link(1)), task(3, 5)))
    assert early(schedule, 1) == ("03-02 08:00", "03-02 17:00")
    assert early(schedule, 2) == ("03-06 08:00", "03-06 17:00")


def test_a_deadline_bounds_late_dates_alone() -> None:
    schedule = fresh(project(task(1, 3, Deadline="2026-03-03T17:00:00")))
    assert early(schedule, 1) == ("03-02 08:00", "03-04 17:00")
    assert days_of_float(schedule, 1) == -1


def test_a_project_scheduled_from_its_finish_counts_back_from_it() -> None:
    schedule = fresh(
        project(
            task(1, 2, ConstraintType=1),
            task(2, 1, link(1), ConstraintType=1),
            ScheduleFromStart=0,
            FinishDate="2026-03-13T17:00:00",
        )
    )
    assert late(schedule, 2) == ("03-13 08:00", "03-13 17:00")
    assert late(schedule, 1) == ("03-11 08:00", "03-12 17:00")
    assert early(schedule, 1) == ("03-11 08:00", "03-12 17:00")


# Summaries ----------------------------------------------------------------------------------------------


def family() -> tuple[str, ...]:
    """Summary 10 over tasks 1 (a day) and 2 (three days)."""
    return (
        task(10, 3, Summary=1),
        task(1, 1, OutlineLevel=2),
        task(2, 3, OutlineLevel=2),
    )


def test_a_link_from_a_summary_waits_for_all_of_it() -> None:
    schedule = fresh(project(*family(), task(3, 1, link(10))))
    assert early(schedule, 3) == ("03-05 08:00", "03-05 17:00")
    assert days_of_float(schedule, 1) == 2


def test_a_link_from_a_summary_s_start_waits_for_the_first_of_it() -> None:
    schedule = fresh(
        project(task(4, 1), *family()[:2], task(2, 3, link(4), OutlineLevel=2), task(3, 9, link(10, SS)))
    )
    assert early(schedule, 3)[0] == "03-02 08:00"
    assert days_of_float(schedule, 1) == 0
    assert days_of_float(schedule, 2) == 5


def test_a_link_to_a_summary_holds_all_of_it() -> None:
    schedule = fresh(
        project(
            task(3, 2),
            task(10, 3, link(3), Summary=1),
            task(1, 1, OutlineLevel=2),
            task(2, 3, OutlineLevel=2),
        )
    )
    assert early(schedule, 1)[0] == early(schedule, 2)[0] == "03-04 08:00"


def test_a_summary_hands_its_dates_down() -> None:
    held = {"ConstraintType": 4, "ConstraintDate": "2026-03-04T08:00:00"}
    schedule = fresh(project(task(10, 3, Summary=1, **held), task(1, 1, OutlineLevel=2)))
    assert early(schedule, 1)[0] == "03-04 08:00"
    held = {"ConstraintType": 7, "ConstraintDate": "2026-03-04T17:00:00"}
    schedule = fresh(project(task(10, 3, Summary=1, **held), task(1, 1, OutlineLevel=2), task(2, 5)))
    assert days_of_float(schedule, 1) == 2


# Calendars and resources --------------------------------------------------------------------------------


def test_a_task_s_calendar_with_nights_weekends_and_holidays() -> None:
    """Number 2 works nights every day; number 3 is number 1 without the Tuesday."""
    nights = calendar(2, dict.fromkeys(range(1, 8), NIGHTS))
    closed = calendar(3, {}, base=1, holidays=[("2026-03-03", "2026-03-03")])
    schedule = fresh(
        project(task(1, 1, CalendarUID=2), task(2, 2, CalendarUID=3), task(3, 2), calendars=[nights, closed])
    )
    assert early(schedule, 1) == ("03-02 23:00", "03-03 08:00")
    assert early(schedule, 2) == ("03-02 08:00", "03-04 17:00")
    assert early(schedule, 3) == ("03-02 08:00", "03-03 17:00")


@pytest.mark.parametrize(
    ("recurrence", "expected"),
    [
        ({"Type": 6, "Period": 1, "DaysOfWeek": 8}, "03-12 17:00"),
        ({"Type": 6, "Period": 2, "DaysOfWeek": 8}, "03-11 17:00"),
        ({"Type": 4, "Period": 1, "MonthDay": 5}, "03-11 17:00"),
        ({"Type": 5, "Period": 1, "MonthItem": 7, "MonthPosition": 0}, "03-11 17:00"),
        ({"Type": 5, "Period": 1, "MonthItem": 8, "MonthPosition": 4}, "03-10 17:00"),
        ({"Type": 2, "Month": 2, "MonthDay": 6}, "03-11 17:00"),
        ({"Type": 3, "Month": 2, "MonthItem": 4, "MonthPosition": 1}, "03-11 17:00"),
        ({"Type": 1, "Period": 3, "EnteredByOccurrences": 1, "Occurrences": 12}, "03-11 17:00"),
        ({"Type": 1, "Period": 3, "EnteredByOccurrences": 1, "Occurrences": 10}, "03-10 17:00"),
        ({"Type": 3, "Month": 2, "MonthItem": 1, "MonthPosition": 1}, "03-11 17:00"),
    ],
)
def test_an_exception_that_recurs(recurrence: dict[str, object], expected: str) -> None:
    """Seven days of work, from Monday 2 to Tuesday 10 March when nothing is closed."""
    closed = element("Exceptions", exception("2026-02-02", "2026-12-31", (), **recurrence))
    schedule = fresh(project(task(1, 7, CalendarUID=2), calendars=[calendar(2, WEEK, closed)]))
    assert early(schedule, 1)[1] == expected


def test_what_recurs_gives_way_to_what_is_entered_for_a_day() -> None:
    """Wednesdays are closed by a weekly exception; Wednesday 4 March is open, though written before it."""
    open_day = exception("2026-03-04", "2026-03-04", OFFICE)
    wednesdays = exception("2026-02-02", "2026-12-31", (), Type=6, Period=1, DaysOfWeek=8)
    days = element("Exceptions", open_day, wednesdays)
    schedule = fresh(project(task(1, 7, CalendarUID=2), calendars=[calendar(2, WEEK, days)]))
    assert early(schedule, 1)[1] == "03-10 17:00"


def test_a_working_week_of_its_own_and_old_style_exceptions() -> None:
    """From 2 to 6 March only the mornings; Monday the 9th is closed in the way of older versions."""
    mornings = [
        element(
            "WeekDay",
            working_times(((8, 12),)),
            DayType=day,
            DayWorking=1,
        )
        for day in range(2, 7)
    ]
    period = "<TimePeriod><FromDate>{0}T00:00:00</FromDate><ToDate>{1}T23:59:00</ToDate></TimePeriod>"
    weeks = element(
        "WorkWeeks",
        element(
            "WorkWeek", period.format("2026-03-02", "2026-03-06"), element("WeekDays", *mornings), Name="Half"
        ),
    )
    own = calendar(2, WEEK, weeks).replace(
        "</WeekDays>",
        element("WeekDay", period.format("2026-03-09", "2026-03-09"), DayType=0, DayWorking=0)
        + "</WeekDays>",
        1,
    )
    schedule = fresh(project(task(1, 3, CalendarUID=2), calendars=[own]))
    assert early(schedule, 1)[1] == "03-10 12:00"


def resource(uid: int, own: int, **values: object) -> str:
    return element("Resource", **{"UID": uid, "Type": 1, "CalendarUID": own, **values})


def assignment(uid: int, of: int, who: int, hours: int, **values: object) -> str:
    given = {"UID": uid, "TaskUID": of, "ResourceUID": who, "Work": f"PT{hours}H0M0S", "Units": 1}
    return element("Assignment", **{**given, **values})


SUNDAYS = calendar(2, {weekday: OFFICE if weekday <= 5 else () for weekday in range(1, 8)})
SUNDAY_TO_THURSDAY = {"calendars": [SUNDAYS], "resources": [resource(1, 2)]}


def test_work_is_done_when_its_resource_works_and_float_counts_on_the_task_s_calendar() -> None:
    """Five days by somebody who works Sunday to Thursday: Monday to Thursday, then Sunday."""
    content = project(task(1, 5), task(2, 10), assignments=[assignment(1, 1, 1, 40)], **SUNDAY_TO_THURSDAY)
    schedule = fresh(content)
    assert early(schedule, 1) == ("03-02 08:00", "03-08 17:00")
    assert late(schedule, 1) == ("03-08 08:00", "03-12 17:00")
    assert days_of_float(schedule, 1) == 4


def test_a_task_s_calendar_and_its_resource_s_are_both_kept_unless_told_otherwise() -> None:
    """Monday to Friday of the task's, Sunday to Thursday of the resource: never on Friday."""
    kept = {"assignments": [assignment(1, 1, 1, 40)], **SUNDAY_TO_THURSDAY}
    both = fresh(project(task(1, 5, CalendarUID=1), **kept))
    assert early(both, 1) == ("03-02 08:00", "03-09 17:00")
    alone = fresh(project(task(1, 5, CalendarUID=1, IgnoreResourceCalendar=1), **kept))
    assert early(alone, 1) == ("03-02 08:00", "03-06 17:00")


def test_each_resource_works_its_own_hours_and_the_last_to_end_ends_the_task() -> None:
    """One works Sunday to Thursday, the other the project's week at half time: four days are eight."""
    content = project(
        task(1, 8),
        assignments=[assignment(1, 1, 1, 40), assignment(2, 1, 2, 32, Units=0.5)],
        calendars=[SUNDAYS],
        resources=[resource(1, 2), resource(2, 1)],
    )
    assert early(fresh(content), 1) == ("03-02 08:00", "03-11 17:00")


@pytest.mark.parametrize(("kind", "finish"), [(0, "03-03 17:00"), (2, "03-08 17:00")])
def test_fixed_work_is_stretched_over_the_whole_duration(kind: int, finish: str) -> None:
    """Five days, two of them worked by one who works Sunday to Thursday, one by another of office hours."""
    content = project(
        task(1, 5, Type=kind),
        assignments=[assignment(1, 1, 1, 16), assignment(2, 1, 2, 8)],
        calendars=[SUNDAYS],
        resources=[resource(1, 2), resource(2, 1)],
    )
    assert early(fresh(content), 1)[1] == finish


def test_no_assignment_is_longer_than_its_task() -> None:
    """Eighty hours at half time, rounded: the five days of the task hold."""
    content = project(
        task(1, 5),
        assignments=[assignment(1, 1, 1, 80, Units=0.5), assignment(2, 1, 2, 8)],
        calendars=[SUNDAYS],
        resources=[resource(1, 2), resource(2, 1)],
    )
    assert early(fresh(content), 1)[1] == "03-08 17:00"


def test_material_and_fixed_duration_keep_the_project_s_hours() -> None:
    material = project(
        task(1, 5),
        assignments=[assignment(1, 1, 1, 40)],
        calendars=[SUNDAYS],
        resources=[resource(1, 2, Type=0)],
    )
    assert early(fresh(material), 1)[1] == "03-06 17:00"
    fixed = project(task(1, 5, Type=1), assignments=[assignment(1, 1, 1, 40)], **SUNDAY_TO_THURSDAY)
    assert early(fresh(fixed), 1)[1] == "03-06 17:00"
