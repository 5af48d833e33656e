"""Progress, pauses, levelling and what is put by hand are scheduled as Microsoft Project does: drawn by hand.

Monday is 2 March 2026; work is from 08:00 to 12:00 and from 13:00 to 17:00, Monday to Friday.
"""

from __future__ import annotations

import pytest

from tests.exchange.mspdi_examples import MONDAY, days_of_float, early, fresh, late, link, project, task

FF, FS, SS = 0, 1, 3
DAY = 4800


def test_what_is_finished_keeps_its_dates_and_has_no_float() -> None:
    done = {"ActualStart": "2026-03-03T08:00:00", "ActualFinish": "2026-03-04T12:00:00"}
    schedule = fresh(project(task(1, 2, **done), task(2, 1, link(1)), task(3, 9)))
    assert early(schedule, 1) == ("03-03 08:00", "03-04 12:00")
    assert days_of_float(schedule, 1) == 0
    assert early(schedule, 2) == ("03-04 13:00", "03-05 12:00")


def test_what_has_started_keeps_its_start_and_goes_on_where_it_resumes() -> None:
    begun = {
        "ActualStart": "2026-03-02T08:00:00",
        "ActualDuration": "PT8H0M0S",
        "RemainingDuration": "PT16H0M0S",
    }
    together = fresh(project(task(3, 1), task(1, 3, link(3), **begun), task(2, 9)))
    assert early(together, 1) == ("03-02 08:00", "03-04 17:00")
    assert days_of_float(together, 1) == 6
    split = {"Stop": "2026-03-02T17:00:00", "Resume": "2026-03-05T08:00:00"}
    apart = fresh(project(task(1, 3, **begun, **split), task(2, 9)))
    assert early(apart, 1) == ("03-02 08:00", "03-06 17:00")
    assert days_of_float(apart, 1) == 4


def progressed(**values: object) -> dict[str, object]:
    """Three days of work begun on Monday 2 March of which one remains, to be done on Friday."""
    begun = {
        "ActualStart": MONDAY,
        "ActualDuration": "PT16H0M0S",
        "RemainingDuration": "PT8H0M0S",
        "Stop": "2026-03-05T17:00:00",
        "Resume": "2026-03-06T08:00:00",
    }
    return {**begun, **values}


def test_what_remains_is_done_from_where_it_resumes_however_long_the_rest_took() -> None:
    """Its two days done took four: it ends on Friday, not after three days from Monday."""
    schedule = fresh(project(task(1, 3, **progressed()), task(2, 9)))
    assert early(schedule, 1) == ("03-02 08:00", "03-06 17:00")
    assert days_of_float(schedule, 1) == 4


def test_what_remains_may_pause_too() -> None:
    """The day that remains on Friday is finished on Tuesday by the file: two days of pause."""
    schedule = fresh(project(task(1, 3, **progressed(Finish="2026-03-10T17:00:00")), task(2, 9)))
    assert early(schedule, 1) == ("03-02 08:00", "03-10 17:00")
    assert days_of_float(schedule, 1) == 2


def test_what_leaves_out_its_remaining_duration_is_counted_from_its_start() -> None:
    """Zero is not written: it resumes where it began, and would else end there."""
    nearly = progressed(Stop=MONDAY, Resume=MONDAY, RemainingDuration="", ActualDuration="PT24H0M0S")
    schedule = fresh(project(task(1, 3, **nearly), task(2, 9)))
    assert early(schedule, 1) == ("03-02 08:00", "03-04 17:00")


@pytest.mark.parametrize("kind", [FS, SS])
def test_started_work_asks_of_its_predecessor_no_more_than_the_rest_of_it_needs(kind: int) -> None:
    """1 -> 2, begun out of order, due on Monday by its deadline: it resumes on Friday all the same."""
    begun = progressed(Deadline=MONDAY)
    schedule = fresh(project(task(1, 1), task(2, 3, link(1, kind), **begun), task(3, 9)))
    assert late(schedule, 1)[kind == FS] == {FS: "03-05 17:00", SS: "03-06 08:00"}[kind]


def test_what_waits_for_started_work_is_bounded_by_what_remains_of_it() -> None:
    """1 -> 2, which has started out of order and has a day left: 1 must be finished a day before the end."""
    begun = {
        "ActualStart": "2026-03-02T08:00:00",
        "ActualDuration": "PT16H0M0S",
        "RemainingDuration": "PT8H0M0S",
    }
    schedule = fresh(project(task(1, 1), task(2, 3, link(1), **begun), task(3, 5)))
    assert days_of_float(schedule, 1) == 3


def test_a_manual_task_stands_where_somebody_put_it() -> None:
    put = {"Manual": 1, "Start": "2026-03-05T08:00:00", "Finish": "2026-03-06T17:00:00"}
    schedule = fresh(project(task(1, 3), task(2, 2, link(1), **put), task(3, 1, link(2))))
    assert early(schedule, 2) == ("03-05 08:00", "03-06 17:00")
    assert early(schedule, 3)[0] == "03-09 08:00"
    assert days_of_float(schedule, 1) == 0


def test_the_start_of_a_manual_task_leaves_it_its_float() -> None:
    put = {"Manual": 1, "Start": MONDAY, "Finish": "2026-03-02T17:00:00"}
    schedule = fresh(project(task(1, 1, **put), task(2, 1, link(1, SS, DAY)), task(3, 5)))
    assert days_of_float(schedule, 1) == 4


def test_an_inactive_task_moves_no_other() -> None:
    schedule = fresh(project(task(1, 9, Active=0), task(2, 1, link(1)), task(3, 3)))
    assert early(schedule, 2)[0] == "03-02 08:00"
    assert days_of_float(schedule, 3) == 0


def test_an_external_task_keeps_the_dates_of_its_own_file() -> None:
    dates = {"EarlyStart": "2026-03-09T08:00:00", "EarlyFinish": "2026-03-09T17:00:00"}
    schedule = fresh(project(task(1, 1, ExternalTask=1, **dates), task(2, 1, link(1))))
    assert early(schedule, 2)[0] == "03-10 08:00"


def test_a_levelling_delay_belongs_to_the_early_start() -> None:
    schedule = fresh(project(task(1, 1), task(2, 1, link(1), LevelingDelay=14400, LevelingDelayFormat=8)))
    assert early(schedule, 2) == ("03-04 08:00", "03-04 17:00")


def test_a_levelling_delay_runs_from_where_the_work_could_have_started() -> None:
    """1 ends on Friday evening: 2 could start on Monday, and a day later does; 3 is held till Monday."""
    delay = {"LevelingDelay": 14400, "LevelingDelayFormat": 8}
    held = {"ConstraintType": 4, "ConstraintDate": "2026-03-09T08:00:00"}
    schedule = fresh(project(task(1, 5), task(2, 1, link(1), **delay), task(3, 1, **held, **delay)))
    assert early(schedule, 2)[0] == early(schedule, 3)[0] == "03-10 08:00"


@pytest.mark.parametrize(
    ("kind", "expected"), [(FS, "03-11 17:00"), (FF, "03-12 17:00"), (SS, "03-12 17:00")]
)
def test_a_predecessor_does_not_own_the_levelling_delay_of_its_successor(kind: int, expected: str) -> None:
    """2 must be done by Friday 13 March and waits an elapsed day: 1 for Thursday at the latest."""
    delay = {"LevelingDelay": 14400, "LevelingDelayFormat": 8}
    schedule = fresh(project(task(1, 1), task(2, 1, link(1, kind), **delay), task(3, 10)))
    assert late(schedule, 1)[1] == expected


def test_an_event_of_some_length_by_its_dates_passes_it_on() -> None:
    """Material is used up from Monday to Tuesday evening on an event: what follows starts on Wednesday."""
    used = {"Start": MONDAY, "Finish": "2026-03-03T17:00:00"}
    schedule = fresh(project(task(1, 0, **used), task(2, 1, link(1))))
    assert early(schedule, 1) == ("03-02 08:00", "03-03 17:00")
    assert early(schedule, 2)[0] == "03-04 08:00"
    assert days_of_float(schedule, 1) == 0


def test_an_inserted_project_stands_where_its_own_file_has_it() -> None:
    """1 -> the inserted project 2, kept in its own file -> 3."""
    dates = {"EarlyStart": "2026-03-09T08:00:00", "EarlyFinish": "2026-03-10T17:00:00"}
    inserted = task(2, 2, link(1), Summary=1, IsSubproject=1, **dates)
    schedule = fresh(project(task(1, 1), inserted, task(3, 1, link(2))))
    assert early(schedule, 3)[0] == "03-11 08:00"


def test_an_outline_number_tells_the_depth_that_is_not_written() -> None:
    tasks = (
        task(3, 2),
        task(10, 1, link(3), Summary=1, OutlineLevel="", OutlineNumber="2"),
        task(1, 1, OutlineLevel="", OutlineNumber="2.1"),
        task(2, 1, OutlineLevel="", OutlineNumber="3"),
    )
    schedule = fresh(project(*tasks))
    assert early(schedule, 1)[0] == "03-04 08:00"
    assert early(schedule, 2)[0] == "03-02 08:00"


def test_tenths_of_minutes_are_counted() -> None:
    schedule = fresh(project(task(1, 0, Duration="PT2H38M24S"), task(2, 0, link(1), Duration="PT0H0M36S")))
    assert schedule.dates[2].early_finish - schedule.start == 1590


def test_a_split_task_pauses_as_long_as_its_own_dates_say() -> None:
    """Two days of work between Tuesday 3 and Friday 6: two days of pause, wherever links put it."""
    split = {"Start": "2026-03-03T08:00:00", "Finish": "2026-03-06T17:00:00"}
    schedule = fresh(project(task(1, 2), task(2, 2, link(1), **split), task(3, 1, link(2))))
    assert early(schedule, 2) == ("03-04 08:00", "03-09 17:00")
    assert late(schedule, 2) == early(schedule, 2)
    assert days_of_float(schedule, 3) == 0


def test_several_critical_paths_end_where_nobody_waits() -> None:
    """1 -> 2, beside 3 and 4 -> 2: what ends a path has no float, what feeds one has its own."""
    tasks = (task(1, 3), task(2, 1, link(1), link(4)), task(3, 9), task(4, 1))
    alone = fresh(project(*tasks))
    assert [days_of_float(alone, uid) for uid in (1, 2, 3, 4)] == [5, 5, 0, 7]
    several = fresh(project(*tasks, MultipleCriticalPaths=1))
    assert [days_of_float(several, uid) for uid in (1, 2, 3, 4)] == [0, 0, 0, 2]


def test_an_external_successor_bounds_float_by_its_own_late_dates() -> None:
    dates = {"EarlyStart": "2026-03-09T08:00:00", "EarlyFinish": "2026-03-09T17:00:00"}
    late_dates = {"LateStart": "2026-03-05T08:00:00", "LateFinish": "2026-03-05T17:00:00"}
    schedule = fresh(project(task(1, 1), task(2, 1, link(1), ExternalTask=1, **dates, **late_dates)))
    assert days_of_float(schedule, 1) == 2


def test_a_constraint_without_its_date_and_a_project_without_a_start_are_made_do_with() -> None:
    schedule = fresh(project(task(1, 1, ConstraintType=2, Start="2026-03-04T08:00:00"), StartDate=""))
    assert early(schedule, 1)[0] == "03-04 08:00"
