"""Bottlenecks put together by service, owner, partner or nature: who holds back the most."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter

import numpy as np

from tracker.analysis.bottlenecks import LARGE, RERUNS_OF_LARGE, Bottlenecks, effect_text, held_text
from tracker.analysis.columns import NO_ROW, codes, linked_rows
from tracker.analysis.facts import BottleneckGroup, GroupBy
from tracker.analysis.items import Items, inherited
from tracker.i18n import Text
from tracker.model.milestone import Nature
from tracker.planning.instants import Ints

_NATURES = list(Nature)


def groups_of(bottlenecks: Bottlenecks, by: GroupBy) -> tuple[BottleneckGroup, ...]:
    """Return the bottlenecks grouped, the group that holds back the most first.

    Days lost are those of the group's most overdue item: the days of several overlap and are never
    added. What is awaited from a body outside groups by that body, as `awaited.py` says.

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
    GroupBy.SERVICE: lambda items: items.acting.places,
    GroupBy.OWNER: lambda items: inherited(items.snapshot, "owner_id", items.snapshot.posts),
    GroupBy.PARTNER: lambda items: linked_rows(
        items.snapshot.milestones, "partner_id", items.snapshot.partners
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
    moved = bottlenecks.openings_moved_days(able).tolist()
    moved_days, worst = max(zip(moved, able, strict=True), key=itemgetter(0), default=(0, None))
    days_lost = int(standing.overdue[rows].max())
    key, title = _name(items, by, group)
    services = bottlenecks.services_among(below)
    values = {"group": title, "held": held_text(len(below), len(services))}
    sentence = Text("bottleneck.group", values)
    if days_lost:
        sentence = Text("bottleneck.group_late", values, count=days_lost)
    if worst is not None:
        sentence = _with_effect(bottlenecks, sentence, worst)
    return BottleneckGroup(
        by=by,
        key=key,
        title=title,
        items=tuple(keys[row] for row in rows),
        downstream_items=tuple(keys[row] for row in below.tolist()),
        downstream_services=services,
        days_lost=days_lost,
        openings_moved_days=moved_days,
        sentence=sentence,
    )


def _with_effect(bottlenecks: Bottlenecks, head: Text, row: int) -> Text:
    title = bottlenecks.items.snapshot.milestones[row].title
    effect = effect_text(bottlenecks.moves(row), bottlenecks.items.snapshot.milestones[row].key)
    return Text("bottleneck.group_effect", {"head": head, "title": title, "effect": effect})


def _name(items: Items, by: GroupBy, group: int) -> tuple[str | None, str | Text]:
    """Return the key and the name of a group; that of the items without any has no key."""
    if by is GroupBy.NATURE:
        return str(_NATURES[group]), Text(f"bottleneck.nature.{_NATURES[group]}")
    if group == NO_ROW:
        return None, Text(f"bottleneck.without_{by}")
    snapshot = items.snapshot
    if by is GroupBy.SERVICE:
        return items.acting.named(group)
    if by is GroupBy.OWNER:
        return snapshot.posts[group].key, snapshot.posts[group].title
    return snapshot.partners[group].key, snapshot.partners[group].name
