"""Levelling: tiny projects by hand, every promise by definition, and published networks where they are."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings

from tests.planning.random_projects import psplib_like, tiny_problems
from tracker.exchange.psplib import read_psplib
from tracker.planning import (
    NONE,
    BoundKind,
    CircleError,
    LevellingError,
    LevellingProblem,
    LevellingProgress,
    level,
)
from tracker.planning import levelling as levelling_module
from tracker.planning.levelling_bounds import load_bounds, path_bound
from tracker.planning.levelling_search import LevellingSearch

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "psplib"
SECONDS = 20.0


def problem(
    durations: list[int],
    needs: list[int],
    capacity: list[int],
    links: list[tuple[int, int, int]] | None = None,
    fixed: dict[int, int] | None = None,
) -> LevellingProblem:
    """Write a problem of one resource by hand; links are predecessor, successor and distance of starts."""
    joined = links or []
    return LevellingProblem(
        np.array(durations, np.int64),
        np.array([link[0] for link in joined], np.int64),
        np.array([link[1] for link in joined], np.int64),
        np.array([link[2] for link in joined], np.int64),
        np.array([needs], np.int64),
        np.array([capacity], np.int64),
        np.zeros(len(durations), np.int64),
        np.array([(fixed or {}).get(row, NONE) for row in range(len(durations))], np.int64),
    )


def test_two_who_need_the_same_person_follow_one_another() -> None:
    """Two pieces of 3 and 4 days, one person: 7 days, and the load alone says that less is impossible."""
    found = level(problem([3, 4], [1, 1], [1]), SECONDS)
    assert (found.finish, found.lower_bound, found.bound_by) == (7, 7, BoundKind.LOAD)
    assert found.is_proven
    assert found.gap == 0


def test_nobody_waits_where_there_are_enough() -> None:
    found = level(problem([3, 4], [1, 1], [2]), SECONDS)
    assert (found.finish, found.bound_by) == (4, BoundKind.LONGEST_PATH)
    assert found.starts.tolist() == [0, 0]


def test_work_goes_on_only_when_somebody_is_back_from_an_absence() -> None:
    """Present on days 0 and 1, away on 2 and 3, back from 4 on: three days in one go begin on day 4."""
    assert level(problem([3], [1], [1, 1, 0, 0, 1]), SECONDS).starts.tolist() == [4]
    assert level(problem([2], [1], [1, 1, 0, 0, 1]), SECONDS).starts.tolist() == [0]


def test_a_fixed_activity_stays_and_the_others_go_around_it() -> None:
    """The law's date is day 2 to 4; three days of other work do not fit before it."""
    found = level(problem([3, 3], [1, 1], [1], fixed={1: 2}), SECONDS)
    assert found.starts.tolist() == [5, 2]


def test_what_cannot_be_ready_for_a_fixed_activity_is_named() -> None:
    """Two pieces of 3 days for one person must precede a date on day 4."""
    found = level(problem([3, 3, 1], [1, 1, 0], [1], [(0, 2, 3), (1, 2, 3)], fixed={2: 4}), SECONDS)
    assert len(found.late_for_fixed) == 1
    assert found.starts[2] == 4


def test_what_need_not_move_stays_where_it_was() -> None:
    """A chain of 10 days sets the finish; of two pieces that compete, the short one goes first."""
    found = level(
        problem([10, 5, 1], [0, 1, 1], [1]), SECONDS, keeps_close=True
    )  # 1 + 5 days of the only person
    assert found.starts.tolist() == [0, 1, 0]


def test_a_need_beyond_what_there_ever_is_is_refused() -> None:
    with pytest.raises(LevellingError):
        problem([1], [2], [1])


def test_a_circle_is_refused() -> None:
    with pytest.raises(CircleError):
        problem([1, 1], [1, 1], [1], [(0, 1, 1), (1, 0, 1)])


def test_nothing_to_level_is_finished_at_once() -> None:
    found = level(problem([], [], [1]), SECONDS)
    assert (found.finish, found.is_proven) == (0, True)


def test_a_levelling_that_is_stopped_gives_what_it_has() -> None:
    project = psplib_like(60, 1.8, 0.75, 0.2, seed=3)
    asked = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 5

    found = level(project, 600, is_stopped=stop)
    assert found.was_stopped
    assert not len(project.broken_links(found.starts))
    assert not project.overloads(found.starts).any()


def test_without_the_solver_a_plan_is_levelled_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(levelling_module, "has_solver", lambda: False)
    found = level(problem([3, 4], [1, 1], [1]), SECONDS)
    assert (found.finish, found.has_solver) == (7, False)


def test_progress_is_told_while_it_searches() -> None:
    told: list[LevellingProgress] = []
    level(psplib_like(60, 1.8, 0.75, 0.2, seed=3), 2.0, on_progress=told.append)
    assert told
    assert all(0 < step.lower_bound <= step.finish for step in told)


def _best_of_all(project: LevellingProblem) -> int:
    """Return the soonest finish of every way to set the starts, tried one by one."""
    reach = int(level(project, SECONDS).finish)
    rows = range(len(project))
    spans = [range(int(project.earliest[row]), reach - int(project.duration[row]) + 1) for row in rows]
    best = reach
    for chosen in product(*spans):
        starts = np.array(chosen, np.int64)
        is_sound = not len(project.broken_links(starts)) and not project.overloads(starts).any()
        best = min(best, project.finish_of(starts)) if is_sound else best
    return best


@settings(max_examples=40, deadline=None)
@given(tiny_problems())
def test_a_schedule_keeps_links_dates_and_people_and_stands_between_its_bounds(
    project: LevellingProblem,
) -> None:
    found = level(project, SECONDS)
    assert not len(project.broken_links(found.starts))
    assert not project.overloads(found.starts).any()
    assert (found.starts >= project.earliest).all()
    assert (found.starts >= project.heads).all()
    assert path_bound(project) <= found.finish
    assert load_bounds(project).max(initial=0) <= found.finish
    assert found.finish == project.finish_of(found.starts)
    assert found.is_proven


@settings(max_examples=25, deadline=None)
@given(tiny_problems())
def test_what_is_proven_is_the_best_of_all_schedules(project: LevellingProblem) -> None:
    assume(np.prod([float(level(project, SECONDS).finish + 1)] * len(project)) < 20_000)
    assert level(project, SECONDS).finish == _best_of_all(project)


@settings(max_examples=40, deadline=None)
@given(tiny_problems(fixed=True))
def test_fixed_activities_stay_and_add_the_only_overload(project: LevellingProblem) -> None:
    found = level(project, SECONDS)
    fixed = ~project.is_free
    assert (found.starts[fixed] == project.fixed_at[fixed]).all()
    alone = np.where(fixed, project.need, 0)
    by_fixed = LevellingProblem(
        project.duration, project.predecessor, project.successor, project.delay,
        alone, project.capacity, project.earliest, project.fixed_at,
    )  # fmt: skip
    over, unavoidable = project.overloads(found.starts), by_fixed.overloads(found.starts)
    assert (over <= np.maximum(unavoidable, 0)).all()
    broken = project.broken_links(found.starts)
    assert fixed[project.successor[broken]].all()


@settings(max_examples=15, deadline=None)
@given(tiny_problems())
def test_the_same_seed_finds_the_same_finish_and_delay(project: LevellingProblem) -> None:
    first, again = (level(project, SECONDS, keeps_close=True) for _ in range(2))
    assert first.finish == again.finish
    assert first.starts.sum() == again.starts.sum()


def test_the_search_alone_repeats_itself_to_the_slot() -> None:
    project = psplib_like(60, 1.8, 0.75, 0.3, seed=5)
    first, again = (LevellingSearch(project, seed=4).run(lambda: False, 0, patience=60) for _ in range(2))
    assert first.starts == again.starts


@pytest.mark.parametrize("seed", range(3))
def test_a_project_as_psplib_draws_them_respects_everything(seed: int) -> None:
    project = psplib_like(90, 1.5 + 0.3 * seed, 0.5, 0.2, seed)
    found = level(project, 1.0)
    assert not len(project.broken_links(found.starts))
    assert not project.overloads(found.starts).any()
    assert max(path_bound(project), int(load_bounds(project).max())) <= found.lower_bound <= found.finish


def _best_known() -> list[tuple[str, int]]:
    """Return the published networks laid beside this checkout, none where there are none."""
    if not SAMPLES.is_dir():
        return []
    with (SAMPLES / "best_known.csv").open(encoding="utf-8") as rows:
        return [(Path(row["file"]).name, int(row["best_ub"])) for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("file", "best"), _best_known() or [("none", 0)])
def test_published_networks_reach_the_best_finish_known(file: str, best: int) -> None:
    project = read_psplib(SAMPLES / file).levelling_problem() if best else problem([], [], [1])
    assert level(project, SECONDS).finish == best
