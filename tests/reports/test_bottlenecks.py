"""The table of all bottlenecks, and long names above narrow bars."""

from __future__ import annotations

from datetime import date

from tests.builders import milestone, plan, seven_milestones, snapshot_of
from tracker.analysis import analyse
from tracker.i18n import translator
from tracker.reports.bottlenecks import bottleneck_cards, bottleneck_rows
from tracker.reports.silences import silences, silences_chart
from tracker.reports.style import LIGHT

EN = translator("en")
START, DAY = date(2026, 1, 5), date(2026, 2, 20)


def test_the_table_holds_every_bottleneck_that_the_cards_leave_out() -> None:
    changed = {key: {"actual_start": START} for key in ("M1", "M3")}
    analysis = analyse(snapshot_of(seven_milestones(changed=changed)), DAY)
    table = bottleneck_rows(analysis, EN)
    assert len(bottleneck_cards(analysis, count=2)) == 2
    assert table["Milestone"] == [card.title for card in bottleneck_cards(analysis, count=99)]
    assert table["Can it act?"][0] == "can act now"
    assert {len(column) for column in table.values()} == {5}


def test_a_long_name_is_written_on_several_lines_and_not_cut() -> None:
    title = "A very long name of an initiative that no phone shows on one line"
    analysis = analyse(snapshot_of(plan([milestone("A", 60, title=title)])), DAY)
    rows = silences_chart(silences(analysis), 20, EN, LIGHT)["layer"][0]["data"]["values"]
    assert " ".join(rows[0]["above"]).startswith(title)
    assert len(rows[0]["above"]) > 1
