"""What a link shows of a programme: the initiatives that are shared, and how much of the rest they touch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from tracker.analysis.facts import ComputedStatus, InitiativeAnalysis, ItemAnalysis, ItemState
from tracker.analysis.programme import ProgrammeAnalysis
from tracker.model.initiative import Period
from tracker.model.milestone import MilestoneKind
from tracker.model.progress import DeclaredStatus
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, date_of_day
from tracker.planning.instants import Bools, Ints


@dataclass(frozen=True)
class ShareScope:
    """Which initiatives a link shows, for which partner, and what it shows of them beyond the dates."""

    initiative_ids: frozenset[int]
    # The partner the link is for: its own milestones are what the city expects of it.
    partner_id: int | None = None
    shows_people: bool = False
    shows_money: bool = False
    shows_notes: bool = False


@dataclass(frozen=True)
class SharedNote:
    """The latest that was said of an item."""

    on: date
    # Empty unless people are shown.
    author: str
    status: DeclaredStatus
    text: str
    blocked_by: str
    # Empty unless people are shown: it may name one.
    could_unblock: str


@dataclass(frozen=True)
class SharedMilestone:
    """One milestone that is shared. What lies outside the scope appears as a count and a date alone."""

    id: int
    key: str
    title: str
    kind: MilestoneKind
    is_public_opening: bool
    # The partner's own: what the city expects of it.
    is_expected_of_partner: bool
    state: ItemState
    status: ComputedStatus | None
    # First working day of the work, as it happened or is forecast; None: out of the plan.
    start: date | None
    # Its last working day, as it happened or is forecast.
    finish: date | None
    approved_finish: date | None
    # Working days, positive = late; None: nothing to compare with.
    variance_days: int | None
    # Keys of the shared items, not reached yet, that it waits for.
    waits_for: tuple[str, ...]
    # How many items outside the scope, not reached yet, it waits for, and when the last is expected.
    waits_for_others: int
    others_expected: date | None
    # Keys of the shared items that wait for it, and how many outside the scope do.
    holds: tuple[str, ...]
    holds_others: int
    # Public openings outside the scope that depend on it, directly or not.
    opens: int
    # Post and body that act on it; empty unless people are shown.
    people: tuple[str, ...]
    note: SharedNote | None

    @property
    def is_open(self) -> bool:
        return self.state not in (ItemState.DONE, ItemState.CANCELLED)


@dataclass(frozen=True)
class SharedInitiative:
    """One initiative that is shared, its milestones in the order of their dates."""

    key: str
    title: str
    why_it_matters: str
    description: str
    service: str
    status: ComputedStatus | None
    start: date | None
    finish: date | None
    approved_finish: date | None
    variance_days: int | None
    # What the partner brings to it, in the words of the city.
    contribution: str
    # Whole units of the programme's currency; None: not known or not shown.
    cost: int | None
    funding: str
    note: SharedNote | None
    milestones: tuple[SharedMilestone, ...]


@dataclass(frozen=True)
class SharedRoadmap:
    """All that one link shows on a day: nothing else of the programme can be read from it."""

    programme: str
    city: str
    currency: str
    as_of: date
    partner: str
    initiatives: tuple[SharedInitiative, ...]

    @property
    def milestones(self) -> tuple[SharedMilestone, ...]:
        return tuple(milestone for one in self.initiatives for milestone in one.milestones)

    @property
    def expected(self) -> tuple[SharedMilestone, ...]:
        """What the city expects of the partner, the next one first."""
        own = [one for one in self.milestones if one.is_expected_of_partner and one.is_open]
        return tuple(sorted(own, key=lambda one: one.finish or date.max))

    @property
    def waiting(self) -> tuple[SharedMilestone, ...]:
        """The open milestones that wait for somebody else, soonest first.

        Of a partner's link: its own that wait for work which is not its own. Of any other: those that
        wait for something outside the scope.
        """
        found = [one for one in self.milestones if one.is_open and self._waits_for_somebody_else(one)]
        return tuple(sorted(found, key=lambda one: one.start or date.max))

    def _waits_for_somebody_else(self, one: SharedMilestone) -> bool:
        if not self.partner:
            return one.waits_for_others > 0
        others = [key for key in one.waits_for if not self.by_key(key).is_expected_of_partner]
        return one.is_expected_of_partner and (one.waits_for_others > 0 or bool(others))

    def by_key(self, key: str) -> SharedMilestone:
        """Return a shared milestone.

        Raises:
            KeyError: nothing of this key is shared.
        """
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, SharedMilestone]:
        return {one.key: one for one in self.milestones}


def initiatives_of_partner(snapshot: Snapshot, partner_id: int) -> frozenset[int]:
    """Return the ids of the initiatives in which a partner takes part or has a milestone."""
    takes_part = {row.initiative_id for row in snapshot.initiative_partners if row.partner_id == partner_id}
    given = {row.initiative_id for row in snapshot.milestones if row.partner_id == partner_id}
    return frozenset(found for found in takes_part | given if found is not None)


def shared_roadmap(analysis: ProgrammeAnalysis, scope: ShareScope) -> SharedRoadmap:
    """Return what a link shows of a programme as analysed: the facts of its scope and no others.

    A neighbour outside the scope is never named: it is counted, and the latest date of those counted is
    told. Initiatives that the programme no longer has are passed over.
    """
    return _Cut(analysis, scope).roadmap()


class _Cut:
    """The rows of a programme inside a scope, and their ties to the rest."""

    def __init__(self, analysis: ProgrammeAnalysis, scope: ShareScope) -> None:
        self.analysis, self.scope, self.snapshot = analysis, scope, analysis.snapshot
        self.is_open: Bools = analysis.situation.standing.is_open
        self.is_inside = self._inside()
        self.notes = _latest_notes(analysis, shows_people=scope.shows_people) if scope.shows_notes else {}

    def roadmap(self) -> SharedRoadmap:
        programme, partner = self.snapshot.programme, self.snapshot.partners.get(self.scope.partner_id)
        return SharedRoadmap(
            programme=programme.title,
            city=programme.city,
            currency=programme.currency,
            as_of=self.analysis.as_of,
            partner=partner.name if partner else "",
            initiatives=tuple(self._initiatives()),
        )

    def _inside(self) -> Bools:
        """For each item row (milestones, then the stand-ins of empty initiatives), whether it is shared."""
        ids = self.scope.initiative_ids
        milestones = [row.initiative_id in ids for row in self.snapshot.milestones]
        identities = self.snapshot.initiatives.column("id")
        stand_ins = [identities[row] in ids for row in self.analysis.situation.network.stand_ins.tolist()]
        return np.array([*milestones, *stand_ins], np.bool_)

    def _initiatives(self) -> Iterator[SharedInitiative]:
        for row, found in zip(self.snapshot.initiatives, self.analysis.initiatives, strict=True):
            if row.id in self.scope.initiative_ids:
                yield self._initiative(row, found)

    def _initiative(self, row: Any, found: InitiativeAnalysis) -> SharedInitiative:
        service = self.snapshot.services.get(row.service_id)
        milestones = [
            self._milestone(place)
            for place, initiative in enumerate(self.snapshot.milestones.column("initiative_id"))
            if initiative == row.id
        ]
        is_past = row.period == Period.HISTORY
        return SharedInitiative(
            key=row.key,
            title=row.title,
            why_it_matters=row.why_it_matters,
            description=row.description,
            service=service.name if service else "",
            status=ComputedStatus.DONE if is_past else found.computed_status,
            start=found.start,
            finish=found.finish,
            approved_finish=found.approved_finish,
            variance_days=found.variance_days,
            contribution=self._contribution(row.id),
            cost=row.cost if self.scope.shows_money else None,
            funding=row.funding if self.scope.shows_money else "",
            note=self.notes.get(("initiative", row.id)),
            milestones=tuple(sorted(milestones, key=lambda one: (one.finish or date.max, one.key))),
        )

    def _contribution(self, initiative_id: int) -> str:
        parts = self.snapshot.initiative_partners
        own = (row for row in parts if row.initiative_id == initiative_id)
        return next((row.contribution for row in own if row.partner_id == self.scope.partner_id), "")

    def _milestone(self, place: int) -> SharedMilestone:
        row, item = self.snapshot.milestones[place], self.analysis.items.at(place)
        before, after = self._neighbours(place)
        others = before[~self.is_inside[before]]
        partner = self.scope.partner_id
        return SharedMilestone(
            id=row.id,
            key=row.key,
            title=row.title,
            kind=row.kind,
            is_public_opening=row.is_public_opening,
            is_expected_of_partner=partner is not None and row.partner_id == partner,
            state=item.state,
            status=item.computed_status,
            start=item.actual_start or item.early_start,
            finish=item.actual_finish or item.early_finish,
            approved_finish=item.approved_finish,
            variance_days=item.variance_days,
            waits_for=self._keys(before[self.is_inside[before]]),
            waits_for_others=len(others),
            others_expected=self._latest(others),
            holds=self._keys(after[self.is_inside[after]]),
            holds_others=int((~self.is_inside[after]).sum()),
            opens=self._openings_outside(place),
            people=self._people(row, item) if self.scope.shows_people else (),
            note=self.notes.get(("milestone", row.id)),
        )

    def _neighbours(self, place: int) -> tuple[Ints, Ints]:
        """Return the open item rows that an open item waits for, and those that wait for it."""
        edges = self.analysis.situation.network.edges
        if not self.is_open[place]:
            nothing = np.zeros(0, np.int64)
            return nothing, nothing
        before = np.unique(edges.predecessor[edges.successor == place])
        after = np.unique(edges.successor[edges.predecessor == place])
        return before[self.is_open[before]], after[self.is_open[after]]

    def _keys(self, rows: Ints) -> tuple[str, ...]:
        keys = self.snapshot.milestones.column("key")
        return tuple(keys[row] for row in rows.tolist() if row < len(keys))

    def _latest(self, rows: Ints) -> date | None:
        finish = self.analysis.items.early_finish
        days = [int(finish[row]) for row in rows.tolist() if row < len(finish) and finish[row] != NONE]
        return date_of_day(max(days)) if days else None

    def _openings_outside(self, place: int) -> int:
        if not self.is_open[place]:
            return 0
        rows = self.analysis.bottlenecks.downstream_rows([place])
        is_opening = self.snapshot.milestones.column("is_public_opening")
        return sum(is_opening[row] and not self.is_inside[row] for row in rows.tolist())

    def _people(self, row: Any, item: ItemAnalysis) -> tuple[str, ...]:
        above = self.snapshot.initiatives.get(row.initiative_id)
        owner = self.snapshot.posts.get(row.owner_id or (above.owner_id if above else None))
        service = self.snapshot.services.by_key(item.service_key or "")
        return tuple(
            name for name in (owner and owner.title, service and service.name, row.awaited_from) if name
        )


def _latest_notes(analysis: ProgrammeAnalysis, *, shows_people: bool) -> dict[tuple[str, int], SharedNote]:
    """Return the latest update of each milestone and initiative, as known on the day of the analysis."""
    found: dict[tuple[str, int], SharedNote] = {}
    for update in _in_order(analysis.snapshot.updates, analysis.as_of):
        subject = (
            ("milestone", update.milestone_id)
            if update.milestone_id
            else ("initiative", update.initiative_id)
        )
        found[subject] = SharedNote(
            on=update.reported_on,
            author=update.author if shows_people else "",
            status=update.declared_status,
            text=update.text,
            blocked_by=update.blocked_by,
            could_unblock=update.could_unblock if shows_people else "",
        )
    return found


def _in_order(updates: Collection[Any], as_of: date) -> list[Any]:
    known = [update for update in updates if update.reported_on <= as_of]
    return sorted(known, key=lambda update: (update.reported_on, update.id))
