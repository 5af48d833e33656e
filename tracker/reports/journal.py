"""The journal as a reader sees it: one entry for each command, its changes in words, the newest first."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tracker.commands.labels import choice_label, command_label, journal_differences, kind_label
from tracker.model.journal import Change
from tracker.reports.initiative import title_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.i18n import Translator
    from tracker.model.journal import JournalEntry
    from tracker.model.snapshot import Snapshot

# A load adds hundreds of records: beyond these, an entry is told in numbers.
RECORDS_TOLD = 12


@dataclass(frozen=True)
class JournalLine:
    """One field of one record, from and to, in the reader's words."""

    record: str
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class JournalChange:
    """What one command did: who, when, what, why, and line by line."""

    command_id: str
    # In the city's time.
    at: datetime
    author: str
    command: str
    reason: str
    # Of which kind the reason is, in words; empty: nobody said.
    reason_kind: str
    # The record it is about, or how many records it touched.
    subject: str
    lines: tuple[JournalLine, ...]
    # Records that the lines leave out.
    untold: int
    undoes: str | None
    is_undone: bool


def journal_changes(
    entries: Sequence[JournalEntry], snapshot: Snapshot, t: Translator
) -> tuple[JournalChange, ...]:
    """Return journal entries, newest first, gathered by command."""
    undone = {entry.undoes for entry in entries if entry.undoes}
    return tuple(
        _change(list(reversed(list(group))), snapshot, t, undone)
        for _, group in groupby(entries, key=lambda entry: entry.command_id)
    )


def _change(
    entries: list[JournalEntry], snapshot: Snapshot, t: Translator, undone: set[str]
) -> JournalChange:
    first = entries[0]
    told = _told(entries)
    return JournalChange(
        command_id=first.command_id,
        at=first.at.astimezone(ZoneInfo(snapshot.programme.time_zone)),
        author=_author(first.author, t),
        command=t(command_label(first.command)),
        reason=first.reason,
        reason_kind=t(choice_label(first.reason_kind)) if first.reason_kind else "",
        subject=_subject(entries, snapshot, t),
        lines=tuple(line for entry in told for line in _lines(entry, snapshot, t)),
        untold=len(entries) - len(told),
        undoes=first.undoes,
        is_undone=first.command_id in undone,
    )


def _author(name: str, t: Translator) -> str:
    """Return who acted; those who are no person are called as the reader calls them."""
    key = f"journal.author.{name.replace(' ', '_')}"
    return t.text(key) if t.has(key) else name


def _told(entries: list[JournalEntry]) -> list[JournalEntry]:
    """Return the records that are told field by field: all of a few; of many, those of their own kind."""
    if len(entries) <= RECORDS_TOLD:
        return entries
    kinds = Counter(entry.record_kind for entry in entries)
    return [entry for entry in entries if kinds[entry.record_kind] == 1]


def _subject(entries: list[JournalEntry], snapshot: Snapshot, t: Translator) -> str:
    if len(entries) == 1:
        return _record(entries[0], snapshot, t)
    counts = Counter(entry.record_kind for entry in entries)
    if len(entries) <= RECORDS_TOLD:
        return t.list(list(dict.fromkeys(_record(entry, snapshot, t) for entry in entries)))
    return t.list([t.text("journal.count", kind=kind_label(kind), number=n) for kind, n in counts.items()])


def _record(entry: JournalEntry, snapshot: Snapshot, t: Translator) -> str:
    kind, key = kind_label(entry.record_kind), entry.record_key
    if entry.record_kind in ("milestone", "initiative"):
        row = {**(entry.before or {}), **(entry.after or {})}
        title = row.get("title") or title_of(snapshot, key)
        return t.text("journal.record", kind=kind, key=key, title=title)
    return f"{t(kind)} {key}".strip()


def _lines(entry: JournalEntry, snapshot: Snapshot, t: Translator) -> list[JournalLine]:
    return [
        JournalLine(
            record=_record(entry, snapshot, t),
            field=t(difference.field),
            before="" if entry.change is Change.ADDED else t.value(difference.now),
            after="" if entry.change is Change.REMOVED else t.value(difference.yours),
        )
        for difference in journal_differences(entry, snapshot)
    ]
