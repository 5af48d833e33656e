"""Finds the commands that moved dates of the plan, each with the programme as it was before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from tracker.model.journal import FOLLOWS_TODAY, Change, JournalEntry
from tracker.model.milestone import Dependency, Milestone
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


def read_replans(connection: Connection, key: str, last_entry: int | None = None) -> Iterator[Replan]:
    """Yield the commands that moved dates, the newest first; what was undone, and its undo, is left out.

    Args:
        last_entry: only what was known up to this journal entry; None: all.

    Raises:
        UnknownProgrammeError: no programme has this key.
    """
    present = read_snapshot(connection, key)
    past, undone = Past(present), set[str]()
    table = table_of(JournalEntry)
    query = select(table).where(table.c.programme_id == present.programme.id).order_by(table.c.id.desc())
    for command_id, own in groupby(connection.execute(query), key=lambda entry: entry.command_id):
        entries = list(own)
        is_known = last_entry is None or entries[0].id <= last_entry
        if is_known and entries[0].undoes:
            undone.add(entries[0].undoes)
        wanted = is_known and not entries[0].undoes and command_id not in undone
        plans, links = _moved(entries, present) if wanted else (set[int](), set[int]())
        after = past.snapshot() if plans or links else present
        past.take_back(entries, None)
        if plans or links:
            before = past.snapshot()
            # As long as nothing is approved, dependencies are what a plan is being made of.
            moved = plans | links if len(before.baselines) else plans
            if moved:
                yield Replan(entries[0], before, after, frozenset(moved))


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
