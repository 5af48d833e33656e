"""What of a schedule is scheduled: leaves in the order of their links, with what summaries hand down."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from tracker.exchange.mspdi_calendars import Calendars
from tracker.exchange.mspdi_records import (
    AssignmentRecord,
    Constraint,
    LinkRecord,
    LinkType,
    ScheduleRecord,
    TaskRecord,
)
from tracker.exchange.mspdi_timeline import Timeline
from tracker.exchange.problems import Findings
from tracker.planning import CircleError, WorkingCalendar
from tracker.planning.levels import number_levels

MOST_LINKS = 300_000
_FROM_START = (LinkType.SS, LinkType.SF)


@dataclass(frozen=True)
class Pace:
    """How a task's time passes for one who works on it: on which calendar, how much of it in all."""

    timeline: Timeline
    length: int


@dataclass(eq=False)
class Leaf:
    """A task without children; `paces` are its own, or those of its resources when they keep other hours.

    `own` measures its float and counts lags into it: the task's calendar, else the project's.
    `interruption` is how long its work pauses in between; the paces have it in their lengths.
    """

    task: TaskRecord
    own: Timeline
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

    @property
    def remaining(self) -> int:
        """Tenths of a minute of its duration still to pass."""
        told = self.task.remaining_duration
        return self.task.duration if told is None or not self.is_started else told


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
        self.calendars = Calendars(schedule)
        self.timelines: dict[int, Timeline] = {}
        self.around_the_clock = Timeline(None, schedule.start)
        self.assignments: dict[int, list[AssignmentRecord]] = {}
        for assignment in schedule.assignments:
            resource = schedule.resources.get(assignment.resource)
            if resource is not None and resource.is_work and assignment.units > 0:
                self.assignments.setdefault(assignment.task, []).append(assignment)
        self.leaves: dict[int, Leaf] = {}
        self.below: dict[int, list[int]] = {}
        self.links = 0

    def activities(self) -> Activities:
        parents: list[TaskRecord] = []
        for task in self.schedule.tasks.values():
            while parents and parents[-1].outline_level >= task.outline_level:
                parents.pop()
            if task.is_summary:
                self.below[task.uid] = []
                parents.append(task)
                continue
            for parent in parents:
                self.below[parent.uid].append(task.uid)
            self.leaves[task.uid] = self._leaf(task, parents)
        for task in self.schedule.tasks.values():
            for record in task.links:
                self._link(record, task)
        return Activities(self._in_order(), self._timeline(self.calendars.project))

    def _timeline(self, calendar: WorkingCalendar) -> Timeline:
        if id(calendar) not in self.timelines:
            self.timelines[id(calendar)] = Timeline(calendar, self.schedule.start)
        return self.timelines[id(calendar)]

    def _leaf(self, task: TaskRecord, parents: list[TaskRecord]) -> Leaf:
        own = self.calendars.of(task.calendar) or self.calendars.project
        timeline = self.around_the_clock if task.is_elapsed else self._timeline(own)
        paces = self._paces(task, timeline)
        pause = _interruption(task, timeline, paces)
        leaf = Leaf(task, timeline, [Pace(pace.timeline, pace.length + pause) for pace in paces], pause)
        for parent in parents:
            at = parent.constraint_at
            if at is not None and not parent.is_manual and parent.outline_level > 0:
                if parent.constraint is Constraint.START_NO_EARLIER_THAN:
                    leaf.floor = at if leaf.floor is None else max(leaf.floor, at)
                elif parent.constraint is Constraint.FINISH_NO_LATER_THAN:
                    leaf.cap = at if leaf.cap is None else min(leaf.cap, at)
        return leaf

    def _paces(self, task: TaskRecord, own: Timeline) -> list[Pace]:
        """Return the task's own pace, unless resources keep other hours: then each one's.

        A resource works when its calendar does, and the task's calendar too when the task has one; not so a
        task of fixed or elapsed duration, or one that ignores resource calendars.
        """
        alone = [Pace(own, task.duration)]
        assignments = self.assignments.get(task.uid, [])
        given = self.calendars.of(task.calendar)
        ignores = given is not None and task.ignores_resource_calendars
        if not assignments or task.is_elapsed or task.is_fixed_duration or ignores or not task.duration:
            return alone
        hours = [self._hours(assignment, given) for assignment in assignments]
        if all(timeline is hours[0] for timeline in hours):
            return [Pace(hours[0], task.duration)]
        return [
            Pace(timeline, _length(assignment, task.duration))
            for timeline, assignment in zip(hours, assignments, strict=True)
        ]

    def _hours(self, assignment: AssignmentRecord, given: WorkingCalendar | None) -> Timeline:
        resource = self.schedule.resources[assignment.resource]
        works = self.calendars.of(resource.calendar) or self.calendars.project
        both = works if given is None else self.calendars.shared(given, works)
        return self._timeline(both or works)

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


def _length(assignment: AssignmentRecord, duration: int) -> int:
    """Return how long an assignment takes: its work at its units; the task's duration if spread unevenly."""
    if not assignment.is_flat or not assignment.work:
        return duration
    return round(assignment.work / assignment.units)


def _interruption(task: TaskRecord, own: Timeline, paces: list[Pace]) -> int:
    """Return how much working time lies between a task's start and finish beyond what its work takes.

    A split is written nowhere but in time-phased values; its length is what start, finish and duration leave.
    Of a task that has stopped and resumes later these two dates say where the pause is.
    """
    is_asked = not (task.is_manual or task.is_elapsed or task.is_external) and task.duration > 0
    if task.start is None or task.finish is None or not is_asked:
        return 0
    if task.actual_finish is not None or (task.stop is not None and task.resume is not None):
        return 0
    beyond = min(pace.timeline.between(task.start, task.finish) - pace.length for pace in paces)
    works_other_hours = any(pace.timeline is not own for pace in paces)
    shortest = min(pace.length for pace in paces)
    return max(beyond, -shortest if works_other_hours else 0)
