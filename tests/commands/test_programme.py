"""A programme is made once, described, given its calendar and its stall rules."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.commands.conftest import TODAY, City
from tracker.commands import Command
from tracker.commands.programme import (
    AddCalendarException,
    CreateProgramme,
    EditProgramme,
    RemoveCalendarException,
    SetStallRule,
)
from tracker.commands.progress import ReportProgress
from tracker.model.errors import DuplicateKeyError, RuleError, StaleRecordError, UnknownProgrammeError
from tracker.model.programme import StallRule
from tracker.storage import Database

IN_CITY: dict[str, Any] = {"programme": "city"}


def test_a_new_programme_is_the_first_line_of_its_journal(database: Database) -> None:
    city = City(database)
    outcome = city.do(
        CreateProgramme(**IN_CITY, title="City", city="City", start=TODAY, languages=["fr", "en"])
    )
    (entry,) = city.entries(outcome)
    assert (entry.command, entry.record_kind, entry.record_key) == ("CreateProgramme", "programme", "city")
    assert entry.after is not None
    assert entry.after["start"] == TODAY.isoformat()
    assert city.snapshot().programme.languages == ["fr", "en"]


def test_a_key_is_given_to_one_programme(city: City) -> None:
    with pytest.raises(DuplicateKeyError):
        city.do(CreateProgramme(**IN_CITY, title="Other", city="Other", start=TODAY))


def test_a_command_for_no_programme_names_those_there_are(city: City) -> None:
    with pytest.raises(UnknownProgrammeError) as refused:
        city.do(EditProgramme(programme="town", version=1, changes={}))
    assert refused.value.details == {"key": "town", "known": ["city"]}


def test_a_start_chosen_by_hand_no_longer_follows_today(city: City) -> None:
    city.do(EditProgramme(**IN_CITY, version=1, changes={"months_before_today": 3}))
    city.do(EditProgramme(**IN_CITY, version=2, changes={"start": date(2026, 3, 2)}))
    programme = city.snapshot().programme
    assert (programme.start, programme.months_before_today) == (date(2026, 3, 2), None)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"time_zone": "Europe/Atlantis"}, "rule.unknown_time_zone"),
        ({"languages": []}, "rule.languages"),
        ({"languages": ["French"]}, "rule.languages"),
        ({"basis": "sourced"}, "rule.source_needed"),
    ],
)
def test_a_description_that_would_mislead_is_refused(city: City, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(RuleError) as refused:
        city.do(EditProgramme(**IN_CITY, version=1, changes=changes))
    assert refused.value.text.key == rule


def test_a_stale_description_is_refused(city: City) -> None:
    city.do(EditProgramme(**IN_CITY, version=1, changes={"title": "First"}))
    with pytest.raises(StaleRecordError) as refused:
        city.do(EditProgramme(**IN_CITY, version=1, changes={"title": "Second"}))
    (difference,) = refused.value.details["differences"]
    assert (difference.now, difference.yours) == ("First", "Second")


def test_a_change_inside_the_programme_does_not_make_its_own_form_stale(city: City) -> None:
    city.do(SetStallRule(**IN_CITY, rule=StallRule.OVERDUE, threshold=10))
    assert city.snapshot().programme.version == 1


def test_today_is_the_citys_date_and_not_the_servers(city: City) -> None:
    late_in_london = datetime(2026, 2, 20, 23, 30, tzinfo=UTC)
    tomorrow = ReportProgress(**IN_CITY, item="M1", reported_on=date(2026, 2, 21), author="Buyer")
    with pytest.raises(RuleError):
        city.do(tomorrow, at=late_in_london)
    city.do(EditProgramme(**IN_CITY, version=1, changes={"time_zone": "Asia/Manila"}))
    city.do(tomorrow, at=late_in_london)


FAIR: dict[str, Any] = {**IN_CITY, "starts_on": date(2026, 5, 1), "name": "Fair"}


def test_days_off_come_and_go(city: City) -> None:
    added = city.do(AddCalendarException(**FAIR, ends_on=date(2026, 5, 3))).result
    assert len(city.snapshot().calendar_exceptions) == 1
    city.do(RemoveCalendarException(**IN_CITY, calendar_exception_id=added.id, version=1))
    assert len(city.snapshot().calendar_exceptions) == 0


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (AddCalendarException(**FAIR, ends_on=date(2026, 4, 30)), "rule.days_in_order"),
        (AddCalendarException(**FAIR, ends_on=date(2026, 5, 9)), "rule.same_exception"),
    ],
    ids=["backwards", "twice"],
)
def test_days_off_that_make_no_sense_are_refused(city: City, command: Command, rule: str) -> None:
    city.do(AddCalendarException(**FAIR, ends_on=date(2026, 5, 1)))
    with pytest.raises(RuleError) as refused:
        city.do(command)
    assert refused.value.text.key == rule


def test_a_stall_rule_has_one_setting_that_is_changed_in_place(city: City) -> None:
    city.do(SetStallRule(**IN_CITY, rule=StallRule.OVERDUE, threshold=10))
    with pytest.raises(StaleRecordError):
        city.do(SetStallRule(**IN_CITY, rule=StallRule.OVERDUE, threshold=20))
    city.do(SetStallRule(**IN_CITY, rule=StallRule.OVERDUE, is_on=False, version=1))
    (setting,) = city.snapshot().stall_rule_settings
    assert (setting.is_on, setting.threshold) == (False, None)
