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
from tracker.analysis.network import keys_of
from tracker.analysis.situation import Situation
from tracker.model.decision import Decision, DecisionOption
from tracker.model.milestone import MilestoneKind
from tracker.planning.instants import Ints

# How many working days after the forecast are tried, first far apart, then one by one.
_LADDER = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584)


class DecisionOutcome(StrEnum):
    """What came of what was asked, as known on the day of the analysis."""

    AWAITED = "awaited"
    TAKEN = "taken"
    REFUSED = "refused"
    # Cancelled, or its initiative ended: nobody waits for it any more.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class LastDays:
    """Until when an open decision may be taken without harm; None: no day of the plan ever comes of it.

    `nothing`: the last day on which it moves the forecast finish of no other item; one working day later
    it moves one. `openings`: the same of public openings alone. Both may lie before the day of the
    analysis: then each further day costs.
    """

    nothing: date | None
    openings: date | None


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
            last_days=self._last_days(row) if holds else LastDays(None, None),
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

    def _last_days(self, row: int) -> LastDays:
        """Find the last harmless days by rerunning the forecast with later and later answers.

        An answer counts from the evening of its day, as it does once it is recorded. Whatever comes later
        moves as much or more, so that a harmless day lies between a harmless and a harmful one tried.
        """
        delays = self.situation.delays
        calendar, day = delays.calendar_of(row), self.items.at(row).early_finish
        if day is None:
            return LastDays(None, None)
        is_opening = self.bottlenecks.is_opening

        def harm(steps: Sequence[int]) -> list[tuple[bool, bool]]:
            minutes = [delays.minutes_to(row, calendar.add_working_days(day, step)) for step in steps]
            found = []
            for moved, late in zip(
                delays.moved([row] * len(steps), np.array(minutes, np.int64)), minutes, strict=True
            ):
                others = moved[0][moved[0] != row]
                found.append((bool(late and len(others)), bool(late and is_opening[others].any())))
            return found

        tried = dict(zip(_LADDER, harm(_LADDER), strict=True))
        found = []
        for which in (0, 1):
            last = _last_harmless(tried, which, harm)
            found.append(None if last is None else calendar.add_working_days(day, last))
        return LastDays(*found)


def _last_harmless(tried: dict[int, tuple[bool, bool]], which: int, harm: Any) -> int | None:
    """Return the last step without harm, -1 if the first does harm already, None if none ever does."""
    bad = [step for step, harms in tried.items() if harms[which]]
    if not bad:
        return None
    first_bad = min(bad)
    good = max((step for step in tried if step < first_bad), default=-1)
    between = range(good + 1, first_bad)
    while between:
        asked = sorted({between[len(between) * part // 8] for part in range(8)})
        tried.update(zip(asked, harm(asked), strict=True))
        first_bad = min([first_bad, *(step for step in asked if tried[step][which])])
        good = max([good, *(step for step in asked if step < first_bad)])
        between = range(good + 1, first_bad)
    return good


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
