"""The range of dates: what it rests on, when there is none, and what it says."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.builders import MONDAY, baseline, depends, initiative, milestone, plan, snapshot_of
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.durations import ENOUGH
from tracker.analysis.uncertainty import FEWEST_RUNS, RUNS, Uncertainty
from tracker.model.content import MilestoneContent, ProgrammeContent
from tracker.model.milestone import Nature

TODAY = date(2026, 3, 2)


def estimated(key: str, best: float, likely: float, worst: float, **fields: Any) -> MilestoneContent:
    return milestone(key, likely, initiative="I", optimistic_days=best, pessimistic_days=worst, **fields)


def chain(*links: MilestoneContent, **more: Any) -> ProgrammeContent:
    keys = [each.key for each in links]
    follows = [depends(after, before) for before, after in pairwise(keys)]
    return plan(initiatives=[initiative("I")], milestones=list(links), dependencies=follows, **more)


def finished(count: int, days: int = 10, planned: float = 5, **fields: Any) -> list[MilestoneContent]:
    """Milestones that took so many working days, from Monday 5 January on."""
    last = MONDAY + timedelta(days=(days - 1) // 5 * 7 + (days - 1) % 5)
    return [
        milestone(f"{fields.get('nature', 'D')}{n}", planned, initiative="I", actual_start=MONDAY,
                  actual_finish=last, **fields)
        for n in range(count)
    ]  # fmt: skip


def looked_at(content: ProgrammeContent, as_of: date = MONDAY) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), as_of)


def test_without_estimates_or_a_record_there_is_a_reason_and_no_range() -> None:
    found = looked_at(chain(milestone("A", 5, initiative="I"), milestone("B", 5, initiative="I"))).uncertainty
    assert found.reason is not None
    assert found.reason.key == "uncertainty.no_grounds"
    assert found.reason.values == {"finished": 0, "needed": ENOUGH, "open": 2}
    assert (found.end, found.of("A"), found.drivers(), found.critical_share("A")) == (None, None, (), None)


def test_estimates_of_half_the_work_are_grounds_and_of_less_are_not() -> None:
    half = chain(estimated("A", 8, 10, 20), milestone("B", 10, initiative="I"))
    less = chain(estimated("A", 8, 10, 20), milestone("B", 11, initiative="I"))
    assert looked_at(half).uncertainty.reason is None
    assert looked_at(half).uncertainty.grounds.as_planned == 1
    assert looked_at(less).uncertainty.reason is not None


def test_degenerate_estimates_give_the_forecast_itself() -> None:
    analysis = looked_at(
        chain(estimated("A", 10, 10, 10), estimated("B", 5, 5, 5), milestone("C", initiative="I"))
    )
    end, last = analysis.uncertainty.end, analysis.uncertainty.of("C")
    assert end is not None
    assert last is not None
    assert end.planned == end.likely == end.safe == analysis.finish == date(2026, 1, 23)
    assert end.is_certain
    assert last.planned == last.likely == last.safe == date(2026, 1, 23)
    assert analysis.uncertainty.drivers() == ()


def test_the_safe_date_is_never_before_the_likely_one_and_both_lie_in_the_estimate() -> None:
    found = looked_at(chain(estimated("A", 5, 10, 30), estimated("B", 5, 10, 30))).uncertainty
    for one in (found.end, found.of("A"), found.of("B")):
        assert one is not None
        assert one.likely <= one.safe
    end = found.end
    assert end is not None
    assert date(2026, 1, 16) < end.planned < end.likely < end.safe < date(2026, 3, 30)
    assert end.key is None


def test_a_single_estimate_gives_the_quantiles_of_its_triangle() -> None:
    """A: 10, 10, 20 days; half lies below 20 - 10 * sqrt(1/2) = 12.9 days, four fifths below 15.5."""
    end = looked_at(chain(estimated("A", 10, 10, 20))).uncertainty.end
    assert end is not None
    assert (end.likely, end.safe) == (date(2026, 1, 21), date(2026, 1, 26))


def test_the_same_programme_says_the_same_and_another_seed_nearly_the_same() -> None:
    content = chain(estimated("A", 5, 10, 30), estimated("B", 5, 10, 30))
    first, again = looked_at(content).uncertainty, looked_at(content).uncertainty
    assert first.end == again.end
    assert first.drivers() == again.drivers()
    other = Uncertainty(looked_at(content), seed=1).end
    assert other is not None
    assert first.end is not None
    assert abs((other.safe - first.end.safe).days) <= 3


def test_the_record_counts_actual_days_against_the_first_approved_work() -> None:
    """Ten working days for an approved work of five; the plan was changed to ten afterwards."""
    done = finished(ENOUGH, days=10, planned=10)
    dates = {one.key: (MONDAY, date(2026, 1, 9)) for one in done}
    approved = baseline("B1", MONDAY, dates)
    for one in approved.dates:
        one.work_days = 5
    content = plan(
        initiatives=[initiative("I")],
        milestones=[*done, milestone("A", 10, initiative="I")],
        baselines=[approved],
    )
    found = looked_at(content, TODAY).uncertainty
    assert found.grounds.record.ratios == (2.0,) * ENOUGH
    assert found.grounds.record.last_finish == date(2026, 1, 16)
    assert (found.grounds.by_record, found.grounds.estimated) == (1, 0)
    end = found.end
    assert end is not None
    # Everything took twice as long, so A does: twenty days from Monday 2 March.
    assert (end.planned, end.likely, end.safe) == (date(2026, 3, 13), date(2026, 3, 27), date(2026, 3, 27))


def test_one_finished_milestone_short_of_enough_is_no_record() -> None:
    few = plan(
        initiatives=[initiative("I")],
        milestones=[*finished(ENOUGH - 1), milestone("A", 10, initiative="I")],
    )
    reason = looked_at(few, TODAY).uncertainty.reason
    assert reason is not None
    assert reason.values["finished"] == ENOUGH - 1


def test_a_record_of_its_own_nature_says_more_than_that_of_all() -> None:
    done = [*finished(ENOUGH, 10, nature=Nature.LAW), *finished(ENOUGH, 5, nature=Nature.MONEY)]
    later = [milestone(key, 10, initiative="I", nature=nature)
             for key, nature in (("L", Nature.LAW), ("M", Nature.MONEY), ("O", Nature.OTHER))]  # fmt: skip
    found = looked_at(plan(initiatives=[initiative("I")], milestones=[*done, *later]), TODAY).uncertainty
    law, money, other = (found.of(key) for key in ("L", "M", "O"))
    assert law is not None
    assert money is not None
    assert other is not None
    assert (law.likely, law.safe) == (date(2026, 3, 27), date(2026, 3, 27))
    assert money.safe == date(2026, 3, 13)
    assert date(2026, 3, 13) <= other.likely < other.safe


def test_what_is_not_known_on_the_day_is_no_record() -> None:
    content = plan(
        initiatives=[initiative("I")], milestones=[*finished(ENOUGH), milestone("A", 10, initiative="I")]
    )
    assert looked_at(content, date(2026, 1, 15)).uncertainty.grounds.record.ratios == ()
    assert len(looked_at(content, date(2026, 1, 16)).uncertainty.grounds.record.ratios) == ENOUGH


def test_the_chance_of_an_approved_date_is_the_share_of_runs_that_hold_it() -> None:
    """A: 10, 10, 20: finished by day 13 with a chance of 1 - (20 - 13)² / 100 = 51 %."""
    approved = baseline("B1", MONDAY, {"A": (MONDAY, date(2026, 1, 21))})
    found = looked_at(chain(estimated("A", 10, 10, 20), baselines=[approved])).uncertainty
    for one in (found.end, found.of("A")):
        assert one is not None
        assert one.approved == date(2026, 1, 21)
        assert one.chance == pytest.approx(0.51, abs=0.03)


def test_the_work_that_varies_most_on_the_way_matters_most_and_another_way_does_not() -> None:
    content = plan(
        initiatives=[initiative("I")],
        milestones=[
            estimated("A", 20, 40, 90, is_public_opening=True),
            estimated("B", 8, 10, 30),
            estimated("C", 4, 5, 6),
        ],
        dependencies=[depends("B", "A")],
    )
    found = looked_at(content).uncertainty
    assert [driver.key for driver in found.drivers()] == ["A", "B"]
    assert found.drivers()[0].swing_days > 2 * found.drivers()[1].swing_days
    assert [driver.key for driver in found.drivers("A")] == ["A"]
    assert found.drivers("B") == ()
    assert (found.critical_share("A"), found.critical_share("C")) == (1, 0)
    assert [driver.key for driver in Uncertainty(looked_at(content), explained=("B",)).drivers("B")] == [
        "A",
        "B",
    ]


def test_very_large_programmes_have_fewer_runs() -> None:
    small = looked_at(chain(estimated("A", 5, 10, 30)))
    assert Uncertainty(small).runs == RUNS
    many = looked_at(plan(initiatives=[initiative("I")], milestones=[
        milestone(f"M{n}", 1, initiative="I") for n in range(9000)]))  # fmt: skip
    assert Uncertainty(many).runs == FEWEST_RUNS
