"""What the stalls screen says: what has to move, who waits behind it, who is silent, and by which rules."""

from __future__ import annotations

import json
from datetime import date

from tests.builders import depends, initiative, milestone, plan, seven_milestones, snapshot_of, update
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.facts import GroupBy
from tracker.i18n import translator
from tracker.model.content import ProgrammeContent
from tracker.model.programme import StallRule, StallRuleSettingFields
from tracker.reports.bottlenecks import bottleneck_cards, holder_rows, holders, holders_chart
from tracker.reports.service_waits import is_a_grid, wait_cells, wait_rows, waits_chart
from tracker.reports.silences import cadence, silence_rows, silences, silences_chart, silences_sentence
from tracker.reports.stalls import rule_rows, stall_rows, stalled_items, stalls_sentence
from tracker.reports.style import DARK, LIGHT

EN = translator("en")
START, DAY = date(2026, 1, 5), date(2026, 2, 20)


def _seven(**more: object) -> ProgrammeContent:
    changed = {key: {"actual_start": START} for key in ("M1", "M3")}
    return seven_milestones(changed=changed, **more)


def _on(day: date, content: ProgrammeContent) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), day)


def _off(*rules: StallRule) -> list[StallRuleSettingFields]:
    return [StallRuleSettingFields(rule=rule, is_on=False) for rule in rules]


def test_what_waits_stands_with_the_item_it_waits_for() -> None:
    found = {item.key: item for item in stalled_items(_on(DAY, _seven()))}
    assert set(found) == {"M1", "M3"}
    assert found["M1"].waiting == ("M2 reached",)
    assert found["M3"].waiting == ("M5 reached",)
    assert StallRule.WAITING not in [line.rule for line in found["M1"].lines]


def test_the_clock_of_an_item_is_that_of_the_rule_that_counts_longest() -> None:
    first, *_ = stalled_items(_on(DAY, _seven()))
    # No news since it began on 5 January: 34 working days; overdue since 30 January: 15.
    assert {line.rule: line.working_days for line in first.lines} == {
        StallRule.NO_UPDATE: 34,
        StallRule.OVERDUE: 15,
    }
    assert first.working_days == 34


def test_nothing_stalled_is_said_with_its_day() -> None:
    content = _seven(updates=[update("M1", date(2026, 1, 6))])
    analysis = _on(date(2026, 1, 7), content)
    assert stalled_items(analysis) == ()
    assert stalls_sentence(analysis, ()).values == {"date": date(2026, 1, 7)}
    assert "Nothing has stalled" in EN(stalls_sentence(analysis, ()))


def test_no_stall_without_any_news_is_not_called_good() -> None:
    analysis = _on(date(2026, 1, 7), _seven())
    assert "nobody has reported progress yet" in EN(stalls_sentence(analysis, stalled_items(analysis)))


def test_all_rules_switched_off_means_that_nothing_can_be_said() -> None:
    analysis = _on(DAY, _seven(stall_rules=_off(*StallRule)))
    assert "cannot be said because every rule is switched off" in EN(stalls_sentence(analysis, ()))


def test_a_programme_without_milestones_says_what_to_do() -> None:
    analysis = _on(DAY, plan([], stall_rules=_off(StallRule.NOTHING_PLANNED)))
    assert "Add one on the Roadmap" in EN(stalls_sentence(analysis, stalled_items(analysis)))


def test_a_rule_shows_its_own_limit_and_how_often_it_applies() -> None:
    tuned = StallRuleSettingFields(rule=StallRule.OVERDUE, threshold=12)
    rows = {
        row.rule: row for row in rule_rows(_on(DAY, _seven(stall_rules=[tuned, *_off(StallRule.WAITING)])))
    }
    overdue, waiting = rows[StallRule.OVERDUE], rows[StallRule.WAITING]
    # M1 is 15 working days overdue, M3 only 10.
    assert (overdue.threshold, overdue.default, overdue.found) == (12, 0, 1)
    assert "more than 12 working days ago" in EN(overdue.meaning)
    assert (waiting.is_on, waiting.found) == (False, 0)
    assert "more than 0" not in EN(waiting.meaning)


def test_the_table_has_a_row_for_each_stall() -> None:
    analysis = _on(DAY, _seven())
    table = stall_rows(analysis, EN)
    assert {len(column) for column in table.values()} == {len(analysis.stalls)}
    assert "M1 reached" in table["Because of"]


def _two_initiatives() -> ProgrammeContent:
    return plan(
        [milestone("A", 60, initiative="X"), milestone("B", 60, initiative="Y")],
        initiatives=[initiative("X"), initiative("Y")],
        updates=[update("X", date(2026, 2, 16))],
    )


def test_silence_counts_from_the_last_news_else_from_when_work_could_begin() -> None:
    analysis = _on(DAY, _two_initiatives())
    quiet, heard = silences(analysis)
    assert (quiet.key, quiet.working_days, quiet.has_reported, quiet.is_too_long) == ("Y", 34, False, True)
    assert (heard.key, heard.working_days, heard.has_reported, heard.is_too_long) == ("X", 4, True, False)
    assert cadence(analysis) == 20
    assert silences_sentence((quiet, heard), 20).count == 1


def test_the_silences_are_drawn_and_tabled_alike() -> None:
    found = silences(_on(DAY, _two_initiatives()))
    spec = silences_chart(found, 20, EN, LIGHT)
    rows = spec["layer"][0]["data"]["values"]
    assert "datasets" not in spec
    assert [row["length"] for row in rows] == [34, 4]
    assert {row["limit"] for row in rows} == {20}
    assert silence_rows(found, EN)["Working days without news"] == [34, 4]


def test_nobody_owes_news_when_nothing_is_under_way() -> None:
    assert silences(_on(date(2026, 1, 2), plan([]))) == ()


def test_bottlenecks_are_ranked_and_those_that_hold_nothing_are_left_out() -> None:
    cards = bottleneck_cards(_on(DAY, _seven()))
    assert cards[0].item == "M1"
    assert cards[0].is_actionable
    assert cards[0].held_items == 4
    assert {"M6", "M7"}.isdisjoint(card.item for card in cards)


def test_procurement_holds_back_the_most() -> None:
    first, *_ = holders(_on(DAY, _seven()), GroupBy.SERVICE)
    assert first.key == "procurement"
    # M1 is 15 days overdue and M3 10; behind them stand M2, M4, M5, M6 and M7.
    assert (first.days_lost, first.held_items) == (15, 5)


def test_bottlenecks_are_grouped_by_partner_owner_and_nature_too() -> None:
    analysis = _on(DAY, _seven())
    partners = [EN.value(holder.title) for holder in holders(analysis, GroupBy.PARTNER)]
    assert "Internet-Provider" in partners
    for by in GroupBy:
        found = holders(analysis, by)
        table = holder_rows(found, by, EN)
        assert {len(column) for column in table.values()} == {len(found)}
        assert holders_chart(found, EN, DARK, is_narrow=True)["layer"]


def test_a_service_that_waits_for_another_is_a_cell_with_its_days() -> None:
    cells = wait_cells(_on(DAY, _seven()))
    # M1 is 15 days overdue and pushes M2, M4, M6 and M7 by as many; M3, 10 days overdue, pushes M5.
    assert {(cell.waiting, cell.holding, cell.working_days) for cell in cells} == {
        ("it", "procurement", 15),
        ("communication", "procurement", 15),
        ("registry", "procurement", 15),
        ("hr", "procurement", 10),
    }
    assert cells[-1].waiting == "hr"
    assert not is_a_grid(cells)
    assert wait_rows(cells, EN)["Working days"] == [15, 15, 15, 10]


def test_the_waits_of_several_services_are_drawn_as_rows_and_columns() -> None:
    content = plan(
        [
            milestone("A", 5, service="one", actual_start=START),
            milestone("B", 5, service="two", actual_start=START),
            milestone("C", 5, service="three"),
            milestone("D", 5, service="four"),
        ],
        [depends("C", "A"), depends("D", "B")],
    )
    cells = wait_cells(_on(DAY, content))
    assert is_a_grid(cells)
    spec = waits_chart(cells, EN, LIGHT)
    drawn = json.dumps(spec)
    assert all(f'"key": "{cell.key}"' in drawn for cell in cells)
    assert {cell.key for cell in cells} == {"three:one", "four:two"}
