"""Finds the commands that moved dates of the plan, each with the programme as it was before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from tracker.model.journal import FOLLOWS_TODAY, Change, JournalEntry
from tracker.model.milestone import Dependency, Milestone
from tracker.model.programme import Programme
from tracker.model.snapshot import Snapshot
from tracker.storage.past import Past
from tracker.storage.snapshots import read_snapshot
from tracker.storage.tables import table_of

PLAN = frozenset({"work_days", "remaining_days", "constraint", "constraint_date", "deadline"})
_LINK = frozenset({"kind", "lag", "lag_unit"})
# What happened or is reported is no change of the plan; nor is an example that follows today.
_NO_REPLAN = frozenset({"RecordActual", "ReportProgress", "ReopenMilestone", FOLLOWS_TODAY})
_MILESTONE, _DEPENDENCY = table_of(Milestone).name, table_of(Dependency).name


@dataclass(frozen=True)
class Replan:
    """One command that moved dates of the plan by itself, not through the work before them."""

    # Any of its journal entries: who, when and why are the same on all.
    entry: Any
    before: Snapshot
    after: Snapshot
    # Ids of the milestones whose own plan, or what they wait for, it changed.
    milestones: frozenset[int]


def read_replans(
    connection: Connection, key: str, after: int = 0, last_entry: int | None = None
) -> Iterator[Replan]:
    """Yield the commands that moved dates, the newest first, those that were undone later included.

    What a command did never changes: whoever keeps what was found asks only for what came since.

    Args:
        after: only what came after this journal entry.
        last_entry: only what was known up to this journal entry; None: all.

    Raises:
        UnknownProgrammeError: no programme has this key.
    """
    present = read_snapshot(connection, key)
    past, table = Past(present), table_of(JournalEntry)
    query = select(table).where(table.c.programme_id == present.programme.id, table.c.id > after)
    found = connection.execute(query.order_by(table.c.id.desc()))
    for _command, own in groupby(found, key=lambda entry: entry.command_id):
        entries = list(own)
        is_wanted = (last_entry is None or entries[0].id <= last_entry) and not entries[0].undoes
        plans, links = _moved(entries, present) if is_wanted else (set[int](), set[int]())
        after_it = past.snapshot() if plans or links else present
        past.take_back(entries, None)
        if plans or links:
            before = past.snapshot()
            # As long as nothing is approved, dependencies are what a plan is being made of.
            moved = plans | links if len(before.baselines) else plans
            if moved:
                yield Replan(entries[0], before, after_it, frozenset(moved))


def read_undone(connection: Connection, key: str, last_entry: int | None = None) -> frozenset[str]:
    """Return the ids of the commands that were taken back, and whose undo stands.

    Args:
        last_entry: only what was known up to this journal entry; None: all.
    """
    table, programme = table_of(JournalEntry), table_of(Programme)
    own = select(programme.c.id).where(programme.c.key == key).scalar_subquery()
    query = select(table.c.id, table.c.command_id, table.c.undoes)
    query = query.where(table.c.programme_id == own, table.c.undoes.is_not(None)).order_by(table.c.id.desc())
    undone: set[str] = set()
    # The newest first: an undo that was itself undone takes nothing back.
    for entry in connection.execute(query):
        is_known = last_entry is None or entry.id <= last_entry
        if is_known and entry.command_id not in undone:
            undone.add(entry.undoes)
    return frozenset(undone)


def read_last_entry(connection: Connection, key: str) -> int:
    """Return the id of a programme's latest journal entry, 0 when it has none; one small query."""
    table, programme = table_of(JournalEntry), table_of(Programme)
    own = select(programme.c.id).where(programme.c.key == key).scalar_subquery()
    found = connection.execute(select(func.max(table.c.id)).where(table.c.programme_id == own)).scalar_one()
    return int(found or 0)


def _moved(entries: Sequence[Any], present: Snapshot) -> tuple[set[int], set[int]]:
    """Return the milestones whose own plan a command changed, and those whose dependencies it did."""
    if entries[0].command in _NO_REPLAN:
        return set(), set()
    added = {entry.record_id for entry in entries if _is(entry, _MILESTONE) and entry.change is Change.ADDED}
    plans = {
        entry.record_id
        for entry in entries
        if _is(entry, _MILESTONE) and entry.change is Change.CHANGED and PLAN & (entry.before or {}).keys()
    }
    links = {_successor(entry, present) for entry in entries if _is(entry, _DEPENDENCY)}
    return plans - added, {one for one in links if one is not None} - added


def _is(entry: Any, kind: str) -> bool:
    return bool(entry.record_kind == kind)


def _successor(entry: Any, present: Snapshot) -> int | None:
    """Return the milestone that a changed dependency moves; None for a whole initiative."""
    if entry.change is not Change.CHANGED:
        found: int | None = (entry.after or entry.before or {}).get("successor_id")
        return found
    if not _LINK & (entry.before or {}).keys():
        return None
    row = present.dependencies.get(entry.record_id)
    return None if row is None else row.successor_id
