"""Loads a programme's content: new, or over what is there without losing what was entered in the app."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import model_validator
from sqlalchemy import or_, select

from tracker.commands.circles import refuse_circles
from tracker.commands.command import Command, Work
from tracker.commands.links import LINKS, identity
from tracker.commands.load_matching import match
from tracker.commands.load_report import FieldOutcome, Loaded, LoadReport
from tracker.commands.load_tables import LOAD_TABLES, Gone, Ids, LoadTable, Row
from tracker.commands.permission import Permission
from tracker.commands.rules import check
from tracker.model.base import InProgramme
from tracker.model.baseline import BaselineDate
from tracker.model.content import ProgrammeContent
from tracker.model.initiative import Initiative
from tracker.model.journal import FROM_FILES, Change, JournalEntry
from tracker.model.programme import Programme, ProgrammeFields
from tracker.model.progress import ProgressUpdate
from tracker.storage.session import plain
from tracker.storage.tables import table_of

__all__ = ["LoadProgramme", "LoadReport"]


class LoadProgramme(Command):
    """Make the programme, or merge a newer content into it field by field.

    A field is compared three ways: as last loaded, as the file has it now, as the app has it. What only
    one side changed is taken from that side; what both changed stays as the app has it, and is reported.
    Records that are not in the file stay.
    """

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME
    is_undoable: ClassVar[bool] = False
    makes_programme: ClassVar[bool] = True

    content: ProgrammeContent

    @model_validator(mode="after")
    def _is_one_programme(self) -> LoadProgramme:
        if self.content.key != self.programme:
            raise ValueError("the content is another programme's")
        return self

    def apply(self, work: Work) -> LoadReport:
        load = _Load(work, self.content)
        if work.existing is None:
            load.make_programme()
        else:
            load.merge_programme()
        for table in LOAD_TABLES:
            load.merge_table(table)
        load.check_whole()
        return load.report


class _Load:
    def __init__(self, work: Work, content: ProgrammeContent) -> None:
        self.work = work
        self.content = content
        self.report = LoadReport()
        self.ids = Ids()
        self.is_new = work.existing is None
        # As last loaded, by table and id; and the rows loaded once that the app has removed since.
        self.bases: dict[tuple[str, int], Row] = {}
        self.removed: list[tuple[str, Row]] = []
        # What the file changed or added in a programme that was there: both sides together keep the rules.
        self._mixed: list[InProgramme | Programme] = []
        self._baselines_before: set[int] = set()
        if not self.is_new:
            self._read_journal()

    def _read_journal(self) -> None:
        """Read what was loaded before, and which of it the app has removed."""
        entries = table_of(JournalEntry)
        query = (
            select(entries)
            .where(entries.c.programme_id == self.work.programme.id)
            .where(or_(entries.c.command.in_(FROM_FILES), entries.c.change == Change.REMOVED))
            .order_by(entries.c.id)
        )
        for entry in self.work.session.execute(query):
            place = (entry.record_kind, entry.record_id)
            if entry.change is not Change.REMOVED:
                self.bases.setdefault(place, {}).update(entry.after or {})
            elif place in self.bases:
                self.removed.append((entry.record_kind, entry.before or {}))

    def make_programme(self) -> None:
        programme = Programme(key=self.content.key, **self.content.programme.model_dump())
        self.work.session.add(programme)
        self.work.session.flush()
        self.work.existing = programme
        self.report.added.append(Loaded("programme", programme.key))

    def merge_programme(self) -> None:
        row = {name: getattr(self.content.programme, name) for name in ProgrammeFields.model_fields}
        self._merge(self.work.programme, row, Loaded("programme", self.content.key), is_immutable=False)
        self._check_mixed()
        self.work.session.flush()

    def merge_table(self, table: LoadTable) -> None:
        """Add what is new, merge what is there, and report what the file does not have."""
        kind = str(table_of(table.kind).name)
        bases = {place: base for (name, place), base in self.bases.items() if name == kind}
        there = [] if self.is_new else self.work.all(table.kind)
        pairs, left = match(table, list(table.rows(self.content, self.ids)), there, bases)
        added = []
        for row, found in pairs:
            if found is not None:
                self._merge(found, row, self._named(table, row), is_immutable=table.is_immutable)
            elif self._may_add(table, row):
                added.append(self._new(table, row))
        # An initiative is held to its rules when its milestones are there.
        if table.kind is not Initiative:
            self._check_mixed()
        self.work.session.add_all(added)
        self.work.session.flush()
        self._mixed += [] if self.is_new else added
        self._note_missing(table, left)
        self._know_ids(table)

    def _note_missing(self, table: LoadTable, left: list[Any]) -> None:
        for record in left:
            row = {column.key: getattr(record, column.key) for column in table_of(table.kind).columns}
            self.report.missing.append(self._named(table, row))

    def _know_ids(self, table: LoadTable) -> None:
        if table.identity == ("key",):
            records: list[Any] = self.work.all(table.kind)
            self.ids.learn(table.kind, {record.key: identity(record) for record in records})

    def _may_add(self, table: LoadTable, row: Row) -> bool:
        """Whether a row of the file is new: neither removed in the app, nor part of what is approved."""
        name = self._named(table, row)
        if any(row[column] is Gone.GONE for column in table.identity) or self._was_removed(table, row):
            self.report.kept.append(FieldOutcome(name, "", in_file=name.name, in_app=None))
            return False
        if table.kind is BaselineDate and row["baseline_id"] in self._baselines_before:
            self.report.conflicts.append(FieldOutcome(name, "finish", in_file=row["finish"], in_app=None))
            return False
        return True

    def _was_removed(self, table: LoadTable, row: Row) -> bool:
        kind = str(table_of(table.kind).name)
        wanted = [plain(row[name]) for name in table.identity]
        return any(
            removed == kind and [before.get(name) for name in table.identity] == wanted
            for removed, before in self.removed
        )

    def _new(self, table: LoadTable, row: Row) -> InProgramme:
        values = {name: None if value is Gone.GONE else value for name, value in row.items()}
        if table.kind is ProgressUpdate:
            values["recorded_at"] = self.work.context.at
        self.report.added.append(self._named(table, row))
        return table.kind(programme_id=identity(self.work.programme), **values)

    def _merge(self, record: Any, row: Row, named: Loaded, *, is_immutable: bool) -> None:
        if named.kind == "baseline":
            self._baselines_before.add(identity(record))
        base = self.bases.get((named.kind, identity(record)), {})
        is_changed = False
        for name, in_file in row.items():
            in_app = getattr(record, name)
            # What the app removed and the file still names is no news from the file.
            if in_file is Gone.GONE or in_file == in_app:
                continue
            outcome = FieldOutcome(named, name, self._readable(type(record), name, in_file),
                                   self._readable(type(record), name, in_app))  # fmt: skip
            was_loaded = name in base
            if was_loaded and base[name] == plain(in_file):
                self.report.kept.append(outcome)
            elif is_immutable or not was_loaded or base[name] != plain(in_app):
                self.report.conflicts.append(outcome)
            else:
                setattr(record, name, in_file)
                self.report.changed.append(outcome)
                is_changed = True
        if is_changed:
            self._mixed.append(record)

    def _readable(self, kind: type[Any], column: str, value: Any) -> Any:
        """Return a value as a reader knows it: the key of a record instead of its id."""
        link = next((link for link in LINKS.get(kind, {}).values() if link.column == column), None)
        return value if link is None else self.ids.key_of(link.kind, value)

    def _named(self, table: LoadTable, row: Row) -> Loaded:
        return Loaded(str(table_of(table.kind).name), " ".join(self._words(table, row)))

    def _words(self, table: LoadTable, row: Row) -> Iterator[str]:
        """Yield the words that tell a row from the others of its table."""
        for name in table.identity:
            value = row[name]
            for column in table_of(table.kind).columns[name].foreign_keys:
                kind = next(t.kind for t in LOAD_TABLES if table_of(t.kind) is column.column.table)
                value = self.ids.key_of(kind, value)
            if value not in (None, "") and value is not Gone.GONE:
                yield str(plain(value))[:60]

    def _check_mixed(self) -> None:
        for record in self._mixed:
            check(self.work, record)
        self._mixed.clear()

    def check_whole(self) -> None:
        """Hold what the file and the app make together to the rules: each side alone kept them.

        Raises:
            RuleError, DependencyLoopError: nothing of the file is loaded.
        """
        self._check_mixed()
        refuse_circles(self.work)
