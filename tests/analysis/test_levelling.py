"""A levelled plan: who waits, for whom, what stays, and that the engine gives the dates it promises."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import MONDAY, depends, initiative, milestone, plan, snapshot_of
from tracker.analysis import analyse
from tracker.analysis.levelling import LevellingProposal, propose_levelling
from tracker.analysis.levelling_words import move_text, proposal_texts
from tracker.i18n import translator
from tracker.model.content import AbsenceContent, DependencyContent, MilestoneContent, ProgrammeContent
from tracker.model.milestone import Nature
from tracker.model.snapshot import Snapshot
from tracker.planning import ConstraintKind, DependencyKind, LagUnit

SECONDS = 20.0


def team(items: list[MilestoneContent], links: Any = (), people: float = 1, **more: Any) -> ProgrammeContent:
    content = plan(items, links, initiatives=[initiative("I")])
    posts = [post.model_copy(update={"people": people}) for post in content.posts]
    return content.model_copy(update={"posts": posts, **more})


def work(key: str, days: float, **more: Any) -> MilestoneContent:
    return milestone(key, days, owner=more.pop("owner", "it"), initiative="I", **more)


def levelled(content: ProgrammeContent, as_of: date = MONDAY) -> tuple[Snapshot, LevellingProposal]:
    snapshot = snapshot_of(content)
    return snapshot, propose_levelling(analyse(snapshot, as_of), SECONDS)


def as_accepted(content: ProgrammeContent, proposal: LevellingProposal) -> ProgrammeContent:
    """Write the proposal's dates into the plan, as the commands of its scenario do."""
    snapshot = snapshot_of(content)
    given = {
        snapshot.milestones[move.item].key: move.new_start for move in proposal.moves if move.is_held_back
    }
    items = [
        item.model_copy(
            update={
                "constraint": ConstraintKind.START_NO_EARLIER_THAN,
                "constraint_date": given[item.key],
            }
        )
        if item.key in given
        else item
        for item in content.milestones
    ]
    return content.model_copy(update={"milestones": items})


def test_of_two_that_need_one_person_the_second_waits_and_says_for_whom() -> None:
    """Ten days each from 5 January: the second begins on the 19th and ends on the 30th."""
    snapshot, proposal = levelled(team([work("A", 10), work("B", 10)]))
    (move,) = proposal.moves
    assert (move.new_start, move.new_finish, move.moves_days) == (date(2026, 1, 19), date(2026, 1, 30), 10)
    assert (proposal.new_finish, proposal.is_proven, proposal.still_over) == (date(2026, 1, 30), True, 0)
    other = snapshot.milestones[move.because_of[0]].title
    assert other in translator("fr")(move_text(snapshot, move))


def test_whoever_follows_moves_without_a_date_of_its_own() -> None:
    items = [work("A", 10), work("B", 10), work("C", 5, owner=None)]
    snapshot, proposal = levelled(team(items, [depends("C", "B"), depends("C", "A")]))
    by_key = {snapshot.milestones[move.item].key: move for move in proposal.moves}
    assert not by_key["C"].is_held_back
    assert by_key["C"].new_finish == date(2026, 2, 6)


def test_what_a_law_sets_stays_and_the_others_go_around_it() -> None:
    items = [work("A", 10), work("B", 10, nature=Nature.LAW)]
    snapshot, proposal = levelled(team(items))
    assert [snapshot.milestones[move.item].key for move in proposal.moves] == ["A"]


def test_work_begun_stays_and_what_remains_too_much_is_said() -> None:
    begun = [work(key, 10, actual_start=MONDAY) for key in "AB"]
    snapshot, proposal = levelled(team(begun), MONDAY + timedelta(days=1))
    assert proposal.moves == ()
    assert proposal.still_over > 5
    said = [text.key for text in proposal_texts(snapshot, proposal)]
    assert "level.still_over" in said


def test_a_pinned_date_keeps_those_before_it_in_their_place_and_names_them() -> None:
    """A and B for one person before a must-date that leaves time for one of them."""
    fixed = work(
        "L", 1, owner=None, constraint=ConstraintKind.MUST_START_ON, constraint_date=date(2026, 1, 19)
    )
    snapshot, proposal = levelled(team([work("A", 10), work("B", 10), fixed], [depends("L", "A", "B")]))
    late = [snapshot.milestones[row].key for row in proposal.late_for_pinned]
    assert late == ["A", "B"]
    assert proposal.moves == ()
    assert proposal.still_over == 10


def test_nobody_short_nothing_moves() -> None:
    _, proposal = levelled(team([work("A", 10), work("B", 10)], people=2))
    assert proposal.moves == ()
    assert proposal.finish == proposal.new_finish


def test_an_absence_is_waited_for() -> None:
    away = AbsenceContent(post="it", starts_on=date(2026, 1, 7), ends_on=date(2026, 1, 9))
    _, proposal = levelled(team([work("A", 5)], absences=[away]))
    assert proposal.moves[0].new_start == date(2026, 1, 12)


_KINDS = st.sampled_from(list(DependencyKind))
_UNITS = st.sampled_from(list(LagUnit))


@st.composite
def programmes(draw: st.DrawFn) -> ProgrammeContent:
    """Draw a programme with every kind of link and lag, a holiday, an absence and one small team."""
    rows = draw(st.integers(2, 6))
    items = [
        work(f"M{row}", draw(st.integers(0, 8)), owner=draw(st.sampled_from(["it", "it", "hr", None])))
        for row in range(rows)
    ]
    pairs = [(one, other) for other in range(rows) for one in range(other)]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True))
    links = [
        [
            DependencyContent(
                predecessor=f"M{one}",
                successor=f"M{other}",
                kind=draw(_KINDS),
                lag=draw(st.integers(-3, 6)),
                lag_unit=draw(_UNITS),
            )
        ]
        for one, other in chosen
    ]
    away = draw(st.integers(0, 20))
    first = MONDAY + timedelta(days=away)
    absences = [AbsenceContent(post="it", starts_on=first, ends_on=first + timedelta(days=4))]
    content = team(items, links, people=draw(st.sampled_from([1, 1.5])))
    has_it = any(post.key == "it" for post in content.posts)
    return content.model_copy(update={"absences": absences if has_it else []})


@settings(max_examples=30, deadline=None)
@given(programmes())
def test_the_engine_gives_the_dates_that_the_proposal_promises_and_nobody_is_asked_too_much(
    content: ProgrammeContent,
) -> None:
    snapshot, proposal = levelled(content)
    before = analyse(snapshot, MONDAY)
    after = analyse(snapshot_of(as_accepted(content, proposal)), MONDAY)
    assert after.finish == proposal.new_finish
    for move in proposal.moves:
        found = after.items.by_key(snapshot.milestones[move.item].key)
        assert (found.early_start, found.early_finish) == (move.new_start, move.new_finish)
    assert (after.items.early_start >= before.items.early_start).all()
    if before.workload.posts:
        assert after.workload.overload_days < 1
    assert proposal.bound <= proposal.new_finish
    assert proposal.finish <= proposal.new_finish


def test_the_levelled_plan_is_the_same_each_time() -> None:
    content = team([work(f"M{row}", 3 + row) for row in range(5)])
    first, again = (levelled(content)[1] for _ in range(2))
    assert first.new_finish == again.new_finish
    assert sum(move.moves_days for move in first.moves) == sum(move.moves_days for move in again.moves)
    assert np.array_equal(first.levelled.starts.sum(), again.levelled.starts.sum())
