"""Which key each task of a schedule has here: the one it had before, the one it carries, else its number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tracker.exchange.mspdi_kept import Node
from tracker.exchange.mspdi_records import ScheduleRecord
from tracker.exchange.mspdi_xml import Element
from tracker.model.base import KEY_PATTERN

# The initiative of what stands in no summary task.
OUTSIDE = "outside"
# A text field of Project carries our keys, under this name.
ALIAS = "Jalon"
# The numbers of the fields Text30 to Text21 of a task ("FieldID", Project XML Data Interchange Schema).
TEXT_FIELDS = {f"Text{30 - place}": str(188744016 - place) for place in range(10)}


def plain_key(uid: int) -> str:
    """Return the key of a task that has no other."""
    return f"T{uid}"


def field_of_keys(top: Element) -> str | None:
    """Return the number of the text field in which a file carries our keys."""
    for element in top.all("ExtendedAttributes", "ExtendedAttribute"):
        alias, field = element.child("Alias"), element.child("FieldID")
        if alias is not None and alias.text == ALIAS and field is not None:
            return field.text
    return None


def task_keys(top: Element, schedule: ScheduleRecord, known: Mapping[str, str]) -> dict[int, str]:
    """Return a key for each task, no two the same."""
    field = field_of_keys(top)
    found: dict[int, str] = {}
    carried: dict[str, str] = {}
    if field is not None:
        for element in top.all("Tasks", "Task"):
            uid = element.child("UID")
            carried[uid.text if uid else ""] = _carried(element, field)
    taken = {OUTSIDE}
    for task in schedule.tasks:
        choices = (known.get(str(task), ""), carried.get(str(task), ""), plain_key(task), f"T{task}-{task}")
        found[task] = next(key for key in choices if _is_key(key) and key not in taken)
        taken.add(found[task])
    return found


def _is_key(key: str) -> bool:
    return bool(re.match(KEY_PATTERN, key)) and len(key) <= 60


def _carried(element: Element, field: str) -> str:
    for attribute in element.all("ExtendedAttribute"):
        number, value = attribute.child("FieldID"), attribute.child("Value")
        if number is not None and number.text == field and value is not None:
            return value.text
    return ""


def key_attribute(field: str, key: str) -> Node:
    """Return the extended attribute by which a task carries its key."""
    return [("FieldID", field), ("Value", key)]


def key_definition(name: str, field: str) -> tuple[str, Node]:
    """Return the declaration of the field that carries keys."""
    return ("ExtendedAttribute", [("FieldID", field), ("FieldName", name), ("Alias", ALIAS)])
