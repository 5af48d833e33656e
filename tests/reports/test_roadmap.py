"""The roadmap's bars, groups, arrows and sentences, from plans whose dates were computed by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import (
    baseline,
    depends,
    initiative,
    milestone,
    plan,
    seven_milestones,
    snapshot_of,
    update,
)
from tests.reports.specs import marks, rows
from tracker.analysis import ComputedStatus, ProgrammeAnalysis, analyse
from tracker.i18n import LANGUAGES, Text, translator
from tracker.model.initiative import Period
from tracker.model.milestone import MilestoneKind
from tracker.reports.links import links_of
from tracker.reports.roadmap import (
    MOST_ROWS,
    RoadmapBar,
    RoadmapFilter,
    Window,
    filtered,
    roadmap_bars,
    roadmap_groups,
)
from tracker.reports.roadmap_answer import roadmap_answer
from tracker.reports.roadmap_chart import roadmap_chart
from tracker.reports.roadmap_layout import DOWN, PHONE, RIGHT, WIDE, Measures, elbows, placed
from tracker.reports.roadmap_marks import FOLDED, NamedDay, spoken_dates
from tracker.reports.roadmap_table import roadmap_columns
from tracker.reports.style import DARK, LIGHT
from tracker.reports.time_axis import time_frame

START = date(2026, 1, 5)
EN = translator("en")


def bars_of(analysis: ProgrammeAnalysis) -> dict[str, RoadmapBar]:
    return {bar.key: bar for bar in roadmap_bars(analysis)}


@pytest.fixture(scope="module")
def seven() -> ProgrammeAnalysis:
    return analyse(snapshot_of(seven_milestones()), START)


def test_a_bar_spans_the_first_to_the_last_day_of_work(seven: ProgrammeAnalysis) -> None:
    bar = bars_of(seven)["M2"]
    assert (bar.start, bar.finish) == (date(2026, 2, 2), date(2026, 3, 13))
    assert (bar.is_critical, bar.float_days, bar.is_event) == (True, 0, False)


def test_what_happened_replaces_the_forecast() -> None:
    done = {"M1": {"actual_start": START, "actual_finish": date(2026, 1, 23)}}
    bar = bars_of(analyse(snapshot_of(seven_milestones(changed=done)), date(2026, 2, 2)))["M1"]
    assert (bar.start, bar.finish, bar.share_done) == (START, date(2026, 1, 23), 1)
    assert bar.status is ComputedStatus.DONE
    assert not bar.is_critical


def test_progress_is_the_share_last_reported_and_nothing_when_nobody_has_said() -> None:
    said = [update("M1", date(2026, 1, 12), progress_percent=40)]
    bars = bars_of(analyse(snapshot_of(seven_milestones(updates=said)), date(2026, 1, 13)))
    assert bars["M1"].share_done == pytest.approx(0.4)
    assert bars["M3"].share_done is None


def test_a_milestone_without_work_is_an_event() -> None:
    bars = bars_of(
        analyse(snapshot_of(plan([milestone("A", 5), milestone("B")], [depends("B", "A")])), START)
    )
    assert bars["B"].is_event
    assert bars["B"].start == bars["B"].finish == date(2026, 1, 9)


def test_the_first_approved_end_is_kept_when_another_was_approved_since() -> None:
    first = baseline("P1", START, {"A": (START, date(2026, 1, 9))})
    second = baseline("P2", date(2026, 1, 6), {"A": (START, date(2026, 1, 16))})
    content = plan([milestone("A", 5)], baselines=[first, second])
    bar = bars_of(analyse(snapshot_of(content), date(2026, 1, 7)))["A"]
    assert (bar.approved_finish, bar.original_finish) == (date(2026, 1, 16), date(2026, 1, 9))
    unchanged = plan([milestone("A", 5)], baselines=[first])
    assert bars_of(analyse(snapshot_of(unchanged), date(2026, 1, 7)))["A"].original_finish is None


def test_history_stands_apart_from_the_plan() -> None:
    then = milestone("H", initiative="OLD", actual_finish=date(2004, 12, 31))
    content = plan(
        [then, milestone("A", 5, initiative="NEW")],
        initiatives=[initiative("OLD", period=Period.HISTORY), initiative("NEW")],
    )
    analysis = analyse(snapshot_of(content), START)
    assert [bar.key for bar in roadmap_bars(analysis)] == ["A"]
    (past,) = roadmap_bars(analysis, Period.HISTORY)
    assert (past.key, past.finish, past.status) == ("H", date(2004, 12, 31), ComputedStatus.DONE)


def test_bars_stand_under_their_initiative_in_the_plans_order() -> None:
    content = plan(
        [
            milestone("D", kind=MilestoneKind.DECISION),
            milestone("B1", 5, initiative="B", position=0),
            milestone("B2", 5, initiative="B", position=1),
            milestone("A1", 5, initiative="A"),
        ],
        initiatives=[initiative("B", position=0), initiative("A", position=1)],
    )
    analysis = analyse(snapshot_of(content), START)
    groups = roadmap_groups(roadmap_bars(analysis), analysis.initiatives, frozenset())
    assert [(group.key, [bar.key for bar in group.bars]) for group in groups] == [
        (None, ["D"]),
        ("B", ["B1", "B2"]),
        ("A", ["A1"]),
    ]
    assert groups[0].title == Text("roadmap.no_initiative")
    assert (groups[1].start, groups[1].finish) == (START, date(2026, 1, 9))


def long_plan() -> ProgrammeAnalysis:
    milestones = [milestone(f"M{at}", 1, initiative=f"I{at % 2}") for at in range(MOST_ROWS)]
    return analyse(snapshot_of(plan(milestones, initiatives=[initiative("I0"), initiative("I1")])), START)


def test_a_long_plan_is_folded_until_an_initiative_is_opened() -> None:
    analysis = long_plan()
    groups = roadmap_groups(roadmap_bars(analysis), analysis.initiatives, frozenset({"I1"}))
    assert [(group.key, group.is_open) for group in groups] == [("I0", False), ("I1", True)]
    assert len(placed(groups, WIDE).bars) == MOST_ROWS / 2
    touched = rows(marks(drawn(analysis, WIDE, groups=groups))[-1])
    assert f"{FOLDED}I0" in {row["key"] for row in touched}


def keys(analysis: ProgrammeAnalysis, wishes: RoadmapFilter) -> list[str]:
    return [bar.key for bar in filtered(roadmap_bars(analysis), wishes, analysis.as_of)]


def test_filters_keep_what_is_asked_for(seven: ProgrammeAnalysis) -> None:
    assert keys(seven, RoadmapFilter(service="procurement")) == ["M1", "M3"]
    assert keys(seven, RoadmapFilter(is_critical_only=True)) == ["M1", "M2", "M4", "M6"]
    assert keys(seven, RoadmapFilter(statuses=frozenset({ComputedStatus.LATE}))) == []
    assert keys(seven, RoadmapFilter(window=Window.QUARTER)) == [f"M{number}" for number in range(1, 8)]


def test_the_time_ahead_leaves_out_what_is_done_and_what_is_far() -> None:
    content = plan(
        [
            milestone("PAST", 1, actual_start=START, actual_finish=START),
            milestone("NOW", 5),
            milestone("FAR", 400),
            milestone("AFTER", 5),
        ],
        [depends("AFTER", "FAR")],
    )
    analysis = analyse(snapshot_of(content), date(2026, 2, 2))
    assert keys(analysis, RoadmapFilter(window=Window.YEAR)) == ["FAR", "NOW"]


def test_what_was_cancelled_is_shown_only_when_asked_for() -> None:
    analysis = analyse(snapshot_of(plan([milestone("A", 5), milestone("B", 5, is_cancelled=True)])), START)
    assert keys(analysis, RoadmapFilter()) == ["A"]
    assert keys(analysis, RoadmapFilter(statuses=frozenset({ComputedStatus.CANCELLED}))) == ["B"]


def drawn(
    analysis: ProgrammeAnalysis, measures: Measures, language: str = "en", groups: Any = None
) -> dict[str, Any]:
    bars = roadmap_bars(analysis)
    groups = groups or roadmap_groups(bars, analysis.initiatives, frozenset())
    days = [day for bar in bars for day in (bar.start, bar.finish) if day]
    return roadmap_chart(
        groups,
        links_of(analysis),
        time_frame(days, language, measures.most_ticks),
        day=NamedDay(analysis.as_of, Text("roadmap.today", {"day": analysis.as_of})),
        t=translator(language),
        palette=DARK if measures.is_phone else LIGHT,
        measures=measures,
    )


def arrows(analysis: ProgrammeAnalysis, days_shown: int = 110) -> dict[tuple[str, str], Any]:
    groups = roadmap_groups(roadmap_bars(analysis), analysis.initiatives, frozenset())
    found = elbows(links_of(analysis), placed(groups, WIDE), WIDE, days_shown)
    return {(arrow.link.predecessor, arrow.link.successor): arrow for arrow in found}


def test_an_arrow_leads_from_the_end_of_a_bar_to_the_start_of_the_next(seven: ProgrammeAnalysis) -> None:
    bars, arrow = bars_of(seven), arrows(seven)["M3", "M4"]
    assert bars["M3"].finish
    assert bars["M4"].start
    assert arrow.corners[0][0] == bars["M3"].finish.toordinal() + 1
    assert arrow.corners[-1][0] == bars["M4"].start.toordinal()
    assert arrow.head == RIGHT
    assert not arrow.link.is_critical


def test_an_arrow_drops_onto_a_bar_that_begins_where_its_predecessor_ends(seven: ProgrammeAnalysis) -> None:
    arrow = arrows(seven, days_shown=1100)["M1", "M2"]
    assert arrow.head == DOWN
    assert arrow.link.is_critical


@pytest.mark.parametrize("kind", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize("lag", [-3, 0, 30])
def test_arrows_turn_at_right_angles_and_end_at_their_bar(kind: str, lag: float) -> None:
    content = plan([milestone("A", 10), milestone("B", 5)], [depends("B", "A", kind=kind, lag=lag)])
    analysis = analyse(snapshot_of(content), START)
    (arrow,) = arrows(analysis).values()
    for (x, y), (next_x, next_y) in zip(arrow.corners, arrow.corners[1:], strict=False):
        assert x == next_x or y == next_y
    bar = bars_of(analysis)["B"]
    assert bar.start
    assert bar.finish
    assert bar.start.toordinal() - 1 <= arrow.corners[-1][0] <= bar.finish.toordinal() + 1


def test_arrows_join_visible_rows_only(seven: ProgrammeAnalysis) -> None:
    bars = filtered(roadmap_bars(seven), RoadmapFilter(service="it"), seven.as_of)
    groups = roadmap_groups(bars, seven.initiatives, frozenset())
    found = elbows(links_of(seven), placed(groups, WIDE), WIDE, days_shown=110)
    assert [(arrow.link.predecessor, arrow.link.successor) for arrow in found] == [("M2", "M4")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("measures", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_chart_has_every_kind_of_mark_and_can_be_picked(
    seven: ProgrammeAnalysis, language: str, measures: Measures
) -> None:
    spec = drawn(seven, measures, language)
    assert all(rows(mark) for mark in marks(spec))
    kinds = {mark["mark"]["type"] for mark in marks(spec)}
    assert kinds == {"rect", "rule", "text", "line", "point"}
    assert not {"M1", "M7"} - {row["key"] for row in rows(marks(spec)[-1])}
    assert [param["name"] for param in spec["params"]] == ["pick"]
    assert spec["params"][0]["select"]["fields"] == ["key"]
    assert "datasets" not in spec


def test_the_day_is_named_on_its_line(seven: ProgrammeAnalysis) -> None:
    assert "Aujourd’hui, 5 janv. 2026" in json.dumps(drawn(seven, WIDE, "fr"), ensure_ascii=False)


def test_a_long_title_is_elided_in_its_row_and_whole_in_the_tooltip() -> None:
    title = "A title that is far too long for the column in which it has to stand, " * 2
    analysis = analyse(snapshot_of(plan([milestone("A", 5, title=title.strip())])), START)
    layers = marks(drawn(analysis, WIDE))
    (words,) = [layer for layer in layers if layer["encoding"].get("text", {}).get("field") == "title"][1:]
    assert words["mark"]["limit"] < WIDE.left
    assert rows(layers[-1])[0]["item"] == title.strip()


def test_a_milestone_without_dates_says_so(seven: ProgrammeAnalysis) -> None:
    bar = replace(bars_of(seven)["M1"], start=None, finish=None)
    assert spoken_dates(bar, EN) == "no date"
    (row,) = placed(roadmap_groups([bar], (), frozenset()), WIDE).bars
    assert row.span is None


def test_the_table_says_what_the_chart_shows(seven: ProgrammeAnalysis) -> None:
    columns = roadmap_columns(roadmap_bars(seven), EN)
    assert columns["Finish"][1] == date(2026, 3, 13)
    assert columns["Float (working days)"] == [0, 0, 25, 0, 30, 0, 10]


def said(analysis: ProgrammeAnalysis) -> str:
    return " ".join(EN(text) for text in roadmap_answer(analysis, roadmap_bars(analysis)))


def test_the_answer_compares_the_end_with_what_was_approved() -> None:
    approved = baseline("P", START, {"M6": (date(2026, 4, 6), date(2026, 4, 17))})
    content = seven_milestones(baselines=[approved])
    assert "as approved" in said(analyse(snapshot_of(content), START))
    late = said(analyse(snapshot_of(content), date(2026, 1, 12)))
    assert "5 working days later than approved" in late
    assert "no plan has been approved" in said(analyse(snapshot_of(seven_milestones()), START))


def test_the_answer_names_the_next_opening(seven: ProgrammeAnalysis) -> None:
    assert "“M7 reached”" in said(seven)
    assert "No opening" in said(analyse(snapshot_of(plan([milestone("A", 5)])), START))


@pytest.mark.parametrize(
    ("months", "most", "named"), [(6, 12, 6), (36, 12, 12), (36, 6, 6), (200, 12, 9), (12, 12, 12)]
)
def test_a_time_axis_is_never_crowded(months: int, most: int, named: int) -> None:
    last = date(2026 + (months - 1) // 12, (months - 1) % 12 + 1, 20)
    ticks = time_frame([date(2026, 1, 10), last], "en", most).ticks
    assert len(ticks) == named
    assert ticks[0].year == "2026"
