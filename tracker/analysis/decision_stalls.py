"""The rules that watch over decisions: one that nobody dated and everybody waits for, and one refused."""

from __future__ import annotations

import numpy as np

from tracker.analysis.columns import codes, days_of, linked_rows
from tracker.analysis.situation import Findings, Situation
from tracker.model.milestone import MilestoneKind
from tracker.planning import NONE
from tracker.planning.instants import Bools, Ints, day_of


def decision_late(situation: Situation, threshold: int) -> Findings:
    """Silence on a decision whose last harmless day is past, although no approved plan gives it a date.

    One that the approved plan dates is overdue by that date, and that rule says so.
    """
    standing, count = situation.standing, situation.count
    open_rows = standing.is_actionable[:count] & (standing.planned_finish[:count] == NONE)
    asked = _by_milestone(situation, "asked_on")
    since = np.maximum(np.maximum(standing.could_move_since[:count], asked), situation.news.last_on)
    passed = situation.since(since)
    rows = np.flatnonzero(
        open_rows & _is_decision(situation) & ~_is_refused(situation) & (passed > threshold)
    )
    rows = rows[_delays_today(situation, rows)]
    return Findings.of(rows, since[rows], passed[rows])


def decision_refused(situation: Situation, threshold: int) -> Findings:
    """A decision was refused and what depends on it still waits, until it is asked again or planned anew."""
    standing, edges = situation.standing, situation.network.edges
    holds = np.zeros(len(standing.is_open), np.bool_)
    holds[edges.predecessor[standing.is_open[edges.successor]]] = True
    count = situation.count
    refused = _by_milestone(situation, "refused_on")
    passed = situation.since(refused)
    rows = np.flatnonzero(
        _is_refused(situation) & standing.is_open[:count] & holds[:count] & (passed >= threshold)
    )
    held = np.bincount(edges.predecessor[standing.is_open[edges.successor]], minlength=len(standing.is_open))
    return Findings.of(rows, refused[rows], passed[rows], count=held[rows])


def _is_decision(situation: Situation) -> Bools:
    kinds = codes(situation.snapshot.milestones.column("kind"), MilestoneKind)
    return np.asarray(kinds == list(MilestoneKind).index(MilestoneKind.DECISION), np.bool_)


def _is_refused(situation: Situation) -> Bools:
    refused = _by_milestone(situation, "refused_on")
    return np.asarray((refused != NONE) & (refused <= day_of(situation.as_of)), np.bool_)


def _by_milestone(situation: Situation, name: str) -> Ints:
    """Return a day of the decisions' records by milestone row, `NONE` where there is none."""
    records = situation.snapshot.decisions
    found = np.full(situation.count, NONE, np.int64)
    if len(records):
        found[linked_rows(records, "milestone_id", situation.snapshot.milestones)] = days_of(records, name)
    return found


def _delays_today(situation: Situation, rows: Ints) -> Bools:
    """Whether each decision, taken today, moves another item: its last harmless day is past."""
    if not len(rows):
        return np.zeros(0, np.bool_)
    delays = situation.delays
    minutes = np.array([delays.minutes_to(row, situation.as_of) for row in rows.tolist()], np.int64)
    moved = delays.moved(rows, minutes)
    others = [(later != row).any() for row, (later, _) in zip(rows.tolist(), moved, strict=True)]
    return np.array(others, np.bool_) & (minutes > 0)
