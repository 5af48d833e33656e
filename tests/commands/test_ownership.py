"""A focal point writes for its services, an owner for its posts, each in its own programme."""

from __future__ import annotations

from datetime import date

import pytest

from tests.commands.conftest import City
from tracker.commands import Command, Role
from tracker.commands.milestone import EditMilestone, RecordActual, RescheduleMilestone
from tracker.commands.progress import ReportProgress
from tracker.commands.undo import UndoLastChange
from tracker.model.author import Mandate
from tracker.model.errors import NotAllowedError
from tracker.storage import Author

IT = Author("IT focal point", mandates={"city": Mandate(Role.FOCAL_POINT, services=frozenset({"it"}))})
REGISTRAR = Author("Registrar", mandates={"city": Mandate(Role.OWNER, posts=frozenset({"registrar"}))})


def report(item: str) -> Command:
    return ReportProgress(programme="city", item=item, reported_on=date(2026, 2, 20), author="x", text="Said")


def later(item: str, version: int = 1) -> Command:
    return RescheduleMilestone(programme="city", key=item, version=version, changes={"work_days": 40})


def begun(item: str) -> Command:
    return RecordActual(programme="city", key=item, version=1, changes={"actual_start": date(2026, 2, 2)})


def as_author(city: City, author: Author) -> City:
    return City(city.database, author=author)


@pytest.mark.parametrize("command", [report("M2"), later("M2"), begun("M2"), report("network")])
def test_a_focal_point_reports_on_the_work_of_its_service(city: City, command: Command) -> None:
    revision = city.snapshot().revision
    as_author(city, IT).do(command)
    assert city.snapshot().revision > revision


@pytest.mark.parametrize("command", [report("M1"), later("M1"), begun("M1"), report("registry")])
def test_a_focal_point_leaves_the_work_of_others_alone(city: City, command: Command) -> None:
    revision = city.snapshot().revision
    with pytest.raises(NotAllowedError):
        as_author(city, IT).do(command)
    assert city.snapshot().revision == revision


def test_a_focal_point_does_not_change_the_plan_itself(city: City) -> None:
    with pytest.raises(NotAllowedError):
        as_author(city, IT).do(
            EditMilestone(programme="city", key="M2", version=1, changes={"title": "Mine"})
        )


def test_a_mandate_in_one_programme_is_none_in_another(city: City) -> None:
    stranger = Author("IT elsewhere", mandates={"elsewhere": IT.mandates["city"]})
    with pytest.raises(NotAllowedError):
        as_author(city, stranger).do(report("M2"))


def test_an_owner_answers_for_what_the_post_owns_or_what_its_initiative_does(city: City) -> None:
    city.do(EditMilestone(programme="city", key="M4", version=1, changes={"owner": "registrar"}))
    as_author(city, REGISTRAR).do(report("M4"))
    with pytest.raises(NotAllowedError):
        as_author(city, REGISTRAR).do(report("M2"))


def test_who_writes_for_their_own_work_takes_back_nothing_that_others_did(city: City) -> None:
    by_the_lead = city.do(later("M2"))
    with pytest.raises(NotAllowedError):
        as_author(city, IT).do(UndoLastChange(programme="city", command_id=by_the_lead.command_id))
