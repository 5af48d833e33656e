"""Reminders keep their rhythm: never two in five days, further up after silence, none in a quiet week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, baseline, initiative, milestone, plan, snapshot_of, update
from tracker.analysis import analyse
from tracker.analysis.addressees import Addressees, Holder, addressees
from tracker.analysis.reminders import (
    DAYS_BETWEEN,
    UNANSWERED,
    Digest,
    PastReminder,
    Question,
    digests,
    questions,
)
from tracker.model.account import Role
from tracker.model.author import Mandate
from tracker.model.content import PostContent, ProgrammeContent
from tracker.model.organisation import PostRole
from tracker.model.snapshot import Snapshot

DUE = date(2026, 1, 23)
FOCAL, OWNER, LEAD, SPONSOR = "post:relay", "post:chief", "post:cio", "post:mayor"


def programme(**milestones: date) -> ProgrammeContent:
    """Return items of the service IT and the owner `chief`, begun, each approved to finish on its day."""
    finishes = milestones or {"line": DUE}
    content = plan(
        [
            milestone(key, 15, initiative="NET", owner="chief", actual_start=MONDAY)
            for key in finishes
        ],
        initiatives=[initiative("NET", service="it")],
        baselines=[baseline("B", MONDAY, {key: (MONDAY, day) for key, day in finishes.items()})],
        updates=[update(key, MONDAY, text="Begun") for key in finishes],
    )  # fmt: skip
    content.posts += [
        PostContent(key="relay", title="Relay", role=PostRole.FOCAL_POINT, service="it"),
        PostContent(key="cio", title="CIO", role=PostRole.TECHNICAL_LEAD),
        PostContent(key="mayor", title="Mayor", role=PostRole.SPONSOR),
    ]
    return content


def asked_on(snapshot: Snapshot, day: date, people: Addressees | None = None) -> Sequence[Question]:
    return questions(analyse(snapshot, day), people or addressees(snapshot, []))


def as_past(found: Sequence[Digest]) -> list[PastReminder]:
    return [
        PastReminder(digest.person.key, one.level, one.question.key, digest.on)
        for digest in found
        for one in digest.reminders
    ]


def reminders_over(snapshot: Snapshot, days: int) -> list[tuple[str, int]]:
    """Return whom a daily run reminds, and on which day after the due date."""
    past: list[PastReminder] = []
    told = []
    for day in (DUE + timedelta(days=offset) for offset in range(-14, days)):
        found = digests(asked_on(snapshot, day), past, day)
        told += [(digest.person.key, (day - DUE).days) for digest in found]
        past += as_past(found)
    return told


def test_before_it_is_due_when_it_is_and_then_at_growing_intervals_and_further_up() -> None:
    told = reminders_over(snapshot_of(programme()), 90)
    assert told[:2] == [(FOCAL, -7), (FOCAL, 0)]
    # The third after twice five days, the owner after three times five.
    assert told[2:7] == [(FOCAL, 10), (OWNER, 25), (OWNER, 30), (OWNER, 40), (LEAD, 55)]
    assert told[7:] == [(LEAD, 60), (LEAD, 70), (SPONSOR, 85)]


def test_the_last_step_is_asked_on_and_on_at_growing_intervals() -> None:
    content = programme()
    content.posts[:] = [post for post in content.posts if post.key == "chief"]
    told = [day for _person, day in reminders_over(snapshot_of(content), 120)]
    assert [later - earlier for earlier, later in pairwise(told)] == [7, 10, 15, 20, 25, 30]


def test_nothing_changed_is_an_answer_and_a_quiet_week_sends_nothing() -> None:
    content = programme()
    snapshot = snapshot_of(content)
    (first,) = digests(asked_on(snapshot, DUE), [], DUE)
    content.updates.append(update("line", DUE + timedelta(days=3), text="Nothing changed"))
    answered = snapshot_of(content)
    past = as_past([first])
    for offset in range(5, 9):
        day = DUE + timedelta(days=offset)
        assert digests(asked_on(answered, day), past, day) == ()
    # Then the count begins anew, at the bottom.
    day = DUE + timedelta(days=12)
    (again,) = digests(asked_on(answered, day), past, day)
    assert (again.person.key, again.reminders[0].times) == (FOCAL, 0)


def test_one_digest_holds_all_that_is_due_and_counts_the_rest() -> None:
    snapshot = snapshot_of(programme(line=DUE, mast=DUE, late=DUE - timedelta(days=15)))
    day = DUE - timedelta(days=7)
    past = [PastReminder(FOCAL, PostRole.FOCAL_POINT, "late", day - timedelta(days=6))] * 2
    past += [PastReminder(FOCAL, PostRole.FOCAL_POINT, "late", day - timedelta(days=5))]
    (digest,) = digests(asked_on(snapshot, day), past, day)
    assert sorted(one.question.key for one in digest.reminders) == ["line", "mast"]
    assert digest.others == 1


def test_a_vacant_post_is_passed_over_and_an_account_takes_its_posts_place() -> None:
    content = programme()
    for post in content.posts:
        post.is_vacant = post.key == "relay"
    snapshot = snapshot_of(content)
    people = addressees(
        snapshot,
        [
            Holder(7, "Head of networks", Mandate(Role.OWNER, posts=frozenset({"chief"})), "h@town.example"),
            Holder(8, "Councillor", Mandate(Role.LEADER)),
        ],
    )
    (question,) = asked_on(snapshot, DUE, people)
    assert [[one.key for one in step.people] for step in question.steps] == [
        ["account:7"],
        ["post:cio"],
        ["account:8"],
    ]


def _day_by_day(
    asked: Sequence[Question], answers: Mapping[int, Sequence[str]], runs: Sequence[bool]
) -> tuple[list[Digest], dict[str, list[date]]]:
    """Run the reminders on some days, while items are answered on others; return what was sent and said."""
    said: dict[str, list[date]] = {question.key: [MONDAY] for question in asked}
    sent: list[Digest] = []
    for offset, runs_today in enumerate(runs):
        day = DUE + timedelta(days=offset)
        for key in answers.get(offset, ()):
            said[key].append(day)
        # Whoever gave word within a week is not asked: `items_to_report` sees to it.
        open_now = [
            replace(question, found=replace(question.found, last_said_on=said[question.key][-1]))
            for question in asked
            if (day - said[question.key][-1]).days > 7
        ]
        if runs_today:
            found = digests(open_now, as_past(sent), day)
            assert not found or open_now
            sent += found
    return sent, said


ITEMS = ("line", "mast", "pole")
SNAPSHOT = snapshot_of(programme(line=DUE, mast=DUE - timedelta(days=2), pole=DUE - timedelta(days=4)))
ASKED = asked_on(SNAPSHOT, DUE)
ANSWERS = st.dictionaries(st.integers(0, 149), st.lists(st.sampled_from(ITEMS), max_size=2), max_size=8)
RUNS = st.lists(st.booleans(), min_size=150, max_size=150)


@given(ANSWERS, RUNS)
def test_nobody_is_written_to_twice_within_five_days(
    answers: Mapping[int, Sequence[str]], runs: Sequence[bool]
) -> None:
    sent, _said = _day_by_day(ASKED, answers, runs)
    for person in {digest.person.key for digest in sent}:
        days = [digest.on for digest in sent if digest.person.key == person]
        assert all((later - earlier).days >= DAYS_BETWEEN for earlier, later in pairwise(days))


@given(ANSWERS, RUNS)
def test_nobody_further_up_is_asked_before_those_below_have_been_silent(
    answers: Mapping[int, Sequence[str]], runs: Sequence[bool]
) -> None:
    sent, said = _day_by_day(ASKED, answers, runs)
    past = as_past(sent)
    for one in past:
        last_word = max(day for day in said[one.item] if day <= one.on)
        levels = [step.level for step in ASKED[0].steps]
        for below in levels[: levels.index(one.level)]:
            in_vain = {
                other.on
                for other in past
                if other.item == one.item and other.level is below and last_word < other.on < one.on
            }
            assert len(in_vain) >= UNANSWERED
