"""What the council screen says: the verdict, the tiles, what needs the leader, and where things stand."""

from __future__ import annotations

from datetime import date

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
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.facts import ComputedStatus
from tracker.i18n import translator
from tracker.model.content import IndicatorContent, ProgrammeContent, ReadingContent
from tracker.model.indicator import Trend
from tracker.model.initiative import Period
from tracker.model.milestone import MilestoneKind
from tracker.model.progress import DeclaredStatus
from tracker.reports.council import openings, tiles, verdict
from tracker.reports.indicator_rows import indicator_rows
from tracker.reports.initiative_rows import initiative_rows, service_rows
from tracker.reports.needs import NEEDS_SHOWN, needs
from tracker.reports.progress_curve import curve_chart, curve_marks, named_day
from tracker.reports.provenance import provenance
from tracker.reports.recent import changes
from tracker.reports.style import LIGHT

EN = translator("en")
START = date(2026, 1, 5)
# Computed by hand: finish-to-start, five-day week, no holidays.
APPROVED = {
    "M1": (date(2026, 1, 5), date(2026, 1, 30)),
    "M2": (date(2026, 2, 2), date(2026, 3, 13)),
    "M3": (date(2026, 1, 5), date(2026, 2, 6)),
    "M4": (date(2026, 3, 16), date(2026, 4, 3)),
    "M5": (date(2026, 2, 9), date(2026, 2, 20)),
    "M6": (date(2026, 4, 6), date(2026, 4, 17)),
    "M7": (date(2026, 3, 16), date(2026, 4, 3)),
}
APPROVED_PLAN = baseline("first", START, APPROVED)


def _on(day: date, content: ProgrammeContent) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), day)


def _started(**more: object) -> ProgrammeContent:
    """Return the seven milestones with M1 and M3 begun on the first day."""
    changed = {key: {"actual_start": START} for key in ("M1", "M3")}
    return seven_milestones(changed=changed, baselines=[APPROVED_PLAN], **more)


def test_without_an_approved_plan_the_verdict_cannot_be_computed() -> None:
    found = verdict(_on(START, seven_milestones()))
    assert found.status is None
    assert "cannot be computed because no plan has been approved" in EN(found.sentence)


def test_a_plan_that_holds_is_on_course() -> None:
    found = verdict(_on(START, _started()))
    assert found.status is ComputedStatus.ON_COURSE
    assert "expected to end on Apr 17, 2026, the date approved" in EN(found.sentence)


def test_a_programme_that_ends_too_late_says_by_how_many_working_days() -> None:
    # M1 unfinished on Friday 20 February ends that day at the earliest: 15 working days after 30 January.
    found = verdict(_on(date(2026, 2, 20), _started()))
    assert found.status is ComputedStatus.LATE
    assert found.sentence.count == 15
    assert found.sentence.values["finish"] == date(2026, 5, 8)


def test_a_delay_within_the_tolerance_is_a_risk_and_not_yet_late() -> None:
    found = verdict(_on(date(2026, 2, 2), _started()))
    assert found.sentence.count == 1
    assert found.status is ComputedStatus.AT_RISK


def test_what_is_declared_better_than_computed_is_named() -> None:
    said = update("M6", date(2026, 2, 19), declared_status=DeclaredStatus.ON_COURSE)
    found = verdict(_on(date(2026, 2, 20), _started(updates=[said])))
    assert found.is_disagreement
    assert found.declared is not None
    assert "M6 reached" in EN(found.declared)


def test_silence_is_never_good_news() -> None:
    found = verdict(_on(START, _started()))
    assert found.declared is not None
    assert "Nobody has reported progress yet" in EN(found.declared)
    assert "the dates alone" in EN(found.sentence)
    assert not found.has_news


def test_all_reached_is_done() -> None:
    done = [milestone("A", 5, actual_start=START, actual_finish=date(2026, 1, 9))]
    found = verdict(_on(date(2026, 2, 2), plan(done)))
    assert found.status is ComputedStatus.DONE


def test_a_programme_without_milestones_asks_for_one() -> None:
    empty = _on(START, plan([]))
    assert verdict(empty).status is None
    reached, *_ = tiles(empty)
    assert reached.value is None


def test_the_tiles_count_what_the_items_say() -> None:
    content = _started()
    content.milestones[2].actual_finish = date(2026, 2, 6)  # M3
    reached, progress, difficulty, end = tiles(_on(date(2026, 2, 20), content))
    assert reached.value is not None
    assert reached.value.values == {"reached": 1, "total": 7}  # type: ignore[union-attr]  # a text, not a date
    assert reached.note.count == 1
    assert end.value == date(2026, 5, 8)
    assert end.note.count == 15
    # M1 is overdue (a stall of its own); M2, M4, M6 and M7 follow it 15 days late; M5 could have begun
    # on 9 February and ends on 5 March at the earliest, 9 days late.
    assert difficulty.note.values == {"late": 5, "stalled": 1, "total": 6}
    # M1 has begun and nobody said how far it is: nothing is made up.
    assert progress.value is None


def test_the_progress_tile_compares_with_what_was_planned_by_now() -> None:
    content = _started(updates=[update("M1", date(2026, 2, 19), progress_percent=50)])
    content.milestones[2].actual_finish = date(2026, 2, 6)
    _, progress, _, _ = tiles(_on(date(2026, 2, 20), content))
    assert progress.value is not None
    # (1 + 0.5) of 7 are done; M1, M3 and M5 were to be reached by now.
    assert progress.value.values == {"percent": int(100 * 1.5 / 7)}  # type: ignore[union-attr]  # a text
    assert progress.note.values == {"planned": int(100 * 3 / 7)}


def test_history_is_no_part_of_the_plans_figures() -> None:
    content = plan(
        [
            milestone("old", initiative="PAST", actual_finish=date(2006, 6, 21)),
            milestone("new", 5, initiative="NEXT"),
        ],
        initiatives=[initiative("PAST", period=Period.HISTORY), initiative("NEXT")],
    )
    analysis = _on(START, content)
    (reached, *_) = tiles(analysis)
    assert reached.value is not None
    assert reached.value.values == {"reached": 0, "total": 1}  # type: ignore[union-attr]  # a text
    assert [row.key for row in initiative_rows(analysis)] == ["NEXT"]
    assert all(point.month_end.year >= 2026 for point in analysis.s_curve)


def _with_a_decision(due_in_days: int, awaited_from: str = "City council") -> ProgrammeAnalysis:
    content = plan(
        [
            milestone(
                "D", due_in_days, kind=MilestoneKind.DECISION, title="Budget", awaited_from=awaited_from
            ),
            milestone("A", 10),
            milestone("O", 5, title="Counter open", is_public_opening=True),
        ],
        [depends("A", "D"), depends("O", "A")],
    )
    return _on(START, content)


def test_a_decision_due_soon_needs_the_leader_and_says_what_waiting_costs() -> None:
    need, *_ = needs(_with_a_decision(10))
    assert need.kind == "decision"
    assert EN(need.sentence) == "“Budget” is to be decided by Jan 16, 2026 (City council)."
    needed, cost = need.more
    assert EN(needed) == "Needed by Jan 16, 2026: up to that day it delays nothing."
    # 10 + 10 + 5 working days end on 6 February; a week later on 13 February.
    assert EN(cost) == "One more week of waiting makes “Counter open” 5 working days later: Feb 13, 2026."


def test_a_decision_far_ahead_does_not_need_the_leader_yet() -> None:
    assert needs(_with_a_decision(60)) == ()


def test_a_decision_that_nobody_is_named_for_says_so() -> None:
    need, *_ = needs(_with_a_decision(10, awaited_from=""))
    assert "nobody is named to decide it" in EN(need.sentence)


def test_a_call_for_help_is_heard_until_it_is_taken_back() -> None:
    cry = update("M1", date(2026, 1, 12), declared_status=DeclaredStatus.SUPPORT_NEEDED, blocked_by="No vote")
    relief = update("M1", date(2026, 1, 14), declared_status=DeclaredStatus.ON_COURSE)
    (need,) = needs(_on(date(2026, 1, 13), _started(updates=[cry])))
    assert (need.kind, need.item) == ("help", "M1")
    assert "No vote" in EN(need.more[0])
    assert needs(_on(date(2026, 1, 15), _started(updates=[cry, relief]))) == ()


def test_what_has_lost_days_and_can_act_needs_the_leader_worst_first() -> None:
    found = needs(_on(date(2026, 2, 20), _started()))
    assert [(need.kind, need.item) for need in found] == [("bottleneck", "M1"), ("bottleneck", "M3")]


def test_openings_to_the_public_come_in_the_order_of_their_expected_dates() -> None:
    found = openings(_on(date(2026, 2, 20), _started()))
    assert [(row.item, row.expected) for row in found] == [
        ("M7", date(2026, 4, 24)),
        ("M6", date(2026, 5, 8)),
    ]
    assert EN(found[0].comparison) == "15 working days later than approved (Apr 3, 2026)"


def test_a_service_stands_as_the_worst_of_its_open_work() -> None:
    rows = {row.key: row for row in service_rows(_on(date(2026, 2, 20), _started()))}
    assert rows["procurement"].status is ComputedStatus.STALLED
    assert rows["registry"].status is ComputedStatus.LATE
    assert (rows["registry"].expected, rows["registry"].variance_days) == (date(2026, 5, 8), 15)
    assert next(iter(rows)) == "procurement"


def test_news_is_what_happened_in_thirty_days_and_no_older() -> None:
    content = _started(updates=[update("M2", date(2026, 2, 3), text="Cables ordered")])
    content.milestones[2].actual_finish = date(2026, 2, 6)
    kinds = [(change.kind, change.item) for change in changes(_on(date(2026, 2, 20), content))]
    assert kinds == [("reached", "M3"), ("reported", "M2")]
    assert changes(_on(date(2026, 3, 31), content)) == ()


def test_the_latest_news_comes_first_whatever_its_kind() -> None:
    content = _started(updates=[update("M2", date(2026, 2, 10)), update("M4", date(2026, 2, 6))])
    content.milestones[2].actual_finish = date(2026, 2, 6)
    found = [(change.kind, change.item) for change in changes(_on(date(2026, 2, 20), content))]
    assert found == [("reported", "M2"), ("reached", "M3"), ("reported", "M4")]


def test_a_second_approval_does_not_hide_how_far_the_end_had_moved() -> None:
    later = {**APPROVED, "M6": (date(2026, 4, 27), date(2026, 5, 8))}
    again = baseline("second", date(2026, 2, 20), later)
    content = seven_milestones(baselines=[APPROVED_PLAN, again])
    assert verdict(_on(date(2026, 2, 19), content)).approved_again is None
    found = verdict(_on(date(2026, 2, 20), content)).approved_again
    assert found is not None
    assert EN(found) == (
        "The plan was approved again on Feb 20, 2026; its end was then 15 working days later than first "
        "approved (Apr 17, 2026)."
    )


def test_an_end_that_rests_on_an_overdue_decision_says_so() -> None:
    content = plan(
        [milestone("D", 10, kind=MilestoneKind.DECISION, title="Budget voted"), milestone("A", 10)],
        [depends("A", "D")],
        baselines=[
            baseline(
                "first", START, {"D": (START, date(2026, 1, 16)), "A": (date(2026, 1, 19), date(2026, 1, 30))}
            )
        ],
    )
    assert verdict(_on(date(2026, 1, 16), content)).supposition is None
    found = verdict(_on(date(2026, 2, 2), content)).supposition
    assert found is not None
    assert "it supposes that “Budget voted” happens on Feb" in EN(found)


def test_a_call_for_help_after_the_date_does_not_promise_it() -> None:
    cry = update("M1", date(2026, 1, 12), declared_status=DeclaredStatus.SUPPORT_NEEDED)
    before, *_ = needs(_on(date(2026, 1, 13), _started(updates=[cry])))
    after = next(need for need in needs(_on(date(2026, 2, 20), _started(updates=[cry]))) if need.item == "M1")
    assert "will hold the date of “M1 reached” only with support" in EN(before.sentence)
    assert "whose date (Jan 30, 2026) has passed" in EN(after.sentence)


def test_what_holds_most_back_is_seen_among_many_decisions() -> None:
    votes = [milestone(f"D{n}", 5, kind=MilestoneKind.DECISION, title=f"Vote {n}") for n in range(6)]
    content = plan(
        [*votes, milestone("A", 5, actual_start=START), milestone("B", 5)],
        [depends("B", "A")],
        baselines=[baseline("first", START, {"A": (START, date(2026, 1, 9))})],
    )
    found = needs(_on(date(2026, 1, 20), content))
    assert "A" in [need.item for need in found[:NEEDS_SHOWN]]
    assert len(found) == 7


def test_an_opening_is_not_listed_as_held_back_by_itself() -> None:
    content = plan(
        [
            milestone("D", 10, kind=MilestoneKind.DECISION, title="Counter open", is_public_opening=True),
            milestone("A", 10),
        ],
        [depends("A", "D")],
    )
    need, *_ = needs(_on(START, content))
    _needed, cost = need.more
    assert EN(cost) == "One more week of waiting makes its own opening 5 working days later: Jan 23, 2026."


def test_an_old_reading_says_its_year() -> None:
    measured = IndicatorContent(
        key="wait",
        title="Wait",
        unit="minutes",
        trend=Trend.LOWER_IS_BETTER,
        initial_value=60,
        target_value=5,
        readings=[ReadingContent(read_on=date(2007, 12, 31), value=3)],
    )
    content = plan([milestone("A", 5)])
    content.indicators.append(measured)
    (old,) = indicator_rows(_on(START, content))
    (fresh,) = indicator_rows(_on(date(2008, 1, 7), content))
    assert EN(old.achievement) == "Target met, when last measured, in 2007"
    assert EN(fresh.achievement) == "Target met"


def test_the_curve_of_a_worked_example_names_its_day_and_not_today() -> None:
    fixed, moving = (_on(START, seven_milestones(status_date=day)) for day in (START, None))
    assert EN(named_day(fixed).name) == "As of Jan 5, 2026"
    assert EN(named_day(moving).name) == "Today"
    drawn = curve_chart(curve_marks(fixed), named_day(fixed), EN, LIGHT, is_narrow=True)
    assert "As of Jan 5, 2026" in str(drawn)


def test_both_ways_of_showing_count_the_milestones_declared_too_well() -> None:
    said = update("B", date(2026, 2, 19), declared_status=DeclaredStatus.ON_COURSE)
    content = plan(
        [milestone("A", 5, actual_start=START), milestone("B", 5, initiative="X", service="it")],
        [depends("B", "A")],
        initiatives=[initiative("X")],
        updates=[said],
        baselines=[
            baseline(
                "first",
                START,
                {"A": (START, date(2026, 1, 9)), "B": (date(2026, 1, 12), date(2026, 1, 16))},
            )
        ],
    )
    analysis = _on(date(2026, 2, 20), content)
    assert [row.contested for row in initiative_rows(analysis)] == [1]
    assert [row.contested for row in service_rows(analysis)] == [1]


def test_the_page_says_how_much_of_it_is_assumed() -> None:
    found = provenance(_on(date(2026, 2, 20), _started()))
    # The programme, seven milestones and one baseline, all assumptions of the example.
    assert (found.assumptions, found.facts) == (9, 9)
    assert "Plan first" in " ".join(EN(sentence) for sentence in found.sentences)
