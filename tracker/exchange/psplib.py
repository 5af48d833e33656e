"""Reads a PSPLIB file: the published test networks of activities that share few people."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tracker.exchange.problems import Findings
from tracker.planning import NONE, LevellingProblem, Network, WorkingCalendar, find_circle, schedule

_RULE = re.compile(r"^(\*+|-+)$")
_LONGEST_DAYS = 1_000_000
_Lines = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True)
class PsplibProject:
    """A single-mode project (Kolisch and Sprecher, 1996), jobs by row: the first and last are its ends.

    Durations are days of a week without days off; `requests` are units of each renewable resource a day,
    `capacities` what there is of each; `mpm_time` is the longest path the file states.
    """

    durations: tuple[int, ...]
    successors: tuple[tuple[int, ...], ...]
    requests: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]
    mpm_time: int

    def network(self) -> Network:
        """Return the jobs as a network: finish to start, every day worked."""
        links = [(row, later) for row, found in enumerate(self.successors) for later in found]
        day = WorkingCalendar.around_the_clock()
        return Network.of_columns(
            [days * day.minutes_per_day for days in self.durations],
            [earlier for earlier, _ in links],
            [later for _, later in links],
            calendars=[day],
        )

    def levelling_problem(self) -> LevellingProblem:
        """Return the jobs as work that shares its resources, in days.

        Raises:
            LevellingError: a job needs more of a resource than there is.
        """
        links = [(row, later) for row, found in enumerate(self.successors) for later in found]
        earlier = np.array([row for row, _ in links], np.int64)
        duration = np.array(self.durations, np.int64)
        resources = len(self.capacities)
        return LevellingProblem(
            duration=duration,
            predecessor=earlier,
            successor=np.array([later for _, later in links], np.int64),
            delay=duration[earlier],
            need=np.array(self.requests, np.int64).reshape(-1, resources).T,
            capacity=np.array(self.capacities, np.int64).reshape(resources, 1),
            earliest=np.zeros_like(duration),
            fixed_at=np.full_like(duration, NONE),
        )

    def longest_path_days(self) -> int:
        """Return the length of the critical path in days, as the engine schedules it."""
        network = self.network()
        own = network.calendars[0]
        return own.work_between(0, schedule(network, 0).finish) // own.minutes_per_day


def read_psplib(path: Path) -> PsplibProject:
    """Read a `.sm` file.

    Raises:
        RefusedFileError: with every fault found, each with its line.
        OSError: the file cannot be read.
    """
    return parse_psplib(path.read_text(encoding="latin-1"), path.name)


def parse_psplib(text: str, file: str) -> PsplibProject:
    """Read the text of a `.sm` file; `file` is the name that errors give.

    Raises:
        RefusedFileError: with every fault found, each with its line.
    """
    return _Reader(text, file).project()


class _Reader:
    """Takes the sections apart; a fault in one never hides those of another."""

    def __init__(self, text: str, file: str) -> None:
        self.findings = Findings(file)
        self.sections = _sections(text)

    def project(self) -> PsplibProject:
        mpm_time = self._mpm_time()
        capacities = self._capacities()
        width = 3 + len(capacities)
        jobs = self._jobs("requests/durations", 3, lambda row: width if capacities else len(row))
        links = self._jobs("precedence relations", 3, lambda row: 3 + row[2])
        self.findings.raise_if_any()
        self._check_links(links, len(jobs))
        self.findings.raise_if_any()
        successors = tuple(tuple(job - 1 for job in row[3:]) for _, row in links)
        self._check_circle(successors, links)
        self.findings.raise_if_any()
        durations = tuple(row[2] for _, row in jobs)
        requests = tuple(tuple(row[3:]) for _, row in jobs)
        return PsplibProject(durations, successors, requests, capacities, mpm_time)

    def _rows(self, section: str) -> list[tuple[int, list[int]]]:
        """Return the numbers of a section, line by line, without its heading; none where a line is wrong."""
        if section not in self.sections:
            self.findings.add_at_line("psplib_section", 1, section=section.upper())
            return []
        rows = []
        for line, words in self.sections[section][1:]:
            if all(word.isascii() and word.isdigit() and int(word) <= _LONGEST_DAYS for word in words):
                rows.append((line, [int(word) for word in words]))
            else:
                self.findings.add_at_line("psplib_number", line, section=section.upper())
                rows.append((line, []))
        return rows

    def _jobs(
        self, section: str, least: int, length: Callable[[list[int]], int]
    ) -> list[tuple[int, list[int]]]:
        """Return a section's lines, each opened by its job's number in order."""
        rows = self._rows(section)
        for place, (line, row) in enumerate(rows, start=1):
            if not row:
                continue
            if len(row) < least or len(row) != length(row):
                self.findings.add_at_line("psplib_length", line, section=section.upper())
            elif row[0] != place:
                self.findings.add_at_line("psplib_order", line, expected=place, found=row[0])
            elif row[1] != 1:
                self.findings.add_at_line("psplib_mode", line, job=row[0])
        return rows

    def _mpm_time(self) -> int:
        rows = self._rows("project information")
        for line, row in rows:
            if len(row) == 6:
                return row[5]
            if row:
                self.findings.add_at_line("psplib_length", line, section="PROJECT INFORMATION")
        return 0

    def _capacities(self) -> tuple[int, ...]:
        rows = self._rows("resourceavailabilities")
        return tuple(rows[0][1]) if rows else ()

    def _check_links(self, links: list[tuple[int, list[int]]], jobs: int) -> None:
        if len(links) != jobs:
            self.findings.add_at_line(
                "psplib_jobs", links[-1][0] if links else 1, links=len(links), jobs=jobs
            )
        for line, row in links:
            for job in row[3:]:
                if not 1 <= job <= jobs:
                    self.findings.add_at_line("psplib_successor", line, job=row[0], successor=job)

    def _check_circle(
        self, successors: tuple[tuple[int, ...], ...], links: list[tuple[int, list[int]]]
    ) -> None:
        earlier = [row for row, found in enumerate(successors) for _ in found]
        later = [job for found in successors for job in found]
        circle = find_circle(len(successors), earlier, later)
        if circle is not None:
            members = ", ".join(str(row + 1) for row in (*circle, circle[0]))
            self.findings.add_at_line("psplib_circle", links[circle[0]][0], members=members)


def _sections(text: str) -> dict[str, _Lines]:
    """Return the numbered lines under each title (which ends in a colon), without rules and blanks."""
    sections: dict[str, list[tuple[int, list[str]]]] = {}
    title = ""
    for line, written in enumerate(text.splitlines(), start=1):
        words = written.strip()
        if words.endswith(":"):
            title = words[:-1].strip().lower()
        elif words and not _RULE.match(words):
            sections.setdefault(title, []).append((line, words.split()))
    return dict(sections)
