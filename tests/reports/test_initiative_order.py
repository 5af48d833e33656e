"""An initiative's milestones are listed as they come, not as they were entered."""

from tests.builders import MONDAY, initiative, milestone, plan, snapshot_of
from tracker.analysis import analyse
from tracker.reports.initiative import milestones_of


def test_milestones_come_in_the_order_of_their_dates_and_of_one_day_in_the_plans() -> None:
    content = plan(
        [
            milestone("late", 20, initiative="I", position=0),
            milestone("soon", 5, initiative="I", position=1),
            milestone("same", 20, initiative="I", position=2),
        ],
        initiatives=[initiative("I")],
    )
    own = milestones_of(analyse(snapshot_of(content), MONDAY), "I")
    assert [item.key for item in own] == ["soon", "late", "same"]
