"""A baseline holds the dates of the plan on the day of its approval, and stays."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.conftest import NOW, TODAY, City
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.milestone import CancelMilestone, RescheduleMilestone
from tracker.commands.programme import CreateProgramme
from tracker.model.errors import DuplicateKeyError, RuleError

APPROVAL: dict[str, Any] = {
    "programme": "city",
    "key": "first",
    "name": "First plan",
    "approved_on": date(2026, 1, 5),
    "approved_by": "Council",
}
FINISHES = {
    "M1": date(2026, 1, 30),
    "M2": date(2026, 3, 13),
    "M3": date(2026, 2, 6),
    "M4": date(2026, 4, 3),
    "M5": date(2026, 2, 20),
    "M6": date(2026, 4, 17),
    "M7": date(2026, 4, 3),
}


def approved(city: City) -> dict[str, tuple[date, date]]:
    snapshot = city.snapshot()
    return {
        snapshot.milestones.by_id(row.milestone_id).key: (row.start, row.finish)
        for row in snapshot.baseline_dates
    }


def test_the_dates_are_those_of_the_plan(city: City) -> None:
    outcome = city.do(ApproveBaseline(**APPROVAL))
    dates = approved(city)
    assert {key: finish for key, (_, finish) in dates.items()} == FINISHES
    assert dates["M2"][0] == date(2026, 2, 2)
    assert len(city.entries(outcome)) == 1 + len(FINISHES)


def test_later_changes_leave_it_as_it_is(city: City) -> None:
    city.do(ApproveBaseline(**APPROVAL))
    before = approved(city)
    city.do(RescheduleMilestone(programme="city", key="M1", version=1, changes={"work_days": 60}))
    assert approved(city) == before


def test_what_is_out_of_the_plan_is_not_approved(city: City) -> None:
    city.do(CancelMilestone(programme="city", key="M7", version=1, reason="Not needed"))
    city.do(ApproveBaseline(**APPROVAL))
    assert "M7" not in approved(city)


def test_a_key_names_one_baseline(city: City) -> None:
    city.do(ApproveBaseline(**APPROVAL))
    with pytest.raises(DuplicateKeyError):
        city.do(ApproveBaseline(**APPROVAL))


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"approved_on": TODAY + timedelta(days=1)}, "in_the_future"),
        ({"approved_by": ""}, "approver_needed"),
        ({"programme": "empty"}, "nothing_to_approve"),
    ],
)
def test_an_approval_that_cannot_be_is_refused(city: City, changed: dict[str, Any], rule: str) -> None:
    city.do(CreateProgramme(programme="empty", title="Empty", city="Empty", start=TODAY), at=NOW)
    with pytest.raises(RuleError) as refused:
        city.do(ApproveBaseline(**{**APPROVAL, **changed}))
    assert refused.value.text.key == f"rule.{rule}"
    assert len(city.snapshot().baselines) == 0
