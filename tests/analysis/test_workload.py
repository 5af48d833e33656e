"""Who is asked for more than they have, month by month, and what could be done about it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import MONDAY, depends, initiative, milestone, plan, snapshot_of
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.levelling_words import overload_text
from tracker.analysis.levers import levers_of
from tracker.i18n import translator
from tracker.model.content import AbsenceContent, ProgrammeContent, WorkNeedContent


def team_of(people: float | None, content: ProgrammeContent, **more: Any) -> ProgrammeContent:
    """Give the post "it" its people, and the content absences or needs."""
    posts = [post.model_copy(update={"people": people}) for post in content.posts]
    return content.model_copy(update={"posts": posts, **more})


def two_that_compete(**more: Any) -> ProgrammeContent:
    """Two pieces of ten working days for one person, from Monday 5 January 2026 on."""
    items = [milestone("A", 10, owner="it", initiative="I"), milestone("B", 10, owner="it", initiative="I")]
    return team_of(1, plan(items, initiatives=[initiative("I")]), **more)


def found(content: ProgrammeContent) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), MONDAY)


def test_two_full_time_pieces_ask_one_person_for_twice_the_days() -> None:
    month = found(two_that_compete()).workload.overloads[0]
    assert (month.month, month.asked, month.over) == (date(2026, 1, 1), 20, 10)
    assert month.available == 20  # 5 to 30 January
    assert [days for _, days in month.asking] == [10, 10]


def test_a_post_whose_people_nobody_has_said_is_never_overloaded() -> None:
    workload = found(team_of(None, two_that_compete())).workload
    assert (workload.posts, workload.overloads) == ((), ())


def test_an_absence_takes_its_people_away_on_its_days() -> None:
    away = AbsenceContent(post="it", starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 9), people=0.5)
    assert found(two_that_compete(absences=[away])).workload.months[0].available == 17.5
    everybody = away.model_copy(update={"people": None})
    assert found(two_that_compete(absences=[everybody])).workload.months[0].available == 15


@pytest.mark.parametrize(
    ("need", "asked"),
    [({"people": 0.5}, 15), ({"days": 2.0}, 12), ({"people": 0}, 10), ({}, 20)],
)
def test_a_need_says_how_many_people_or_how_many_days(need: dict[str, Any], asked: float) -> None:
    needs = [WorkNeedContent(milestone="B", post="it", **need)]
    assert found(two_that_compete(needs=needs)).workload.months[0].asked == pytest.approx(asked)


def test_the_owner_of_the_initiative_stands_in_for_that_of_the_milestone() -> None:
    content = plan([milestone("A", 10, initiative="I")], initiatives=[initiative("I", owner="it")])
    (demand,) = [share.demand for share in found(team_of(1, content)).workload.shares]
    assert (demand.people, demand.is_assumed) == (1, True)


def test_finished_work_asks_for_nobody() -> None:
    items = [milestone("A", 10, owner="it", initiative="I", actual_start=MONDAY, actual_finish=MONDAY)]
    content = team_of(1, plan(items, initiatives=[initiative("I")]))
    assert found(content).workload.shares == ()


def test_levers_say_who_can_wait_how_many_are_missing_and_what_to_pause() -> None:
    """C follows A at once and ends the plan; B may wait 5 days without moving it."""
    items = [
        milestone("A", 10, owner="it", initiative="I"),
        milestone("B", 10, owner="it", initiative="J"),
        milestone("C", 5, initiative="I"),
    ]
    content = team_of(1, plan(items, [depends("C", "A")], initiatives=[initiative("I"), initiative("J")]))
    analysis = found(content)
    levers = levers_of(analysis, analysis.workload.overloads[0])
    assert analysis.snapshot.milestones[levers.later or 0].key == "B"
    assert (levers.later_days, levers.missing_people, levers.missing_days) == (5, 1, 10)
    assert (levers.pause, levers.pause_days) == (0, 10)


def test_the_sentence_names_the_month_the_days_and_who_competes() -> None:
    analysis = found(two_that_compete())
    said = overload_text(analysis.snapshot, analysis.workload.overloads[0])
    for language, month in (("en", "January 2026"), ("fr", "janvier 2026")):
        sentence = translator(language)(said)
        assert all(word in sentence for word in (month, "20", "10", "A reached", "B reached"))
