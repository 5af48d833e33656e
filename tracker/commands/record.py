"""How one record is added, edited or removed, the same for every noun."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import SQLModel

from tracker.commands.command import Work
from tracker.commands.labels import field_label, shown
from tracker.commands.links import KINDS, columns, identity, name_of, value_now
from tracker.commands.rules import check, refuse
from tracker.commands.tied_accounts import titles_of_tied_accounts
from tracker.model.base import InProgramme, Record, Versioned
from tracker.model.errors import Difference, DuplicateKeyError, StaleRecordError, UnknownRecordError
from tracker.model.initiative import Initiative
from tracker.model.milestone import Milestone
from tracker.model.programme import Programme
from tracker.storage.metadata import METADATA
from tracker.storage.tables import table_of

R = TypeVar("R", bound=InProgramme)
V = TypeVar("V", bound=Versioned)


def values_of(command: SQLModel, fields: type[SQLModel], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a command's values of the fields that a model declares."""
    return {name: getattr(command, name) for name in fields.model_fields if name not in without}


def add(work: Work, kind: type[R], values: Mapping[str, Any]) -> R:
    """Save a new record; links are given as keys.

    Raises:
        DuplicateKeyError, RuleError, UnknownRecordError: nothing is saved.
    """
    if "key" in values:
        same = work.find_or_none(kind, values["key"])
        if same is not None:
            raise DuplicateKeyError(key=values["key"], title=name_of(same))
    record = kind(programme_id=identity(work.programme), **columns(work, kind, values))
    check(work, record)
    return work.add(record)


def edit(work: Work, record: Versioned | Programme, version: int | None, changes: Mapping[str, Any]) -> None:
    """Change some fields of a record that nobody has changed since its user read it.

    Raises:
        StaleRecordError: somebody has; both values of each field are in its details.
        RuleError, UnknownRecordError: nothing is saved.
    """
    refuse_stale(work, record, version, changes)
    for name, value in columns(work, type(record), changes).items():
        setattr(record, name, value)
    check(work, record)


def refuse_stale(
    work: Work,
    record: Versioned | Programme,
    version: int | None,
    changes: Mapping[str, Any],
    now: Mapping[str, Any] | None = None,
) -> None:
    """Refuse a form whose version is not the record's; `now` gives values that are no column of it."""
    if version == record.version:
        return
    kind = str(table_of(type(record)).name)
    both = [
        (name, now[name] if now and name in now else value_now(work, record, name), yours)
        for name, yours in changes.items()
    ]
    raise StaleRecordError(
        key=getattr(record, "key", ""),
        title=name_of(record),
        differences=[
            Difference(field_label(kind, name), shown(there), shown(yours))
            for name, there, yours in both
            if there != yours
        ],
    )


def numbered(work: Work, kind: type[V], number: int) -> V:
    """Return the programme's record with this id, for the kinds that have no key.

    Raises:
        UnknownRecordError: there is none, or it is another programme's.
    """
    found = work.session.get(kind, number)
    if found is None or found.programme_id != work.programme.id:
        raise UnknownRecordError(kind=str(table_of(kind).name), key=str(number), nearest=[])
    return found


def remove(work: Work, record: Versioned, version: int) -> None:
    """Remove a record that nothing else uses.

    Raises:
        StaleRecordError: somebody has changed it since.
        RuleError: something uses it, and the sentence names what does.
    """
    refuse_stale(work, record, version, {})
    users = used_by(work, record)
    if users:
        raise refuse("in_use", None, title=name_of(record), users=users)
    work.remove(record)


def used_by(work: Work, record: Record) -> list[str]:
    """Return the names of what refers to a record, in the order of the tables."""
    own = table_of(type(record))
    names: list[str] = []
    for table in METADATA.sorted_tables:
        kind = KINDS.get(table.name)
        if kind is None:
            continue
        for column in table.c:
            if any(key.column.table is own for key in column.foreign_keys):
                query = select(kind).where(column == identity(record)).order_by(table.c.id)
                names += [_owner_name(work, user) for user in work.session.execute(query).scalars()]
    return list(dict.fromkeys([*names, *titles_of_tied_accounts(work, record)]))


def _owner_name(work: Work, record: Any) -> str:
    """Name a record; one without a name by the initiative or milestone it is a part of."""
    name = name_of(record)
    for kind in (Initiative, Milestone):
        owner_id = getattr(record, f"{table_of(kind).name}_id", None) if not name else None
        if owner_id is not None:
            name = name_of(work.session.get(kind, owner_id))
    return name
