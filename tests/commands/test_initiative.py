"""Initiatives are added with who takes part, edited as lists, ended with a reason and taken up again."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.commands.conftest import TODAY, City
from tracker.commands import Command
from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.commands.milestone import CancelMilestone, RecordActual
from tracker.model.content import InitiativePartnerContent
from tracker.model.errors import DuplicateKeyError, RuleError, StaleRecordError
from tracker.model.initiative import Initiative, InitiativeStatus

IN_CITY: dict[str, Any] = {"programme": "city"}
PORTAL: dict[str, Any] = {**IN_CITY, "key": "portal", "version": 1}
CANCELLED: dict[str, Any] = {"status": InitiativeStatus.CANCELLED, "reason": "No budget"}


def initiative(city: City, key: str = "portal") -> Initiative:
    found = city.snapshot().initiatives.by_key(key)
    assert found is not None
    return found


def takes_part(city: City, key: str = "portal") -> tuple[set[str], dict[str, str]]:
    snapshot = city.snapshot()
    own = initiative(city, key).id
    services = [row.service_id for row in snapshot.participating_services if row.initiative_id == own]
    partners = [row for row in snapshot.initiative_partners if row.initiative_id == own]
    return (
        {snapshot.services.by_id(number).key for number in services},
        {snapshot.partners.by_id(row.partner_id).key: row.contribution for row in partners},
    )


def refused(city: City, command: Command) -> str:
    revision = city.snapshot().revision
    with pytest.raises(RuleError) as error:
        city.do(command)
    assert city.snapshot().revision == revision
    return error.value.text.key.removeprefix("rule.")


def test_an_initiative_is_added_with_all_who_take_part(city: City) -> None:
    city.do(
        AddInitiative(
            **IN_CITY,
            key="new",
            title="New",
            service="it",
            owner="registrar",
            cost=3_000_000_000,
            also=["hr", "registry"],
            partners=[InitiativePartnerContent(partner="university", contribution="Trainers")],
        )
    )
    assert takes_part(city, "new") == ({"hr", "registry"}, {"university": "Trainers"})
    assert initiative(city, "new").cost == 3_000_000_000
    assert initiative(city, "new").position == 3


def test_lists_are_made_as_given_and_left_alone_when_not(city: City) -> None:
    university = {"partner": "university", "contribution": "Trainers"}
    city.do(EditInitiative(**PORTAL, changes={"also": ["hr", "it"], "partners": [university]}))
    there = {row.id for row in city.snapshot().participating_services}
    city.do(
        EditInitiative(
            **{**PORTAL, "version": initiative(city).version}, changes={"also": ["it", "registry"]}
        )
    )
    assert takes_part(city) == ({"it", "registry"}, {"university": "Trainers"})
    assert len(there & {row.id for row in city.snapshot().participating_services}) == 1


def test_a_changed_list_makes_an_older_form_stale(city: City) -> None:
    city.do(EditInitiative(**PORTAL, changes={"also": ["hr"]}))
    with pytest.raises(StaleRecordError) as error:
        city.do(EditInitiative(**PORTAL, changes={"also": ["it"]}))
    (difference,) = error.value.details["differences"]
    assert (difference.now, difference.yours) == (["hr"], ["it"])


def test_an_initiative_is_done_when_its_milestones_are(city: City) -> None:
    done = {"status": "done"}
    assert (
        refused(city, EditInitiative(**{**PORTAL, "key": "network"}, changes=done))
        == "done_with_open_milestones"
    )
    city.do(RecordActual(**IN_CITY, key="M1", version=1, changes={"actual_finish": TODAY}))
    city.do(CancelMilestone(**IN_CITY, key="M2", version=1, reason="Not needed"))
    city.do(EditInitiative(**{**PORTAL, "key": "network"}, changes=done))
    assert initiative(city, "network").status is InitiativeStatus.DONE


def test_an_end_says_why_and_can_be_taken_back(city: City) -> None:
    city.do(EndInitiative(**PORTAL, **CANCELLED))
    assert (initiative(city).status, initiative(city).status_reason) == ("cancelled", "No budget")
    later = {**PORTAL, "version": 2}
    assert refused(city, EditInitiative(**later, changes={"status": "in_progress"})) == "reopen_first"
    assert refused(city, EndInitiative(**later, **CANCELLED)) == "ended_already"
    city.do(ReopenInitiative(**later))
    assert (initiative(city).status, initiative(city).status_reason) == ("planned", "")


def test_what_had_begun_is_in_progress_when_taken_up_again(city: City) -> None:
    city.do(RecordActual(**IN_CITY, key="M7", version=1, changes={"actual_start": TODAY}))
    city.do(EndInitiative(**PORTAL, **CANCELLED))
    city.do(ReopenInitiative(**{**PORTAL, "version": 2}))
    assert initiative(city).status is InitiativeStatus.IN_PROGRESS


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (EditInitiative(**PORTAL, changes={"status": "cancelled"}), "end_with_reason"),
        (EditInitiative(**PORTAL, changes={"status": "blocked"}), "status_needs_reason"),
        (EditInitiative(**PORTAL, changes={"also": ["communication"]}), "leader_takes_part"),
        (EditInitiative(**PORTAL, changes={"partners": [{"partner": "university"}] * 2}), "partner_twice"),
        (ReopenInitiative(**PORTAL), "not_ended"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_rule_is_refused_and_nothing_saved(city: City, command: Command, rule: str) -> None:
    assert refused(city, command) == rule


@pytest.mark.parametrize("status", ["done", "planned"])
def test_an_end_is_superseded_or_cancelled_and_has_a_reason(status: str) -> None:
    with pytest.raises(ValidationError) as error:
        EndInitiative.model_validate({**PORTAL, "status": status, "reason": " "})
    assert {fault["loc"][0] for fault in error.value.errors()} == {"status", "reason"}


def test_a_key_is_no_milestones_either(city: City) -> None:
    with pytest.raises(DuplicateKeyError):
        city.do(AddInitiative(**IN_CITY, key="M1", title="Other"))
