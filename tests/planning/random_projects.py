"""Random projects that share people: tiny ones of every shape, and ones drawn as PSPLIB's are."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import strategies as st

from tracker.planning import NONE, LevellingProblem


@st.composite
def tiny_problems(draw: st.DrawFn, *, fixed: bool = False) -> LevellingProblem:
    """Draw up to five activities with links of any distance, absences and earliest starts."""
    rows, resources, slots = draw(st.integers(1, 5)), draw(st.integers(0, 2)), draw(st.integers(1, 6))

    def column(low: int, high: int, length: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=length, max_size=length))

    pairs = [(earlier, later) for later in range(rows) for earlier in range(later)]
    links = draw(st.lists(st.sampled_from(pairs), max_size=6)) if pairs else []
    fixed_at = [draw(st.sampled_from([NONE, NONE, 0, 3])) for _ in range(rows)] if fixed else [NONE] * rows
    need = [column(0, 3, rows) for _ in range(resources)]
    return LevellingProblem(
        duration=np.array(column(0, 4, rows), np.int64),
        predecessor=np.array([earlier for earlier, _ in links], np.int64),
        successor=np.array([later for _, later in links], np.int64),
        delay=np.array(column(-3, 5, len(links)), np.int64),
        need=np.array(need, np.int64).reshape(resources, rows),
        # The last slot stands for all later ones: there everybody finds what they need.
        capacity=np.array([[*column(0, 4, slots), 3 + place] for place in range(resources)]).reshape(
            resources, slots + 1
        ),
        earliest=np.array(column(0, 3, rows), np.int64),
        fixed_at=np.array(fixed_at, np.int64),
    )


def psplib_like(jobs: int, complexity: float, factor: float, strength: float, seed: int) -> LevellingProblem:
    """Draw a project between two ends by the parameters of ProGen (Kolisch, Sprecher and Drexl, 1995).

    Args:
        complexity: dependencies an activity.
        factor: share of the four resources that an activity uses.
        strength: 0, there is just enough for the largest need; 1, nobody ever waits.
    """
    chance = random.Random(seed)  # noqa: S311 - a network for a test, not a secret
    following = _network(jobs, complexity, chance)
    duration = np.array([0, *(chance.randint(1, 10) for _ in range(jobs)), 0], np.int64)
    need = np.zeros((4, jobs + 2), np.int64)
    cells = [(resource, job) for job in range(1, jobs + 1) for resource in range(4)]
    first = [(chance.randrange(4), job) for job in range(1, jobs + 1)]
    others = chance.sample(cells, len(cells))
    for cell in [*first, *others]:
        if cell in first or np.count_nonzero(need) < factor * len(cells):
            need[cell] = need[cell] or chance.randint(1, 10)
    links = [(earlier, later) for earlier, found in enumerate(following) for later in sorted(found)]
    predecessor = np.array([earlier for earlier, _ in links], np.int64)
    absent = np.full(jobs + 2, NONE)
    endless = need.sum(axis=1, keepdims=True)
    problem = LevellingProblem(
        duration, predecessor, np.array([later for _, later in links], np.int64), duration[predecessor],
        need, endless, np.zeros_like(duration), absent,
    )  # fmt: skip
    peak = _peak(problem)
    least = need.max(axis=1)
    capacity = least + np.rint(strength * (np.maximum(peak, least) - least)).astype(np.int64)
    return LevellingProblem(
        duration, predecessor, problem.successor, problem.delay, need, capacity[:, None],
        problem.earliest, absent,
    )  # fmt: skip


def _peak(problem: LevellingProblem) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the most that is ever asked of each resource when nobody waits."""
    asked = np.zeros((len(problem.need), problem.finish_of(problem.heads) + 1), np.int64)
    for row, start in enumerate(problem.heads):
        asked[:, start : start + problem.duration[row]] += problem.need[:, [row]]
    return np.asarray(asked.max(axis=1), np.int64)


def _network(jobs: int, complexity: float, chance: random.Random) -> list[set[int]]:
    """Draw who follows whom: three begin, three end, nobody has more than three on either side."""
    last = jobs + 1
    following: list[set[int]] = [set() for _ in range(last + 1)]
    before: list[set[int]] = [set() for _ in range(last + 1)]

    def join(earlier: int, later: int) -> None:
        following[earlier].add(later)
        before[later].add(earlier)

    for job in range(1, 4):
        join(0, job)
    for job in range(4, last):
        join(chance.choice([other for other in range(1, job) if len(following[other]) < 3]), job)
    for job in range(1, jobs - 2):
        open_ones = [other for other in range(max(job + 1, 4), last) if len(before[other]) < 3]
        if not following[job] and open_ones:
            join(job, chance.choice(open_ones))
    _complicate(following, before, complexity, chance)
    for job in range(1, last):
        if not following[job]:
            join(job, last)
    return following


def _complicate(
    following: list[set[int]], before: list[set[int]], complexity: float, chance: random.Random
) -> None:
    """Join more of them until there are so many dependencies an activity."""
    jobs = len(following) - 2
    for _ in range(50 * jobs):
        if sum(map(len, following)) >= complexity * len(following):
            return
        earlier = chance.randint(1, jobs - 3)
        later = chance.randint(max(4, earlier + 1), jobs)
        is_free = len(following[earlier]) < 3 and len(before[later]) < 3
        if is_free and not _follows(following, earlier, later):
            following[earlier].add(later)
            before[later].add(earlier)


def _follows(following: list[set[int]], earlier: int, later: int) -> bool:
    reached, waiting = {earlier}, [earlier]
    while waiting:
        new = following[waiting.pop()] - reached
        reached |= new
        waiting += new
    return later in reached
