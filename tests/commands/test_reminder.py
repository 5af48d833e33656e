"""What was sent is kept through a command, which refuses a second reminder within five days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.commands.conftest import NOW, TODAY, City
from tracker.commands import execute
from tracker.commands.account import AddAccount, DisableAccount
from tracker.commands.membership import GrantRole
from tracker.commands.reminder import RecordReminder, past_reminders, people_of, sent_reminders
from tracker.model.account import Role
from tracker.model.errors import RuleError
from tracker.model.organisation import PostRole
from tracker.model.reminder import ReminderChannel
from tracker.storage import Author

ROOT = Author(name="set-up", is_administrator=True)


def sent(on: date, person: str = "post:registrar") -> RecordReminder:
    return RecordReminder(
        programme="city",
        person=person,
        name="Head of registry",
        channel=ReminderChannel.FILE,
        sent_on=on,
        items={PostRole.OWNER: ["M5", "M6"], PostRole.TECHNICAL_LEAD: ["M1"]},
    )


def test_what_was_sent_is_kept_item_by_item_and_journalled(city: City) -> None:
    outcome = city.do(sent(TODAY))
    assert {entry.record_kind for entry in city.entries(outcome)} == {"sent_reminder"}
    found = past_reminders(sent_reminders(city.database, city.key), TODAY)
    assert [(one.item, one.level) for one in found] == [
        ("M5", PostRole.OWNER),
        ("M6", PostRole.OWNER),
        ("M1", PostRole.TECHNICAL_LEAD),
    ]
    assert past_reminders(sent_reminders(city.database, city.key), TODAY - timedelta(days=1)) == ()


@pytest.mark.parametrize("days", [0, 1, 4, -4])
def test_nobody_is_reminded_again_within_five_days(city: City, days: int) -> None:
    city.do(sent(TODAY - timedelta(days=10)))
    with pytest.raises(RuleError):
        city.do(sent(TODAY - timedelta(days=10 - days)))
    city.do(sent(TODAY - timedelta(days=10 - days), "post:another"))
    city.do(sent(TODAY - timedelta(days=5)))


def test_a_reminder_of_tomorrow_is_none(city: City) -> None:
    with pytest.raises(RuleError):
        city.do(sent(TODAY + timedelta(days=1)))


def test_people_with_an_account_are_written_to_at_the_address_they_sign_in_with(city: City) -> None:
    execute(city.database, AddAccount(login="root", title="Root", is_administrator=True), ROOT, NOW)
    for login in ("clerk@town.example", "gone@town.example", "short"):
        execute(city.database, AddAccount(login=login, title=login), ROOT, NOW)
        execute(
            city.database,
            GrantRole(login=login, programme=city.key, role=Role.FOCAL_POINT, services=["it"]),
            ROOT,
            NOW,
        )
    execute(city.database, DisableAccount(login="gone@town.example"), ROOT, NOW)
    people = people_of(city.database, city.snapshot())
    (step,) = [step for step in people.way_up("it", None) if step.level is PostRole.FOCAL_POINT]
    assert [(one.name, one.address) for one in step.people] == [
        ("clerk@town.example", "clerk@town.example"),
        ("short", ""),
    ]
