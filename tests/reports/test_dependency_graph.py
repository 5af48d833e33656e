"""The dependency graph: its nodes and edges, the part of it that can be read, and its drawing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.builders import depends, initiative, milestone, plan, seven_milestones, snapshot_of
from tests.reports.specs import marks, rows
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.i18n import LANGUAGES, translator
from tracker.reports.dependency_chart import dependency_chart, planned, wrapped
from tracker.reports.dependency_graph import (
    DependencyGraph,
    graph_alt,
    initiative_graph,
    item_graph,
    neighbourhood,
    path_sentence,
)
from tracker.reports.dependency_table import dependency_columns
from tracker.reports.graph_canvas import PHONE, WIDE, Canvas
from tracker.reports.links import links_of
from tracker.reports.style import DARK, LIGHT

START = date(2026, 1, 5)
EN = translator("en")


@pytest.fixture(scope="module")
def seven() -> ProgrammeAnalysis:
    return analyse(snapshot_of(seven_milestones()), START)


def graph_of(analysis: ProgrammeAnalysis, target: str | None = None) -> DependencyGraph:
    path = analysis.driving_path(target) if target else ()
    return item_graph(analysis, links_of(analysis), path)


def keys(graph: DependencyGraph) -> set[str]:
    return {node.key for node in graph.nodes}


def test_links_say_which_dependency_sets_a_date(seven: ProgrammeAnalysis) -> None:
    links = {(link.predecessor, link.successor): link for link in links_of(seven)}
    assert links["M2", "M4"].is_driving
    assert links["M2", "M4"].is_critical
    assert links["M2", "M7"].is_driving
    assert not links["M2", "M7"].is_critical
    assert not links["M3", "M4"].is_driving


def test_the_chosen_path_is_marked(seven: ProgrammeAnalysis) -> None:
    graph = graph_of(seven, "M7")
    assert {node.key for node in graph.nodes if node.is_on_path} == {"M1", "M2", "M7"}
    on_path = {(edge.predecessor, edge.successor) for edge in graph.edges if edge.is_on_path}
    assert on_path == {("M1", "M2"), ("M2", "M7")}


def test_what_depends_on_nothing_is_left_out_and_counted() -> None:
    content = plan([milestone("A", 5), milestone("B", 5), milestone("LONE", 5)], [depends("B", "A")])
    graph = graph_of(analyse(snapshot_of(content), START))
    assert (keys(graph), graph.left_out) == ({"A", "B"}, 1)


def test_an_initiative_without_milestones_stands_for_itself() -> None:
    content = plan(
        [milestone("A", 5), milestone("B", 5)],
        [depends("EMPTY", "A"), depends("B", "EMPTY")],
        initiatives=[initiative("EMPTY")],
    )
    assert keys(graph_of(analyse(snapshot_of(content), START))) == {"A", "EMPTY", "B"}


def test_a_neighbourhood_goes_so_many_steps_both_ways_and_keeps_the_path(seven: ProgrammeAnalysis) -> None:
    whole = graph_of(seven)
    assert keys(neighbourhood(whole, ["M5"], 1)) == {"M3", "M5", "M6"}
    assert keys(neighbourhood(whole, ["M5"], 2)) == {"M3", "M5", "M6"}
    assert keys(neighbourhood(graph_of(seven, "M7"), ["M5"], 1)) == {"M3", "M5", "M6", "M1", "M2", "M7"}


def test_initiatives_that_wait_for_each_other_make_no_circle() -> None:
    content = plan(
        [milestone(f"{name}{at}", 5, initiative=name) for name in "AB" for at in (1, 2)],
        [depends("B1", "A1"), depends("A2", "B1"), depends("B2", "A2")],
        initiatives=[initiative("A"), initiative("B"), initiative("C")],
    )
    analysis = analyse(snapshot_of(content), START)
    graph = initiative_graph(analysis, links_of(analysis))
    assert keys(graph) == {"A", "B", "C"}
    (edge,) = graph.edges
    assert {edge.predecessor, edge.successor} == {"A", "B"}
    assert edge.is_critical


def test_the_sentence_names_the_path_and_its_working_days(seven: ProgrammeAnalysis) -> None:
    said = EN(path_sentence(seven, "M7"))
    assert "M1 reached and M2 reached: 65 working days in a row" in said
    assert "75 working days" in EN(path_sentence(seven, None))
    assert "nothing but its own work: 20 working days" in EN(path_sentence(seven, "M1"))


def test_a_long_path_is_shortened() -> None:
    chain = [depends(f"A{at}", f"A{at - 1}") for at in range(1, 12)]
    content = plan([milestone(f"A{at}", 5, title=f"Step {at}") for at in range(12)], chain)
    said = EN(path_sentence(analyse(snapshot_of(content), START), None))
    assert "Step 2, 6 others, Step 9" in said


def test_a_finished_plan_has_no_path() -> None:
    done = milestone("A", 5, actual_start=START, actual_finish=date(2026, 1, 9))
    said = EN(path_sentence(analyse(snapshot_of(plan([done])), date(2026, 2, 2)), None))
    assert "Everything in the plan is finished" in said


@pytest.mark.parametrize("canvas", [WIDE, PHONE], ids=["wide", "phone"])
def test_boxes_do_not_overlap_and_arrows_lead_onward(seven: ProgrammeAnalysis, canvas: Canvas) -> None:
    graph = graph_of(seven)
    drawing = planned(graph.nodes, graph.edges, canvas)
    along = 0 if drawing.is_sideways else 1
    assert drawing.is_sideways == (canvas is WIDE)
    boxes = list(drawing.boxes.values())
    for number, (x, y) in enumerate(boxes):
        assert drawing.box[0] / 2 <= x <= drawing.size[0] - drawing.box[0] / 2
        for other_x, other_y in boxes[number + 1 :]:
            assert abs(x - other_x) >= drawing.box[0] or abs(y - other_y) >= drawing.box[1]
    for bends in drawing.bends.values():
        steps = [bend[along] for bend in bends]
        assert steps == sorted(steps)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("canvas", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_chart_has_arrows_and_boxes_and_can_be_picked(
    seven: ProgrammeAnalysis, language: str, canvas: Canvas
) -> None:
    graph = graph_of(seven, "M7")
    spec = dependency_chart(graph, t=translator(language), palette=DARK, canvas=canvas)
    assert {mark["mark"]["type"] for mark in marks(spec)} == {"rect", "text", "line", "point"}
    assert spec["params"][0]["select"]["fields"] == ["key"]
    boxes: dict[str, Any] = {box["key"]: box for box in rows(marks(spec)[-1])}
    assert boxes["M7"]["edge"] == DARK.critical
    assert boxes["M6"]["edge"] != DARK.critical


def test_a_graph_without_arrows_is_drawn_all_the_same() -> None:
    content = plan([milestone("A", 5, initiative="I")], initiatives=[initiative("I")])
    analysis = analyse(snapshot_of(content), START)
    spec = dependency_chart(initiative_graph(analysis, ()), t=EN, palette=LIGHT, canvas=WIDE)
    assert all(rows(mark) for mark in marks(spec))


def test_a_title_takes_a_few_lines_and_is_elided_beyond() -> None:
    assert wrapped("Fibre contract signed", 14, 2) == ["Fibre contract", "signed"]
    assert wrapped("Short", 12, 2) == ["Short"]
    assert wrapped("one two three four five six", 8, 2)[-1].endswith("…")


def test_the_table_says_every_dependency() -> None:
    content = plan(
        [milestone("A", 5), milestone("B", 5)], [depends("B", "A", kind="SS", lag=2, reason="same team")]
    )
    analysis = analyse(snapshot_of(content), START)
    columns = dependency_columns(links_of(analysis), {"A": "First", "B": "Second"}, {"B": 0.0}, EN)
    assert [column[0] for column in columns.values()] == [
        "First",
        "Second",
        "starts after it starts",
        "2 working days later",
        0.0,
        True,
        "same team",
    ]


def test_the_graph_is_said_to_those_who_cannot_see_it(seven: ProgrammeAnalysis) -> None:
    assert EN(graph_alt(graph_of(seven))).startswith("Graph of 7 boxes joined by 7 arrows")
