"""What anybody may read of a programme: what the city has marked public, by title and date alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, InitiativeAnalysis, ItemState
from tracker.model.initiative import Period

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis


@dataclass(frozen=True)
class PublicMilestone:
    """One milestone that is marked public; its key alone tells it apart in a calendar."""

    key: str
    title: str
    is_opening: bool
    is_done: bool
    is_cancelled: bool
    # As it happened or is expected; of what is given up the day it was approved for. None: not known.
    on: date | None
    # As approved, when that is another day; None: nothing to compare with, or the same.
    first_said: date | None


@dataclass(frozen=True)
class PublicInitiative:
    """One initiative that is marked public, with those of its milestones that are."""

    title: str
    why_it_matters: str
    # Whether it is done, given up, begun or still to come: how it fares is for the city to say in words.
    state: ItemState
    finish: date | None
    milestones: tuple[PublicMilestone, ...]


@dataclass(frozen=True)
class PublicRoadmap:
    """All that a public page shows on a day: nothing else of the programme can be read from it."""

    programme: str
    city: str
    as_of: date
    initiatives: tuple[PublicInitiative, ...]
    # Public milestones of initiatives that are not public themselves: those are not named.
    others: tuple[PublicMilestone, ...]

    @property
    def milestones(self) -> tuple[PublicMilestone, ...]:
        """Everything dated, by its day."""
        found = [*self.others, *(one for each in self.initiatives for one in each.milestones)]
        return tuple(sorted(found, key=lambda one: (one.on or date.max, one.key)))

    @property
    def openings(self) -> tuple[PublicMilestone, ...]:
        """The services that open to citizens: those to come by their day, then those that have."""
        return tuple(sorted((one for one in self.milestones if one.is_opening), key=lambda one: one.is_done))


def public_roadmap(analysis: ProgrammeAnalysis) -> PublicRoadmap:
    """Return what is marked public of a programme as analysed, and not a word of the rest."""
    snapshot = analysis.snapshot
    milestones = [(row.initiative_id, _milestone(analysis, place)) for place, row in _public_rows(analysis)]
    initiatives = list(zip(snapshot.initiatives, analysis.initiatives, strict=True))
    public = {row.id for row, _ in initiatives if row.is_public}
    return PublicRoadmap(
        programme=snapshot.programme.title,
        city=snapshot.programme.city,
        as_of=analysis.as_of,
        initiatives=tuple(
            _initiative(analysis, row, found, [one for above, one in milestones if above == row.id])
            for row, found in initiatives
            if row.id in public
        ),
        others=tuple(one for above, one in milestones if above not in public),
    )


def _public_rows(analysis: ProgrammeAnalysis) -> Iterator[tuple[int, Any]]:
    for place, row in enumerate(analysis.snapshot.milestones):
        if row.is_public:
            yield place, row


def _milestone(analysis: ProgrammeAnalysis, place: int) -> PublicMilestone:
    row, item = analysis.snapshot.milestones[place], analysis.items.at(place)
    is_cancelled = item.state is ItemState.CANCELLED
    on = item.actual_finish or item.early_finish
    approved = item.original_finish or item.approved_finish
    return PublicMilestone(
        key=row.key,
        title=row.title,
        is_opening=row.is_public_opening,
        is_done=item.state is ItemState.DONE,
        is_cancelled=is_cancelled,
        on=on or (approved if is_cancelled else None),
        first_said=approved if approved != on and not is_cancelled else None,
    )


def _initiative(
    analysis: ProgrammeAnalysis, row: Any, found: InitiativeAnalysis, milestones: list[PublicMilestone]
) -> PublicInitiative:
    return PublicInitiative(
        title=row.title,
        why_it_matters=row.why_it_matters,
        state=_state(analysis, row, found),
        finish=found.finish,
        milestones=tuple(sorted(milestones, key=lambda one: (one.on or date.max, one.key))),
    )


def _state(analysis: ProgrammeAnalysis, row: Any, found: InitiativeAnalysis) -> ItemState:
    if row.status.is_ended:
        return ItemState.CANCELLED
    if row.period == Period.HISTORY or found.computed_status is ComputedStatus.DONE:
        return ItemState.DONE
    states = {analysis.items.by_key(key).state for key in found.milestones}
    is_begun = bool(states & {ItemState.DONE, ItemState.IN_PROGRESS})
    return ItemState.IN_PROGRESS if is_begun else ItemState.TO_COME
