"""Where a leaf starts and finishes when each who works on it keeps their own hours."""

from __future__ import annotations

from tracker.exchange.mspdi_activities import Leaf


def next_start(leaf: Leaf, instant: int) -> int:
    """Return the first instant where its work can start; an event starts at once.

    Elapsed time begins in working hours, or where they end.
    """
    if leaf.is_event:
        return instant
    if leaf.task.is_elapsed:
        return instant if leaf.opening.ends_at(instant) else leaf.opening.next_start(instant)
    return min(pace.timeline.next_start(instant) for pace in leaf.paces)


def last_finish(leaf: Leaf, instant: int) -> int:
    """Return the last instant, at or before this one, where its work can be finished."""
    if leaf.is_event or leaf.task.is_elapsed:
        return instant
    return max(pace.timeline.previous_finish(instant) for pace in leaf.paces)


def finish_from(leaf: Leaf, start: int, *, rest: bool = False) -> int:
    """Return where it is finished when it starts at an instant, or when the rest of it goes on there."""
    return max(pace.timeline.add(start, pace.rest if rest else pace.length) for pace in leaf.paces)


def start_for(leaf: Leaf, finish: int, *, rest: bool = False) -> int:
    """Return where it, or the rest of it, must start to be finished at an instant."""
    return min(pace.timeline.add(finish, -(pace.rest if rest else pace.length)) for pace in leaf.paces)
