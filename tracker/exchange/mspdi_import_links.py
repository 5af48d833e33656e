"""Turns the links of a schedule into dependencies between milestones and whole initiatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tracker.exchange.import_report import ImportReport
from tracker.exchange.mspdi_outline import Outline
from tracker.exchange.mspdi_records import TENTHS_A_MINUTE, LagKind, LinkRecord, ScheduleRecord, TaskRecord
from tracker.exchange.problems import Findings
from tracker.model.content import DependencyContent
from tracker.planning import DependencyKind, LagUnit
from tracker.planning.instants import MINUTES_A_DAY

MOST_DEPENDENCIES = 50_000
LONGEST_LAG_DAYS = 10_000
_OF_DAY = TENTHS_A_MINUTE * MINUTES_A_DAY


@dataclass
class ImportedLinks:
    """The dependencies that links became; by task and place of the link in it, which ones those are."""

    dependencies: dict[tuple[str, str, str], DependencyContent] = field(default_factory=dict)
    of_link: dict[tuple[int, int], list[DependencyContent]] = field(default_factory=dict)


class LinkImporter:
    """Leads each link to what its two ends became.

    A summary that is an initiative as a whole is one end; of any other summary every leaf below it is. A
    link between a summary and what stands in it says nothing, nor does one to another file or to a blank
    line: these have no place here.
    """

    def __init__(
        self,
        schedule: ScheduleRecord,
        outline: Outline,
        keys: dict[int, str],
        minutes_per_day: Callable[[int], int],
        findings: Findings,
        report: ImportReport,
    ) -> None:
        self.schedule = schedule
        self.outline = outline
        self.keys = keys
        # Of the calendar on which a task counts, by its unique id.
        self.minutes_per_day = minutes_per_day
        self.findings = findings
        self.report = report
        self.found = ImportedLinks()

    def links(self) -> ImportedLinks:
        for task in self.schedule.tasks.values():
            for place, record in enumerate(task.links):
                self.found.of_link[task.uid, place] = list(self._dependencies(record, task))
                if len(self.found.dependencies) > MOST_DEPENDENCIES:
                    self._refuse("mspdi_many_links", record, task, most=MOST_DEPENDENCIES)
                    return self.found
        return self.found

    def _dependencies(self, record: LinkRecord, task: TaskRecord) -> Iterator[DependencyContent]:
        before = self.schedule.tasks.get(record.predecessor)
        name = f"{record.predecessor} → {task.uid}"
        if record.is_cross_project or before is None:
            self.report.note("link_outside", name)
            return
        if self._is_family(before.uid, task.uid):
            self.report.note("link_in_family", name)
            return
        earlier, later = self._ends(before), self._ends(task)
        if not self._may_spread(record, task, name, len(earlier) * len(later)):
            return
        for successor in later:
            lag, unit = self._lag(record, before, successor)
            if abs(lag) > LONGEST_LAG_DAYS:
                self._refuse("too_big", record, task, value=f"{lag:.0f}", limit=LONGEST_LAG_DAYS)
                return
            for predecessor in earlier:
                yield from self._add(record, name, predecessor, successor, lag, unit)

    def _may_spread(self, record: LinkRecord, task: TaskRecord, name: str, count: int) -> bool:
        """Say what becomes of a link that is not one dependency; whether it is any at all."""
        if count > MOST_DEPENDENCIES:
            self._refuse("mspdi_many_links", record, task, most=MOST_DEPENDENCIES)
        elif count != 1:
            self.report.note("link_of_summary" if count else "link_of_nothing", name)
        return 0 < count <= MOST_DEPENDENCIES

    def _add(
        self, record: LinkRecord, name: str, predecessor: int, successor: int, lag: float, unit: LagUnit
    ) -> Iterator[DependencyContent]:
        ends = (self.keys[predecessor], self.keys[successor], record.type.name)
        if ends in self.found.dependencies:
            self.report.note("link_twice", name)
            return
        self.found.dependencies[ends] = DependencyContent(
            predecessor=ends[0],
            successor=ends[1],
            kind=DependencyKind(record.type.name),
            lag=lag,
            lag_unit=unit,
        )
        yield self.found.dependencies[ends]

    def _is_family(self, first: int, second: int) -> bool:
        return first in self._above(second) or second in self._above(first) or first == second

    def _above(self, uid: int) -> list[int]:
        found: list[int] = []
        parent = self.outline.parent.get(uid)
        while parent is not None:
            found.append(parent)
            parent = self.outline.parent.get(parent)
        return found

    def _ends(self, task: TaskRecord) -> list[int]:
        if not task.is_summary:
            return [task.uid] if task.uid in self.outline.initiative_of else []
        if self.outline.is_whole(task.uid):
            return [task.uid]
        return self.outline.leaves_below.get(task.uid, [])

    def _lag(self, record: LinkRecord, before: TaskRecord, successor: int) -> tuple[float, LagUnit]:
        """Return a lag in days of the successor's calendar, elapsed days or percent; exact to the minute."""
        kind, lag = record.lag_kind, record.lag
        if kind is LagKind.PERCENT and not before.is_elapsed:
            return float(lag), LagUnit.PERCENT
        if kind in (LagKind.PERCENT, LagKind.ELAPSED_PERCENT):
            self.report.note("lag_elapsed_percent", f"{before.uid} → {successor}")
            kind, lag = LagKind.ELAPSED, round(before.duration * lag / 100)
        if kind is LagKind.ELAPSED:
            return round(lag / TENTHS_A_MINUTE) / MINUTES_A_DAY, LagUnit.CALENDAR_DAYS
        minutes = round(lag / TENTHS_A_MINUTE)
        return minutes / self.minutes_per_day(successor), LagUnit.WORKING_DAYS

    def _refuse(self, code: str, record: LinkRecord, task: TaskRecord, **values: Any) -> None:
        self.findings.add_in_file(code, record.line, f"task {task.uid}", "PredecessorLink", **values)
