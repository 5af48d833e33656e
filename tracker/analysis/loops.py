"""Circles among dependencies: would one more close one, and is there one already."""

from __future__ import annotations

import numpy as np

from tracker.analysis.columns import NO_ROW
from tracker.analysis.edges import Ends, Expansion, edges_of, simple_edges
from tracker.model.errors import UnknownRecordError
from tracker.model.snapshot import Snapshot
from tracker.planning import DependencyKind, find_circle, path_between
from tracker.planning.instants import Ints

_KINDS = list(DependencyKind)


def find_loop(
    snapshot: Snapshot,
    extra: tuple[str, str] | None = None,
    kind: DependencyKind = DependencyKind.FS,
) -> tuple[str, ...] | None:
    """Return the circle that one more dependency would close, or the one there is; None when there is none.

    Every dependency counts, also those of ended work: it may be taken up again.

    Args:
        extra: keys of the predecessor and the successor, each a milestone or an initiative.
        kind: of the dependency to be added.

    Returns:
        The keys in the order of the dependencies, beginning with the new successor (or the first row of
        the circle there is), the first repeated at the end.

    Raises:
        UnknownRecordError: a key of `extra` is neither a milestone nor an initiative.
    """
    everything = np.ones(len(snapshot.milestones), np.bool_)
    edges, stand_ins = edges_of(snapshot, everything)
    rows = len(everything) + len(snapshot.initiatives)
    before, after = (
        _by_initiative(edges.predecessor, stand_ins, snapshot),
        _by_initiative(edges.successor, stand_ins, snapshot),
    )
    circle = None
    if extra is None:
        circle = find_circle(rows, before, after)
    else:
        for first, second in _pairs(snapshot, extra, kind):
            circle = path_between(rows, before, after, second, first)
            if circle:
                break
    return None if circle is None else tuple(_key(snapshot, row) for row in (*circle, circle[0]))


def _by_initiative(rows: Ints, stand_ins: Ints, snapshot: Snapshot) -> Ints:
    """Number each stand-in by its initiative, so that a new dependency can name one that had none."""
    count = len(snapshot.milestones)
    is_stand_in = rows >= count
    if not is_stand_in.any():
        return rows
    found = rows.copy()
    found[is_stand_in] = count + stand_ins[rows[is_stand_in] - count]
    return found


def _pairs(snapshot: Snapshot, extra: tuple[str, str], kind: DependencyKind) -> list[tuple[int, int]]:
    """Return the pairs of rows that the new dependency would join."""
    everything = np.ones(len(snapshot.milestones), np.bool_)
    expansion = Expansion(snapshot, everything, simple_edges(Ends.of(snapshot), everything))
    code = _KINDS.index(kind)
    first = expansion.predecessors(*_end(snapshot, extra[0]), code)
    second = expansion.successors(*_end(snapshot, extra[1]), code)
    joined = _by_initiative(np.array(first, np.int64), np.array(expansion.stand_ins, np.int64), snapshot)
    held = _by_initiative(np.array(second, np.int64), np.array(expansion.stand_ins, np.int64), snapshot)
    return [(before, after) for before in joined.tolist() for after in held.tolist()]


def _end(snapshot: Snapshot, key: str) -> tuple[int, int]:
    milestone = snapshot.milestones.row_of_key.get(key, NO_ROW)
    initiative = snapshot.initiatives.row_of_key.get(key, NO_ROW) if milestone == NO_ROW else NO_ROW
    if milestone == NO_ROW and initiative == NO_ROW:
        raise UnknownRecordError(kind="milestone", key=key, nearest=[])
    return milestone, initiative


def _key(snapshot: Snapshot, row: int) -> str:
    count = len(snapshot.milestones)
    record = snapshot.milestones[row] if row < count else snapshot.initiatives[row - count]
    key: str = record.key
    return key
