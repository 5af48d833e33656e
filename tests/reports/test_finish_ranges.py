"""The words, the table and the chart of a range of dates."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.uncertainty import FinishRange
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import Text, Translator, translator
from tracker.reports.finish_ranges import (
    RANGE_COLUMNS,
    chance_words,
    criticality_columns,
    driver_sentence,
    expected,
    of_end,
    of_milestone,
    range_columns,
    ranges_shown,
    rests_on,
)
from tracker.reports.range_chart import range_chart
from tracker.reports.style import LIGHT

TODAY = date(2026, 11, 28)
ROADMAPS = Path(__file__).parents[2] / "roadmaps"


def example(name: str) -> ProgrammeAnalysis:
    content = read_roadmap((ROADMAPS / f"{name}.toml").read_bytes(), TODAY, key=name)
    return analyse(snapshot_of(content), content.programme.status_date or TODAY)


@pytest.fixture(scope="module")
def caloocan() -> ProgrammeAnalysis:
    return example("caloocan")


@pytest.fixture(params=["en", "fr"])
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)


def test_a_range_is_two_dates_with_their_chances() -> None:
    found = FinishRange("A", date(2028, 1, 3), date(2028, 3, 1), date(2028, 7, 3), None, None)
    said = translator("en")(expected(found))
    assert said.endswith("as likely as not by Mar 1, 2028; 4 chances in 5 by Jul 3, 2028.")


def test_a_finish_that_nothing_uncertain_moves_is_one_date() -> None:
    day = date(2028, 3, 1)
    assert expected(FinishRange("A", day, day, day, None, None)).key == "range.certain"


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "less than 1 chance in 20"),
        (0.049, "less than 1 chance in 20"),
        (0.051, "1 chance in 10"),
        (0.37, "4 chances in 10"),
        (0.95, "10 chances in 10"),
        (0.951, "more than 19 chances in 20"),
    ],
)
def test_a_chance_is_said_in_tenths_and_never_as_never_or_always(chance: float, said: str) -> None:
    assert translator("en")(chance_words(chance)) == said.replace("10 chances in", "9 chances in")


def test_the_end_says_its_range_and_the_chance_of_the_approved_date(
    caloocan: ProgrammeAnalysis, t: Translator
) -> None:
    end = caloocan.uncertainty.end
    assert end is not None
    assert end.approved is not None
    said = " ".join(t(text) for text in of_end(caloocan.uncertainty))
    assert all(t.date(day) in said for day in (end.likely, end.safe, end.approved))


def test_what_it_rests_on_is_counted(caloocan: ProgrammeAnalysis, t: Translator) -> None:
    said = [t(text) for text in rests_on(caloocan.uncertainty)]
    grounds = caloocan.uncertainty.grounds
    assert t.date(TODAY) in said[0]
    assert said[1].startswith(f"{grounds.estimated} ")
    assert said[2].startswith(f"{grounds.by_record} ")
    assert f"{len(grounds.record.ratios)} " in said[2]


def test_without_grounds_the_reason_is_said_with_what_to_do(t: Translator) -> None:
    bare = example("seven-milestones")
    (said,) = of_end(bare.uncertainty)
    (of_one,) = of_milestone(bare.uncertainty, "M1")
    assert isinstance(said.values["reason"], Text)
    assert said == of_one
    assert t(said)
    assert ranges_shown(bare) == ()


def test_what_is_reached_has_no_range(caloocan: ProgrammeAnalysis) -> None:
    assert of_milestone(caloocan.uncertainty, "CAL-1.1") == ()


def test_the_table_and_the_chart_hold_each_opening_and_the_whole(
    caloocan: ProgrammeAnalysis, t: Translator
) -> None:
    found = ranges_shown(caloocan)
    assert [one.key for _, one in found] == ["CAL-9.3", "CAL-8.3", "CAL-10.3", None]
    columns = range_columns(found, t)
    assert len(columns) == len(RANGE_COLUMNS)
    assert {len(column) for column in columns.values()} == {4}
    for is_narrow in (False, True):
        drawn = json.dumps(range_chart(found, t, LIGHT, is_narrow=is_narrow), ensure_ascii=False)
        assert all(f"{one.safe.isoformat()}T12" in drawn for _, one in found)


def test_a_title_cannot_break_out_of_the_charts_language() -> None:
    day = date(2028, 3, 1)
    one = FinishRange("A", day, day, day, None, None)
    hostile = "L'\\' + alert(1) + '"
    chart = range_chart([(hostile, one)], translator("fr"), LIGHT, is_narrow=False)
    labels = json.dumps(chart)
    assert "L\\\\'" in labels
    assert "['L'" not in labels


def test_drivers_and_criticality_are_told_the_most_critical_first(
    caloocan: ProgrammeAnalysis, t: Translator
) -> None:
    first = caloocan.uncertainty.drivers()[0]
    said = t(driver_sentence(first, "All annexes connected")).replace("\u00a0", " ")
    assert f"{round(first.swing_days)} " in said
    columns = criticality_columns(caloocan, t)
    shares = [int(share.rstrip("\u00a0%")) for share in columns[t.text("range.column.critical")]]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 100
