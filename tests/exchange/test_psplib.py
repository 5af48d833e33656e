"""PSPLIB files: read as they are written, scheduled to the longest path they state, refused with a line."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from tracker.exchange.problems import RefusedFileError
from tracker.exchange.psplib import parse_psplib
from tracker.i18n import Translator

RULE = "*" * 72


def psplib_text(durations: Sequence[int], successors: Sequence[Sequence[int]], mpm_time: int) -> str:
    """Write a network as PSPLIB does; successors are job numbers from 1."""
    precedence = [
        f"{job:4d}        1  {len(found):9d}    " + "".join(f"{later:4d}" for later in found)
        for job, found in enumerate(successors, start=1)
    ]
    requests = [
        f"{job:3d}      1  {days:4d}       {job % 3:d}    0" for job, days in enumerate(durations, start=1)
    ]
    return "\n".join([
        RULE, "file with basedata            : generated", RULE,
        "projects                      :  1", f"jobs (incl. supersource/sink ):  {len(durations)}",
        RULE, "PROJECT INFORMATION:", "pronr.  #jobs rel.date duedate tardcost  MPM-Time",
        f"    1  {len(durations) - 2:5d}      0      0        0  {mpm_time:5d}",
        RULE, "PRECEDENCE RELATIONS:", "jobnr.    #modes  #successors   successors", *precedence,
        RULE, "REQUESTS/DURATIONS:", "jobnr. mode duration  R 1  R 2", "-" * 72, *requests,
        RULE, "RESOURCEAVAILABILITIES:", "  R 1  R 2", "   12    7", RULE, "",
    ])  # fmt: skip


def random_project(jobs: int, seed: int) -> tuple[list[int], list[list[int]], int]:
    """Draw jobs between two ends of no length; the longest path is found by trying every way, remembered."""
    chance = random.Random(seed)  # noqa: S311 - a network for a test, not a secret
    durations = [0, *(chance.randint(1, 10) for _ in range(jobs)), 0]
    last = jobs + 2
    successors: list[list[int]] = []
    for job in range(1, last):
        later = range(job + 1, min(job + 12, last))
        successors.append(sorted(chance.sample(later, min(len(later), chance.randint(1, 3)))) or [last])
    successors.append([])
    longest = [0] * (last + 1)
    for job in range(last, 0, -1):
        longest[job] = durations[job - 1] + max((longest[later] for later in successors[job - 1]), default=0)
    return durations, successors, max(longest)


@pytest.mark.parametrize(("jobs", "seed"), [(30, seed) for seed in range(10)] + [(120, 1), (600, 2)])
def test_the_engine_finds_the_longest_path_that_the_file_states(jobs: int, seed: int) -> None:
    durations, successors, longest = random_project(jobs, seed)
    project = parse_psplib(psplib_text(durations, successors, longest), "generated.sm")
    assert project.mpm_time == longest
    assert project.longest_path_days() == longest


def test_a_file_is_read_as_it_is_written() -> None:
    """Job 1 (end) --> jobs 2 (3 days) and 3 (5 days) --> job 4 (end)."""
    project = parse_psplib(psplib_text([0, 3, 5, 0], [[2, 3], [4], [4], []], 5), "small.sm")
    assert project.durations == (0, 3, 5, 0)
    assert project.successors == ((1, 2), (3,), (3,), ())
    assert project.requests == ((1, 0), (2, 0), (0, 0), (1, 0))
    assert project.capacities == (12, 7)


SMALL = psplib_text([0, 3, 5, 0], [[2, 3], [4], [4], []], 5)


@pytest.mark.parametrize(
    ("found", "written", "line", "says"),
    [
        ("PRECEDENCE RELATIONS:", "PRECEDENCE:", 1, "the section PRECEDENCE RELATIONS is missing"),
        ("   2        1          1       4", "   2        1          1       9", 14, "followed by 9"),
        ("   2        1          1       4", "   2        1          1       x", 14, "whole numbers"),
        ("   2        1          1       4", "   2        1          2       4", 14, "too many or too few"),
        ("   2        1          1       4", "   2        2          1       4", 14, "several ways"),
        ("   3        1          1       4", "   9        1          1       4", 15, "job 3 is expected"),
        ("   3        1          1       4", "   3        1          1       1", 13, "circle: 1, 3, 1"),
        ("   4        1          0    \n", "", 15, "3 jobs have successors listed, 4 jobs"),
        ("  2      1     3       2    0", "  2      1     -3       2    0", 22, "whole numbers"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(found: str, written: str, line: int, says: str) -> None:
    assert found in SMALL
    with pytest.raises(RefusedFileError) as refused:
        parse_psplib(SMALL.replace(found, written, 1), "small.sm")
    problem = refused.value.problems[0]
    assert (problem.file, problem.line) == ("small.sm", line)
    assert says in Translator("en").text(problem.text.key, **problem.text.values)


def test_all_faults_of_a_file_are_said_at_once() -> None:
    broken = SMALL.replace("   2        1  ", "   2        x  ", 1).replace("  3      1  ", "  7      1  ", 1)
    with pytest.raises(RefusedFileError) as refused:
        parse_psplib(broken, "small.sm")
    assert [problem.line for problem in refused.value.problems] == [14, 23]
