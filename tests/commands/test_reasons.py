"""Whoever moves a date through the app says why, and of which kind the reason is; the journal keeps both."""

from typing import Any

import pytest

from tests.commands.conftest import NOW, City
from tracker.commands import execute
from tracker.commands.milestone import EditMilestone, RescheduleMilestone
from tracker.model.errors import RuleError
from tracker.model.journal import ReasonKind

SAID = {"reason": "The tender is run again", "reason_kind": ReasonKind.SUPPLIER}


def moved(**said: Any) -> RescheduleMilestone:
    return RescheduleMilestone(programme="city", key="M1", version=1, changes={"work_days": 30}, **said)


@pytest.mark.parametrize(
    ("said", "field"),
    [({}, "reason_kind"), ({"reason": "Late"}, "reason_kind"), ({"reason_kind": "law"}, "reason")],
)
def test_a_date_moved_through_the_app_needs_a_reason_and_its_kind(
    city: City, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleError) as refusal:
        execute(city.database, moved(**said), city.author, NOW, asks_why=True)
    assert refusal.value.details["field"] == field
    assert city.version("M1") == 1


def test_the_journal_keeps_the_reason_and_its_kind(city: City) -> None:
    done = execute(city.database, moved(**SAID), city.author, NOW, asks_why=True)
    (entry,) = city.entries(done)
    assert (entry.reason, entry.reason_kind) == ("The tender is run again", ReasonKind.SUPPLIER)


def test_an_edit_is_asked_why_only_when_it_touches_the_schedule(city: City) -> None:
    edit: dict[str, Any] = {"programme": "city", "key": "M1", "version": 1}
    title = EditMilestone(**edit, changes={"title": "Contract signed"})
    execute(city.database, title, city.author, NOW, asks_why=True)
    deadline = EditMilestone(**{**edit, "version": 2}, changes={"deadline": "2026-03-01"})
    with pytest.raises(RuleError):
        execute(city.database, deadline, city.author, NOW, asks_why=True)


def test_a_command_from_elsewhere_may_leave_the_reason_out(city: City) -> None:
    (entry,) = city.entries(city.do(moved()))
    assert entry.reason_kind is None
