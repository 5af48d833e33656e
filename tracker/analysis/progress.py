"""The roll-up of progress: one figure for many milestones, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.analysis.columns import Floats, floats
from tracker.analysis.facts import ItemState, Progress
from tracker.analysis.items import Items
from tracker.analysis.standing import STATES
from tracker.i18n import Text
from tracker.model.snapshot import Snapshot
from tracker.planning.instants import Bools, Ints

_DONE, _BEGUN, _CANCELLED = (
    STATES.index(state) for state in (ItemState.DONE, ItemState.IN_PROGRESS, ItemState.CANCELLED)
)


@dataclass(frozen=True, eq=False)
class Shares:
    """By milestone row: the share done (0 to 1, NaN when not known), its weight, whether it counts."""

    share: Floats
    weight: Floats
    is_counted: Bools
    is_reached: Bools


def shares_of(snapshot: Snapshot, items: Items) -> Shares:
    """Return what each milestone puts into a roll-up.

    Reached: 1. Not begun: 0. Begun: the progress last reported, else 1 - remaining / work, else not
    known. Out of the plan without being reached, or without weight: not counted.
    """
    rows = snapshot.milestones
    weight, work = floats(rows.column("weight")), floats(rows.column("work_days"))
    remaining = floats(rows.column("remaining_days"))
    computed = 1 - np.minimum(remaining / np.where(work > 0, work, np.nan), 1)
    begun = np.where(np.isnan(items.progress_percent), computed, items.progress_percent / 100)
    share = np.select([items.state == _DONE, items.state == _BEGUN], [np.ones(len(weight)), begun], 0.0)
    counted = (items.state != _CANCELLED) & (weight > 0)
    return Shares(share, weight, counted, items.state == _DONE)


def progress_of(snapshot: Snapshot, shares: Shares, rows: Ints) -> Progress:
    """Return the progress of some milestone rows together, as `Progress` says."""
    rows = rows[shares.is_counted[rows]]
    reached = int(shares.is_reached[rows].sum())
    if not len(rows):
        return Progress(None, Text("progress.nothing_counted"), 0, 0)
    unknown = rows[np.isnan(shares.share[rows])]
    if len(unknown):
        title = snapshot.milestones[int(unknown[0])].title
        text = Text("progress.not_reported", {"title": title}, count=len(unknown))
        return Progress(None, text, reached, len(rows))
    total = float(shares.weight[rows].sum())
    percent = 100 * float((shares.weight[rows] * shares.share[rows]).sum()) / total
    text = Text("progress.formula", {"reached": reached, "total": total}, count=len(rows))
    return Progress(percent, text, reached, len(rows))
