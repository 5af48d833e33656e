"""Milestones are added, edited, rescheduled, reached, cancelled and taken up again by rule."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.conftest import TODAY, City
from tracker.commands import Command
from tracker.commands.dependency import AddDependency
from tracker.commands.initiative import EndInitiative
from tracker.commands.labels import journal_differences
from tracker.commands.milestone import (
    AddMilestone,
    CancelMilestone,
    EditMilestone,
    RecordActual,
    ReopenMilestone,
    RescheduleMilestone,
)
from tracker.i18n import translator
from tracker.model.errors import (
    DependencyLoopError,
    DuplicateKeyError,
    RuleError,
    StaleRecordError,
    UnknownRecordError,
)
from tracker.model.initiative import InitiativeStatus
from tracker.model.milestone import Milestone, MilestoneKind

M1: dict[str, Any] = {"programme": "city", "key": "M1", "version": 1}
NEW: dict[str, Any] = {"programme": "city", "key": "M8", "title": "Eighth", "initiative": "portal"}
TOMORROW = TODAY + timedelta(days=1)


def milestone(city: City, key: str = "M1") -> Milestone:
    found = city.snapshot().milestones.by_key(key)
    assert found is not None
    return found


def said(city: City, command: Command, language: str = "en") -> list[str]:
    """Return the journal of a command as the reader sees it."""
    say = translator(language)
    entries = city.entries(city.do(command))
    return [
        f"{say(found.field)}: {say.value(found.now)} -> {say.value(found.yours)}"
        for entry in entries
        for found in journal_differences(entry, city.snapshot())
    ]


def refused(city: City, command: Command) -> str:
    revision = city.snapshot().revision
    with pytest.raises(RuleError) as error:
        city.do(command)
    assert city.snapshot().revision == revision
    for language in ("en", "fr"):
        assert translator(language)(error.value.text)
    return error.value.text.key.removeprefix("rule.")


def test_a_new_milestone_stands_last_in_its_initiative(city: City) -> None:
    city.do(AddMilestone(**NEW))
    snapshot = city.snapshot()
    portal = snapshot.initiatives.by_key("portal")
    assert portal is not None
    rows = [row for row in snapshot.milestones if row.initiative_id == portal.id]
    assert [(row.key, row.position) for row in rows] == [("M7", 0), ("M8", 1)]


def test_a_rescheduled_milestone_is_journalled_as_the_reader_sees_it(city: City) -> None:
    changes = {"work_days": 25, "constraint": "must_start_on", "constraint_date": date(2026, 3, 2)}
    assert said(city, RescheduleMilestone(**M1, changes=changes), "fr") == [
        "Travail, en jours ouvrés: 20 -> 25",
        "Contrainte: Dès que possible -> Doit commencer le",
        "Date de la contrainte: rien -> 2 mars 2026",
    ]


def test_what_is_left_of_begun_work_is_rescheduled_too(city: City) -> None:
    city.do(RecordActual(**M1, changes={"actual_start": date(2026, 2, 2)}))
    city.do(RescheduleMilestone(**{**M1, "version": 2}, changes={"remaining_days": 12}))
    assert (milestone(city).remaining_days, milestone(city).work_days) == (12, 20)


def test_links_are_journalled_by_name(city: City) -> None:
    changes = {"service": "it", "owner": "registrar", "partner": "provider", "is_public_opening": True}
    assert said(city, EditMilestone(**M1, changes=changes)) == [
        "Opens a service to citizens: no -> yes",
        "Service: Procurement -> IT",
        "Owner: nothing -> Head of registry",
        "Partner: nothing -> Provider",
    ]


def test_only_the_fields_given_are_changed(city: City) -> None:
    before = milestone(city)
    city.do(EditMilestone(**M1, changes={"title": "Signed"}))
    after = milestone(city)
    assert (after.title, after.work_days, after.service_id) == ("Signed", before.work_days, before.service_id)


def test_an_estimate_is_kept_and_holds_later_changes_of_the_work(city: City) -> None:
    estimate = {"work_days": 10, "optimistic_days": 8, "pessimistic_days": 20}
    city.do(RescheduleMilestone(**M1, changes=estimate))
    assert {name: getattr(milestone(city), name) for name in estimate} == estimate
    later = {**M1, "version": 2}
    assert refused(city, RescheduleMilestone(**later, changes={"work_days": 21})) == "estimate_not_rising"
    city.do(
        EditMilestone(**later, changes={"optimistic_days": None, "pessimistic_days": None, "work_days": 21})
    )
    assert (milestone(city).optimistic_days, milestone(city).work_days) == (None, 21)


def test_a_finish_leaves_no_work_and_taking_it_back_forgets_that(city: City) -> None:
    city.do(RecordActual(**M1, changes={"actual_start": date(2026, 1, 5), "actual_finish": TODAY}))
    assert (milestone(city).actual_finish, milestone(city).remaining_days) == (TODAY, 0)
    city.do(ReopenMilestone(programme="city", key="M1", version=2))
    assert (milestone(city).actual_start, milestone(city).actual_finish) == (date(2026, 1, 5), None)
    assert milestone(city).remaining_days is None


def test_a_cancelled_milestone_is_taken_up_before_it_is_changed(city: City) -> None:
    city.do(CancelMilestone(**M1, reason="Contract fell through"))
    assert (milestone(city).is_cancelled, milestone(city).end_reason) == (True, "Contract fell through")
    later = {**M1, "version": 2}
    assert refused(city, RescheduleMilestone(**later, changes={"work_days": 1})) == "milestone_cancelled"
    city.do(ReopenMilestone(**later))
    assert (milestone(city).is_cancelled, milestone(city).end_reason) == (False, "")


@pytest.mark.parametrize(
    ("command", "rule"),
    [
        (RescheduleMilestone(**M1, changes={"constraint": "must_start_on"}), "constraint_needs_date"),
        (RescheduleMilestone(**M1, changes={"constraint_date": TODAY}), "date_without_constraint"),
        (EditMilestone(**M1, changes={"optimistic_days": 2}), "estimate_needs_both"),
        (RescheduleMilestone(**M1, changes={"pessimistic_days": 9000}), "estimate_needs_both"),
        (
            RescheduleMilestone(**M1, changes={"work_days": 0, "optimistic_days": 0, "pessimistic_days": 9}),
            "estimate_needs_work",
        ),
        (
            RescheduleMilestone(**M1, changes={"work_days": 5, "optimistic_days": 6, "pessimistic_days": 9}),
            "estimate_not_rising",
        ),
        (
            RescheduleMilestone(**M1, changes={"work_days": 10, "optimistic_days": 6, "pessimistic_days": 9}),
            "estimate_not_rising",
        ),
        (RecordActual(**M1, changes={"actual_finish": TOMORROW}), "in_the_future"),
        (RecordActual(**M1, changes={"actual_start": TOMORROW}), "in_the_future"),
        (
            RecordActual(**M1, changes={"actual_start": TODAY, "actual_finish": date(2026, 2, 1)}),
            "finish_before_start",
        ),
        (RecordActual(**M1, changes={"actual_finish": TODAY, "remaining_days": 3}), "work_after_finish"),
        (RecordActual(**M1, changes={"remaining_days": 3}), "work_left_before_start"),
        (AddMilestone(**NEW, remaining_days=3), "work_left_before_start"),
        (EditMilestone(**M1, changes={"initiative": None}), "milestone_needs_initiative"),
        (
            EditMilestone(**M1, changes={"kind": "decision", "is_public_opening": True}),
            "opening_is_a_milestone",
        ),
        (EditMilestone(**M1, changes={"basis": "sourced"}), "source_needed"),
        (AddMilestone(**NEW, is_cancelled=True), "cancel_needs_reason"),
        (ReopenMilestone(**M1), "not_ended"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_broken_rule_is_refused_and_nothing_saved(city: City, command: Command, rule: str) -> None:
    assert refused(city, command) == rule


def test_what_is_reached_is_not_cancelled(city: City) -> None:
    city.do(RecordActual(**M1, changes={"actual_finish": TODAY}))
    assert refused(city, CancelMilestone(**{**M1, "version": 2}, reason="Too late")) == "cancel_what_is_done"


def test_the_milestones_of_an_ended_initiative_wait_until_it_is_taken_up(city: City) -> None:
    city.do(
        EndInitiative(
            programme="city", key="portal", version=1, status=InitiativeStatus.CANCELLED, reason="No budget"
        )
    )
    assert refused(city, AddMilestone(**NEW)) == "initiative_ended"
    changes = {"title": "Portal"}
    assert (
        refused(city, EditMilestone(programme="city", key="M7", version=1, changes=changes))
        == "initiative_ended"
    )


def test_decisions_and_prerequisites_stand_alone(city: City) -> None:
    for kind in (MilestoneKind.DECISION, MilestoneKind.PREREQUISITE):
        city.do(AddMilestone(programme="city", key=kind, title="Awaited", kind=kind, awaited_from="Ministry"))
    assert milestone(city, "decision").initiative_id is None


@pytest.mark.parametrize("key", ["M1", "portal"])
def test_a_key_means_one_thing(city: City, key: str) -> None:
    with pytest.raises(DuplicateKeyError):
        city.do(AddMilestone(**{**NEW, "key": key}))


def test_an_unknown_key_suggests_the_nearest(city: City) -> None:
    with pytest.raises(UnknownRecordError) as error:
        city.do(AddMilestone(**{**NEW, "initiative": "portall"}))
    assert error.value.details["nearest"] == ["portal"]
    assert "Did you mean portal?" in translator("en")(error.value.text)


def test_a_stale_form_is_refused_with_both_values(city: City) -> None:
    city.do(RescheduleMilestone(**M1, changes={"work_days": 25, "deadline": TODAY}))
    stale = EditMilestone(
        **M1, changes={"work_days": 30, "title": "Signed", "deadline": TODAY, "service": "it"}
    )
    with pytest.raises(StaleRecordError) as error:
        city.do(stale)
    assert [(found.field.key, found.now, found.yours) for found in error.value.details["differences"]] == [
        ("field.milestone.title", "Fibre contract signed", "Signed"),
        ("field.milestone.work_days", 25, 30),
        ("field.milestone.service", "procurement", "it"),
    ]
    sentence = translator("fr")(error.value.text)
    assert "Travail, en jours ouvrés : maintenant 25, vous avez saisi 30" in sentence
    assert milestone(city).work_days == 25


@pytest.mark.parametrize(
    "command",
    [
        RecordActual(**M1, changes={"actual_start": TODAY}),
        CancelMilestone(**M1, reason="Late"),
        ReopenMilestone(**M1),
    ],
    ids=lambda command: type(command).__name__,
)
def test_every_way_to_change_a_milestone_tells_a_stale_form(city: City, command: Command) -> None:
    city.do(EditMilestone(**M1, changes={"title": "Changed"}))
    with pytest.raises(StaleRecordError):
        city.do(command)


def test_a_milestone_that_joins_an_initiative_takes_over_its_circle(city: City) -> None:
    city.do(AddDependency(programme="city", predecessor="M7", successor="registry"))
    with pytest.raises(DependencyLoopError) as error:
        city.do(EditMilestone(programme="city", key="M1", version=1, changes={"initiative": "registry"}))
    circle = error.value.details["circle"]
    assert circle[0] == circle[-1]
    assert set(circle) == {"M1", "M2", "M7"}
