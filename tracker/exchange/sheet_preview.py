"""What a filled-in sheet would change, cell by cell: what is good, wrong, or changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tracker.commands.labels import shown
from tracker.commands.reporting import ApplyReportingSheet, ReportedRow
from tracker.exchange.reporting_columns import SIGNED_ON, letter_of
from tracker.exchange.reporting_sheet import dates_of
from tracker.i18n import Text, Translator, translator
from tracker.model.errors import NotAllowedError, TrackerError
from tracker.model.progress import DeclaredStatus
from tracker.planning import ConstraintKind
from tracker.storage import WriteContext
from tracker.storage.stage import trying

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.exchange.filled_sheet import FilledRow, FilledSheet
    from tracker.model.milestone import Milestone
    from tracker.storage import Author

# The cell that is to blame for a refused field of the plan.
_COLUMN_OF_FIELD = {
    "actual_start": "done_on",
    "actual_finish": "done_on",
    "constraint": "new_date",
    "constraint_date": "new_date",
    "could_unblock": "who",
}
_DATES = ("done_on", "new_date")


class CellNews(StrEnum):
    """What is said of a cell."""

    WILL_CHANGE = "will_change"
    WRONG = "wrong"
    CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True)
class CellMessage:
    """What is said of one cell; lines count from 1, as spreadsheets show them."""

    news: CellNews
    sheet: str
    line: int
    column: str
    # The key of the row's item; empty for a cell of no row.
    item: str
    text: Text
    # Both values, where somebody else changed one.
    now: date | None = None
    yours: date | None = None

    @property
    def placed(self) -> Text:
        """The message with its place in front."""
        values = {"sheet": self.sheet, "cell": f"{self.column}{self.line}", "item": self.item}
        return Text("sheet.placed" if self.item else "sheet.placed_outside", {**values, "message": self.text})

    def as_json(self, t: Translator) -> dict[str, Any]:
        """Return the message with its place as JSON values."""
        return {
            "news": self.news.value,
            "sheet": self.sheet,
            "line": self.line,
            "column": self.column,
            "item": self.item,
            "message": t(self.text),
            "now": self.now.isoformat() if self.now else None,
            "yours": self.yours.isoformat() if self.yours else None,
        }


@dataclass(frozen=True)
class SheetPreview:
    """All that is said of a sheet, and the rows of it that can be taken in as they are."""

    programme: str
    messages: tuple[CellMessage, ...]
    rows: tuple[ReportedRow, ...]
    # The items whose rows were taken in earlier, with just these values.
    read_before: tuple[str, ...]
    signed_by: str
    signed_on: date

    def command(self) -> ApplyReportingSheet | None:
        """Return what takes the good rows in, in one transaction; None when there is none."""
        if not self.rows:
            return None
        return ApplyReportingSheet(
            programme=self.programme,
            rows=list(self.rows),
            reported_on=self.signed_on,
            author=self.signed_by,
        )

    def of(self, *news: CellNews) -> tuple[CellMessage, ...]:
        """Return the messages of some kinds, in the order of the sheet."""
        return tuple(message for message in self.messages if message.news in news)


def preview_sheet(
    analysis: ProgrammeAnalysis, filled: FilledSheet, author: Author, at: datetime
) -> SheetPreview:
    """Return what a sheet would change of a programme as it stands; nothing is written.

    Each row is tried by the rules and permissions of the command that would take it in.

    Args:
        at: the instant at which it would be taken in.
    """
    return _Reading(analysis, filled, author, at).preview()


class _Reading:
    """One sheet held against the programme as it stands."""

    def __init__(
        self, analysis: ProgrammeAnalysis, filled: FilledSheet, author: Author, at: datetime
    ) -> None:
        self.analysis, self.snapshot = analysis, analysis.snapshot
        self.filled, self.author, self.at = filled, author, at
        # What is kept of the sheet is kept in the words of the one who filled it in.
        self.t = translator(filled.language)
        self.today = at.astimezone(ZoneInfo(self.snapshot.programme.time_zone)).date()
        self.messages: list[CellMessage] = []

    def preview(self) -> SheetPreview:
        signed_on = self._signed_on()
        for fault in self.filled.faults:
            self._say(CellNews.WRONG, fault.line, fault.column, "", fault.text)
        good: list[ReportedRow] = []
        before: list[str] = []
        for row in self.filled.rows:
            if self._is_read_before(row):
                before.append(row.key)
            elif reported := self._checked(row, signed_on):
                good.append(reported)
                self.messages += self._changes(row)
        return SheetPreview(
            self.snapshot.programme.key,
            tuple(
                sorted(self.messages, key=lambda message: (message.line, len(message.column), message.column))
            ),
            tuple(good),
            tuple(before),
            self._signed_by,
            signed_on,
        )

    @property
    def _signed_by(self) -> str:
        return self.filled.signed_by or self.author.name

    def _signed_on(self) -> date:
        """Return the day on which the sheet was filled in: as it says, else today."""
        said = self.filled.signed_on
        if said is not None and said > self.today:
            text = Text("cell.signed_in_the_future", {"date": said, "today": self.today})
            self._say(CellNews.WRONG, SIGNED_ON[0] + 1, "ABC"[SIGNED_ON[1]], "", text)
            return self.today
        return said or self.today

    def _source(self, row: FilledRow) -> str:
        return self.t.text("sheet.source", made_on=self.filled.made_on, mark=row.mark)

    def _is_read_before(self, row: FilledRow) -> bool:
        milestone = self.snapshot.milestones.by_key(row.key)
        source = self._source(row)
        return milestone is not None and any(
            update.milestone_id == milestone.id and update.source == source
            for update in self.snapshot.updates
        )

    def _checked(self, row: FilledRow, signed_on: date) -> ReportedRow | None:
        """Return a row that can be taken in; None when it cannot, and then why is said."""
        milestone = self.snapshot.milestones.by_key(row.key)
        if milestone is None:
            self._say(CellNews.WRONG, row.line, "A", row.key, Text("cell.gone"))
            return None
        moved = list(self._moved(row, milestone))
        self.messages += moved
        for fault in row.faults:
            self._say(CellNews.WRONG, fault.line, fault.column, row.key, fault.text)
        if moved or row.faults:
            return None
        reported = self._reported(row, milestone)
        refusal = self._refusal(reported, signed_on)
        if refusal is None:
            return reported
        field = str(refusal.details.get("field") or "")
        column = _COLUMN_OF_FIELD.get(field, field)
        letter = letter_of(column) if column in row.values or column == "why" else "A"
        self._say(CellNews.WRONG, row.line, letter, row.key, refusal.text)
        return None

    def _moved(self, row: FilledRow, milestone: Milestone) -> Iterator[CellMessage]:
        """Say where somebody else moved the dates of an item since the sheet was made, with both values."""
        present = dates_of(milestone)
        seen = {name: row.seen.get(name) for name in present}
        if milestone.version == row.version or present == seen:
            return
        item = self.analysis.items.by_key(row.key)
        now = item.actual_finish or item.early_finish
        for column in _DATES:
            yours = row.values.get(column)
            if yours is None or _is_so_already(milestone, column, yours):
                continue
            values = {
                "title": milestone.title,
                "then": _day(row.seen.get("expected")),
                "now": now,
                "yours": yours,
            }
            shown_values = {name: shown(value) for name, value in values.items()}
            yield CellMessage(
                CellNews.CHANGED_MEANWHILE,
                self.filled.name,
                row.line,
                letter_of(column),
                row.key,
                Text("cell.moved", shown_values),
                now,
                yours,
            )

    def _reported(self, row: FilledRow, milestone: Milestone) -> ReportedRow:
        values = row.values
        return ReportedRow(
            item=row.key,
            version=milestone.version,
            is_unchanged=bool(values.get("unchanged")),
            done_on=values.get("done_on"),
            new_date=values.get("new_date"),
            why=values.get("why"),
            progress_percent=values.get("progress_percent"),
            declared_status=values.get("declared_status", DeclaredStatus.NOT_GIVEN),
            blocked_by=values.get("blocked_by", ""),
            could_unblock=" ".join(values.get("who", "").split()),
            text=self.t.text("reporting.unchanged.said") if "unchanged" in values else values.get("text", ""),
            source=self._source(row),
        )

    def _refusal(self, reported: ReportedRow, signed_on: date) -> TrackerError | None:
        command = ApplyReportingSheet(
            programme=self.snapshot.programme.key,
            rows=[reported],
            reported_on=signed_on,
            author=self._signed_by,
        )
        verb = type(command).__name__
        if not command.is_allowed(self.author):
            return NotAllowedError(command=verb)
        context = WriteContext(author=self.author, command=verb, command_id="preview", at=self.at)
        try:
            with trying(self.snapshot, context) as session:
                command.run(session, context)
        except TrackerError as refusal:
            return refusal
        return None

    def _changes(self, row: FilledRow) -> Iterator[CellMessage]:
        """Say what each cell of a good row will change."""
        item = self.analysis.items.by_key(row.key)
        for column, value in row.values.items():
            values = {"field": Text(f"sheet.column.{column}"), "value": shown(value)}
            text = Text("cell.change", values)
            if column in _DATES and item.early_finish is not None:
                text = Text("cell.change_of_date", {**values, "now": item.early_finish})
            if column == "unchanged":
                text = Text("cell.unchanged", {"title": item.title})
            yield CellMessage(
                CellNews.WILL_CHANGE, self.filled.name, row.line, letter_of(column), row.key, text
            )

    def _say(self, news: CellNews, line: int, column: str, item: str, text: Text) -> None:
        self.messages.append(CellMessage(news, self.filled.name, line, column, item, text))


def _is_so_already(milestone: Milestone, column: str, yours: date) -> bool:
    if column == "done_on":
        return milestone.actual_finish == yours
    is_held = milestone.constraint is ConstraintKind.FINISH_NO_EARLIER_THAN
    return is_held and milestone.constraint_date == yours


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told))
    except ValueError:
        return None
