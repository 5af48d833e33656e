"""What of a schedule is scheduled: leaves in the order of their links, with what summaries hand down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest

import numpy as np

from tracker.exchange.mspdi_hours import Hours, Pace
from tracker.exchange.mspdi_records import (
    Constraint,
    LinkRecord,
    LinkType,
    ScheduleRecord,
    TaskRecord,
)
from tracker.exchange.mspdi_timeline import Timeline
from tracker.exchange.problems import Findings
from tracker.planning import CircleError
from tracker.planning.levels import number_levels

MOST_LINKS = 300_000
_FROM_START = (LinkType.SS, LinkType.SF)


@dataclass(eq=False)
class Leaf:
    """A task without children; `paces` are its own, or those of its resources when they keep other hours.

    `own` measures its float and counts lags into it: the task's calendar, else the project's.
    `opening` are the hours of that calendar even when time runs round the clock.
    `interruption` is how long its work pauses in between; the paces have it in their lengths.
    """

    task: TaskRecord
    own: Timeline
    opening: Timeline
    paces: list[Pace]
    interruption: int = 0
    floor: int | None = None
    cap: int | None = None
    incoming: list[Link] = field(default_factory=list)
    outgoing: list[Link] = field(default_factory=list)

    @property
    def is_event(self) -> bool:
        """Whether it has no duration."""
        return self.task.duration == 0

    @property
    def is_started(self) -> bool:
        return self.task.actual_start is not None

    @property
    def is_finished(self) -> bool:
        return self.task.actual_finish is not None


@dataclass(eq=False)
class Link:
    """A link between leaves.

    `earliest` are the leaves of a summary when its start is what counts: that of the first of them.
    """

    record: LinkRecord
    predecessor: Leaf
    successor: Leaf
    earliest: list[Leaf] = field(default_factory=list)
    is_from_summary: bool = False


@dataclass(frozen=True)
class Activities:
    """Leaves in the order of their links: none stands before what it waits for."""

    leaves: list[Leaf]
    project: Timeline

    @property
    def active(self) -> list[Leaf]:
        """Those that count for the project."""
        return [leaf for leaf in self.leaves if leaf.task.is_active]


def activities_of(schedule: ScheduleRecord) -> Activities:
    """Return what a file's schedule is made of.

    Raises:
        RefusedFileError: links that close a circle, calendars that inherit in a circle or never work.
    """
    return _Builder(schedule).activities()


class _Builder:
    def __init__(self, schedule: ScheduleRecord) -> None:
        self.schedule = schedule
        self.hours = Hours(schedule)
        self.leaves: dict[int, Leaf] = {}
        self.below: dict[int, list[int]] = {}
        self.links = 0

    def activities(self) -> Activities:
        parents: list[TaskRecord] = []
        tasks = list(self.schedule.tasks.values())
        for task, following in zip_longest(tasks, tasks[1:]):
            while parents and parents[-1].outline_level >= task.outline_level:
                parents.pop()
            is_childless = following is None or following.outline_level <= task.outline_level
            if task.is_subproject and is_childless:
                task = replace(task, is_external=True)  # noqa: PLW2901 - its own file schedules it
            elif task.is_summary:
                self.below[task.uid] = []
                parents.append(task)
                continue
            for parent in parents:
                self.below[parent.uid].append(task.uid)
            self.leaves[task.uid] = self._leaf(task, parents)
        for task in tasks:
            for record in task.links:
                self._link(record, task)
        return Activities(self._in_order(), self.hours.project)

    def _leaf(self, task: TaskRecord, parents: list[TaskRecord]) -> Leaf:
        paces, pause = self.hours.paces(task)
        leaf = Leaf(task, self.hours.own(task), self.hours.opening(task), paces, pause)
        for parent in parents:
            at = parent.constraint_at
            if at is not None and not parent.is_manual and parent.outline_level > 0:
                if parent.constraint is Constraint.START_NO_EARLIER_THAN:
                    leaf.floor = at if leaf.floor is None else max(leaf.floor, at)
                elif parent.constraint is Constraint.FINISH_NO_LATER_THAN:
                    leaf.cap = at if leaf.cap is None else min(leaf.cap, at)
        return leaf

    def _link(self, record: LinkRecord, task: TaskRecord) -> None:
        """Lead a link to leaves: all of a summary's, or the first to start when its start is what counts."""
        if record.predecessor == task.uid:
            self._refuse_circle([task.uid])
        before = self.below.get(record.predecessor, [record.predecessor])
        after = self.below.get(task.uid, [task.uid])
        earlier = [
            self.leaves[uid] for uid in before if uid in self.leaves and self.leaves[uid].task.is_active
        ]
        later = [self.leaves[uid] for uid in after if uid in self.leaves]
        is_family = record.predecessor in self.below and task.uid in self.below[record.predecessor]
        is_family = is_family or record.predecessor in self.below.get(task.uid, [])
        if is_family or not earlier or not later:
            return
        from_summary = record.predecessor in self.below
        self.links += len(earlier) * len(later)
        if self.links > MOST_LINKS:
            self._refuse("mspdi_many_links", task, most=MOST_LINKS)
        first_only = from_summary and record.type in _FROM_START
        for successor in later:
            for predecessor in earlier:
                link = Link(record, predecessor, successor, earlier if first_only else [], from_summary)
                successor.incoming.append(link)
                predecessor.outgoing.append(link)

    def _in_order(self) -> list[Leaf]:
        leaves = list(self.leaves.values())
        row = {id(leaf): number for number, leaf in enumerate(leaves)}
        links = [link for leaf in leaves for link in leaf.incoming]
        try:
            levels = number_levels(
                len(leaves),
                np.array([row[id(link.predecessor)] for link in links], dtype=np.int64),
                np.array([row[id(link.successor)] for link in links], dtype=np.int64),
            )
        except CircleError as circle:
            self._refuse_circle([leaves[number].task.uid for number in circle.rows])
            raise
        return [leaves[number] for number in levels.order.tolist()]

    def _refuse_circle(self, uids: list[int]) -> None:
        members = ", ".join(str(uid) for uid in (*uids, uids[0]))
        self._refuse("mspdi_circle", self.schedule.tasks[uids[0]], members=members)

    def _refuse(self, code: str, task: TaskRecord, **values: object) -> None:
        findings = Findings(self.schedule.file)
        findings.add_in_file(code, task.line, f"task {task.uid}", "PredecessorLink", **values)
        findings.raise_if_any()
