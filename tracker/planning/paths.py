"""The chain of activities that determines a date: the critical path, and the path to any activity."""

from __future__ import annotations

import numpy as np

from tracker.planning.instants import NONE
from tracker.planning.network import Network
from tracker.planning.schedule import Schedule


def critical_path(schedule: Schedule, network: Network) -> tuple[int, ...]:
    """Return the driving path to the network's finish, first activity first; empty when all is finished."""
    open_rows = np.flatnonzero(network.actual_finish == NONE)
    if not len(open_rows):
        return ()
    finish = schedule.early_finish[open_rows]
    # Among those that finish last, the one with most behind it shows the longest chain.
    last = open_rows[np.lexsort((open_rows, -schedule.level[open_rows], -finish))[0]]
    return driving_path(network, schedule, int(last))


def driving_path(network: Network, schedule: Schedule, target: int) -> tuple[int, ...]:
    """Return one unbroken chain of driving dependencies that ends at a row, first activity first.

    It begins where a date, not a dependency, determines the start: the programme's beginning, the status
    date, a constraint, or work that is finished. Where predecessors tie, the one with least float leads.
    """
    into: dict[int, list[int]] = {}
    driving = np.flatnonzero(schedule.is_driving)
    ends = zip(network.successor[driving].tolist(), network.predecessor[driving].tolist(), strict=True)
    for successor, predecessor in ends:
        if network.actual_finish[predecessor] == NONE:
            into.setdefault(successor, []).append(predecessor)
    path = [target]
    while path[-1] in into:
        path.append(min(into[path[-1]], key=lambda row: (int(schedule.total_float[row]), row)))
    return tuple(reversed(path))
