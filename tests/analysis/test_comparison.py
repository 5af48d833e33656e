"""The plan and what it would be, side by side: by hand on the seven milestones, by definition on others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.analysis import analyse
from tracker.analysis.comparison import Comparison, compare
from tracker.commands.planned_changes import PlannedChange
from tracker.commands.rehearsal import rehearse
from tracker.commands.what_if import delayed, ended, without_dependency
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of

ROADMAPS = Path(__file__).parents[2] / "roadmaps"
DAY = date(2026, 1, 5)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SNAPSHOT = snapshot_of(read_roadmap(ROADMAPS / "seven-milestones.toml", DAY))
PLAN = analyse(SNAPSHOT, DAY)


def compared(*changes: PlannedChange) -> Comparison:
    return compare(PLAN, analyse(rehearse(SNAPSHOT, changes, NOW).snapshot, DAY))


def test_without_a_change_nothing_differs() -> None:
    found = compare(PLAN, PLAN)
    assert (found.items, found.new_stalls, found.newly_critical) == ((), (), ())
    assert found.moves_nothing
    assert all(rank.before == rank.after for rank in found.ranks)


def test_a_delay_on_the_critical_path_moves_the_end_and_each_opening_behind_it() -> None:
    found = compared(delayed(PLAN, "M1", 10))
    assert found.finish_days == 10
    assert {move.item: move.days for move in found.openings} == {"M6": 10, "M7": 10}
    assert {move.item: move.days for move in found.items} == {"M1": 10, "M2": 10, "M4": 10}


def test_a_delay_within_the_float_moves_one_item_and_uses_the_float_up() -> None:
    found = compared(delayed(PLAN, "M3", 25))
    assert found.finish_days == 0
    assert found.moved_openings == ()
    moved = {move.item: (move.days, move.float_before, move.float_after) for move in found.items}
    assert list(moved["M3"]) == [25, 25, 0]
    assert "PCs delivered to registry" in found.newly_critical


def test_what_is_ended_leaves_the_plan() -> None:
    found = compared(ended(SNAPSHOT, "M7", "No money"))
    lost = [move.item for move in found.openings if move.is_lost]
    assert lost == ["M7"]
    assert [(move.before is None, move.after) for move in found.openings if move.is_lost] == [(False, None)]


def test_what_waits_no_longer_comes_earlier() -> None:
    found = compared(*without_dependency(SNAPSHOT, "M2", "M7"))
    assert {move.item: (move.days or 0) < 0 for move in found.moved_openings} == {"M7": True}


@settings(max_examples=25)
@given(key=st.sampled_from(["M1", "M2", "M3", "M4", "M5", "M6", "M7"]), days=st.integers(-15, 60))
def test_a_rehearsed_delay_gives_the_dates_that_the_analysis_gives_to_delayed_work(
    key: str, days: int
) -> None:
    row = SNAPSHOT.milestones.by_key(key)
    assert row is not None
    days = max(days, -int(row.work_days))
    rehearsed = analyse(rehearse(SNAPSHOT, [delayed(PLAN, key, days)], NOW).snapshot, DAY)
    supposed = analyse(SNAPSHOT, DAY, delays={key: days})
    assert [item.early_finish for item in rehearsed.items] == [item.early_finish for item in supposed.items]
    assert rehearsed.finish == supposed.finish
