"""Works the facts of a programme out again from its rows, with plain code of the tests' own.

It knows Monday to Friday, finish-to-start dependencies without lag and one stall rule, and nothing of
`tracker.analysis` or `tracker.planning`: what both come to is no accident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from tracker.model.snapshot import TABLES
from tracker.storage.tables import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.storage import Database

TOLERANCE = 5
_RANKS = {"on_course": 0, "attention": 1, "support_needed": 2, "compromised": 3}
_BAD = {"at_risk": 1, "late": 2, "stalled": 2}


def read_rows(database: Database, programme_id: int) -> dict[str, list[Any]]:
    """Return the rows of every table as the database holds them."""
    with database.reading() as connection:
        return {
            name: list(
                connection.execute(
                    select(table_of(kind))
                    .where(table_of(kind).c.programme_id == programme_id)
                    .order_by(table_of(kind).c.id)
                )
            )
            for name, kind in TABLES.items()
        }


def position(day: date) -> int:
    """Return how many weekdays lie between the first Monday of 2001 and a day."""
    weeks, rest = divmod((day - date(2001, 1, 1)).days, 7)
    return weeks * 5 + min(rest, 5)


def weekday(place: int) -> date:
    weeks, rest = divmod(place, 5)
    return date(2001, 1, 1) + timedelta(days=weeks * 7 + rest)


def days(first: date, last: date) -> int:
    """Return the working days from one weekday to another, negative where it lies before."""
    return position(last) - position(first)


@dataclass
class Item:
    """One milestone: its row, its place in time (positions of weekdays) and what is computed of it."""

    row: Any
    before: list[Item] = field(default_factory=list)
    after: list[Item] = field(default_factory=list)
    begin: int = 0
    end: int = 0
    finish: date | None = None
    latest: float = inf
    planned_start: date | None = None
    planned: date | None = None
    approved: date | None = None
    original: date | None = None
    status: str | None = None

    @property
    def key(self) -> str:
        return str(self.row.key)


class Facts:
    """A programme on a day."""

    def __init__(self, programme: Any, rows: dict[str, list[Any]], as_of: date) -> None:
        self.programme, self.rows, self.as_of = programme, rows, as_of
        self.items = {row.id: Item(row) for row in rows["milestones"]}
        for link in rows["dependencies"]:
            before, after = self.items[link.predecessor_id], self.items[link.successor_id]
            before.after.append(after)
            after.before.append(before)
        self.plan = list(self._in_order())
        self.by_key = {item.key: item for item in self.items.values()}
        self._schedule()
        self._approve()
        self._judge()

    def _in_order(self) -> Iterator[Item]:
        """Give the items of the plan, each after those it depends on."""
        placed: set[str] = set()
        left = [item for item in self.items.values() if not item.row.is_cancelled]
        while left:
            for item in [one for one in left if all(b.key in placed for b in one.before)]:
                placed.add(item.key)
                left.remove(item)
                yield item

    # Dates --------------------------------------------------------------------------------------------

    def is_done(self, item: Item) -> bool:
        return item.row.actual_finish is not None and item.row.actual_finish <= self.as_of

    def is_started(self, item: Item) -> bool:
        row = item.row
        return not self.is_done(item) and row.actual_start is not None and row.actual_start <= self.as_of

    def is_open(self, item: Item) -> bool:
        return not item.row.is_cancelled and not self.is_done(item)

    def ends(self, longer: str = "", answered: tuple[str, int] = ("", 0)) -> dict[str, tuple[int, date]]:
        """Return where each item of the plan ends.

        `longer`: a key whose work takes a week more; `answered`: a key, and the weekday that it ends on.
        """
        found: dict[str, tuple[int, date]] = {}
        today = position(self.as_of)
        for item in self.plan:
            row, more = item.row, 5 if item.key == longer else 0
            if self.is_done(item):
                found[item.key] = position(row.actual_finish) + 1, row.actual_finish
                continue
            if item.key == answered[0]:
                found[item.key] = answered[1] + 1, weekday(answered[1])
                continue
            begin = max([today, position(self.programme.start), *(found[b.key][0] for b in item.before)])
            work = int(row.remaining_days if self.is_started(item) else row.work_days) + more
            item.begin = begin if not longer else item.begin
            found[item.key] = begin + work, weekday(begin + max(work, 1) - 1)
        return found

    def _schedule(self) -> None:
        for key, (end, finish) in self.ends().items():
            self.by_key[key].end, self.by_key[key].finish = end, finish
        last = max(item.end for item in self.plan)
        for item in reversed(self.plan):
            follows = [b.latest - (b.end - b.begin) for b in item.after if self.is_open(b)]
            item.latest = min([last, *follows])

    @property
    def finish(self) -> date:
        return max(item.finish for item in self.plan if item.finish)

    # Plans --------------------------------------------------------------------------------------------

    @cached_property
    def baselines(self) -> list[Any]:
        known = [row for row in self.rows["baselines"] if row.approved_on <= self.as_of]
        return sorted(known, key=lambda row: (row.approved_on, row.id))

    def _approve(self) -> None:
        for row in self.rows["baseline_dates"]:
            item = self.items[row.milestone_id]
            if self.baselines and row.baseline_id == self.baselines[-1].id:
                item.approved = item.planned = row.finish
                item.planned_start = row.start
        for plan in reversed(self.baselines):
            for row in self.rows["baseline_dates"]:
                if row.baseline_id == plan.id:
                    self.items[row.milestone_id].original = row.finish
        if not self.baselines:
            ends: dict[str, int] = {}
            for item in self.plan:
                begin = max([position(self.programme.start), *(ends[b.key] for b in item.before)])
                work = int(item.row.work_days)
                ends[item.key] = begin + work
                item.planned_start, item.planned = weekday(begin), weekday(begin + max(work, 1) - 1)

    def variance(self, item: Item) -> int | None:
        if item.approved is None or item.finish is None:
            return None
        return days(item.approved, item.finish)

    # Status -------------------------------------------------------------------------------------------

    def overdue(self, item: Item) -> int:
        """Return by how many working days an item that can act has passed its date."""
        if not self.is_open(item) or item.planned is None or any(map(self.is_open, item.before)):
            return 0
        return max(0, days(item.planned, self.as_of))

    @cached_property
    def counts_overdue(self) -> bool:
        switched_off = [row.rule for row in self.rows["stall_rule_settings"] if not row.is_on]
        return "overdue" not in switched_off

    def is_stalled(self, item: Item) -> bool:
        return self.counts_overdue and self.overdue(item) > 0

    def _judge(self) -> None:
        for item in self.plan:
            item.status = self._status(item)

    def _status(self, item: Item) -> str | None:
        if self.is_done(item):
            return "done"
        if self.is_stalled(item):
            return "stalled"
        late = self.variance(item)
        if late is None:
            return None
        if late > TOLERANCE:
            return "late"
        if late > 0 or self._is_driven_by_a_stall(item):
            return "at_risk"
        is_to_come = not self.is_started(item) and item.planned_start and item.planned_start > self.as_of
        return "to_come" if is_to_come else "on_course"

    def drivers(self, item: Item) -> list[Item]:
        """Return the open items whose end is where an item that has not begun begins."""
        if not self.is_open(item) or self.is_started(item):
            return []
        return [one for one in item.before if self.is_open(one) and one.end == item.begin]

    def _is_driven_by_a_stall(self, item: Item) -> bool:
        return any(self.is_stalled(one) or self._is_driven_by_a_stall(one) for one in self.drivers(item))

    def with_status(self, *wanted: str | None) -> list[Item]:
        return [item for item in self.plan if item.status in wanted]

    @property
    def opened(self) -> list[Item]:
        return [item for item in self.plan if self.is_open(item)]

    # What people said ---------------------------------------------------------------------------------

    @cached_property
    def updates(self) -> list[Any]:
        known = [row for row in self.rows["updates"] if row.reported_on <= self.as_of]
        return sorted(known, key=lambda row: (row.reported_on, row.id))

    def word(self, item: Item) -> Any:
        """Return the last update in which an item's status was declared."""
        own = [row for row in self.updates if row.milestone_id == item.row.id]
        return next((row for row in reversed(own) if row.declared_status != "not_given"), None)

    def is_faded(self, item: Item) -> bool:
        own = [row.reported_on for row in self.updates if row.milestone_id == item.row.id]
        return self.word(item) is not None and days(max(own), self.as_of) > 20

    def disagrees(self, item: Item) -> bool:
        word = self.word(item)
        if word is None or not self.is_open(item):
            return False
        return _RANKS[word.declared_status] < _BAD.get(item.status or "", 0)

    # What holds back ----------------------------------------------------------------------------------

    def downstream(self, item: Item) -> list[Item]:
        found: dict[str, Item] = {}
        for one in item.after:
            if self.is_open(one):
                found.update({below.key: below for below in (one, *self.downstream(one))})
        return list(found.values())

    def moves(self, item: Item) -> list[tuple[Item, int, date]]:
        """Return what one more week of an item moves, openings first, the most days first."""
        if not any(self.is_open(one) for one in item.after):
            return []
        found = []
        for key, (_, finish) in self.ends(longer=item.key).items():
            one = self.by_key[key]
            later = days(one.finish, finish) if one.finish else 0
            if later > 0 and (one is not item or one.row.is_public_opening):
                found.append((one, later, finish))
        return sorted(found, key=lambda move: (not move[0].row.is_public_opening, -move[1], move[0].row.id))

    def needed_by(self, item: Item) -> date | None:
        """Return the last weekday on which an answer moves nothing else, tried one after the other."""
        first = position(item.finish) if item.finish else 0
        for place in range(first, first + 1000):
            ends = self.ends(answered=(item.key, place))
            if any(one.finish != ends[one.key][1] for one in self.plan if one is not item):
                return weekday(place - 1)
        return None

    def service(self, item: Item) -> int | None:
        above = {row.id: row for row in self.rows["initiatives"]}.get(item.row.initiative_id)
        own: int | None = item.row.service_id
        return own if own is not None or above is None else above.service_id

    def share(self, column: str) -> int:
        """Return the share of the milestones planned or reached by the day, whole percents, cut."""
        if column == "planned":
            reached = [item for item in self.plan if item.planned and item.planned <= self.as_of]
        else:
            reached = [item for item in self.plan if self.is_done(item)]
        return 100 * len(reached) // len(self.plan)
