"""Who holds whom back on the day: the item far back to which each wait belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.analysis.columns import NO_ROW
from tracker.analysis.forecast import Dates, days_between
from tracker.analysis.network import ProgrammeNetwork
from tracker.analysis.standing import Standing
from tracker.planning import NONE, WorkingCalendar
from tracker.planning.instants import Ints, day_of
from tracker.planning.levels import grouped


@dataclass(frozen=True, eq=False)
class Holding:
    """By item row: the milestone row that it waits for in the end, and the working days it has waited.

    The wait of an item counts from its planned start, that day included, and belongs to the farthest
    unfinished item before it that could act and is overdue or forecast late; where there are several, to
    the one that is most overdue.
    """

    root: Ints
    days_waited: Ints
    # Working days by which the item is forecast to begin later than planned; waiting has begun or not.
    days_pushed: Ints


def holding_of(
    network: ProgrammeNetwork,
    calendar: WorkingCalendar,
    as_of: date,
    standing: Standing,
    forecast: Dates,
) -> Holding:
    """Return for every item that waits, for whom and how long."""
    today = np.full(len(standing.state), day_of(as_of), np.int64)
    roots = _roots(network, calendar, standing, forecast)
    rank = np.full(len(today), NO_ROW, np.int64)
    rank[roots] = np.arange(len(roots))
    _pass_on(rank, roots, network, standing)
    held = standing.is_open & ~standing.is_actionable & (rank != NO_ROW)
    due = held & (standing.planned_start != NONE) & (standing.planned_start < today)
    waited = days_between(calendar, np.where(due, standing.planned_start - 1, NONE), today)
    root = np.full(len(today), NO_ROW, np.int64)
    root[held] = roots[rank[held]]
    pushed = days_between(calendar, np.where(held, standing.planned_start, NONE), forecast.early_start)
    return Holding(root, np.where(due, waited, 0), np.where(held, np.maximum(pushed, 0), 0))


def _roots(network: ProgrammeNetwork, calendar: WorkingCalendar, standing: Standing, forecast: Dates) -> Ints:
    """Return the milestones that could act and are overdue or forecast late, the worst last."""
    late = days_between(calendar, standing.planned_finish, forecast.early_finish)
    bad = standing.is_actionable & ((standing.overdue > 0) | (late > 0))
    # A stand-in has no work that somebody could be late with.
    bad[len(bad) - len(network.stand_ins) :] = False
    rows = np.flatnonzero(bad)
    return rows[np.lexsort((-rows, late[rows], standing.overdue[rows]))]


def _pass_on(rank: Ints, roots: Ints, network: ProgrammeNetwork, standing: Standing) -> None:
    """Give every held item the worst rank among what holds it, however far back; changes `rank`.

    The worst root goes first, so that each item is reached once: by the worst of its roots.
    """
    edges = network.edges
    predecessor = edges.predecessor[standing.blocking]
    successor = edges.successor[standing.blocking]
    is_held = ~standing.is_actionable[successor]
    predecessor, successor = predecessor[is_held], successor[is_held]
    sequence, first = grouped(predecessor, len(rank))
    following, begin = successor[sequence].tolist(), first.tolist()
    known = rank.tolist()
    for root in roots[::-1].tolist():
        waiting = [root]
        while waiting:
            row = waiting.pop()
            for reached in following[begin[row] : begin[row + 1]]:
                if known[reached] == NO_ROW:
                    known[reached] = known[root]
                    waiting.append(reached)
    rank[:] = known
