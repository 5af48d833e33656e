"""Schedules the leaves of a file by Microsoft Project's rules: early dates, late dates, total slack."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.exchange.mspdi_activities import Activities, Leaf, Link, activities_of
from tracker.exchange.mspdi_hours import resumes_at
from tracker.exchange.mspdi_late import Late
from tracker.exchange.mspdi_links import First, lagged
from tracker.exchange.mspdi_pace import finish_from, next_start, start_for
from tracker.exchange.mspdi_records import Constraint, LinkType, ScheduleRecord
from tracker.exchange.problems import Findings
from tracker.planning import DateRangeError

_PINS = (Constraint.MUST_START_ON, Constraint.MUST_FINISH_ON)
_NO_EARLIER = (Constraint.START_NO_EARLIER_THAN, Constraint.FINISH_NO_EARLIER_THAN)
_NO_LATER = (Constraint.START_NO_LATER_THAN, Constraint.FINISH_NO_LATER_THAN)
_OF_START = (
    Constraint.MUST_START_ON,
    Constraint.START_NO_EARLIER_THAN,
    Constraint.START_NO_LATER_THAN,
)
_TO_FINISH = (LinkType.FF, LinkType.SF)


@dataclass
class Dates:
    """A leaf's dates in tenths of a minute. `driver` is the link that gave its early start, if one did.

    `wanted_start` is where its links would have it when a constraint holds it before.
    """

    early_start: int
    early_finish: int
    wanted_start: int | None = None
    late_start: int = 0
    late_finish: int = 0
    total_slack: int = 0
    driver: Link | None = None


@dataclass(frozen=True)
class FreshSchedule:
    """What scheduling a file afresh gives: the dates of each leaf by unique id, and when the project ends."""

    activities: Activities
    dates: dict[int, Dates]
    start: int
    finish: int


def schedule_afresh(schedule: ScheduleRecord) -> FreshSchedule:
    """Return the dates that Microsoft Project's rules give; the rules and their sources are in docs/mspdi.md.

    Raises:
        RefusedFileError: links or calendars in a circle, a calendar that never works, dates out of reach.
    """
    activities = activities_of(schedule)
    try:
        return _Passes(schedule, activities).fresh()
    except DateRangeError:
        findings = Findings(schedule.file)
        findings.add_in_file("mspdi_out_of_reach", 1, "Project", "StartDate")
        findings.raise_if_any()
        raise


class _Passes:
    def __init__(self, schedule: ScheduleRecord, activities: Activities) -> None:
        self.schedule = schedule
        self.activities = activities
        self.start = schedule.start
        self.dates: dict[int, Dates] = {}
        self.late: Late | None = None

    def fresh(self) -> FreshSchedule:
        self._forward()
        finish = self._finish()
        if not self.schedule.is_from_start and self.schedule.finish is not None:
            finish = self.schedule.finish
            late = Late(self.activities, self.dates_by_leaf, finish)
            begun = [late.starts[leaf] for leaf in self.activities.active if not leaf.is_started]
            self.start = min(begun, default=self.start)
            self._forward()
        alone = self.schedule.has_many_critical_paths
        self.late = Late(self.activities, self.dates_by_leaf, finish, ends_alone=alone)
        if any(leaf.task.constraint is Constraint.AS_LATE_AS_POSSIBLE for leaf in self.activities.leaves):
            self._forward()
        for leaf in self.activities.leaves:
            self._float(leaf, self.late)
        return FreshSchedule(self.activities, self.dates, self.start, finish)

    @property
    def dates_by_leaf(self) -> dict[Leaf, tuple[int, int]]:
        """Early start and finish of each leaf."""
        return {
            leaf: (self.dates[leaf.task.uid].early_start, self.dates[leaf.task.uid].early_finish)
            for leaf in self.activities.leaves
        }

    def _finish(self) -> int:
        finishes = [self.dates[leaf.task.uid].early_finish for leaf in self.activities.active]
        return max(finishes, default=self.start)

    def _forward(self) -> None:
        self.first = First(lambda leaf: self.dates[leaf.task.uid].early_start)
        for leaf in self.activities.leaves:
            self.dates[leaf.task.uid] = self._early(leaf)

    # Early dates --------------------------------------------------------------------------------------

    def _early(self, leaf: Leaf) -> Dates:
        task = leaf.task
        if task.is_manual and task.start is not None:
            finish = task.finish if task.finish is not None else finish_from(leaf, task.start)
            return Dates(task.start, finish)
        if task.is_external and task.early_start is not None and task.early_finish is not None:
            return Dates(task.early_start, task.early_finish)
        if task.actual_finish is not None:
            begun = task.actual_start
            return Dates(start_for(leaf, task.actual_finish) if begun is None else begun, task.actual_finish)
        if task.actual_start is not None:
            return Dates(task.actual_start, self._finish_in_progress(leaf, task.actual_start))
        return self._unstarted(leaf)

    def _finish_in_progress(self, leaf: Leaf, begun: int) -> int:
        """Return where started work ends: what remains of it from where it resumes, or all from its start."""
        task = leaf.task
        resumed = resumes_at(task)
        finish = finish_from(leaf, begun) if resumed is None else finish_from(leaf, resumed, rest=True)
        if task.constraint is Constraint.FINISH_NO_EARLIER_THAN and task.constraint_at is not None:
            finish = max(finish, task.constraint_at)
        return finish

    def _unstarted(self, leaf: Leaf) -> Dates:
        linked, finish, driver = self._by_links(leaf)
        start = linked if driver is not None else self._without_links(leaf)
        if leaf.floor is not None:
            start = max(start, leaf.floor)
        wanted = self._delayed(leaf, self._no_earlier(leaf, next_start(leaf, start)))
        moved = self._held(leaf, wanted)
        # Where a link asks for a finish, it is shown at that very instant: Monday 08:00, not Friday 17:00.
        if driver is not None and finish is not None and moved == start:
            usual = finish_from(leaf, start)
            if leaf.own.between(usual, finish) == 0:
                return Dates(moved, finish, driver=driver)
        held = wanted if driver is not None and moved < wanted else None
        return Dates(moved, finish_from(leaf, moved), held, driver=driver)

    def _delayed(self, leaf: Leaf, start: int) -> int:
        """Return a start with its levelling delay: elapsed time from where the work could have started."""
        delay = leaf.task.leveling_delay
        return next_start(leaf, start + delay) if delay > 0 else start

    def _by_links(self, leaf: Leaf) -> tuple[int, int | None, Link | None]:
        """Return the latest start that links ask for, the finish if they ask for one, and which link."""
        found: tuple[int, int | None, Link | None] = (0, None, None)
        for link in leaf.incoming:
            if not link.predecessor.task.is_active or not self.first.bears_on(link):
                continue
            start, finish = self._asked(link)
            if found[2] is None or start > found[0]:
                found = start, finish, link
        return found

    def _asked(self, link: Link) -> tuple[int, int | None]:
        begun, ended = self._dates_of(link)
        at = lagged(link, begun if link.record.type in (LinkType.SS, LinkType.SF) else ended)
        if link.record.type not in _TO_FINISH:
            return at, None
        start = start_for(link.successor, at)
        if link.record.type is LinkType.FF and start < self.start:
            return self.start, None
        return start, at

    def _dates_of(self, link: Link) -> tuple[int, int]:
        """Return the predecessor's dates: late ones if it is as late as possible and its successor is not."""
        before, after = link.predecessor, link.successor
        alap = Constraint.AS_LATE_AS_POSSIBLE
        if self.late and before.task.constraint is alap and after.task.constraint is not alap:
            return self.late.starts[before], self.late.finishes[before]
        dates = self.dates[before.task.uid]
        return dates.early_start, dates.early_finish

    def _without_links(self, leaf: Leaf) -> int:
        """Return where a task without predecessors starts: at its own date, even before the project."""
        at, kind = leaf.task.constraint_at, leaf.task.constraint
        if at is not None and kind is Constraint.START_NO_EARLIER_THAN:
            return at
        if at is not None and kind is Constraint.FINISH_NO_EARLIER_THAN:
            return start_for(leaf, at)
        return self.start

    def _asked_by_constraint(self, leaf: Leaf, at: int) -> int:
        """Return the start that puts the start or the finish of a task at its constraint's date."""
        if leaf.task.constraint in _OF_START:
            return next_start(leaf, at)
        return start_for(leaf, at)

    def _no_earlier(self, leaf: Leaf, start: int) -> int:
        at = leaf.task.constraint_at
        if at is None or leaf.task.constraint not in _NO_EARLIER:
            return start
        return max(start, self._asked_by_constraint(leaf, at))

    def _held(self, leaf: Leaf, start: int) -> int:
        """Return the start that a constraint to a date, or to no later than it, makes of the one wanted."""
        at, kind = leaf.task.constraint_at, leaf.task.constraint
        if at is None or kind not in (*_PINS, *_NO_LATER):
            return start
        asked = self._asked_by_constraint(leaf, at)
        if not self.schedule.honours_constraints:
            return max(start, asked) if kind in _PINS else start
        return asked if kind in _PINS else min(start, asked)

    # Float --------------------------------------------------------------------------------------------

    def _float(self, leaf: Leaf, late: Late) -> None:
        """Total slack: the smaller of start slack and finish slack; only the latter once work has started.

        Work that a constraint holds before its links counts its start slack from where these would have it.
        """
        dates, task = self.dates[leaf.task.uid], leaf.task
        dates.late_finish = late.finishes[leaf]
        dates.late_start = late.starts[leaf] if task.actual_start is None else task.actual_start
        if task.constraint is Constraint.AS_LATE_AS_POSSIBLE or leaf.is_finished:
            return
        at_finish = leaf.own.between(dates.early_finish, dates.late_finish)
        begins = dates.early_start if dates.wanted_start is None else dates.wanted_start
        at_start = leaf.own.between(begins, dates.late_start)
        dates.total_slack = at_finish if leaf.is_started else min(at_start, at_finish)
