"""Bottlenecks put together by service, owner, partner or nature: who holds back the most."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tracker.analysis.bottlenecks import LARGE, RERUNS_OF_LARGE, Bottlenecks, effect_text
from tracker.analysis.columns import NO_ROW, codes, rows_of
from tracker.analysis.facts import BottleneckGroup, GroupBy
from tracker.analysis.items import Items, inherited
from tracker.i18n import Text
from tracker.model.milestone import Nature
from tracker.planning.instants import Ints

_NATURES = list(Nature)


def groups_of(bottlenecks: Bottlenecks, by: GroupBy) -> tuple[BottleneckGroup, ...]:
    """Return the bottlenecks grouped, the group that holds back the most first.

    Order: working days by which one more week of the group's worst item that can act moves public
    openings, then days lost so far, then how many items lie downstream of the group.
    """
    place = _GROUPING[by](bottlenecks.items)
    rows = bottlenecks.rows
    members: dict[int, list[int]] = {}
    for row, group in zip(rows.tolist(), place[rows].tolist(), strict=True):
        members.setdefault(group, []).append(row)
    found = [_group(bottlenecks, by, group, of_group) for group, of_group in members.items()]
    found.sort(
        key=lambda one: (-one.openings_moved_days, -one.days_lost, -len(one.downstream_items), one.key or "~")
    )
    return tuple(found)


_GROUPING: dict[GroupBy, Callable[[Items], Ints]] = {
    GroupBy.SERVICE: Items.service_rows,
    GroupBy.OWNER: lambda items: inherited(items.snapshot, "owner_id", items.snapshot.posts.column("id")),
    GroupBy.PARTNER: lambda items: rows_of(
        items.snapshot.milestones.column("partner_id"), items.snapshot.partners.column("id")
    ),
    GroupBy.NATURE: lambda items: codes(items.snapshot.milestones.column("nature"), Nature).astype(np.int64),
}


def _group(bottlenecks: Bottlenecks, by: GroupBy, group: int, rows: list[int]) -> BottleneckGroup:
    items, standing = bottlenecks.items, bottlenecks.standing
    keys = items.snapshot.milestones.column("key")
    below = bottlenecks.downstream_rows(rows)
    able = [row for row in rows if standing.is_actionable[row]]
    if len(bottlenecks.engine) > LARGE:
        known = set(bottlenecks.rows[:RERUNS_OF_LARGE].tolist())
        able = [row for row in able if row in known]
    worst = max(able, key=bottlenecks.openings_moved_days, default=None)
    days_lost = int(standing.overdue[rows].sum())
    key, title = _name(items, by, group)
    values = {
        "group": title,
        "items": Text("bottleneck.items", count=len(below)),
        "services": Text("bottleneck.services", count=len(bottlenecks.services_among(below))),
        "effect": effect_text(() if worst is None else bottlenecks.moves(worst)),
        "title": "" if worst is None else items.snapshot.milestones[worst].title,
    }
    if days_lost:
        sentence = Text("bottleneck.group_late", values, count=days_lost)
    else:
        sentence = Text("bottleneck.group" if worst is not None else "bottleneck.group_held", values)
    return BottleneckGroup(
        by=by,
        key=key,
        title=title,
        items=tuple(keys[row] for row in rows),
        downstream_items=tuple(keys[row] for row in below.tolist()),
        downstream_services=bottlenecks.services_among(below),
        days_lost=days_lost,
        openings_moved_days=0 if worst is None else bottlenecks.openings_moved_days(worst),
        sentence=sentence,
    )


def _name(items: Items, by: GroupBy, group: int) -> tuple[str | None, str | Text]:
    """Return the key and the name of a group; that of the items without any has no key."""
    if by is GroupBy.NATURE:
        return str(_NATURES[group]), Text(f"nature.{_NATURES[group]}")
    if group == NO_ROW:
        return None, Text(f"bottleneck.without_{by}")
    snapshot = items.snapshot
    if by is GroupBy.SERVICE:
        return snapshot.services[group].key, snapshot.services[group].name
    if by is GroupBy.OWNER:
        return snapshot.posts[group].key, snapshot.posts[group].title
    return snapshot.partners[group].key, snapshot.partners[group].name
