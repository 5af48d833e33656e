"""Refuses a change after which work would wait for itself, and names the circle."""

from typing import Any

from tracker.analysis.edges import edges_of
from tracker.analysis.network import is_in_plan, keys_of
from tracker.commands.command import Work
from tracker.model.base import LATEST
from tracker.model.errors import DependencyLoopError
from tracker.model.milestone import Dependency
from tracker.model.snapshot import Snapshot
from tracker.planning import find_circle, path_between


def refuse_circles(work: Work, added: Dependency | None = None) -> None:
    """Look at the whole network as the command leaves it; nothing has been committed yet.

    The whole network, because a milestone that joins an initiative, or comes back into the plan, takes
    over the dependencies of the initiative.

    Args:
        added: the dependency that the command adds, so that the circle is told from its successor on.

    Raises:
        DependencyLoopError: its details name the circle, the first key repeated at the end.
    """
    circle = circle_in(work.snapshot(), None if added is None else added.id)
    if circle is not None:
        raise DependencyLoopError(circle=list(circle))


def circle_in(snapshot: Snapshot, dependency_id: int | None = None) -> tuple[str, ...] | None:
    """Return the keys of a circle of the plan, the first repeated at the end; None when there is none."""
    # As of the last date of all: whatever has been reported is in the plan.
    in_plan = is_in_plan(snapshot, LATEST)
    edges, stand_ins = edges_of(snapshot, in_plan)
    network: tuple[int, Any, Any] = (len(in_plan) + len(stand_ins), edges.predecessor, edges.successor)
    circle = find_circle(*network)
    if circle is None:
        return None
    if dependency_id is not None:
        own = edges.dependency == snapshot.dependencies.row_of_id[dependency_id]
        ends = zip(edges.successor[own].tolist(), edges.predecessor[own].tolist(), strict=True)
        paths = [path_between(*network, first, last) for first, last in ends]
        circle = min((path for path in paths if path is not None), key=len, default=circle)
    keys = keys_of(snapshot, stand_ins, circle)
    return (*keys, keys[0])
