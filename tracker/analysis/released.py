"""What an answer or a finish sets free: the items that waited for it, and what each still waits for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis


@dataclass(frozen=True)
class Released:
    """An open item that comes right after another one; what it waits for is empty once it can go on."""

    item: str
    title: str
    waits_for: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        return not self.waits_for


def released_by(analysis: ProgrammeAnalysis, key: str) -> tuple[Released, ...]:
    """Return the open items that depend directly on a milestone, in the plan's order.

    Raises:
        KeyError: the programme has no such milestone.
    """
    snapshot, situation = analysis.snapshot, analysis.situation
    edges, standing = situation.network.edges, situation.standing
    row, count = snapshot.milestones.row_of_key[key], len(snapshot.milestones)
    after = np.unique(edges.successor[edges.predecessor == row])
    after = after[standing.is_open[after] & (after < count)]
    titles = snapshot.milestones.column("title")
    keys = snapshot.milestones.column("key")
    blocked = edges.successor[standing.blocking]
    found = []
    for successor in after.tolist():
        before = edges.predecessor[standing.blocking[blocked == successor]]
        names = dict.fromkeys(titles[one] for one in before.tolist() if one < count)
        found.append(Released(keys[successor], titles[successor], tuple(names)))
    return tuple(found)
