"""How the reader sees a record's kind, field and value, in a form, a message or the journal."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from tracker.commands.links import KINDS, name_of
from tracker.i18n import Text
from tracker.model.content import InitiativePartnerContent
from tracker.model.errors import Difference
from tracker.model.journal import JournalEntry
from tracker.model.snapshot import TABLES, Snapshot
from tracker.storage.restoring import restored
from tracker.storage.tables import table_of

# What every row has and nobody edits: a journal line is clearer without it.
UNSAID = frozenset({"id", "programme_id", "version", "revision", "recorded_at", "base_revision", "seen"})

# What names a dependency in a planned change.
_ENDS = ("predecessor", "successor", "dependency_id")


def kind_label(kind: str) -> Text:
    return Text(f"record.{kind}")


def field_label(kind: str, field: str) -> Text:
    return Text(f"field.{kind}.{field}")


def command_label(command: str) -> Text:
    return Text(f"command.{command}")


def change_label(change: Mapping[str, Any]) -> Text:
    """Return the verb of a planned change and the key of what it is about."""
    fields: Mapping[str, Any] = change["fields"]
    record = fields.get("key") or "–".join(str(fields[name]) for name in _ENDS if name in fields)
    return Text("value.change", {"command": command_label(change["command"]), "record": record})


def choice_label(value: StrEnum) -> Text:
    return Text(f"choice.{type(value).__name__}.{value.value}")


def shown(value: Any) -> Any:
    """Return a value that the translator writes as the reader expects it: choices and gaps in words."""
    if isinstance(value, StrEnum):
        return choice_label(value)
    if isinstance(value, bool):
        return Text("value.yes" if value else "value.no")
    if isinstance(value, InitiativePartnerContent):
        return f"{value.partner} ({value.contribution})" if value.contribution else value.partner
    if isinstance(value, dict):
        return change_label(value)
    if value is None or value in ("", []):
        return Text("value.none")
    return [shown(part) for part in value] if isinstance(value, list) else value


def journal_differences(entry: JournalEntry, snapshot: Snapshot) -> list[Difference]:
    """Return what a journal entry says, field by field: `now` is the value before, `yours` the one after.

    Ids are replaced by the names of the records they mean, where those still exist.
    """
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in {**before, **after} if name not in UNSAID]
    said = [
        Difference(
            field_label(entry.record_kind, name),
            value_shown(entry.record_kind, name, before.get(name), snapshot),
            value_shown(entry.record_kind, name, after.get(name), snapshot),
        )
        for name in names
        if name in table_of(KINDS[entry.record_kind]).c
    ]
    return [difference for difference in said if difference.now != difference.yours]


def value_shown(kind: str, name: str, kept: Any, snapshot: Snapshot) -> Any:
    """Return a value as the journal keeps it in words: an id by the name of the record it means."""
    column = table_of(KINDS[kind]).c[name]
    value = restored(column, kept)
    for reference in column.foreign_keys:
        return shown(_name_there(snapshot, reference.column.table.name, value))
    return shown(value)


def _name_there(snapshot: Snapshot, table: str, identity: int | None) -> str | int | None:
    for name, kind in TABLES.items():
        if identity is not None and table_of(kind).name == table:
            found = getattr(snapshot, name).get(identity)
            return f"#{identity}" if found is None else name_of(found)
    return identity
