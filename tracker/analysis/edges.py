"""Expands the programme's dependencies into edges between single milestones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tracker.analysis.columns import NO_ROW, codes, linked_rows
from tracker.model.initiative import InitiativeStatus, Period
from tracker.model.milestone import MilestoneKind
from tracker.model.snapshot import Snapshot
from tracker.planning import DependencyKind
from tracker.planning.instants import Bools, Ints

FS, SS, FF, SF = (list(DependencyKind).index(kind) for kind in DependencyKind)
FROM_FINISH, TO_START = (FS, FF), (FS, SS)


@dataclass(frozen=True, eq=False)
class Edges:
    """Predecessor and successor item rows, kind code, and the row of snapshot.dependencies they come from."""

    predecessor: Ints
    successor: Ints
    kind: npt.NDArray[np.int8]
    dependency: Ints

    @cached_property
    def from_finish(self) -> Bools:
        """Where the predecessor's finish is waited for, not its start."""
        return np.asarray((self.kind == FS) | (self.kind == FF))

    @cached_property
    def to_start(self) -> Bools:
        """Where the successor's start waits, not its finish."""
        return np.asarray((self.kind == FS) | (self.kind == SS))


@dataclass(frozen=True, eq=False)
class Ends:
    """Both ends of each dependency: a milestone row or an initiative row, the other being NO_ROW."""

    predecessor: Ints
    predecessor_initiative: Ints
    successor: Ints
    successor_initiative: Ints
    kind: npt.NDArray[np.int8]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Ends:
        rows = snapshot.dependencies
        milestones, initiatives = snapshot.milestones, snapshot.initiatives
        return cls(
            linked_rows(rows, "predecessor_id", milestones),
            linked_rows(rows, "predecessor_initiative_id", initiatives),
            linked_rows(rows, "successor_id", milestones),
            linked_rows(rows, "successor_initiative_id", initiatives),
            codes(rows.column("kind"), DependencyKind),
        )


def edges_of(snapshot: Snapshot, in_plan: Bools) -> tuple[Edges, Ints]:
    """Return the edges between what is in the plan, and the initiatives that need a stand-in.

    A whole initiative as an end stands for its milestones (decisions and prerequisites are waited for,
    they are not its work):

    - its finish, as a predecessor: every milestone after which no other of the initiative has to finish;
    - its start, as a successor: every milestone before which no other of the initiative has to start;
    - its start, as a predecessor: the first of those that start it, by position;
    - its finish, as a successor: the last of those that finish it, by position.
    """
    ends = Ends.of(snapshot)
    edges = simple_edges(ends, in_plan)
    whole = np.flatnonzero((ends.predecessor == NO_ROW) | (ends.successor == NO_ROW))
    if not len(whole):
        return edges, np.empty(0, np.int64)
    expansion = Expansion(snapshot, in_plan, edges)
    found = [
        (first, second, kind, row)
        for row in whole.tolist()
        for first, second, kind in expansion.pairs(ends, row)
    ]
    more = np.array(found, np.int64).reshape(-1, 4)
    together = Edges(
        np.append(edges.predecessor, more[:, 0]),
        np.append(edges.successor, more[:, 1]),
        np.append(edges.kind, more[:, 2].astype(np.int8)),
        np.append(edges.dependency, more[:, 3]),
    )
    return together, np.array(expansion.stand_ins, np.int64)


def simple_edges(ends: Ends, in_plan: Bools) -> Edges:
    """Return the dependencies that join two milestones of the plan."""
    is_simple = (ends.predecessor != NO_ROW) & (ends.successor != NO_ROW)
    is_simple &= in_plan[ends.predecessor] & in_plan[ends.successor]
    simple = np.flatnonzero(is_simple)
    return Edges(ends.predecessor[simple], ends.successor[simple], ends.kind[simple], simple)


class Expansion:
    """The milestones that stand for a whole initiative at one end of a dependency."""

    def __init__(self, snapshot: Snapshot, in_plan: Bools, inner: Edges) -> None:
        self.snapshot = snapshot
        self.in_plan = in_plan
        self.edges = inner
        self.stand_ins: list[int] = []

    def pairs(self, ends: Ends, row: int) -> Iterable[tuple[int, int, int]]:
        """Return the edges of one dependency; none when an end is out of the plan."""
        kind = int(ends.kind[row])
        first = self.predecessors(int(ends.predecessor[row]), int(ends.predecessor_initiative[row]), kind)
        second = self.successors(int(ends.successor[row]), int(ends.successor_initiative[row]), kind)
        # What would wait for itself does not wait: an initiative's start and its own first milestone.
        return [(before, after, kind) for before in first for after in second if before != after]

    def predecessors(self, milestone: int, initiative: int, kind: int) -> list[int]:
        if milestone != NO_ROW:
            return [milestone] if self.in_plan[milestone] else []
        if kind in FROM_FINISH:
            return self._members(initiative, self._is_exit)
        return self._members(initiative, self._is_entry)[:1]

    def successors(self, milestone: int, initiative: int, kind: int) -> list[int]:
        if milestone != NO_ROW:
            return [milestone] if self.in_plan[milestone] else []
        if kind in TO_START:
            return self._members(initiative, self._is_entry)
        return self._members(initiative, self._is_exit)[-1:]

    def _members(self, initiative: int, wanted: Bools) -> list[int]:
        """Return the wanted milestones of an initiative in the order of their positions, or its stand-in."""
        members = self._members_of.get(initiative)
        if members:
            return [row for row in members if wanted[row]]
        return self._stand_in(initiative)

    def _stand_in(self, initiative: int) -> list[int]:
        row = self.snapshot.initiatives[initiative]
        if row.period == Period.HISTORY or InitiativeStatus(row.status).is_ended:
            return []
        if initiative not in self.stand_ins:
            self.stand_ins.append(initiative)
        return [len(self.in_plan) + self.stand_ins.index(initiative)]

    @cached_property
    def _initiative_rows(self) -> Ints:
        rows = self.snapshot.milestones
        found = linked_rows(rows, "initiative_id", self.snapshot.initiatives)
        is_work = codes(rows.column("kind"), MilestoneKind) == 0
        return np.where(self.in_plan & is_work, found, NO_ROW)

    @cached_property
    def _members_of(self) -> dict[int, list[int]]:
        initiatives = self._initiative_rows
        positions = np.array(self.snapshot.milestones.column("position"), np.int64)
        members: dict[int, list[int]] = {}
        for row in np.lexsort((positions, initiatives)).tolist():
            if initiatives[row] != NO_ROW:
                members.setdefault(int(initiatives[row]), []).append(row)
        return members

    @cached_property
    def _is_exit(self) -> Bools:
        inner = self._inner & self.edges.from_finish
        found = np.ones(len(self.in_plan), np.bool_)
        found[self.edges.predecessor[inner]] = False
        return found

    @cached_property
    def _is_entry(self) -> Bools:
        inner = self._inner & self.edges.to_start
        found = np.ones(len(self.in_plan), np.bool_)
        found[self.edges.successor[inner]] = False
        return found

    @cached_property
    def _inner(self) -> Bools:
        before = self._initiative_rows[self.edges.predecessor]
        return np.asarray((before == self._initiative_rows[self.edges.successor]) & (before != NO_ROW))
