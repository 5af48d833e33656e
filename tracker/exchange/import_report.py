"""What an import makes, and each thing of the file that has no place here: kept, changed or left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tracker.i18n import Text
from tracker.model.content import ProgrammeContent

_MADE = (
    ("initiatives", "initiatives"),
    ("milestones", "milestones"),
    ("dependencies", "dependencies"),
    ("posts", "posts"),
    ("work_calendars", "calendars"),
    ("baselines", "baselines"),
)
_MOST_NAMES = 5


@dataclass
class ImportReport:
    """Counts of what is made; the items that each note is said of; the fields kept as they are.

    The names of the notes are the texts `import.note.<name>`.
    """

    made: dict[str, int] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    # Notes that are said of so many things without naming them.
    counts: dict[str, int] = field(default_factory=dict)
    fields: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, item: str) -> None:
        """Say something of one item of the file."""
        self.notes.setdefault(name, []).append(item)

    def count(self, content: ProgrammeContent) -> None:
        """Count what the content makes."""
        self.made = {word: len(getattr(content, part)) for part, word in _MADE}

    def sentences(self, *, with_fields: bool = True) -> list[Text]:
        """Return what is made, then each thing that has no place here, the names of kept fields last."""
        counts = [Text(f"import.made.{word}", count=count) for word, count in self.made.items() if count]
        lines = [Text("import.made", {"counts": counts})] if counts else [Text("import.made_nothing")]
        lines += [
            Text(f"import.note.{name}", {"items": _shortened(items)}, count=len(items))
            for name, items in self.notes.items()
        ]
        lines += [Text(f"import.note.{name}", count=count) for name, count in self.counts.items() if count]
        if self.fields and with_fields:
            names = sorted(self.fields)
            lines.append(Text("import.kept_fields", {"fields": _shortened(names)}, count=len(names)))
        return lines

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "made": self.made,
            "notes": self.notes,
            "counts": self.counts,
            "kept_fields": dict(sorted(self.fields.items())),
        }


def _shortened(items: list[str]) -> str:
    named = ", ".join(items[:_MOST_NAMES])
    return f"{named}, …" if len(items) > _MOST_NAMES else named
