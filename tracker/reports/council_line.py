"""One line of the council page: a sentence, the records that it is made of, and every figure in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.reports.style import Status


@dataclass(frozen=True, order=True)
class Record:
    """A record of the programme that a figure is made of, named as its table and its key (or its id)."""

    table: str
    key: str


@dataclass(frozen=True)
class Figure:
    """One number or date of the page: what it measures, of what, and the records that it is made of.

    `measure` is the sentence and its value ("page.trend.end.later.before"): each has one meaning, which
    the test of the figures computes again from the rows.
    """

    measure: str
    # Key of the milestone, initiative, service or indicator it is about; empty: the programme.
    subject: str
    value: float | date
    records: tuple[Record, ...]


@dataclass(frozen=True)
class Line:
    """A sentence of the page with what it stands on; `status` puts a word and a glyph before it."""

    sentence: Text
    subject: str = ""
    records: tuple[Record, ...] = ()
    has_status: bool = False
    status: Status = None
    # What follows from it: the cost of waiting, who is behind it.
    more: tuple[Line, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the sentence and of what follows from it."""
        own = (
            Figure(measure, self.subject, value, self.records) for measure, value in numbers_in(self.sentence)
        )
        return (*own, *(figure for line in self.more for figure in line.figures))

    @property
    def all_records(self) -> tuple[Record, ...]:
        """The records of the line and of what follows from it, each once."""
        found = dict.fromkeys(self.records)
        for line in self.more:
            found.update(dict.fromkeys(line.all_records))
        return tuple(found)


@dataclass(frozen=True)
class Group:
    """Lines under one name: the next dates of a service."""

    title: str | Text
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """One part of the page: its name, what it says, and how much it leaves out for room."""

    name: str
    heading: Text
    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()
    # How many more there are than are said.
    left_out: Line | None = None
    # What is said where there is nothing to say.
    nothing: Line | None = None

    @property
    def said(self) -> tuple[Line, ...]:
        """Every line of the section, in the order in which it is read."""
        lines = [*self.lines, *(line for group in self.groups for line in group.lines)]
        rest = [line for line in (self.left_out, None if lines else self.nothing) if line is not None]
        return (*lines, *rest)


def numbers_in(text: Any, measure: str = "") -> Iterator[tuple[str, float | date]]:
    """Give every number and date of a sentence, nested sentences and lists included, each with its name."""
    if isinstance(text, Text):
        if text.count is not None:
            yield f"{text.key}.count", text.count
        for name, value in text.values.items():
            yield from numbers_in(value, f"{text.key}.{name}")
    elif isinstance(text, (list, tuple)):
        for value in text:
            yield from numbers_in(value, measure)
    elif isinstance(text, (int, float, date)) and not isinstance(text, bool):
        yield measure, text


def of_milestones(keys: Iterable[str]) -> tuple[Record, ...]:
    """Return the records of some milestones, each once."""
    return tuple(Record("milestones", key) for key in dict.fromkeys(keys))


def more_line(left: Sequence[Any], key: str) -> Line | None:
    """Say how many more there are than are shown; None when all are."""
    if not left:
        return None
    keys = (one.item if hasattr(one, "item") else one.key for one in left)
    return Line(Text(key, count=len(left)), records=of_milestones(key for key in keys if key))
