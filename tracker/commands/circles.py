"""Refuses a change after which work would wait for itself, and names the circle."""

from typing import Any

from tracker.analysis import find_loop
from tracker.analysis.edges import edges_of
from tracker.analysis.network import is_in_plan, keys_of
from tracker.commands.command import Work
from tracker.commands.links import end_of
from tracker.model.base import LATEST
from tracker.model.errors import DependencyLoopError
from tracker.model.milestone import Dependency
from tracker.model.snapshot import Snapshot
from tracker.planning import find_circle


def refuse_circles(work: Work, added: Dependency | None = None) -> None:
    """Look at the whole network as the command leaves it; nothing has been committed yet.

    The whole network, because a milestone that joins an initiative, or comes back into the plan, takes
    over the dependencies of the initiative.

    Args:
        added: the dependency that the command adds, so that the circle is told from its successor on.

    Raises:
        DependencyLoopError: its details name the circle, the first key repeated at the end.
    """
    snapshot = work.snapshot()
    if added is None:
        circle = find_loop(snapshot)
    else:
        ends = end_of(work, added, "predecessor").key, end_of(work, added, "successor").key
        circle = find_loop(snapshot, ends, added.kind)
    circle = circle or _circle_in_plan(snapshot)
    if circle is not None:
        raise DependencyLoopError(circle=list(circle))


def _circle_in_plan(snapshot: Snapshot) -> tuple[str, ...] | None:
    """Look at what is left when ended work is out: another milestone may begin or end an initiative then."""
    # As of the last date of all: whatever has been reported is in the plan.
    in_plan = is_in_plan(snapshot, LATEST)
    edges, stand_ins = edges_of(snapshot, in_plan)
    network: tuple[int, Any, Any] = (len(in_plan) + len(stand_ins), edges.predecessor, edges.successor)
    circle = find_circle(*network)
    if circle is None:
        return None
    keys = keys_of(snapshot, stand_ins, circle)
    return (*keys, keys[0])
