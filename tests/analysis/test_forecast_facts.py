"""What has happened on a day off counts from that day, not from the last working day before it."""

from datetime import date

from tests.builders import depends, milestone, plan, snapshot_of
from tracker.analysis import analyse
from tracker.planning import LagUnit

SUNDAY = date(2026, 1, 25)


def test_calendar_days_after_a_finish_on_a_sunday_count_from_the_sunday() -> None:
    """A (finished on Sunday the 25th) -> six calendar days -> B: Saturday the 31st, hence Monday."""
    content = plan(
        [milestone("A", 5, actual_start=date(2026, 1, 19), actual_finish=SUNDAY), milestone("B", 5)],
        [depends("B", "A", lag=6, lag_unit=LagUnit.CALENDAR_DAYS)],
    )
    items = analyse(snapshot_of(content), date(2026, 1, 26)).items
    assert items.by_key("B").early_start == date(2026, 2, 2)
    assert items.by_key("A").actual_finish == SUNDAY
