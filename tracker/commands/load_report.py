"""What loading a file did: added, changed, kept as the app has it, in conflict, and not in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.commands.labels import field_label, kind_label, shown
from tracker.i18n import Text
from tracker.storage.session import plain


@dataclass(frozen=True)
class Loaded:
    """A record as the report names it: its table and the key, or what tells it from the others."""

    kind: str
    name: str

    @property
    def text(self) -> Text:
        return Text("load.record", {"kind": kind_label(self.kind), "name": self.name})


@dataclass(frozen=True)
class FieldOutcome:
    """One field that differs between the file and the app, both as a reader sees them.

    `column` is empty when the whole record is meant.
    """

    record: Loaded
    column: str
    in_file: Any
    in_app: Any

    @property
    def text(self) -> Text:
        if not self.column:
            return Text("load.removed_here", {"record": self.record.text})
        return Text(
            "load.difference",
            {
                "record": self.record.text,
                "field": field_label(self.record.kind, self.column),
                "in_file": shown(self.in_file),
                "in_app": shown(self.in_app),
            },
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.record.kind,
            "record": self.record.name,
            "field": self.column,
            "file": plain(self.in_file),
            "app": plain(self.in_app),
        }


@dataclass
class LoadReport:
    """The outcome of one load.

    kept: the app changed it, the file did not; conflicts: both did, and the app's value stays;
    missing: in the programme but not in the file, and kept.
    """

    added: list[Loaded] = field(default_factory=list)
    changed: list[FieldOutcome] = field(default_factory=list)
    kept: list[FieldOutcome] = field(default_factory=list)
    conflicts: list[FieldOutcome] = field(default_factory=list)
    missing: list[Loaded] = field(default_factory=list)

    def sentences(self) -> list[Text]:
        """Return the report in sentences, every conflict with both values."""
        lines = [
            Text("load.added", count=len(self.added)),
            Text("load.changed", count=len(self.changed)),
            *_listed("load.kept", self.kept),
            *_listed("load.conflicts", self.conflicts),
            *_listed("load.missing", self.missing),
        ]
        if not any((self.added, self.changed, self.conflicts)):
            lines.insert(0, Text("load.nothing_new"))
        return lines

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "added": [{"kind": record.kind, "record": record.name} for record in self.added],
            "changed": [outcome.as_json() for outcome in self.changed],
            "kept": [outcome.as_json() for outcome in self.kept],
            "conflicts": [outcome.as_json() for outcome in self.conflicts],
            "missing": [{"kind": record.kind, "record": record.name} for record in self.missing],
        }


def _listed(key: str, found: Sequence[Loaded | FieldOutcome]) -> list[Text]:
    return [Text(key, count=len(found)), *(each.text for each in found)] if found else []
