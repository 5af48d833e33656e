"""A comparison is said in sentences, a table and a chart that all tell the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.reports.specs import marks, rows
from tracker.analysis import analyse
from tracker.analysis.comparison import Comparison, compare
from tracker.commands.capacity import AddWorkNeed
from tracker.commands.dependency import AddDependency, EditDependency
from tracker.commands.milestone import AddMilestone, EditMilestone, RescheduleMilestone
from tracker.commands.organisation import EditPost
from tracker.commands.planned_changes import PlannedChange, as_change
from tracker.commands.rehearsal import rehearse
from tracker.commands.what_if import delayed, ended, without_dependency
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import LANGUAGES, translator
from tracker.model.milestone import MilestoneKind
from tracker.planning import ConstraintKind
from tracker.reports.scenario import comparison_words, date_rows, move_words, rank_rows
from tracker.reports.scenario_changes import change_sentences
from tracker.reports.scenario_chart import moves_chart
from tracker.reports.style import DARK, LIGHT, Palette

EN = translator("en")
ROADMAPS = Path(__file__).parents[2] / "roadmaps"
DAY, NOW = date(2026, 1, 5), datetime(2026, 1, 5, 9, tzinfo=UTC)
SNAPSHOT = snapshot_of(read_roadmap(ROADMAPS / "seven-milestones.toml", DAY))
PLAN = analyse(SNAPSHOT, DAY)
PROGRAMME = SNAPSHOT.programme.key


def compared(*changes: PlannedChange) -> Comparison:
    return compare(PLAN, analyse(rehearse(SNAPSHOT, changes, NOW).snapshot, DAY))


def said(*changes: PlannedChange) -> list[str]:
    found = rehearse(SNAPSHOT, changes, NOW)
    sentences = change_sentences(PLAN, analyse(found.snapshot, DAY), found.altered)
    assert set(sentences) == set(range(len(changes)))
    for language in LANGUAGES:
        assert all(translator(language)(one) for group in sentences.values() for one in group)
    return [EN(one) for group in sentences.values() for one in group]


def test_a_delay_is_said_with_its_price() -> None:
    words = comparison_words(compared(delayed(PLAN, "M1", 10)))
    assert EN(words.answer).startswith("The programme would end 10 working days later: on ")
    assert words.gains == ()
    assert sum("opens 10 working days later" in EN(cost) for cost in words.costs) == 2


def test_what_moves_nothing_is_said_to() -> None:
    found = compared(
        as_change(EditMilestone(programme=PROGRAMME, key="M1", version=1, changes={"title": "T"}))
    )
    assert EN(comparison_words(found).answer).startswith("These changes move no expected date.")


def test_an_opening_that_takes_place_no_longer_is_a_cost() -> None:
    words = comparison_words(compared(ended(SNAPSHOT, "M7", "No money")))
    assert any("would not open any more." in EN(cost) for cost in words.costs)


def test_each_kind_of_change_is_said_in_words() -> None:
    item: dict[str, Any] = {"programme": PROGRAMME, "key": "M3", "version": 1}
    fixed = {"constraint": ConstraintKind.START_NO_EARLIER_THAN, "constraint_date": date(2026, 5, 4)}
    linked = as_change(EditDependency(programme=PROGRAMME, dependency_id=1, version=1, changes={"lag": 5}))
    added = AddMilestone(programme=PROGRAMME, key="L", title="Law", kind=MilestoneKind.DECISION)
    sentences = said(
        delayed(PLAN, "M3", -5),
        as_change(RescheduleMilestone(**item, changes=fixed)),
        as_change(EditMilestone(**item, changes={"nature": "law"})),
        linked,
        *without_dependency(SNAPSHOT, "M2", "M7"),
        as_change(added),
        as_change(AddDependency(programme=PROGRAMME, predecessor="L", successor="M3")),
        ended(SNAPSHOT, "M7", "No money"),
    )
    beginnings = [
        "takes 5 working days less (20 instead of 25)",
        "Starts no earlier than May 4, 2026",
        "instead of",
        "Now: ",
        "No longer: ",
        "“Law” joins the plan.",
        "New dependency: ",
        "is ended and leaves the plan.",
    ]
    assert len(sentences) == len(beginnings)
    for sentence, part in zip(sentences, beginnings, strict=True):
        assert part in sentence


def test_more_work_than_the_people_have_is_a_cost() -> None:
    post = SNAPSHOT.posts[0].key
    people = as_change(EditPost(programme=PROGRAMME, key=post, version=1, changes={"people": 1}))
    needs = [
        as_change(AddWorkNeed(programme=PROGRAMME, milestone=item, post=post, people=1))
        for item in ("M1", "M3")
    ]
    staffed = rehearse(SNAPSHOT, [people, needs[0]], NOW)
    plan = analyse(staffed.snapshot, DAY)
    found = rehearse(staffed.snapshot, [needs[1]], NOW)
    scenario = analyse(found.snapshot, DAY)
    costs = [EN(cost) for cost in comparison_words(compare(plan, scenario)).costs]
    assert "People would be asked for 20 days of work beyond what they have, instead of 0." in costs
    sentences = change_sentences(plan, scenario, found.altered)[0]
    assert SNAPSHOT.posts[0].title in EN(sentences[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_and_the_words_beside_the_marks_agree(language: str) -> None:
    t = translator(language)
    found = compared(delayed(PLAN, "M1", 10), ended(SNAPSHOT, "M7", "No money"))
    table = date_rows(found, t)
    moves = [*found.openings, *found.items]
    assert table[t.text("scenario.column.moves")] == [move_words(move, t) for move in moves]
    assert {len(column) for column in table.values()} == {len(moves)}
    assert {len(column) for column in rank_rows(found, t).values()} == {len(found.ranks)}


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_chart_shows_each_opening_where_it_is_known(is_narrow: bool, palette: Palette) -> None:
    found = compared(delayed(PLAN, "M1", 10), ended(SNAPSHOT, "M7", "No money"))
    drawn = marks(moves_chart(found.openings, EN, palette, is_narrow=is_narrow))
    joined, planned, supposed, words = (rows(mark) for mark in drawn)
    assert [row["key"] for row in planned] == ["M7", "M6"]
    assert [row["key"] for row in supposed] == [row["key"] for row in joined] == ["M6"]
    assert len(words) == 2
