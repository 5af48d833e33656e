"""The engine by hand: small networks whose dates were counted on a calendar page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pytest

from tracker.planning import (
    Activity,
    ConstraintKind,
    Dependency,
    DependencyKind,
    FinishedActivityError,
    LagUnit,
    Network,
    Schedule,
    WorkingCalendar,
    critical_path,
    date_of_day,
    datetime_of,
    driving_path,
    finish_days,
    instant_of,
    schedule,
    start_days,
    with_delay,
)

FS, SS, FF, SF = DependencyKind
WORKING, ELAPSED, PERCENT = LagUnit
MONDAY = date(2026, 1, 5)
DAY = 480


@dataclass(frozen=True)
class Planned:
    """A schedule read in the words of the network's page: keys and dates."""

    network: Network
    schedule: Schedule
    keys: tuple[object, ...]

    def row(self, key: object) -> int:
        """Return the row of an activity."""
        return self.keys.index(key)

    def dates(self, key: object) -> tuple[str, str]:
        """Return early start and early finish as MM-DD."""
        days = (start_days(self.network, self.schedule.early_start),
                finish_days(self.network, self.schedule.early_finish))  # fmt: skip
        start, finish = (f"{date_of_day(int(day[self.row(key)])):%m-%d}" for day in days)
        return start, finish

    def floats(self, key: object) -> tuple[float, float]:
        """Return total and free float in days."""
        row = self.row(key)
        total, free = self.schedule.total_float[row], self.schedule.free_float[row]
        return int(total) / DAY, int(free) / DAY

    def at(self, key: object) -> tuple[str, str]:
        """Return early start and finish to the minute."""
        row = self.row(key)
        instants = (self.schedule.early_start[row], self.schedule.early_finish[row])
        start, finish = (f"{datetime_of(int(instant)):%a %d %H:%M}" for instant in instants)
        return start, finish

    def path(self, target: object = None) -> str:
        """Return the critical path, or the driving path to a target."""
        if target is None:
            rows = critical_path(self.schedule, self.network)
        else:
            rows = driving_path(self.network, self.schedule, self.row(target))
        return "-".join(str(self.keys[row]) for row in rows)


def plan(
    activities: Sequence[Activity],
    dependencies: Sequence[Dependency] = (),
    *,
    start: date = MONDAY,
    as_of: date | None = None,
    calendars: Sequence[WorkingCalendar] | None = None,
) -> Planned:
    """Schedule activities from a Monday, or as of the morning of a date."""
    network = Network.build(activities, dependencies, calendars)
    own = network.calendars[0]
    today = None if as_of is None else own.start_of(as_of)
    result = schedule(network, own.start_of(start), today)
    return Planned(network, result, tuple(activity.key for activity in activities))


def two(
    kind: DependencyKind, lag: float = 0, unit: LagUnit = WORKING, works: tuple[int, int] = (5, 3)
) -> Planned:
    """Schedule A (5 days, from Monday 5 January) and B (3 days) with one dependency between them."""
    return plan([Activity("A", works[0]), Activity("B", works[1])], [Dependency("A", "B", kind, lag, unit)])


SEVEN = [
    Activity("M1", 20), Activity("M2", 30), Activity("M3", 25), Activity("M4", 15),
    Activity("M5", 10), Activity("M6", 10), Activity("M7", 15),
]  # fmt: skip
SEVEN_LINKS = [
    Dependency(link[:2], link[3:]) for link in ("M1 M2", "M2 M4", "M3 M4", "M3 M5", "M4 M6", "M5 M6", "M2 M7")
]


def seven(**days: int) -> Planned:
    """Schedule the seven milestones, some with more work.

    M1 20 --> M2 30 --+--> M4 15 --+--> M6 10
                  |   |            |
    M3 25 --------|---+--> M5 10 --+
                  +--> M7 15
    """
    network = Network.build(SEVEN, SEVEN_LINKS)
    keys = tuple(activity.key for activity in SEVEN)
    for key, added in days.items():
        network = with_delay(network, keys.index(key), added * DAY)
    return Planned(network, schedule(network, network.calendars[0].start_of(MONDAY)), keys)


def test_the_seven_milestones_have_the_dates_and_floats_counted_by_hand() -> None:
    planned = seven()
    finishes = {key: planned.dates(key)[1] for key in planned.keys}
    assert finishes == {
        "M1": "01-30", "M2": "03-13", "M3": "02-06", "M4": "04-03",
        "M5": "02-20", "M6": "04-17", "M7": "04-03",
    }  # fmt: skip
    assert [planned.floats(key)[0] for key in planned.keys] == [0, 0, 25, 0, 30, 0, 10]
    assert [planned.floats(key)[1] for key in planned.keys] == [0, 0, 0, 0, 30, 0, 10]
    assert planned.path() == "M1-M2-M4-M6"
    assert planned.path("M7") == "M1-M2-M7"


def test_a_slip_within_the_float_moves_nothing_at_the_end() -> None:
    planned = seven(M3=20)
    assert planned.dates("M6")[1] == "04-17"
    assert planned.floats("M3")[0] == 5


def test_a_slip_beyond_the_float_takes_over_the_critical_path() -> None:
    planned = seven(M3=40)
    assert planned.dates("M6")[1] == "05-08"
    assert planned.path() == "M3-M4-M6"


def test_a_slip_of_the_first_milestone_moves_both_openings_by_as_much() -> None:
    before, planned = seven(), seven(M1=5)
    assert (planned.dates("M6")[1], planned.dates("M7")[1]) == ("04-24", "04-10")
    own = planned.network.calendars[0]
    for key in ("M6", "M7"):
        row = planned.row(key)
        moved = own.work_between(
            int(before.schedule.early_finish[row]), int(planned.schedule.early_finish[row])
        )
        assert moved == 5 * DAY


@pytest.mark.parametrize(
    ("kind", "lag", "unit", "dates"),
    [
        # A works from Monday 5 to Friday 9; B needs three days.
        (FS, 0, WORKING, ("01-12", "01-14")),
        (FS, 2, WORKING, ("01-14", "01-16")),
        (FS, -2, WORKING, ("01-08", "01-12")),
        (FS, 2, ELAPSED, ("01-12", "01-14")),  # Friday evening and two days: Sunday
        (FS, 4, ELAPSED, ("01-14", "01-16")),  # Tuesday evening
        (FS, 40, PERCENT, ("01-14", "01-16")),  # 40 % of five days
        (FS, -20, PERCENT, ("01-09", "01-13")),
        (SS, 0, WORKING, ("01-05", "01-07")),
        (SS, 3, WORKING, ("01-08", "01-12")),
        (SS, 3, ELAPSED, ("01-08", "01-12")),
        (SS, 60, PERCENT, ("01-08", "01-12")),
        (FF, 0, WORKING, ("01-07", "01-09")),
        (FF, 1, WORKING, ("01-08", "01-12")),
        (FF, 3, ELAPSED, ("01-08", "01-12")),
        (FF, -1, WORKING, ("01-06", "01-08")),
        (SF, 3, WORKING, ("01-05", "01-07")),
        (SF, 5, WORKING, ("01-07", "01-09")),
        (SF, 7, ELAPSED, ("01-07", "01-09")),
        (SF, 100, PERCENT, ("01-07", "01-09")),
    ],
)  # fmt: skip
def test_each_kind_of_dependency_with_each_unit_of_lag(
    kind: DependencyKind, lag: float, unit: LagUnit, dates: tuple[str, str]
) -> None:
    planned = two(kind, lag, unit)
    assert planned.dates("B") == dates
    assert planned.path("B") == "A-B"


def test_a_dependency_that_asks_for_less_than_the_start_does_not_drive() -> None:
    planned = two(SF, works=(5, 3))
    assert planned.dates("B") == ("01-05", "01-07")
    assert planned.path("B") == "B"


def test_a_finish_and_the_next_start_are_two_instants() -> None:
    planned = two(FS)
    assert planned.at("A") == ("Mon 05 08:00", "Fri 09 17:00")
    assert planned.at("B") == ("Mon 12 08:00", "Wed 14 17:00")


def test_an_event_stands_where_its_predecessor_finishes() -> None:
    planned = two(FS, works=(5, 0))
    assert planned.at("B") == ("Fri 09 17:00", "Fri 09 17:00")
    assert planned.dates("B") == ("01-09", "01-09")


def test_an_event_that_waits_for_nobody_stands_at_the_start() -> None:
    planned = plan([Activity("kick-off"), Activity("A", 2)], [Dependency("kick-off", "A")])
    assert planned.at("kick-off")[0] == "Mon 05 08:00"
    assert planned.dates("A") == ("01-05", "01-06")
    assert planned.path() == "kick-off-A"


def test_an_event_on_a_morning_has_the_float_of_whole_days() -> None:
    planned = plan([Activity("kick-off"), Activity("A", 10)])
    assert planned.floats("kick-off") == (10, 10)


def test_a_monday_morning_after_a_deadline_of_friday_evening_is_late() -> None:
    planned = plan(
        [Activity("opening", 0, ConstraintKind.START_NO_EARLIER_THAN, date(2026, 1, 12), date(2026, 1, 9))]
    )
    assert int(planned.schedule.total_float[0]) == -1


def test_holidays_and_worked_saturdays_are_respected() -> None:
    own = WorkingCalendar.standard(holidays=[date(2026, 1, 7)], working_exceptions=[date(2026, 1, 10)])
    planned = plan([Activity("A", 5), Activity("B", 1)], [Dependency("A", "B")], calendars=[own])
    assert planned.dates("A") == ("01-05", "01-10")
    assert planned.dates("B") == ("01-12", "01-12")


def test_a_vendor_of_another_week_and_a_data_centre_of_24_hours() -> None:
    """A city 4 (Mon 5 - Thu 8) --> vendor 2 (Sun-Thu) --> data centre 12 h --> city 1."""
    vendor = WorkingCalendar.standard(weekdays=(6, 0, 1, 2, 3))
    calendars = [WorkingCalendar.standard(), vendor, WorkingCalendar.around_the_clock()]
    planned = plan(
        [
            Activity("city", 4),
            Activity("vendor", 2, calendar=1),
            Activity("move", 0.5, calendar=2),
            Activity("check", 1),
        ],
        [Dependency("city", "vendor"), Dependency("vendor", "move"), Dependency("move", "check")],
        calendars=calendars,
    )
    assert planned.at("vendor") == ("Sun 11 08:00", "Mon 12 17:00")
    assert planned.at("move") == ("Mon 12 17:00", "Tue 13 05:00")
    assert planned.at("check") == ("Tue 13 08:00", "Tue 13 17:00")
    assert int(planned.schedule.total_float[planned.row("move")]) == 3 * 60  # until the doors open at 08:00
    assert planned.floats("vendor")[0] == 0
    assert planned.floats("city")[0] == 1  # Friday is no working day of the vendor


def constrained(kind: ConstraintKind, when: date) -> Planned:
    """Schedule A 5 --> B 3 --> C 1 with a constraint on B."""
    activity = Activity("B", 3, kind, when)
    return plan([Activity("A", 5), activity, Activity("C", 1)], [Dependency("A", "B"), Dependency("B", "C")])


@pytest.mark.parametrize(
    ("kind", "when", "dates", "total"),
    [
        (ConstraintKind.START_NO_EARLIER_THAN, date(2026, 1, 14), ("01-14", "01-16"), 0),
        (ConstraintKind.START_NO_EARLIER_THAN, date(2026, 1, 6), ("01-12", "01-14"), 0),
        (ConstraintKind.FINISH_NO_EARLIER_THAN, date(2026, 1, 20), ("01-16", "01-20"), 0),
        (ConstraintKind.START_NO_LATER_THAN, date(2026, 1, 9), ("01-12", "01-14"), -1),
        (ConstraintKind.FINISH_NO_LATER_THAN, date(2026, 1, 13), ("01-12", "01-14"), -1),
        (ConstraintKind.FINISH_NO_LATER_THAN, date(2026, 1, 30), ("01-12", "01-14"), 0),
        (ConstraintKind.MUST_START_ON, date(2026, 1, 14), ("01-14", "01-16"), 0),
        (ConstraintKind.MUST_START_ON, date(2026, 1, 8), ("01-08", "01-12"), -2),
        (ConstraintKind.MUST_FINISH_ON, date(2026, 1, 20), ("01-16", "01-20"), 0),
        (ConstraintKind.MUST_FINISH_ON, date(2026, 1, 12), ("01-08", "01-12"), -2),
        (ConstraintKind.AS_SOON_AS_POSSIBLE, date(2026, 1, 12), ("01-12", "01-14"), 0),
    ],
)
def test_each_constraint(kind: ConstraintKind, when: date, dates: tuple[str, str], total: int) -> None:
    planned = constrained(kind, when)
    assert planned.dates("B") == dates
    assert planned.floats("B")[0] == total


def test_as_late_as_possible_is_read_from_the_late_dates() -> None:
    """A 5 --> C 1; B 2, as late as possible --> C."""
    late = Activity("B", 2, ConstraintKind.AS_LATE_AS_POSSIBLE)
    planned = plan([Activity("A", 5), late, Activity("C", 1)], [Dependency("A", "C"), Dependency("B", "C")])
    assert planned.dates("B") == ("01-05", "01-06")
    assert f"{datetime_of(int(planned.schedule.late_start[1])):%m-%d %H:%M}" == "01-08 08:00"
    assert f"{datetime_of(int(planned.schedule.late_finish[1])):%m-%d %H:%M}" == "01-09 17:00"


def test_who_presses_on_a_pinned_activity_has_the_negative_float_too() -> None:
    planned = constrained(ConstraintKind.MUST_START_ON, date(2026, 1, 8))
    assert planned.floats("A") == (-2, 0)
    assert planned.dates("C") == ("01-13", "01-13")


def test_a_pinned_activity_leaves_float_to_its_predecessor_and_begins_the_critical_path() -> None:
    planned = constrained(ConstraintKind.MUST_START_ON, date(2026, 1, 14))
    assert planned.floats("A") == (2, 2)
    assert planned.path() == "B-C"


def test_a_deadline_moves_no_date_and_bounds_the_float() -> None:
    links = [Dependency("A", "B")]
    soon = plan([Activity("A", 5), Activity("B", 3, deadline=date(2026, 1, 13))], links)
    assert soon.dates("B") == ("01-12", "01-14")
    assert (soon.floats("A")[0], soon.floats("B")[0]) == (-1, -1)
    side = plan([Activity("A", 5, deadline=date(2026, 1, 12)), Activity("B", 30)])
    assert side.floats("A")[0] == 1


def test_links_to_starts_and_finishes_give_their_own_float() -> None:
    """A 5 =SS+1=> B 3 (from Tuesday); A =FF+2=> C 4 (to Tuesday 13); D 10 sets the finish, Friday 16."""
    planned = plan(
        [Activity("A", 5), Activity("B", 3), Activity("C", 4), Activity("D", 10)],
        [Dependency("A", "B", SS, 1), Dependency("A", "C", FF, 2)],
    )
    assert planned.dates("B") == ("01-06", "01-08")
    assert planned.dates("C") == ("01-08", "01-13")
    assert planned.floats("A") == (3, 0)
    assert planned.floats("B") == (6, 6)
    assert planned.floats("C") == (3, 3)


def test_an_unstarted_activity_does_not_start_before_the_status_date() -> None:
    planned = plan([Activity("A", 5), Activity("B", 3)], [Dependency("A", "B")], as_of=date(2026, 1, 21))
    assert planned.dates("A") == ("01-21", "01-27")
    assert planned.dates("B") == ("01-28", "01-30")


def test_a_started_activity_goes_on_with_what_remains_after_the_status_date() -> None:
    told = Activity("A", 5, actual_start=date(2026, 1, 6), remaining_days=4)
    planned = plan([told, Activity("B", 3)], [Dependency("A", "B")], as_of=date(2026, 1, 8))
    assert planned.dates("A") == ("01-06", "01-13")
    assert planned.dates("B") == ("01-14", "01-16")


@pytest.mark.parametrize(("as_of", "finish"), [("01-07", "01-09"), ("01-09", "01-09"), ("01-23", "01-23")])
def test_without_a_told_remainder_time_passed_is_work_done_but_for_a_last_day(
    as_of: str, finish: str
) -> None:
    begun = Activity("A", 5, actual_start=MONDAY)
    assert plan([begun], as_of=date.fromisoformat(f"2026-{as_of}")).dates("A") == ("01-05", finish)


def test_a_finished_activity_keeps_its_dates_and_pulls_its_successors_forward() -> None:
    early = Activity("A", 10, actual_start=MONDAY, actual_finish=date(2026, 1, 8))
    planned = plan([early, Activity("B", 3)], [Dependency("A", "B")], as_of=date(2026, 1, 9))
    row = planned.row("A")
    result = planned.schedule
    assert planned.dates("A") == ("01-05", "01-08")
    assert result.late_finish[row] == result.early_finish[row]
    assert not result.is_critical[row]
    assert planned.dates("B") == ("01-09", "01-13")
    assert planned.path() == "B"


def test_a_successor_pinned_by_a_date_is_not_pulled_forward() -> None:
    early = Activity("A", 10, actual_start=MONDAY, actual_finish=date(2026, 1, 8))
    pinned = Activity("B", 3, ConstraintKind.MUST_START_ON, date(2026, 1, 19))
    planned = plan([early, pinned], [Dependency("A", "B")], as_of=date(2026, 1, 9))
    assert planned.dates("B") == ("01-19", "01-21")


def test_a_pin_in_the_past_gives_way_to_the_status_date_and_shows_as_negative_float() -> None:
    planned = plan([Activity("A", 3, ConstraintKind.MUST_START_ON, MONDAY)], as_of=date(2026, 1, 7))
    assert planned.dates("A") == ("01-07", "01-09")
    assert planned.floats("A")[0] == -2


def test_work_begun_out_of_sequence_waits_for_its_predecessor() -> None:
    """A 10 --> B 5, B began on the first day with 3 days still to do; A is not finished before the 16th."""
    begun = Activity("B", 5, actual_start=MONDAY, remaining_days=3)
    planned = plan([Activity("A", 10), begun], [Dependency("A", "B")], as_of=MONDAY)
    assert planned.dates("B") == ("01-05", "01-21")


def test_a_finish_on_a_saturday_lets_a_weekend_successor_start_on_sunday() -> None:
    weekend = WorkingCalendar.around_the_clock()
    saturday = instant_of(datetime.fromisoformat("2026-01-10T12:00"))
    done = Activity("A", 5, actual_start=MONDAY, actual_finish=saturday)
    planned = plan(
        [done, Activity("B", 1, calendar=1), Activity("C", 1)],
        [Dependency("A", "B"), Dependency("A", "C")],
        calendars=[WorkingCalendar.standard(), weekend],
    )
    assert planned.at("A")[1] == "Sat 10 12:00"
    assert planned.at("B") == ("Sat 10 12:00", "Sun 11 12:00")
    assert planned.at("C")[0] == "Mon 12 08:00"


def test_more_work_is_added_to_what_remains_and_refused_once_finished() -> None:
    begun = Activity("A", 5, actual_start=MONDAY, remaining_days=4)
    done = Activity("B", 1, actual_start=MONDAY, actual_finish=MONDAY)
    network = Network.build([begun, done])
    start = network.calendars[0].start_of(MONDAY)
    slower = schedule(network.with_delay([0], 2 * DAY), start, start)
    assert date_of_day(int(finish_days(network, slower.early_finish)[0])) == date(2026, 1, 12)
    with pytest.raises(FinishedActivityError) as refused:
        network.with_delay([1], DAY)
    assert refused.value.row == 1


def test_an_empty_network_has_an_empty_schedule() -> None:
    network = Network.build([])
    result = schedule(network, network.calendars[0].start_of(MONDAY))
    assert len(result.early_start) == 0
    assert critical_path(result, network) == ()
