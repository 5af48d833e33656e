"""What is held back, what one more week moves, and who holds back the most."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import MONDAY, depends, initiative, milestone, plan, seven_milestones, snapshot_of
from tracker.analysis import GroupBy, ProgrammeAnalysis, analyse
from tracker.i18n import LANGUAGES, translator
from tracker.model.content import ProgrammeContent
from tracker.model.milestone import MilestoneKind, Nature
from tracker.planning import ConstraintKind


def analysis_of(content: ProgrammeContent, day: date = MONDAY) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), day)


def ranked(content: ProgrammeContent, day: date = MONDAY) -> list[str]:
    return [found.item for found in analysis_of(content, day).bottlenecks]


def test_what_holds_nothing_back_is_no_bottleneck() -> None:
    assert ranked(plan([milestone("A", 5), milestone("B", 5)])) == []


def test_reached_items_are_neither_bottlenecks_nor_held_back() -> None:
    reached = {"actual_start": MONDAY, "actual_finish": date(2026, 1, 9)}
    content = plan(
        [milestone("A", 5, **reached), milestone("B", 5), milestone("C", 5)],
        [depends("B", "A"), depends("C", "B")],
    )
    (found,) = analysis_of(content, date(2026, 1, 12)).bottlenecks
    assert (found.item, found.downstream_items) == ("B", ("C",))


def test_what_moves_a_public_opening_ranks_before_what_only_holds_back_more() -> None:
    content = plan(
        [
            milestone("many", 5),
            *(milestone(f"N{n}", 5) for n in range(4)),
            milestone("one", 40),
            milestone("opening", 5, is_public_opening=True),
        ],
        [*(depends(f"N{n}", "many") for n in range(4)), depends("opening", "one")],
    )
    assert ranked(content) == ["one", "many"]


def test_float_absorbs_one_more_week() -> None:
    found = {one.item: one for one in analysis_of(seven_milestones()).bottlenecks}
    assert [move.item for move in found["M3"].one_more_week] == ["M5"]
    assert found["M5"].one_more_week == ()


def test_one_more_week_gives_the_part_that_float_does_not_absorb() -> None:
    content = plan(
        [milestone("A", 10), milestone("B", 12), milestone("C", 5, is_public_opening=True)],
        [depends("C", "A", "B")],
    )
    found = {one.item: one for one in analysis_of(content).bottlenecks}
    (move,) = found["A"].one_more_week
    assert (move.item, move.moves_days, move.new_finish) == ("C", 3, date(2026, 1, 30))


def test_an_opening_that_holds_others_back_moves_itself_too() -> None:
    content = plan([milestone("A", 5, is_public_opening=True), milestone("B", 5)], [depends("B", "A")])
    assert [move.item for move in analysis_of(content).bottlenecks[0].one_more_week] == ["A", "B"]


def test_only_what_can_act_has_lost_days() -> None:
    lost = {one.item: one.days_lost for one in analysis_of(seven_milestones(), date(2026, 2, 20)).bottlenecks}
    assert lost == {"M1": 15, "M3": 10, "M2": 0, "M4": 0, "M5": 0}


def test_initiatives_downstream_are_named() -> None:
    content = plan(
        [milestone("A", 5), milestone("B", 5, initiative="J"), milestone("C", 5, initiative="I")],
        [depends("B", "A"), depends("C", "B")],
        initiatives=[initiative("I"), initiative("J")],
    )
    assert analysis_of(content).bottlenecks[0].downstream_initiatives == ("I", "J")


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ([], "one more week delays its own opening by 5 working days"),
        (["B"], "one more week delays its own opening by 5 working days and moves 1 item, but no other"),
    ],
)
def test_the_sentence_names_the_item_itself_only_as_its_own_opening(others: list[str], said: str) -> None:
    pinned = {"constraint": ConstraintKind.START_NO_EARLIER_THAN, "constraint_date": date(2027, 1, 4)}
    content = plan(
        [
            milestone("A", 5, is_public_opening=True),
            milestone("far", 5, **pinned),
            *(milestone(key, 5) for key in others),
        ],
        [depends("far", "A"), *(depends(key, "A") for key in others)],
    )
    first = analysis_of(content).bottlenecks[0]
    assert (first.item, first.one_more_week[0].item) == ("A", "A")
    assert said in translator("en")(first.sentence)
    for language in LANGUAGES:
        assert translator(language)(first.sentence).count("A reached") == 1


def test_another_opening_is_named_rather_than_its_own() -> None:
    content = plan(
        [milestone("A", 5, is_public_opening=True), milestone("B", 5, is_public_opening=True)],
        [depends("B", "A")],
    )
    said = translator("en")(analysis_of(content).bottlenecks[0].sentence)
    assert said.endswith("one more week moves “B reached” by 5 working days.")


def test_a_group_has_lost_the_days_of_its_most_overdue_item_because_days_overlap() -> None:
    groups = analysis_of(seven_milestones(), date(2026, 2, 20)).bottleneck_groups(GroupBy.SERVICE)
    assert {group.key: group.days_lost for group in groups}["procurement"] == 15


def test_what_is_awaited_from_outside_is_put_down_to_nobody_else() -> None:
    decision = {"kind": MilestoneKind.DECISION, "awaited_from": "City council", "initiative": "I"}
    content = plan(
        [
            milestone("vote", 0, **decision),
            milestone("ruling", 0, kind=MilestoneKind.DECISION, awaited_from="law", initiative="I"),
            milestone("A", 5, service="it"),
            milestone("B", 5, service="law"),
        ],
        [depends("A", "vote"), depends("B", "ruling")],
        initiatives=[initiative("I", service="it")],
    )
    analysis = analysis_of(content, date(2026, 1, 20))
    groups = {group.key: group for group in analysis.bottleneck_groups(GroupBy.SERVICE)}
    assert {key: (group.title, group.items) for key, group in groups.items()} == {
        "City council": ("City council", ("vote",)),
        "law": ("Law", ("ruling",)),
    }
    assert {(wait.waiting, wait.holding) for wait in analysis.waits} == {("it", "City council")}


def test_slices_of_the_ranking() -> None:
    bottlenecks = analysis_of(seven_milestones()).bottlenecks
    assert [found.rank for found in bottlenecks[:3]] == [1, 2, 3]
    assert bottlenecks[-1].rank == len(bottlenecks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_names_what_is_held_back_and_what_moves(language: str) -> None:
    said = translator(language)(analysis_of(seven_milestones(), date(2026, 2, 20)).bottlenecks[0].sentence)
    assert "M1 reached" in said
    assert "M6 reached" in said
    assert "15" in said
    assert "4" in said


def grouped() -> ProgrammeContent:
    return plan(
        [
            milestone("A", 5, service="law", owner="jurist", nature=Nature.CONTRACT),
            milestone("B", 5, service="it", partner="vendor", nature=Nature.SOFTWARE),
            milestone("C", 5, initiative="I", is_public_opening=True),
            milestone("D", 5, initiative="I"),
        ],
        [depends("C", "A", "B"), depends("D", "C")],
        initiatives=[initiative("I", service="registry", owner="registrar")],
    )


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        (GroupBy.SERVICE, {"law", "it", "registry"}),
        (GroupBy.OWNER, {"jurist", "registrar", None}),
        (GroupBy.PARTNER, {"vendor", None}),
        (GroupBy.NATURE, {"contract", "software", "other"}),
    ],
)
def test_bottlenecks_are_grouped_an_initiative_lending_its_service_and_owner(
    by: GroupBy, keys: set[str | None]
) -> None:
    groups = analysis_of(grouped()).bottleneck_groups(by)
    assert {group.key for group in groups} == keys
    for language in LANGUAGES:
        assert all(translator(language)(group.sentence).endswith(".") for group in groups)


def test_a_group_counts_what_its_items_hold_back_together_once() -> None:
    groups = {
        group.key: group for group in analysis_of(seven_milestones()).bottleneck_groups(GroupBy.SERVICE)
    }
    procurement = groups["procurement"]
    assert procurement.items == ("M1", "M3")
    assert procurement.downstream_items == ("M2", "M4", "M5", "M6", "M7")
    assert procurement.openings_moved_days == 10
    assert groups["it"].openings_moved_days == 0


def test_a_service_does_not_wait_for_itself() -> None:
    content = plan(
        [milestone("A", 5, service="it"), milestone("B", 5, service="it"), milestone("C", 5, service="hr")],
        [depends("B", "A"), depends("C", "B")],
    )
    (wait,) = analysis_of(content, date(2026, 1, 20)).waits
    # C was to begin on the 19th; A, two items back, begins on the 20th, eleven working days late.
    assert (wait.waiting, wait.holding, wait.working_days) == ("hr", "it", 11)
    assert wait.items == (("C", "A", 11),)
