"""The chain of activities that determines a date: the critical path, and the path to any activity."""

from __future__ import annotations

from collections.abc import Mapping

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
    date, a constraint, or work that is finished.
    """
    return path_to(target, drivers(network, schedule))


def drivers(network: Network, schedule: Schedule) -> dict[int, int]:
    """Return, by row, the unfinished predecessor that determines its dates.

    Where several do, it is the one with least float. A row that no dependency determines is left out.
    """
    driving = np.flatnonzero(schedule.is_driving)
    driving = driving[network.actual_finish[network.predecessor[driving]] == NONE]
    predecessor, successor = network.predecessor[driving], network.successor[driving]
    # The last one written stays: of each row, the predecessor with least float, then the first row.
    order = np.lexsort((-predecessor, -schedule.total_float[predecessor]))
    return dict(zip(successor[order].tolist(), predecessor[order].tolist(), strict=True))


def path_to(target: int, drivers: Mapping[int, int]) -> tuple[int, ...]:
    """Return the rows that lead to one along its drivers, that row last."""
    path = [target]
    while path[-1] in drivers:
        path.append(drivers[path[-1]])
    return tuple(reversed(path))
