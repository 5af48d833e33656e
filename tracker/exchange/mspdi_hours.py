"""Whose hours a task's work takes and how much of them, with the pauses that its stored dates tell of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.exchange.mspdi_calendars import Calendars, WorkingDays
from tracker.exchange.mspdi_records import AssignmentRecord, ScheduleRecord, TaskRecord
from tracker.exchange.mspdi_timeline import Timeline


@dataclass(frozen=True)
class Pace:
    """How a task's time passes for one who works on it: on which calendar, how much of it in all.

    `rest` is how much is still to pass from where the work resumes; all of it before the work has started.
    """

    timeline: Timeline
    length: int
    rest: int

    def paused(self, pause: int, rest: int) -> Pace:
        """Return the pace with a pause in it, of which so much lies in the rest."""
        return Pace(self.timeline, self.length + pause, self.rest + rest)


class Hours:
    """The hours in which a file's tasks are worked; equal calendars are one timeline."""

    def __init__(self, schedule: ScheduleRecord) -> None:
        self.schedule = schedule
        self.calendars = Calendars(schedule)
        self._timelines: dict[int, Timeline] = {}
        self._around_the_clock = Timeline(None, schedule.start)
        self._assignments: dict[int, list[AssignmentRecord]] = {}
        for assignment in schedule.assignments:
            resource = schedule.resources.get(assignment.resource)
            if resource is not None and resource.is_work and assignment.units > 0:
                self._assignments.setdefault(assignment.task, []).append(assignment)

    @property
    def project(self) -> Timeline:
        """The project's own hours."""
        return self._timeline(self.calendars.project)

    def own(self, task: TaskRecord) -> Timeline:
        """Return the hours of a task's calendar, else the project's; elapsed time runs round the clock."""
        return self._around_the_clock if task.is_elapsed else self.opening(task)

    def opening(self, task: TaskRecord) -> Timeline:
        """Return the hours of a task's calendar, else the project's, elapsed or not."""
        return self._timeline(self.calendars.of(task.calendar) or self.calendars.project)

    def paces(self, task: TaskRecord) -> tuple[list[Pace], int]:
        """Return the paces of a task and how long its work pauses in between."""
        own = self.own(task)
        paces = [self._pace(task, timeline, length) for timeline, length in self._worked(task, own)]
        if task.is_manual or task.is_elapsed or task.is_external or task.actual_finish is not None:
            return paces, 0
        if resumes_at(task) is not None:
            pause = _beyond(resumes_at(task), task, [(pace.timeline, pace.rest) for pace in paces], own)
            return [pace.paused(0, pause) for pace in paces], pause
        pause = _beyond(task.start, task, [(pace.timeline, pace.length) for pace in paces], own)
        return [pace.paused(pause, _part(pause, task)) for pace in paces], pause

    def _timeline(self, calendar: WorkingDays) -> Timeline:
        if id(calendar) not in self._timelines:
            self._timelines[id(calendar)] = Timeline(calendar, self.schedule.start)
        return self._timelines[id(calendar)]

    def _pace(self, task: TaskRecord, timeline: Timeline, length: int) -> Pace:
        return Pace(timeline, length, _part(length, task))

    def _worked(self, task: TaskRecord, own: Timeline) -> list[tuple[Timeline, int]]:
        """Return the task's own hours and duration, unless resources keep other hours: then each one's.

        A resource works when its calendar does, and the task's calendar too when the task has one; not so a
        task of fixed or elapsed duration, or one that ignores resource calendars.
        """
        assignments = self._assignments.get(task.uid, [])
        given = self.calendars.of(task.calendar)
        ignores = given is not None and task.ignores_resource_calendars
        if not assignments or task.is_elapsed or task.is_fixed_duration or ignores or not task.duration:
            return [(own, task.duration)]
        hours = [self._of_resource(assignment, given) for assignment in assignments]
        if all(timeline is hours[0] for timeline in hours):
            return [(hours[0], task.duration)]
        return [
            (timeline, _length(assignment, task))
            for timeline, assignment in zip(hours, assignments, strict=True)
        ]

    def _of_resource(self, assignment: AssignmentRecord, given: WorkingDays | None) -> Timeline:
        resource = self.schedule.resources[assignment.resource]
        works = self.calendars.of(resource.calendar) or self.calendars.project
        both = works if given is None else self.calendars.shared(given, works)
        return self._timeline(both or works)


def resumes_at(task: TaskRecord) -> int | None:
    """Return where started work goes on, if the file says so and how much of it remains.

    What remains is left out when it is zero, and then says nothing of where it would be done.
    """
    is_in_progress = task.actual_start is not None and task.actual_finish is None
    return task.resume if is_in_progress and task.remaining_duration else None


def _part(length: int, task: TaskRecord) -> int:
    """Return as much of a length as remains of the task's duration."""
    if task.actual_start is None or not task.duration:
        return length
    left = task.remaining_duration
    if left is None:
        left = max(task.duration - task.actual_duration, 0)
    return round(length * left / task.duration)


def _length(assignment: AssignmentRecord, task: TaskRecord) -> int:
    """Return how long an assignment takes: its work at its units, never more than the task's duration.

    Of a task of fixed work, and when spread unevenly, the work is stretched over the whole duration.
    """
    if task.is_fixed_work or not assignment.is_flat or not assignment.work:
        return task.duration
    return min(round(assignment.work / assignment.units), task.duration)


def _beyond(start: int | None, task: TaskRecord, works: Sequence[tuple[Timeline, int]], own: Timeline) -> int:
    """Return how much working time lies between a start and the task's finish beyond what its work takes.

    A split, and material that is used up for longer than the work takes, are written nowhere but in
    time-phased values; how long is what start, finish and duration leave.
    """
    if start is None or task.finish is None:
        return 0
    beyond = min(timeline.between(start, task.finish) - length for timeline, length in works)
    works_other_hours = any(timeline is not own for timeline, _ in works)
    shortest = min(length for _, length in works)
    return max(beyond, -shortest if works_other_hours else 0)
