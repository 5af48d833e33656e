"""The example programmes: clean on any day, true to what they must show, equal when written and read."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.exchange.examples import CITIES, ROADMAPS, TODAY, example
from tracker.analysis import analyse
from tracker.exchange.content_of_snapshot import content_of
from tracker.exchange.roadmap_file import check_roadmap, read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.base import Basis
from tracker.model.initiative import Period
from tracker.model.organisation import PostRole
from tracker.model.programme import StallRule

LATER = TODAY + timedelta(days=400)
NAMES = [path.stem for path in ROADMAPS]


def test_the_seven_programmes_are_there() -> None:
    assert set(NAMES) == {*CITIES, "seven-milestones"}


@pytest.mark.parametrize("path", ROADMAPS, ids=NAMES)
@pytest.mark.parametrize("days", range(0, 400, 57))
def test_a_programme_never_goes_stale(path: Path, days: int) -> None:
    assert check_roadmap(path, TODAY + timedelta(days=days)) == ()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_reads_equal_on_any_day(name: str) -> None:
    content = example(name)
    text = write_roadmap(content)
    assert read_roadmap(text.encode(), LATER, key=name) == content


@pytest.mark.parametrize("name", NAMES)
def test_writing_again_gives_the_same_text(name: str) -> None:
    text = write_roadmap(example(name))
    assert write_roadmap(read_roadmap(text.encode(), LATER, key=name)) == text


@pytest.mark.parametrize("name", NAMES)
def test_a_snapshot_says_what_the_content_says(name: str) -> None:
    assert content_of(snapshot_of(example(name))) == example(name)


@pytest.mark.parametrize("name", CITIES)
def test_a_city_has_the_posts_that_carry_it(name: str) -> None:
    content = example(name)
    roles = {post.role for post in content.posts}
    assert roles == set(PostRole)
    relayed = {post.service for post in content.posts if post.role is PostRole.FOCAL_POINT}
    led = {initiative.service for initiative in content.initiatives if initiative.period is Period.PLAN}
    assert led <= relayed


@pytest.mark.parametrize("name", CITIES)
def test_updates_of_a_city_are_marked_as_assumptions(name: str) -> None:
    updates = example(name).updates
    assert len(updates) >= 5
    assert {update.basis for update in updates} == {Basis.ASSUMPTION}


@pytest.mark.parametrize("name", CITIES)
def test_every_sourced_fact_of_a_city_names_its_source(name: str) -> None:
    content = example(name)
    facts = [
        *content.initiatives,
        *content.milestones,
        *content.partners,
        *content.posts,
        *content.indicators,
    ]
    assert all(fact.source for fact in facts if fact.basis is Basis.SOURCED)


@pytest.mark.parametrize("name", CITIES)
def test_today_a_city_has_something_done_late_and_stalled(name: str) -> None:
    analysis = analyse(snapshot_of(example(name)), TODAY)
    computed = {str(item.computed_status) for item in analysis.items}
    assert {"done", "late", "stalled"} <= computed
    assert {StallRule.OVERDUE, StallRule.WAITING} <= {stall.rule for stall in analysis.stalls}
    assert any(item.disagreement for item in analysis.items)


def test_together_the_cities_show_every_stall_but_an_empty_year_and_a_decision_gone_astray() -> None:
    shown = {stall.rule for name in CITIES for stall in analyse(snapshot_of(example(name)), TODAY).stalls}
    unshown = {StallRule.NOTHING_PLANNED, StallRule.DECISION_LATE, StallRule.DECISION_REFUSED}
    assert shown == set(StallRule) - unshown


def test_history_of_fes_is_dated_and_never_in_the_plan() -> None:
    content = example("fes")
    history = {each.key for each in content.initiatives if each.period is Period.HISTORY}
    assert history == {f"FES-{number}" for number in range(1, 9)}
    past = [each for each in content.milestones if each.initiative in history]
    assert all(each.actual_finish and each.actual_finish < date(2021, 1, 1) for each in past)
    planned = {each.milestone for baseline in content.baselines for each in baseline.dates}
    assert planned.isdisjoint(each.key for each in past)


def test_sources_of_fes_that_disagree_are_all_kept() -> None:
    (waiting,) = [found for found in example("fes").indicators if found.key == "attente"]
    values = [(reading.read_on.year, reading.value) for reading in waiting.readings]
    assert values == [(2005, None), (2006, 5), (2006, 10), (2007, 3)]
    assert len({reading.source for reading in waiting.readings}) == 4


def test_the_seven_milestones_are_planned_as_computed_by_hand() -> None:
    (baseline,) = example("seven-milestones").baselines
    finishes = {each.milestone: each.finish.isoformat() for each in baseline.dates}
    assert finishes == {
        "M1": "2026-01-30",
        "M2": "2026-03-13",
        "M3": "2026-02-06",
        "M4": "2026-04-03",
        "M5": "2026-02-20",
        "M6": "2026-04-17",
        "M7": "2026-04-03",
    }


def test_a_baseline_follows_an_earlier_one_but_for_what_it_lists() -> None:
    first, *reviews = example("antipolo").baselines
    finishes = [{each.milestone: each.finish for each in plan.dates} for plan in (first, *reviews)]
    assert all(set(plan) == set(finishes[0]) for plan in finishes)
    signed = [plan["ANT-3.2"] for plan in finishes]
    assert signed == sorted(set(signed))
    assert {plan["ANT-8.1"] for plan in finishes} == {finishes[0]["ANT-8.1"]}
