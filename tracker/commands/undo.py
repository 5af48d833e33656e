"""Takes back one command through the journal, as long as nothing has changed on top of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tracker.commands.circles import refuse_circles
from tracker.commands.command import Command, Work
from tracker.commands.labels import kind_label
from tracker.commands.links import KINDS
from tracker.commands.participation import whole_of
from tracker.commands.permission import Permission, Reach, reach_of
from tracker.commands.registry import all_commands
from tracker.commands.review import refuse_held
from tracker.commands.rules import check, refuse
from tracker.i18n import Text
from tracker.model.base import Line, Record
from tracker.model.errors import NotAllowedError, NothingToUndoError, UndoConflictError
from tracker.model.initiative import Initiative
from tracker.model.journal import Change, JournalEntry
from tracker.model.milestone import Dependency, Milestone
from tracker.model.programme import Programme
from tracker.model.review import AgendaPoint, Review
from tracker.storage import Database
from tracker.storage.metadata import METADATA
from tracker.storage.restoring import values_of
from tracker.storage.tables import table_of

Place = tuple[str, int]
# Tables that the database itself refuses to change: what added to them stays.
_FROZEN = frozenset({"baseline", "baseline_date", "review_moment", "signed_comment"})
# How far back a screen looks for something to undo, in journal entries.
_REACH = 500


class UndoLastChange(Command):
    """Take back everything that one command changed; an undo can itself be undone.

    Who may undo is who may do: the permission is that of the command taken back.
    """

    permission: ClassVar[Permission] = Permission.READ

    command_id: Line

    def takes_back(self) -> str | None:
        return self.command_id

    def apply(self, work: Work) -> None:
        entries = _entries(work, self.command_id)
        if not entries:
            raise NothingToUndoError
        _refuse_what_stays(work, entries)
        _refuse_held_reviews(work, entries)
        _refuse_changed_since(work, entries)
        conflict = UndoConflictError(record=_name(entries[0]), command=entries[0].command)
        try:
            touched = [_take_back(work, step) for step in _steps(entries)]
            work.session.flush()
        except IntegrityError as error:
            # Something refers to what would go, or what would come back refers to something gone.
            raise conflict from error
        _check_what_stands(work, [record for record in touched if record is not None])


@dataclass(frozen=True)
class _Step:
    """What gives one record its state from before the command."""

    place: Place
    # The change that is made now, and the values it restores (None for a removal).
    change: Change
    values: dict[str, Any] | None


@dataclass(frozen=True)
class LastChange:
    """A command that can be taken back: what the button says."""

    command_id: Line
    command: str
    author: str
    at: datetime
    # The key of the record, or of the first of several.
    record_key: str


def last_undoable(database: Database, programme: str, author: str | None = None) -> LastChange | None:
    """Return the latest command, of one author if named, that can be and has not been taken back.

    An undo does not count: asking again walks further back.
    """
    return next((found for found, is_undo in _standing(database, programme, author) if not is_undo), None)


def last_redoable(database: Database, programme: str, author: str | None = None) -> LastChange | None:
    """Return the latest command when it is an undo: undoing it does the change again."""
    found, is_undo = next(iter(_standing(database, programme, author)), (None, False))
    return found if is_undo else None


def _standing(database: Database, programme: str, author: str | None) -> Iterator[tuple[LastChange, bool]]:
    """Yield commands from the latest to the oldest, without those taken back or never undoable."""
    taken_back: set[str] = set()
    for command_id, entries in _latest(database, programme).items():
        if command_id in taken_back:
            continue
        first = entries[-1]
        if first.undoes:
            taken_back.add(first.undoes)
        kind = all_commands().get(first.command)
        stays = kind is None or not kind.is_undoable or any(map(_stays, entries))
        if stays:
            # To offer what lies before it would read as if that were the last change.
            return
        if author in (None, first.author):
            last = LastChange(command_id, first.command, first.author, first.at, first.record_key)
            yield last, first.undoes is not None


def _latest(database: Database, programme: str) -> dict[str, list[Any]]:
    """Return the latest entries by command, the newest first, without what they changed."""
    entries, programmes = table_of(JournalEntry), table_of(Programme)
    wanted = ("command_id", "command", "undoes", "author", "at", "record_kind", "record_key", "change")
    query = (
        select(*(entries.c[name] for name in wanted))
        .join(programmes, entries.c.programme_id == programmes.c.id)
        .where(programmes.c.key == programme)
        .order_by(entries.c.id.desc())
        .limit(_REACH)
    )
    found: dict[str, list[Any]] = {}
    with database.reading() as connection:
        for row in connection.execute(query):
            found.setdefault(row.command_id, []).append(row)
    return found


def _stays(entry: Any) -> bool:
    """Whether what an entry tells of can never be taken back."""
    makes_programme = entry.record_kind == "programme" and entry.change is Change.ADDED
    return makes_programme or entry.record_kind in _FROZEN


def _entries(work: Work, command_id: str) -> Sequence[JournalEntry]:
    """Return what a command did, in the order in which it did it."""
    table = table_of(JournalEntry)
    query = (
        select(JournalEntry)
        .where(table.c.programme_id == work.programme.id, table.c.command_id == command_id)
        .order_by(table.c.id)
    )
    return work.session.execute(query).scalars().all()


def _refuse_what_stays(work: Work, entries: Sequence[JournalEntry]) -> None:
    """Refuse what must stay in the history, and what the author could not have done."""
    first = entries[0]
    kind = all_commands().get(first.command)
    if kind is None or not kind.is_undoable or any(map(_stays, entries)):
        raise refuse("not_undoable", None, command=Text(f"command.{first.command}"))
    if first.undoes is not None:
        _refuse_what_stays(work, _entries(work, first.undoes))
    elif not _may_take_back(work, kind.permission, first):
        raise NotAllowedError(command=first.command)


def _refuse_held_reviews(work: Work, entries: Sequence[JournalEntry]) -> None:
    """Refuse to take back what was prepared for a review that has been held since."""
    for entry in entries:
        row = {**(entry.before or {}), **(entry.after or {})}
        number: int | None = entry.record_id if entry.record_kind == "review" else None
        if entry.record_kind == "agenda_point":
            point = work.session.get(AgendaPoint, entry.record_id)
            number = point.review_id if point else row.get("review_id")
        review = None if number is None else work.session.get(Review, number)
        if review is not None:
            refuse_held(review)


def _may_take_back(work: Work, permission: Permission, entry: JournalEntry) -> bool:
    """Whether the author may do what is taken back; with a reach to their own work, only what they did."""
    reach = reach_of(work.context.author, permission, work.programme_key)
    is_theirs = entry.account_id is not None and entry.account_id == work.context.author.account_id
    return reach is Reach.ALL or (reach is Reach.OWN and is_theirs)


def _refuse_changed_since(work: Work, entries: Sequence[JournalEntry]) -> None:
    """Refuse when a record has been changed since; a change that was itself taken back does not count."""
    table = table_of(JournalEntry)
    last = entries[-1].id
    query = (
        select(table.c.command_id, table.c.undoes, table.c.record_kind, table.c.record_id)
        .where(table.c.programme_id == work.programme.id, table.c.id > last)
        .order_by(table.c.id.desc())
    )
    since = work.session.execute(query).all()
    later = {row.command_id for row in since}
    cancelled: set[str] = set()
    touched: set[Place] = set()
    for row in since:
        if row.command_id in cancelled:
            continue
        if row.undoes in later:
            cancelled.add(row.undoes)
        else:
            touched.add((row.record_kind, row.record_id))
    for entry in entries:
        if (entry.record_kind, entry.record_id) in touched:
            raise UndoConflictError(record=_name(entry), command=entry.command)


def _steps(entries: Sequence[JournalEntry]) -> list[_Step]:
    """Return the step back of each record: first what comes back, then what changes, then what goes.

    Within each, an owner comes before its parts and goes after them.
    """
    records: dict[Place, list[JournalEntry]] = {}
    for entry in entries:
        records.setdefault((entry.record_kind, entry.record_id), []).append(entry)
    steps = [step for place, own in records.items() if (step := _step(place, own)) is not None]
    depth = {table.name: number for number, table in enumerate(METADATA.sorted_tables)}
    order = [Change.ADDED, Change.CHANGED, Change.REMOVED]

    def turn(step: _Step) -> tuple[int, int]:
        own = depth[step.place[0]]
        return order.index(step.change), -own if step.change is Change.REMOVED else own

    return sorted(steps, key=turn)


def _step(place: Place, entries: Sequence[JournalEntry]) -> _Step | None:
    was_there = entries[0].change is not Change.ADDED
    is_there = entries[-1].change is not Change.REMOVED
    before: dict[str, Any] = {}
    for entry in reversed(entries):
        before |= entry.before or {}
    if was_there:
        return _Step(place, Change.CHANGED if is_there else Change.ADDED, before)
    return _Step(place, Change.REMOVED, None) if is_there else None


def _take_back(work: Work, step: _Step) -> Record | None:
    kind: Any = KINDS[step.place[0]]
    if step.change is Change.ADDED:
        back: Record = kind(**values_of(kind, step.values or {}))
        work.session.add(back)
        work.session.flush()
        return back
    there = work.session.get_one(kind, step.place[1])
    if step.change is Change.REMOVED:
        owner = whole_of(work, there)
        if isinstance(owner, Milestone):
            owner.version += 1
        work.session.delete(there)
        work.session.flush()
        return owner
    for name, value in values_of(kind, step.values or {}).items():
        setattr(there, name, value)
    return there  # type: ignore[no-any-return]  # a record of `kind`


def _check_what_stands(work: Work, touched: Sequence[Record]) -> None:
    """Hold the records as they were against the rules of the programme as it has become."""
    for record in touched:
        whole = record if isinstance(record, Initiative) else whole_of(work, record)
        if whole is not None:
            # The lists of an initiative and the record of a decision are rows beside: older forms are stale.
            whole.version += 1
        check(work, record)
        if isinstance(record, Milestone) and record.initiative_id is not None:
            check(work, work.session.get_one(Initiative, record.initiative_id))
    if any(isinstance(record, (Dependency, Milestone, Initiative)) for record in touched):
        refuse_circles(work)


def _name(entry: JournalEntry) -> str | Text:
    return entry.record_key or kind_label(entry.record_kind)
