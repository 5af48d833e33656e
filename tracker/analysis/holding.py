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
from tracker.planning.instants import Bools, Ints, day_of
from tracker.planning.levels import grouped


@dataclass(frozen=True, eq=False)
class Holding:
    """By item row: the milestone row that it waits for in the end, and the working days it has waited.

    The wait of an item counts from its planned start, that day included (of work begun whose end alone is
    held: from the day after its planned finish). It belongs to the farthest unfinished item before it
    that could act and is overdue, forecast late or not in the approved plan: the one that determines its
    forecast, found along driving dependencies; only where none of those leads to one, any that holds it.
    Where there are several, the most overdue of them.
    """

    root: Ints
    # The day on which the item should have begun, or been reached when it has begun.
    due_on: Ints
    days_waited: Ints
    # Working days by which the item is forecast later than that day; waiting has begun or not.
    days_pushed: Ints


def holding_of(
    network: ProgrammeNetwork,
    calendar: WorkingCalendar,
    as_of: date,
    standing: Standing,
    forecast: Dates,
    drives: Bools,
) -> Holding:
    """Return for every item that waits, for whom and how long; `drives` is said of each edge."""
    today = np.full(len(standing.state), day_of(as_of), np.int64)
    roots = _roots(network, calendar, standing, forecast)
    rank = np.full(len(today), NO_ROW, np.int64)
    rank[roots] = np.arange(len(roots))
    blocking = standing.blocking
    for edges in (blocking[drives[blocking]], blocking):
        _pass_on(rank, network, standing, edges)
    held = standing.is_open & ~standing.is_actionable & (rank != NO_ROW)
    at_finish = standing.held_at_finish
    due_on = np.where(at_finish, standing.planned_finish, standing.planned_start)
    due = held & (due_on != NONE) & (due_on < today)
    waited = days_between(calendar, np.where(due, due_on - np.where(at_finish, 0, 1), NONE), today)
    root = np.full(len(today), NO_ROW, np.int64)
    root[held] = roots[rank[held]]
    expected = np.where(at_finish, forecast.early_finish, forecast.early_start)
    pushed = days_between(calendar, np.where(held, due_on, NONE), expected)
    return Holding(root, due_on, np.where(due, waited, 0), np.where(held, np.maximum(pushed, 0), 0))


def _roots(network: ProgrammeNetwork, calendar: WorkingCalendar, standing: Standing, forecast: Dates) -> Ints:
    """Return the milestones that could act and are overdue, late or not approved, the worst last."""
    late = days_between(calendar, standing.planned_finish, forecast.early_finish)
    not_approved = standing.planned_finish == NONE
    bad = standing.is_actionable & ((standing.overdue > 0) | (late > 0) | not_approved)
    # A stand-in has no work that somebody could be late with.
    bad[len(bad) - len(network.stand_ins) :] = False
    rows = np.flatnonzero(bad)
    return rows[np.lexsort((-rows, late[rows], standing.overdue[rows]))]


def _pass_on(rank: Ints, network: ProgrammeNetwork, standing: Standing, chosen: Ints) -> None:
    """Give every held item without a rank the worst that some edges lead to it; changes `rank`.

    The worst root goes first, so that each item is reached once: by the worst of its roots.
    """
    predecessor, successor = network.edges.predecessor[chosen], network.edges.successor[chosen]
    is_held = ~standing.is_actionable[successor] & (rank[successor] == NO_ROW)
    if not is_held.any():
        return
    predecessor, successor = predecessor[is_held], successor[is_held]
    sequence, first = grouped(predecessor, len(rank))
    following, begin = successor[sequence].tolist(), first.tolist()
    known = rank.tolist()
    ranked = np.flatnonzero(rank != NO_ROW)
    for source in ranked[np.argsort(-rank[ranked], kind="stable")].tolist():
        waiting = [source]
        while waiting:
            row = waiting.pop()
            for reached in following[begin[row] : begin[row + 1]]:
                if known[reached] == NO_ROW:
                    known[reached] = known[source]
                    waiting.append(reached)
    rank[:] = known
