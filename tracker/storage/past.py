"""Rebuilds a programme as it was known on a day or at a moment, by taking the journal back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData

from tracker.model.base import Record
from tracker.model.journal import Change, CommandClosed, JournalEntry
from tracker.model.programme import Programme
from tracker.model.snapshot import TABLES, Rows, Snapshot
from tracker.storage.date_moves import read_date_moves
from tracker.storage.restoring import values_of
from tracker.storage.snapshots import read_snapshot
from tracker.storage.tables import table_of

_PROGRAMME = "programme"
# The rows of each table in a snapshot, by the table's name.
_ROWS: Mapping[str, str] = {str(table_of(kind).name): name for name, kind in TABLES.items()}
_KINDS: Mapping[str, type[Record]] = {
    _PROGRAMME: Programme,
    **{str(table_of(kind).name): kind for kind in TABLES.values()},
}
_Values = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """A programme as it was known at the end of a day, and since when anything is known of it.

    Of a day before the journal's first, nothing was known: then the snapshot is what was recorded on
    that first day.
    """

    snapshot: Snapshot
    day: date
    first_day: date
    # The last journal entry that was known; what came later has a larger id.
    last_entry: int

    @property
    def is_recorded(self) -> bool:
        """Whether anything was known of the programme on that day."""
        return self.day >= self.first_day


def read_known(connection: Connection, key: str, day: date) -> Known:
    """Read a programme as it was known when a day ended in the programme's time zone.

    Where the clock of an installation was once set back, what was written up to the last entry of the
    day counts as known.

    Raises:
        UnknownProgrammeError: no programme has this key.
    """
    present = read_snapshot(connection, key)
    first_day, zone = _first_day(connection, present), ZoneInfo(present.programme.time_zone)
    until = table_of(JournalEntry).c.at < _end_of(max(day, first_day), zone)
    before, last_entry = _taken_back_to(connection, present, until)
    return Known(before, day, first_day, last_entry)


def read_known_at(connection: Connection, key: str, last_entry: int) -> Known:
    """Read a programme as it was known right after one of its journal entries, the last of its command.

    Raises:
        UnknownProgrammeError: no programme has this key.
        NoResultFound: it has no journal entry as old as this one.
    """
    present = read_snapshot(connection, key)
    table, zone = table_of(JournalEntry), ZoneInfo(present.programme.time_zone)
    before, found = _taken_back_to(connection, present, table.c.id <= last_entry)
    at = connection.execute(select(table.c.at).where(table.c.id == found)).scalar_one()
    return Known(before, at.astimezone(zone).date(), _first_day(connection, present), found)


def _first_day(connection: Connection, present: Snapshot) -> date:
    """Return the day of the programme's first journal entry, in its time zone."""
    table = table_of(JournalEntry)
    begun = select(table.c.at).where(table.c.programme_id == present.programme.id)
    first: datetime = connection.execute(begun.order_by(table.c.id).limit(1)).scalar_one()
    return first.astimezone(ZoneInfo(present.programme.time_zone)).date()


def _taken_back_to(
    connection: Connection, present: Snapshot, until: ColumnElement[bool]
) -> tuple[Snapshot, int]:
    """Return the programme as of the last of these journal entries, and the id of that entry."""
    programme_id, table = present.programme.id or 0, table_of(JournalEntry)
    own = table.c.programme_id == programme_id
    known = select(table.c.id, table.c.revision).where(own, until)
    last = connection.execute(known.order_by(table.c.id.desc()).limit(1)).one()
    newer = connection.execute(select(table).where(own, table.c.id > last.id).order_by(table.c.id.desc()))
    closed = _closed(connection, programme_id, last.id)
    before = taken_back(present, newer, {entry: end.versions for entry, end in closed.items()})
    revision = closed[last.id].revision if last.id in closed else last.revision
    (programme,) = _records(Programme, [{**_values(Programme, before.programme), "revision": revision}])
    moves = read_date_moves(connection, programme_id, last_entry=last.id)
    return replace(before, programme=programme, date_moves=moves), last.id


def _closed(connection: Connection, programme_id: int, first: int) -> Mapping[int, Any]:
    """Return what is kept of each command that ended with this journal entry or a later one, by its last."""
    table = table_of(CommandClosed)
    query = select(table).where(table.c.programme_id == programme_id, table.c.last_entry >= first)
    return {row.last_entry: row for row in connection.execute(query)}


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def taken_back(
    snapshot: Snapshot,
    entries: Iterable[Any],
    versions: Mapping[int, Mapping[str, Mapping[str, int]]],
) -> Snapshot:
    """Return the snapshot without what these journal entries, the newest first, made of it.

    Count of date moves and revision of the programme are left as they are: no entry tells them.

    Args:
        versions: by the id of a command's last entry, the versions that its records had before it.
            Where a command has none, each of its changes counts for one.
    """
    past = Past(snapshot)
    for _command, own in groupby(entries, key=lambda entry: entry.command_id):
        command = list(own)
        past.take_back(command, versions.get(command[0].id))
    return past.snapshot()


class Past:
    """The rows of a programme while it is taken back; only tables that were written to are touched."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._present = snapshot
        # By table: what became of each row that a later command wrote to; None: it was not there.
        self._rows: dict[str, dict[int, _Values | None]] = {}
        # By table: what was last made of it and of its rows, until what they show is taken back.
        self._made: dict[str, Any] = {}
        self._records: defaultdict[str, dict[int, Any]] = defaultdict(dict)
        self._whole: Snapshot | None = snapshot

    def take_back(self, command: list[Any], versions: Mapping[str, Mapping[str, int]] | None) -> None:
        """Take back one command, given by its entries, the newest first."""
        for entry in command:
            self._take_back_entry(entry, is_counted=versions is None)
        for kind, moved in (versions or {}).items():
            for identity, version in moved.items():
                self._put(kind, int(identity), {"version": version})

    def _take_back_entry(self, entry: Any, *, is_counted: bool) -> None:
        kind = _KINDS.get(entry.record_kind)
        if kind is None:
            return
        if entry.change is Change.ADDED:
            self._set(entry.record_kind, entry.record_id, None)
            return
        before = values_of(kind, entry.before or {})
        if entry.change is Change.REMOVED:
            self._set(entry.record_kind, entry.record_id, before)
            return
        if is_counted:
            # An entry from before versions were kept: each of them moved its record's by one.
            now = self._row(entry.record_kind, entry.record_id) or {}
            before["version"] = max(1, now.get("version", 1) - 1)
        self._put(entry.record_kind, entry.record_id, before)

    def _put(self, kind: str, identity: int, values: _Values) -> None:
        now = self._row(kind, identity)
        if now is not None:
            self._set(kind, identity, {**now, **values})

    def _set(self, kind: str, identity: int, values: _Values | None) -> None:
        self._rows.setdefault(kind, {})[identity] = values
        self._records[kind].pop(identity, None)
        self._made.pop(kind, None)
        self._whole = None

    def _row(self, kind: str, identity: int) -> _Values | None:
        """Return the values of one row; None when it is not there."""
        rows = self._rows.setdefault(kind, {})
        if identity not in rows:
            rows[identity] = self._present_row(kind, identity)
        return rows[identity]

    def _present_row(self, kind: str, identity: int) -> _Values | None:
        if kind not in _KINDS:
            return None
        programme = self._present.programme
        row = programme if kind == _PROGRAMME else getattr(self._present, _ROWS[kind]).get(identity)
        return None if row is None else _values(_KINDS[kind], row)

    def snapshot(self) -> Snapshot:
        """Return the programme as far as it has been taken back: the same one until a row differs."""
        if self._whole is None:
            changed: _Values = {_ROWS[kind]: self._table(kind) for kind in self._rows if kind in _ROWS}
            for programme in self._back(_PROGRAMME).values():
                changed[_PROGRAMME] = programme
            self._whole = replace(self._present, **changed)
        return self._whole

    def _table(self, kind: str) -> Rows[Any]:
        if kind not in self._made:
            own = self._rows[kind]
            rows = {row.id: row for row in getattr(self._present, _ROWS[kind]) if row.id not in own}
            rows |= self._back(kind)
            self._made[kind] = Rows(
                [rows[identity] for identity in sorted(rows)], table_of(_KINDS[kind]).c.keys()
            )
        return cast("Rows[Any]", self._made[kind])

    def _back(self, kind: str) -> Mapping[int, Any]:
        """Return the rows of a table that have been taken back and are there, by id."""
        made = self._records[kind]
        there = {
            identity: values for identity, values in self._rows.get(kind, {}).items() if values is not None
        }
        new = [values for identity, values in there.items() if identity not in made]
        made |= {row.id: row for row in _records(_KINDS[kind], new)}
        return {identity: made[identity] for identity in there}


def _values(kind: type[Record], row: Any) -> _Values:
    return {column.name: getattr(row, column.name) for column in table_of(kind).c}


def _records(kind: type[Record], found: list[_Values]) -> Sequence[Any]:
    """Return rows like those that the database gives; a column that has come since has its default."""
    names = table_of(kind).c.keys()
    rows = (tuple((_whole(kind, values, names))[name] for name in names) for values in found)
    return IteratorResult(SimpleResultMetaData(names), rows).all()


def _whole(kind: type[Record], values: _Values, names: Sequence[str]) -> _Values:
    if len(values) == len(names):
        return values
    return {**_values(kind, kind(**values)), **values}
