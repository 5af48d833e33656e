"""Dependencies join milestones and whole initiatives; a circle is refused with its name."""

from typing import Any

import pytest

from tests.commands.conftest import City, picture
from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.commands.milestone import CancelMilestone, ReopenMilestone
from tracker.i18n import translator
from tracker.model.errors import (
    DependencyLoopError,
    DuplicateDependencyError,
    RuleError,
    StaleRecordError,
    UnknownRecordError,
)
from tracker.model.milestone import Dependency
from tracker.planning import DependencyKind, LagUnit

IN_CITY: dict[str, Any] = {"programme": "city"}


def added(predecessor: str, successor: str, **fields: Any) -> AddDependency:
    return AddDependency(**IN_CITY, predecessor=predecessor, successor=successor, **fields)


def test_m2_after_m6_is_refused_and_the_circle_named(city: City) -> None:
    before = picture(city.snapshot())
    with pytest.raises(DependencyLoopError) as refused:
        city.do(added("M6", "M2"))
    assert refused.value.details["circle"] == ["M2", "M4", "M6", "M2"]
    assert "M2, M4, M6, M2" in translator("fr")(refused.value.text)
    assert picture(city.snapshot()) == before
    assert city.journal()[-1].record_kind == "dependency"


def test_a_circle_is_told_from_the_successor_by_its_shortest_way(city: City) -> None:
    with pytest.raises(DependencyLoopError) as refused:
        city.do(added("M6", "M3"))
    assert refused.value.details["circle"] in (["M3", "M4", "M6", "M3"], ["M3", "M5", "M6", "M3"])


def test_all_of_a_dependency_is_kept(city: City) -> None:
    result = city.do(
        added("M5", "M7", kind=DependencyKind.SS, lag=-50, lag_unit=LagUnit.PERCENT, reason="Same trainers")
    ).result
    row = city.snapshot().dependencies.by_id(result.id)
    assert (row.kind, row.lag, row.lag_unit, row.reason) == ("SS", -50, "percent", "Same trainers")
    assert city.journal()[-1].reason == "Same trainers"


def test_a_whole_initiative_waits_and_is_waited_for(city: City) -> None:
    row: Dependency = city.do(added("portal", "M5")).result
    portal = city.snapshot().initiatives.by_key("portal")
    assert portal is not None
    assert (row.predecessor_id, row.predecessor_initiative_id) == (None, portal.id)
    with pytest.raises(DependencyLoopError) as refused:
        city.do(added("registry", "M2"))
    assert refused.value.details["circle"] == ["M2", "M4", "M6", "M2"]


def test_another_kind_between_the_same_two_is_another_dependency(city: City) -> None:
    with pytest.raises(DuplicateDependencyError):
        city.do(added("M1", "M2", lag=3))
    second = city.do(added("M1", "M2", kind=DependencyKind.FF)).result
    with pytest.raises(DuplicateDependencyError):
        city.do(EditDependency(**IN_CITY, dependency_id=second.id, version=1, changes={"kind": "FS"}))


@pytest.mark.parametrize(
    ("ends", "rule"),
    [
        (("M1", "M1"), "rule.dependency_on_itself"),
        (("portal", "portal"), "rule.dependency_on_itself"),
        (("M7", "portal"), "rule.dependency_on_own_initiative"),
        (("portal", "M7"), "rule.dependency_on_own_initiative"),
    ],
)
def test_nothing_waits_for_itself_or_for_what_it_is_part_of(
    city: City, ends: tuple[str, str], rule: str
) -> None:
    with pytest.raises(RuleError) as refused:
        city.do(added(*ends))
    assert refused.value.text.key == rule


def test_an_end_that_is_nothing_is_refused(city: City) -> None:
    with pytest.raises(UnknownRecordError):
        city.do(added("M1", "M99"))


def test_a_removed_dependency_is_in_the_journal_with_what_it_was(city: City) -> None:
    outcome = city.do(RemoveDependency(**IN_CITY, dependency_id=1, version=1, reason="Not true any more"))
    entry = city.entries(outcome)[0]
    assert (entry.change, entry.after, entry.reason) == ("removed", None, "Not true any more")
    assert entry.before is not None
    assert entry.before["kind"] == "FS"
    with pytest.raises(UnknownRecordError):
        city.do(RemoveDependency(**IN_CITY, dependency_id=1, version=1))


def test_a_stale_dependency_is_neither_edited_nor_removed(city: City) -> None:
    city.do(EditDependency(**IN_CITY, dependency_id=1, version=1, changes={"lag": 5}))
    for stale in (
        EditDependency(**IN_CITY, dependency_id=1, version=1, changes={"lag": 6}),
        RemoveDependency(**IN_CITY, dependency_id=1, version=1),
    ):
        with pytest.raises(StaleRecordError):
            city.do(stale)
    assert city.snapshot().dependencies.by_id(1).lag == 5


def test_another_programmes_dependency_is_unknown_here(city: City) -> None:
    with pytest.raises(UnknownRecordError):
        city.do(EditDependency(**IN_CITY, dependency_id=10_000, version=1, changes={"lag": 6}))


def test_ended_work_still_counts_since_it_may_be_taken_up_again(city: City) -> None:
    city.do(CancelMilestone(**IN_CITY, key="M4", version=1, reason="Bought ready-made"))
    with pytest.raises(DependencyLoopError) as refused:
        city.do(added("M6", "M2"))
    assert refused.value.details["circle"] == ["M2", "M4", "M6", "M2"]
    city.do(ReopenMilestone(**IN_CITY, key="M4", version=2))


def test_the_next_milestone_that_begins_an_initiative_closes_no_circle(city: City) -> None:
    """M4 follows M3 as what begins the registry; M7 waits for that beginning, and M4 would wait for M7."""
    city.do(RemoveDependency(**IN_CITY, dependency_id=3, version=1))
    city.do(RemoveDependency(**IN_CITY, dependency_id=4, version=1))
    city.do(added("registry", "M7", kind=DependencyKind.SS))
    city.do(added("M7", "M4"))
    before = picture(city.snapshot())
    with pytest.raises(DependencyLoopError) as refused:
        city.do(CancelMilestone(**IN_CITY, key="M3", version=1, reason="Have enough"))
    assert set(refused.value.details["circle"]) == {"M4", "M7"}
    assert picture(city.snapshot()) == before
