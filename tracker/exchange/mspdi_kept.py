"""What a Microsoft Project file says beyond the model: taken out of its elements, and put back on export.

One rule for all elements: beside each field that we would write otherwise, what we would have written when
the file was read is kept too. As long as we would still write that, the file's own words are written back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.exchange.mspdi_xml import Element

# The text of an element without children, or the names of its children with their own.
Node = str | list[tuple[str, "Node"]]
# The fields of one element by name; those that may be repeated have several.
Written = Mapping[str, Sequence[Node]]
_TAG = re.compile(r"[A-Za-z_][\w.-]{0,80}")
_DEEPEST = 24


@dataclass
class Kept:
    """What is kept of one element: per field its words and our own, and what its kind keeps besides."""

    fields: list[tuple[str, list[Node], list[Node]]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return it as `read_kept` reads it; empty when nothing is kept."""
        if not self.fields and not self.more:
            return ""
        kept = {"fields": self.fields, **self.more}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def over(self, written: Written, guards: Written) -> dict[str, Sequence[Node]]:
        """Return our fields with the kept ones in the place of those that have not changed since.

        `guards` are what the kept ones are compared with where that is more than the field itself.
        """
        kept = {
            tag: theirs
            for tag, theirs, ours in self.fields
            if list(guards.get(tag, written.get(tag, ()))) == ours
        }
        return {**written, **kept}


def node_of(element: Element) -> Node:
    """Return an element's text, or its children."""
    if not element.children:
        return element.text
    return [(child.tag, node_of(child)) for child in element.children]


def fields_of(element: Element, *, without: Iterable[str] = ()) -> dict[str, list[Node]]:
    """Return an element's fields in file order."""
    left_out = frozenset(without)
    found: dict[str, list[Node]] = {}
    for child in element.children:
        if child.tag not in left_out:
            found.setdefault(child.tag, []).append(node_of(child))
    return found


def keep(
    fields: Mapping[str, list[Node]], written: Written, guards: Written, order: Sequence[str] = ()
) -> Kept:
    """Return what has to be kept of an element's fields so that they can be written back in an order."""
    kept = Kept()
    place = {tag: number for number, tag in enumerate(order)}
    for tag in sorted(fields, key=lambda found: place.get(found, len(place))):
        theirs = fields[tag]
        if theirs != list(written.get(tag, ())):
            kept.fields.append((tag, theirs, list(guards.get(tag, written.get(tag, ())))))
    return kept


def read_kept(text: str) -> Kept:
    """Return what was kept; nothing when the text is not of our making."""
    try:
        found = json.loads(text or "{}")
        fields = [(_tag(tag), _nodes(theirs), _nodes(ours)) for tag, theirs, ours in found.pop("fields", [])]
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Kept()
    return Kept(fields, found)


def _tag(name: Any) -> str:
    if not isinstance(name, str) or not _TAG.fullmatch(name):
        raise ValueError("not the name of an element")
    return name


def _nodes(found: Any) -> list[Node]:
    return [as_node(each) for each in found]


def as_node(found: Any, depth: int = 0) -> Node:
    """Return what JSON made of a node as a node.

    Raises:
        ValueError: it is none.
    """
    if isinstance(found, str):
        return found
    if not isinstance(found, list) or depth > _DEEPEST:
        raise ValueError("not an element")
    return [(_tag(name), as_node(node, depth + 1)) for name, node in found]
