"""Counts how often each milestone was put off, as the journal tells."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from tracker.model.journal import FOLLOWS_TODAY, Change, JournalEntry
from tracker.model.milestone import Milestone
from tracker.storage.tables import table_of

# A larger value of any of these puts the milestone off.
_LATER = ("constraint_date", "deadline", "work_days", "remaining_days")


def read_date_moves(
    connection: Connection, programme_id: int, *, last_entry: int | None = None
) -> Mapping[int, int]:
    """Return the number of commands that put each milestone off, by the milestone's id.

    What was undone does not count, nor does its undo.

    Args:
        last_entry: id of the last journal entry that is known; None: all are.
    """
    undone: set[str] = set()
    moves: Counter[int] = Counter()
    # The newest first: what an undo takes back is known before it comes.
    for entry in connection.execute(_changes_of_milestones(), {"programme": programme_id}):
        if last_entry is not None and entry.id > last_entry:
            continue
        if entry.command_id in undone:
            continue
        if entry.undoes:
            undone.add(entry.undoes)
        elif _is_put_off(entry.before or {}, entry.after or {}):
            moves[entry.record_id] += 1
    return moves


@lru_cache(maxsize=1)
def _changes_of_milestones() -> Select[Any]:
    """Return the query, the newest change first; building it anew takes longer than a small answer."""
    table = table_of(JournalEntry)
    wanted = (
        table.c.id,
        table.c.command_id,
        table.c.undoes,
        table.c.record_id,
        table.c.before,
        table.c.after,
    )
    return (
        select(*wanted)
        .where(
            table.c.programme_id == bindparam("programme"),
            table.c.record_kind == table_of(Milestone).name,
            table.c.change == Change.CHANGED,
            # An example that is moved on to today puts nothing off.
            table.c.command != FOLLOWS_TODAY,
        )
        .order_by(table.c.id.desc())
    )


def _is_put_off(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(
        before.get(name) is not None and after.get(name) is not None and after[name] > before[name]
        for name in _LATER
    )
