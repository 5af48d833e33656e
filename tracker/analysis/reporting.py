"""Which open items need a word from those who do the work, and why; the rest may stay unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from tracker.analysis.facts import ItemAnalysis, ItemState
from tracker.analysis.items import inherited
from tracker.i18n import Text
from tracker.model.programme import StallRule
from tracker.planning import NONE, date_of_day

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis

# A word given within a working week is enough, and a date within one is close.
WEEK_WORKING_DAYS = 5


class Call(StrEnum):
    """Why an item needs a word, the most pressing reason first."""

    OVERDUE = "overdue"
    DUE = "due"
    DISAGREEING = "disagreeing"
    SILENT = "silent"
    BEGUN = "begun"
    READY = "ready"


@dataclass(frozen=True)
class Scope:
    """Whose items: those of the services and of the posts, by key; `is_all` those of everybody."""

    services: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    is_all: bool = False


@dataclass(frozen=True)
class ItemToReport:
    """One open item of a scope; `calls` is empty when nothing need be said about it."""

    item: ItemAnalysis
    # The title of its initiative; empty for what is waited for by the programme as a whole.
    initiative: str
    version: int
    calls: tuple[Call, ...]
    # Working days since its planned finish, 0 before it.
    overdue_days: int
    # The day of the last word on it or on its initiative; None: nobody has said any.
    last_said_on: date | None

    @property
    def sentence(self) -> Text | None:
        """Why it needs a word, the most pressing reason alone."""
        if not self.calls:
            return None
        values = {"planned": self.item.planned_finish, "said_on": self.last_said_on}
        known = {name: day for name, day in values.items() if day is not None}
        call = self.calls[0]
        if call is Call.SILENT and self.last_said_on is None:
            return Text("call.never_said")
        return Text(f"call.{call}", known, count=self.overdue_days if call is Call.OVERDUE else None)


def items_to_report(analysis: ProgrammeAnalysis, scope: Scope) -> tuple[ItemToReport, ...]:
    """Return the open items of a scope: those that need a word first, the most pressing of them on top.

    An item needs one when it is overdue or due within a week, declared better than it is computed, silent
    for longer than the cadence, begun, or ready to begin; unless somebody has given word within a week.
    """
    return tuple(sorted((_item(analysis, row) for row in _rows(analysis, scope)), key=_turn))


def _turn(found: ItemToReport) -> tuple[bool, int, int, date, str]:
    order = list(Call)
    rank = order.index(found.calls[0]) if found.calls else len(order)
    finish = found.item.early_finish or date.max
    return (not found.calls, rank, -found.overdue_days, finish, found.item.key)


def _rows(analysis: ProgrammeAnalysis, scope: Scope) -> Iterator[int]:
    snapshot, items = analysis.snapshot, analysis.items
    is_mine = np.full(len(snapshot.milestones), scope.is_all, np.bool_)
    for column, table, keys in (
        ("service_id", snapshot.services, scope.services),
        ("owner_id", snapshot.posts, scope.posts),
    ):
        wanted = [row for key, row in table.row_of_key.items() if key in keys] if len(table) else []
        if wanted:
            is_mine |= np.isin(inherited(snapshot, column, table), wanted)
    return iter(np.flatnonzero(is_mine & items.is_open & ~items.is_history).tolist())


def _item(analysis: ProgrammeAnalysis, row: int) -> ItemToReport:
    snapshot, situation = analysis.snapshot, analysis.situation
    milestone, item = snapshot.milestones[row], analysis.items.at(row)
    initiative = snapshot.initiatives.get(milestone.initiative_id)
    said = int(situation.news.last_on[row])
    last = None if said == NONE else date_of_day(said)
    overdue = int(situation.standing.overdue[row])
    return ItemToReport(
        item=item,
        initiative=initiative.title if initiative else "",
        version=milestone.version,
        calls=() if _is_fresh(analysis, last) else tuple(_calls(analysis, item, overdue)),
        overdue_days=overdue,
        last_said_on=last,
    )


def _is_fresh(analysis: ProgrammeAnalysis, last: date | None) -> bool:
    if last is None:
        return False
    return analysis.calendar.working_days_between(last, analysis.as_of) < WEEK_WORKING_DAYS


def _calls(analysis: ProgrammeAnalysis, item: ItemAnalysis, overdue: int) -> Iterator[Call]:
    if overdue:
        yield Call.OVERDUE
    elif _is_due(analysis, item):
        yield Call.DUE
    if item.disagreement:
        yield Call.DISAGREEING
    if any(stall.rule is StallRule.NO_UPDATE for stall in analysis.stalls.of_item(item.key)):
        yield Call.SILENT
    if item.state is ItemState.IN_PROGRESS:
        yield Call.BEGUN
    elif item.state is ItemState.READY:
        yield Call.READY


def _is_due(analysis: ProgrammeAnalysis, item: ItemAnalysis) -> bool:
    """Whether what can be worked on is to be finished within a week."""
    if item.planned_finish is None or item.state not in (ItemState.IN_PROGRESS, ItemState.READY):
        return False
    return analysis.calendar.working_days_between(analysis.as_of, item.planned_finish) <= WEEK_WORKING_DAYS
