"""The late dates of a file's leaves by Microsoft Project's rules, from the project's finish backwards."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.exchange.mspdi_activities import Activities, Leaf, Link
from tracker.exchange.mspdi_links import First, lagged
from tracker.exchange.mspdi_pace import finish_from, last_finish, next_start, start_for
from tracker.exchange.mspdi_records import Constraint, LinkType


class Late:
    """Late starts and finishes by leaf, in tenths of a minute.

    The late start of work in progress is where what remains must go on: it bounds predecessors.
    """

    def __init__(
        self,
        activities: Activities,
        early: Mapping[Leaf, tuple[int, int]],
        finish: int,
        *,
        ends_alone: bool = False,
    ) -> None:
        """Compute them; `ends_alone` when what nobody waits for is to end as soon as it can."""
        self.finish = finish
        self.ends_alone = ends_alone
        self.early = early
        self.first = First(lambda leaf: early[leaf][0])
        self.starts: dict[Leaf, int] = {}
        self.finishes: dict[Leaf, int] = {}
        for leaf in reversed(activities.leaves):
            latest = self._latest_finish(leaf)
            self.finishes[leaf] = latest
            self.starts[leaf] = start_for(leaf, latest, rest=not leaf.task.is_manual)
            if leaf.task.is_external and leaf.task.late_start is not None:
                self.starts[leaf] = leaf.task.late_start

    def _latest_finish(self, leaf: Leaf) -> int:
        task = leaf.task
        if task.actual_finish is not None:
            return task.actual_finish
        if task.is_external:
            return self.early[leaf][1] if task.late_finish is None else task.late_finish
        latest = self._by_links(leaf)
        at = task.constraint_at
        if at is not None and task.constraint is Constraint.MUST_START_ON:
            latest = finish_from(leaf, at)
        elif at is not None and task.constraint is Constraint.MUST_FINISH_ON:
            latest = at
        elif at is not None and task.constraint is Constraint.START_NO_LATER_THAN:
            latest = min(latest, finish_from(leaf, at))
        elif at is not None and task.constraint is Constraint.FINISH_NO_LATER_THAN:
            latest = min(latest, at)
        limits = (latest, task.deadline, leaf.cap)
        return last_finish(leaf, min(limit for limit in limits if limit is not None))

    def _by_links(self, leaf: Leaf) -> int:
        if not leaf.task.is_active:
            return self.finish
        open_links = [
            link
            for link in leaf.outgoing
            if link.successor.task.is_active and not link.successor.is_finished and self.first.bears_on(link)
        ]
        if open_links and leaf.is_event and leaf.task.actual_start is not None:
            return leaf.task.actual_start
        if not open_links and self.ends_alone:
            return self.early[leaf][1]
        return min([self.finish, *(self._allowed(link) for link in open_links)])

    def _allowed(self, link: Link) -> int:
        """Return the last finish of the predecessor that a link allows."""
        before, after, kind = link.predecessor, link.successor, link.record.type
        if kind is LinkType.FS:
            return lagged(link, self._start_needed(after), back=True)
        if kind is LinkType.FF:
            return lagged(link, self._finish_needed(after), back=True)
        # The start of what has started moves no more, nor does that of a manual task.
        if before.is_started or before.task.is_manual:
            return self.finish
        if kind is LinkType.SF:
            return finish_from(before, lagged(link, self._finish_needed(after), back=True))
        return finish_from(before, lagged(link, next_start(after, self._start_needed(after)), back=True))

    def _start_needed(self, after: Leaf) -> int:
        """Return when a successor must be able to start: of started work the rest, not before it resumes."""
        if not after.is_started:
            return self.starts[after] - _delay(after)
        return max(self.starts[after], start_for(after, self.early[after][1], rest=True))

    def _finish_needed(self, after: Leaf) -> int:
        return self.finishes[after] - _delay(after)


def _delay(leaf: Leaf) -> int:
    """Return the levelling delay that stands between what a task waits for and its work."""
    return 0 if leaf.is_started or leaf.task.is_manual else max(leaf.task.leveling_delay, 0)
