"""Whole initiatives as ends of a dependency, the calendar, and circles found before they are closed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import MONDAY, depends, initiative, milestone, plan, snapshot_of
from tracker.analysis import analyse, calendar_of, find_loop
from tracker.model.content import DependencyContent, ProgrammeContent
from tracker.model.errors import OutOfPlanError, UnknownRecordError
from tracker.model.initiative import InitiativeStatus
from tracker.model.milestone import MilestoneKind
from tracker.model.programme import CalendarExceptionFields
from tracker.planning import DependencyKind, FinishedActivityError


def dates(content: ProgrammeContent, key: str) -> tuple[date | None, date | None]:
    item = analyse(snapshot_of(content), MONDAY).items.by_key(key)
    return item.early_start, item.early_finish


def two_initiatives(*links: list[DependencyContent], **more: object) -> ProgrammeContent:
    """Return I: A (5 days) -> B (5), C (15) beside them; J: D (5) -> E (5), F (20) beside them."""
    works = {"A": 5, "B": 5, "C": 15, "D": 5, "E": 5, "F": 20}
    milestones = [
        milestone(key, days, initiative="I" if key in "ABC" else "J", position=place)
        for place, (key, days) in enumerate(works.items())
    ]
    return plan(
        milestones,
        [depends("B", "A"), depends("E", "D"), *links],
        initiatives=[initiative("I"), initiative("J")],
        **more,  # type: ignore[arg-type]  # fields of the programme
    )


def test_what_follows_an_initiative_follows_the_last_of_its_milestones() -> None:
    content = two_initiatives(depends("J", "I"))
    assert dates(content, "D")[0] == date(2026, 1, 26)
    assert dates(content, "F")[0] == date(2026, 1, 26)
    assert dates(content, "E")[0] == date(2026, 2, 2)


def test_the_last_milestone_is_the_one_of_the_day_not_of_the_file() -> None:
    content = two_initiatives(depends("J", "I"))
    longer = content.model_copy(
        update={"milestones": [*content.milestones, milestone("G", 30, initiative="I")]}
    )
    assert dates(longer, "D")[0] == date(2026, 2, 16)
    shorter = [found.model_copy(update={"is_cancelled": found.key == "C"}) for found in content.milestones]
    assert dates(content.model_copy(update={"milestones": shorter}), "D")[0] == date(2026, 1, 19)


def test_an_initiative_that_starts_with_another_starts_with_its_first_milestone() -> None:
    content = two_initiatives(depends("J", "I", kind=DependencyKind.SS, lag=10))
    assert dates(content, "D")[0] == date(2026, 1, 19)


def test_an_initiative_that_finishes_with_another_finishes_its_last_milestone_with_it() -> None:
    content = two_initiatives(depends("I", "J", kind=DependencyKind.FF))
    assert dates(content, "C")[1] == date(2026, 1, 30)
    assert dates(content, "A")[0] == MONDAY


def test_one_milestone_can_follow_a_whole_initiative() -> None:
    assert dates(two_initiatives(depends("D", "I")), "D")[0] == date(2026, 1, 26)


def test_decisions_of_an_initiative_are_not_its_work() -> None:
    content = two_initiatives(depends("J", "I"))
    law = milestone("law", 90, initiative="J", kind=MilestoneKind.PREREQUISITE)
    with_law = content.model_copy(update={"milestones": [*content.milestones, law]})
    assert dates(with_law, "law")[0] == MONDAY


def test_a_chain_through_an_initiative_without_milestones_holds() -> None:
    content = plan(
        [milestone("A", 10), milestone("B", 5)],
        [depends("empty", "A"), depends("B", "empty")],
        initiatives=[initiative("empty")],
    )
    assert dates(content, "B")[0] == date(2026, 1, 19)
    analysis = analyse(snapshot_of(content), date(2026, 3, 2))
    assert [(stall.item, stall.because_of) for stall in analysis.stalls.of_item("B")] == [("B", "A")]


def test_a_chain_through_an_abandoned_initiative_is_cut() -> None:
    content = plan(
        [milestone("A", 10), milestone("B", 5)],
        [depends("gone", "A"), depends("B", "gone")],
        initiatives=[initiative("gone", status=InitiativeStatus.CANCELLED)],
    )
    assert dates(content, "B")[0] == MONDAY


def test_public_holidays_of_the_country_are_not_worked() -> None:
    content = plan([milestone("A", 10)], start=date(2026, 4, 27), holidays_country="FR")
    # 1 May and 8 May are public holidays in France.
    assert dates(content, "A")[1] == date(2026, 5, 12)
    assert dates(plan([milestone("A", 10)], start=date(2026, 4, 27)), "A")[1] == date(2026, 5, 8)


def test_the_citys_own_days_off_and_saturdays_worked() -> None:
    closed = CalendarExceptionFields(starts_on=date(2026, 1, 7), ends_on=date(2026, 1, 9), name="Closed")
    worked = CalendarExceptionFields(starts_on=date(2026, 1, 10), ends_on=date(2026, 1, 10), is_working=True)
    content = plan([milestone("A", 3)], calendar_exceptions=[closed, worked])
    assert dates(content, "A") == (MONDAY, date(2026, 1, 10))


def test_a_week_that_begins_on_sunday() -> None:
    content = plan([milestone("A", 6)], working_week=["sun", "mon", "tue", "wed", "thu"])
    assert dates(content, "A")[1] == date(2026, 1, 12)


def test_an_unknown_country_has_no_holidays() -> None:
    content = plan([milestone("A", 5)], holidays_country="ZZ")
    assert calendar_of(snapshot_of(content)).is_working_day(date(2026, 5, 1))


def test_a_dependency_of_an_initiative_on_its_successor_closes_a_circle() -> None:
    snapshot = snapshot_of(two_initiatives(depends("J", "I")))
    loop = find_loop(snapshot, ("J", "I"))
    assert loop is not None
    assert loop[0] == loop[-1]
    assert find_loop(snapshot, ("I", "J")) is None
    assert find_loop(snapshot, ("E", "A")) == ("A", "B", "D", "E", "A")


def test_an_initiative_cannot_wait_for_itself() -> None:
    empty = snapshot_of(plan([], initiatives=[initiative("empty")]))
    assert find_loop(empty, ("empty", "empty")) == ("empty", "empty")
    assert find_loop(snapshot_of(two_initiatives()), ("I", "B")) is not None


def test_a_circle_through_ended_work_counts() -> None:
    content = plan(
        [milestone("A", 5), milestone("B", 5, is_cancelled=True)],
        [depends("B", "A")],
    )
    assert find_loop(snapshot_of(content), ("B", "A")) == ("A", "B", "A")


def test_a_circle_there_is_already_is_named() -> None:
    content = plan([milestone("A", 5), milestone("B", 5)], [depends("B", "A"), depends("A", "B")])
    assert find_loop(snapshot_of(content)) == ("A", "B", "A")


def test_an_unknown_end_is_refused() -> None:
    with pytest.raises(UnknownRecordError):
        find_loop(snapshot_of(two_initiatives()), ("A", "nowhere"))


def test_a_delay_of_an_unknown_milestone_names_the_nearest() -> None:
    with pytest.raises(UnknownRecordError) as refused:
        analyse(snapshot_of(plan([milestone("fibre", 5)])), MONDAY, delays={"fiber": 5})
    assert refused.value.details["nearest"] == ["fibre"]


def test_a_delay_of_what_is_out_of_the_plan_is_refused_by_its_own_name() -> None:
    content = plan([milestone("A", 5), milestone("B", 5, is_cancelled=True)])
    with pytest.raises(OutOfPlanError) as refused:
        analyse(snapshot_of(content), MONDAY, delays={"B": 5})
    assert refused.value.details == {"item": "B", "title": "B reached"}


def test_a_finished_milestone_cannot_be_delayed() -> None:
    reached = milestone("A", 5, actual_start=MONDAY, actual_finish=date(2026, 1, 9))
    with pytest.raises(FinishedActivityError):
        analyse(snapshot_of(plan([reached])), date(2026, 2, 2), delays={"A": 5})


def test_lags_in_calendar_days_and_percent() -> None:
    fortnight = plan(
        [milestone("A", 5), milestone("B", 5)], [depends("B", "A", lag=14, lag_unit="calendar_days")]
    )
    assert dates(fortnight, "B")[0] == date(2026, 1, 26)
    half = plan([milestone("A", 10), milestone("B", 5)], [depends("B", "A", lag=50, lag_unit="percent")])
    assert dates(half, "B")[0] == date(2026, 1, 26)
