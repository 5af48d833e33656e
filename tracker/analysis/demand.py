"""Who is needed for what: the people of each post that the work of each milestone takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.analysis.columns import NO_ROW, linked_rows
from tracker.model.snapshot import Snapshot

# What a full-time person gives to work whose need nobody has said.
_ASSUMED_PEOPLE = 1.0


@dataclass(frozen=True)
class Demand:
    """What one milestone takes of one post: rows of the snapshot, people or days in all."""

    milestone: int
    post: int
    people: float
    # Days of the post's people in all, spread over the work; None: `people` while the work lasts.
    days: float | None
    # Nobody has said so: it is what an owner whose post has people gives to the work.
    is_assumed: bool


def demands_of(snapshot: Snapshot) -> tuple[Demand, ...]:
    """Return every demand on a post whose people are known.

    A milestone without any need of its own takes one person full-time (or all there are, when that is
    less) of its owner's post, else of its initiative's.
    """
    people = snapshot.posts.column("people")
    said = list(_said(snapshot))
    told = {demand.milestone for demand in said}
    found = [demand for demand in said if people[demand.post] is not None]
    for row, post in enumerate(_owners(snapshot)):
        if row not in told and post != NO_ROW and people[post]:
            found.append(Demand(row, int(post), min(_ASSUMED_PEOPLE, people[post]), None, is_assumed=True))
    return tuple(sorted(found, key=lambda demand: (demand.milestone, demand.post)))


def _said(snapshot: Snapshot) -> list[Demand]:
    milestones = linked_rows(snapshot.work_needs, "milestone_id", snapshot.milestones)
    posts = linked_rows(snapshot.work_needs, "post_id", snapshot.posts)
    return [
        Demand(
            int(milestone),
            int(post),
            _ASSUMED_PEOPLE if need.people is None else need.people,
            need.days,
            is_assumed=False,
        )
        for need, milestone, post in zip(snapshot.work_needs, milestones, posts, strict=True)
    ]


def _owners(snapshot: Snapshot) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the post row of each milestone's owner, or its initiative's; `NO_ROW` where there is none."""
    own = linked_rows(snapshot.milestones, "owner_id", snapshot.posts)
    initiative = linked_rows(snapshot.milestones, "initiative_id", snapshot.initiatives)
    of_initiative = np.append(linked_rows(snapshot.initiatives, "owner_id", snapshot.posts), NO_ROW)
    return np.where(own == NO_ROW, of_initiative[initiative], own)
