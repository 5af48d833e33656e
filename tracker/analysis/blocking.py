"""What people say blocks a milestone, as long as nobody has said that it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tracker.model.progress import DeclaredStatus, ProgressUpdate
from tracker.model.snapshot import Snapshot


def standing_blocks(snapshot: Snapshot, as_of: date) -> Mapping[int, ProgressUpdate]:
    """Return, by milestone id, the update that names what blocks it or who could unblock it.

    It stands until a later update of the same milestone measures progress or declares another status: that
    nothing changed, or a remark, unblocks nothing.
    """
    return snapshot.updates.kept(("blocks", as_of), lambda: _standing_blocks(snapshot, as_of))


def _standing_blocks(snapshot: Snapshot, as_of: date) -> dict[int, ProgressUpdate]:
    standing: dict[int, ProgressUpdate] = {}
    declared: dict[int, DeclaredStatus] = {}
    known = [row for row in snapshot.updates if row.milestone_id is not None and row.reported_on <= as_of]
    for update in sorted(known, key=lambda row: (row.reported_on, row.id or 0)):
        of = update.milestone_id or 0
        status = update.declared_status
        is_given = status != DeclaredStatus.NOT_GIVEN
        if update.blocked_by or update.could_unblock:
            standing[of] = update
        elif update.progress_percent is not None or (is_given and status != declared.get(of)):
            standing.pop(of, None)
        if is_given:
            declared[of] = status
    return standing
