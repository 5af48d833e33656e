"""Carries changes out on a copy of a programme in memory: what the plan would be, and nothing is written.

The same commands with the same rules run on the copy, so that what can be rehearsed can be accepted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tracker.commands.command import Work
from tracker.commands.planned_changes import Altered, carry_out
from tracker.model.snapshot import Snapshot
from tracker.storage import Author, WriteContext
from tracker.storage.snapshots import read_snapshot
from tracker.storage.stage import trying

_NOBODY = Author(name="", role="")


@dataclass(frozen=True)
class Rehearsal:
    """The programme as it would be after the changes, and what each of them did."""

    snapshot: Snapshot
    altered: tuple[Altered, ...]


def rehearse(snapshot: Snapshot, changes: Sequence[Mapping[str, Any]], at: datetime) -> Rehearsal:
    """Return what the changes would make of a programme, carried out in their order.

    Ids are those of the snapshot; what the changes add has ids that the database may give to others.

    Args:
        changes: as `planned_changes.as_change` writes them.
        at: the instant at which they are supposed to be made; the rules know no later day.

    Raises:
        RefusedChangeError: a change breaks a rule, closes a circle or names what is not there.
    """
    key = snapshot.programme.key
    context = WriteContext(author=_NOBODY, command="", command_id="rehearsal", at=at)
    with trying(snapshot, context) as session:
        altered = carry_out(Work(session, key, context), changes)
        after = read_snapshot(session.connection(), key)
    # The copy has no past: how often an item was put off before is told by the programme's own journal.
    items = snapshot.date_moves.keys() | after.date_moves.keys()
    moves = {item: snapshot.date_moves.get(item, 0) + after.date_moves.get(item, 0) for item in items}
    return Rehearsal(replace(after, date_moves=moves), altered)
