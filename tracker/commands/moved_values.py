"""Finds what of a plan is no longer as a scenario saw it, value by value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracker.commands.labels import field_label, kind_label, value_shown
from tracker.commands.links import KINDS, name_of
from tracker.i18n import Text
from tracker.model.errors import MovedValue
from tracker.model.snapshot import TABLES, Snapshot
from tracker.storage.session import plain
from tracker.storage.tables import table_of

_ROWS = {str(table_of(kind).name): name for name, kind in TABLES.items()}


def moved_values(snapshot: Snapshot, seen: Sequence[Mapping[str, Any]]) -> list[MovedValue]:
    """Return the values that have changed since they were seen, in the order in which they were.

    Args:
        seen: as `planned_changes.replaced_values` gives them.
    """
    return [moved for one in seen for moved in _moved(snapshot, one)]


def _moved(snapshot: Snapshot, one: Mapping[str, Any]) -> Iterator[MovedValue]:
    kind, values = one["kind"], one["values"]
    row = getattr(snapshot, _ROWS[kind]).get(one["id"])
    if row is None:
        yield MovedValue(_name(kind, values, snapshot), None, None, None)
        return
    columns = table_of(KINDS[kind]).c
    for name, then in values.items():
        now = plain(getattr(row, name)) if name in columns else then
        if now != then:
            then_shown, now_shown = (value_shown(kind, name, found, snapshot) for found in (then, now))
            record = _name(kind, {column.key: getattr(row, column.key) for column in columns}, snapshot)
            yield MovedValue(record, field_label(kind, name), then_shown, now_shown)


def _name(kind: str, values: Mapping[str, Any], snapshot: Snapshot) -> str | Text:
    """Name a record by its title, a dependency by its two ends."""
    if "predecessor_id" in values:
        return " → ".join(_end(values, role, snapshot) for role in ("predecessor", "successor"))
    return values.get("title") or values.get("name") or kind_label(kind)


def _end(values: Mapping[str, Any], role: str, snapshot: Snapshot) -> str:
    milestone = snapshot.milestones.get(values[f"{role}_id"])
    initiative = snapshot.initiatives.get(values[f"{role}_initiative_id"])
    return name_of(milestone or initiative)
