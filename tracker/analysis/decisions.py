"""Every decision of a programme: of whom it is asked, by when, what waiting costs, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from tracker.analysis.awaited import asked_of
from tracker.analysis.bottlenecks import Bottlenecks
from tracker.analysis.facts import ItemState, Move
from tracker.analysis.items import Items
from tracker.analysis.last_days import LastDays, last_days_of
from tracker.analysis.network import keys_of
from tracker.analysis.situation import Situation
from tracker.model.decision import Decision, DecisionOption
from tracker.model.milestone import MilestoneKind
from tracker.planning.instants import Ints


class DecisionOutcome(StrEnum):
    """What came of what was asked, as known on the day of the analysis."""

    AWAITED = "awaited"
    TAKEN = "taken"
    REFUSED = "refused"
    # Cancelled, or its initiative ended: nobody waits for it any more.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class DecisionAnalysis:
    """One decision; texts are empty and dates None where nobody wrote them down."""

    key: str
    title: str
    initiative: str | None
    question: str
    # Names; empty: not said.
    asked_by: str
    asked_of: str
    asked_on: date | None
    options: tuple[DecisionOption, ...]
    outcome: DecisionOutcome
    # The day on which it was taken or refused.
    answered_on: date | None
    chosen: DecisionOption | None
    effect: str
    why: str
    # Of an open one: when it is expected, and when the approved plan has it.
    forecast: date | None
    planned: date | None
    # Keys of the open items that wait for it directly, then of the services and partners of all behind them.
    waiting: tuple[str, ...]
    services: tuple[str, ...]
    partners: tuple[str, ...]
    last_days: LastDays
    # What one more week of it moves, public openings first.
    one_more_week: tuple[Move, ...]

    @property
    def is_open(self) -> bool:
        """Whether the plan still waits for it: awaited, or refused and not planned anew."""
        return self.outcome in (DecisionOutcome.AWAITED, DecisionOutcome.REFUSED)

    @property
    def needed_by(self) -> date | None:
        """The last day that delays nothing."""
        return self.last_days.nothing


@dataclass(frozen=True, eq=False)
class Decisions(Sequence[DecisionAnalysis]):
    """The decisions in the order of the plan's rows; each is worked out when it is read, and kept."""

    items: Items
    bottlenecks: Bottlenecks
    situation: Situation

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return tuple(self._decision(int(row)) for row in self.rows[place])
        return self._decision(int(self.rows[place]))

    def __iter__(self) -> Iterator[DecisionAnalysis]:
        return (self._decision(int(row)) for row in self.rows)

    def by_key(self, key: str) -> DecisionAnalysis | None:
        """Return one decision; None: the programme has none with this key."""
        row = self.items.snapshot.milestones.row_of_key.get(key)
        return self._decision(row) if row is not None and row in self.rows else None

    @property
    def awaited(self) -> tuple[DecisionAnalysis, ...]:
        """Return those that the plan waits for, the one needed first before the others."""
        far = date.max
        found = [one for one in self if one.is_open]
        return tuple(sorted(found, key=lambda one: (one.needed_by or far, one.forecast or far, one.key)))

    @property
    def answered(self) -> tuple[DecisionAnalysis, ...]:
        """Return those taken and those refused, the latest answer first."""
        found = [one for one in self if one.answered_on is not None]
        return tuple(sorted(found, key=lambda one: (one.answered_on, one.key), reverse=True))

    @cached_property
    def rows(self) -> Ints:
        """The milestone rows that are decisions."""
        kinds = self.items.snapshot.milestones.column("kind")
        return np.array([row for row, kind in enumerate(kinds) if kind == MilestoneKind.DECISION], np.int64)

    @cached_property
    def _records(self) -> dict[int, Decision]:
        return {row.milestone_id: row for row in self.items.snapshot.decisions}

    @cached_property
    def _options(self) -> dict[int, tuple[DecisionOption, ...]]:
        rows = sorted(self.items.snapshot.decision_options, key=lambda row: (row.position, row.title))
        found: dict[int, tuple[DecisionOption, ...]] = {}
        for row in rows:
            found[row.milestone_id] = (*found.get(row.milestone_id, ()), row)
        return found

    @cached_property
    def _known(self) -> dict[int, DecisionAnalysis]:
        return {}

    def _decision(self, row: int) -> DecisionAnalysis:
        if row not in self._known:
            self._known[row] = self._worked_out(row)
        return self._known[row]

    def _worked_out(self, row: int) -> DecisionAnalysis:
        snapshot = self.items.snapshot
        milestone, item = snapshot.milestones[row], self.items.at(row)
        record = self._records.get(milestone.id)
        options = self._options.get(milestone.id, ())
        outcome, answered_on = _outcome(item.state, item.actual_finish, record, self.situation.as_of)
        is_open = outcome in (DecisionOutcome.AWAITED, DecisionOutcome.REFUSED)
        is_taken = outcome is DecisionOutcome.TAKEN
        holds = is_open and row in self.bottlenecks.rows
        asker = snapshot.posts.get(record.asked_by_id) if record else None
        initiative = snapshot.initiatives.get(milestone.initiative_id)
        return DecisionAnalysis(
            key=milestone.key,
            title=milestone.title,
            initiative=initiative.key if initiative else None,
            question=record.question if record else "",
            asked_by=asker.title if asker else "",
            asked_of=asked_of(snapshot, milestone),
            asked_on=record.asked_on if record else None,
            options=options,
            outcome=outcome,
            answered_on=answered_on,
            chosen=next((one for one in options if one.is_chosen and is_taken), None),
            effect=record.effect if record and answered_on else "",
            why=record.why if record and answered_on else "",
            forecast=item.early_finish if is_open else None,
            planned=item.planned_finish,
            waiting=self._waiting(row) if holds else (),
            **self._held(row, holds),
            last_days=self._last_days.get(row, LastDays(None, None)),
            one_more_week=self.bottlenecks.moves(row) if holds else (),
        )

    def _waiting(self, row: int) -> tuple[str, ...]:
        edges, standing = self.situation.network.edges, self.situation.standing
        after = edges.successor[edges.predecessor == row]
        after = np.unique(after[standing.is_open[after]])
        return tuple(keys_of(self.items.snapshot, self.situation.network.stand_ins, after))

    def _held(self, row: int, holds: bool) -> dict[str, tuple[str, ...]]:
        """Return the keys of the services and partners whose items wait, however far behind."""
        if not holds:
            return {"services": (), "partners": ()}
        below = self.bottlenecks.downstream_rows([row])
        partners = self.items.snapshot.partners
        column = self.items.snapshot.milestones.column("partner_id")
        found = {column[one] for one in below.tolist()} - {None}
        services = self.bottlenecks.services_among(below)
        return {"services": services, "partners": tuple(partners.by_id(one).key for one in sorted(found))}

    @cached_property
    def _last_days(self) -> dict[int, LastDays]:
        """The last harmless days of every open decision that holds something back."""
        holding = set(self.bottlenecks.rows.tolist())
        days = {row: self.items.at(row).early_finish for row in self.rows.tolist() if row in holding}
        forecast = {row: day for row, day in days.items() if day is not None}
        # What a week of each moves is asked next: all at once is cheaper than one by one.
        self.bottlenecks.openings_moved_days(list(forecast))
        return last_days_of(self.situation.delays, forecast, self.bottlenecks.is_opening)


def _outcome(
    state: ItemState, finish: date | None, record: Decision | None, as_of: date
) -> tuple[DecisionOutcome, date | None]:
    """Return what came of a decision, and on which day it was answered."""
    if state is ItemState.DONE:
        return DecisionOutcome.TAKEN, finish
    if state is ItemState.CANCELLED:
        return DecisionOutcome.WITHDRAWN, None
    if record is not None and record.refused_on is not None and record.refused_on <= as_of:
        return DecisionOutcome.REFUSED, record.refused_on
    return DecisionOutcome.AWAITED, None
