"""Moves an example on with the calendar, as long as nobody has made it their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import select

from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.load_matching import match
from tracker.commands.load_tables import LOAD_TABLES, Ids, LoadTable, Row
from tracker.commands.permission import Permission
from tracker.model.content import ProgrammeContent
from tracker.model.journal import FROM_FILES, JournalEntry
from tracker.model.programme import MovingExample, ProgrammeFields
from tracker.storage.session import plain
from tracker.storage.tables import table_of

Move = tuple[Any, Row]


class FollowToday(Command):
    """Give every date of a loaded programme the value that its file gives it today.

    Nothing moves when anything was entered in the app, or when the file is no longer the one that was
    loaded: both are for a person to load. The approved plan moves too, being an example's.
    """

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME
    is_undoable: ClassVar[bool] = False

    # The file read with the start that the programme has, and with the start that it would have today.
    as_loaded: ProgrammeContent
    as_of_today: ProgrammeContent

    def apply(self, work: Work) -> bool:
        """Return whether the programme was moved."""
        if not _is_untouched(work):
            return False
        moves = _moves(work, self.as_loaded, self.as_of_today)
        if moves is None:
            return False
        way_open = work.add(MovingExample(programme_id=identity(work.programme)))
        for record, row in moves:
            for name, value in row.items():
                if getattr(record, name) != value:
                    setattr(record, name, value)
        work.session.flush()
        work.remove(way_open)
        return True


def _is_untouched(work: Work) -> bool:
    """Whether the journal knows of nothing but loading."""
    entries = table_of(JournalEntry)
    commands = select(entries.c.command).where(entries.c.programme_id == work.programme.id).distinct()
    return set(work.session.execute(commands).scalars()) <= set(FROM_FILES)


def _moves(work: Work, before: ProgrammeContent, after: ProgrammeContent) -> Sequence[Move] | None:
    """Return every record with its dates of today; None when the records are not those of the file."""
    ids = Ids()
    moves: list[Move] = []
    own = {name: getattr(before.programme, name) for name in ProgrammeFields.model_fields}
    if not _holds(work.programme, own):
        return None
    moves.append((work.programme, _dates(after.programme.model_dump())))
    for table in LOAD_TABLES:
        records: list[Any] = work.all(table.kind)
        if table.identity == ("key",):
            ids.learn(table.kind, {record.key: identity(record) for record in records})
        found = _moves_of(table, list(table.rows(before, ids)), list(table.rows(after, ids)), records)
        if found is None:
            return None
        moves += found
    return moves


def _moves_of(
    table: LoadTable, before: Sequence[Row], after: Sequence[Row], records: Sequence[Any]
) -> Sequence[Move] | None:
    pairs, left = match(table, before, records, {})
    if left or any(record is None or not _holds(record, row) for row, record in pairs):
        return None
    waiting: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in reversed(after):
        waiting[_without_dates(row)].append(row)
    moves = []
    for row, record in pairs:
        same = waiting[_without_dates(row)]
        if not same:
            return None
        moves.append((record, _dates(same.pop())))
    return moves


def _holds(record: Any, row: Row) -> bool:
    return all(plain(getattr(record, name)) == plain(value) for name, value in row.items())


def _dates(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if isinstance(value, date)}


def _without_dates(row: Row) -> tuple[Any, ...]:
    return tuple((name, str(plain(value))) for name, value in row.items() if not isinstance(value, date))
