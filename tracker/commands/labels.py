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
UNSAID = frozenset({"id", "programme_id", "version", "revision", "recorded_at"})


def kind_label(kind: str) -> Text:
    return Text(f"record.{kind}")


def field_label(kind: str, field: str) -> Text:
    return Text(f"field.{kind}.{field}")


def command_label(command: str) -> Text:
    return Text(f"command.{command}")


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
            _journal_value(entry.record_kind, name, before, snapshot),
            _journal_value(entry.record_kind, name, after, snapshot),
        )
        for name in names
        if name in table_of(KINDS[entry.record_kind]).c
    ]
    return [difference for difference in said if difference.now != difference.yours]


def _journal_value(kind: str, name: str, row: Mapping[str, Any], snapshot: Snapshot) -> Any:
    column = table_of(KINDS[kind]).c[name]
    value = restored(column, row.get(name))
    for reference in column.foreign_keys:
        return shown(_name_there(snapshot, reference.column.table.name, value))
    return shown(value)


def _name_there(snapshot: Snapshot, table: str, identity: int | None) -> str | int | None:
    for name, kind in TABLES.items():
        if identity is not None and table_of(kind).name == table:
            found = getattr(snapshot, name).get(identity)
            return f"#{identity}" if found is None else name_of(found)
    return identity
