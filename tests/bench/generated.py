"""Makes up a programme of any size, the same for the same seed: done, late, silent and open work in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.model.baseline import BaselineFields
from tracker.model.content import (
    BaselineContent,
    BaselineDateContent,
    DependencyContent,
    InitiativeContent,
    MilestoneContent,
    PostContent,
    ProgrammeContent,
    UpdateContent,
)
from tracker.model.initiative import InitiativeStatus
from tracker.model.milestone import MilestoneKind, Nature
from tracker.model.organisation import PartnerFields, PartnerKind, ServiceFields
from tracker.model.programme import ProgrammeFields
from tracker.model.progress import DeclaredStatus
from tracker.planning import DependencyKind

START, STATUS_DATE = date(2025, 1, 6), date(2026, 6, 1)
SERVICES, POSTS, PARTNERS = 12, 12, 8
ITEMS_AN_INITIATIVE = 8
INITIATIVES_BEGIN_WITHIN_DAYS = 700
AXES = ("Foundations", "Services online", "Skills", "Open data")
LESS_USUAL_KINDS = (DependencyKind.SS, DependencyKind.FF)
DECLARED = (
    DeclaredStatus.ON_COURSE,
    DeclaredStatus.ON_COURSE,
    DeclaredStatus.ATTENTION,
    DeclaredStatus.SUPPORT_NEEDED,
    DeclaredStatus.COMPROMISED,
)


@dataclass(frozen=True)
class _Planned:
    """One item as approved, and what became of it."""

    content: MilestoneContent
    start: date
    finish: date
    after: tuple[int, ...]


def generated_programme(items: int, *, key: str = "generated", seed: int = 2026) -> ProgrammeContent:
    """Return a programme of so many items, two dependencies each, an approved plan and progress updates."""
    chance = Random(seed)  # noqa: S311  # made-up plans need no secrecy
    planned: list[_Planned] = []
    for place in range(items):
        planned.append(_item(place, planned, chance))
    return ProgrammeContent(
        key=key,
        programme=ProgrammeFields(
            title=f"A programme of {items} items", city="Testville", start=START, status_date=STATUS_DATE
        ),
        services=[ServiceFields(key=f"S{n}", name=f"Service {n}") for n in range(SERVICES)],
        posts=[PostContent(key=f"P{n}", title=f"Head of service {n}", service=f"S{n}") for n in range(POSTS)],
        partners=[
            PartnerFields(key=f"X{n}", name=f"Partner {n}", kind=list(PartnerKind)[n % len(PartnerKind)])
            for n in range(PARTNERS)
        ],
        initiatives=_initiatives(planned, chance),
        milestones=[one.content for one in planned],
        dependencies=_dependencies(planned, chance),
        updates=_updates(planned, chance),
        baselines=[_approved(planned)],
    )


def _item(place: int, planned: list[_Planned], chance: Random) -> _Planned:
    initiative, step = divmod(place, ITEMS_AN_INITIATIVE)
    after = {place - 1} if step else set()
    begin = START + timedelta(days=chance.randrange(INITIATIVES_BEGIN_WITHIN_DAYS))
    start = planned[place - 1].finish + timedelta(days=1) if step else begin
    # From elsewhere in the programme comes only what the plan expects to be there in time.
    there = [other for other, one in enumerate(planned) if one.finish < start and other != place - 1]
    after |= set(chance.sample(there, min(len(there), chance.choice((0, 1, 1, 2)))))
    work_days = chance.choice((5, 10, 15, 20, 30))
    finish = start + timedelta(days=work_days * 7 // 5)
    content = MilestoneContent(
        key=f"G{place}",
        title=f"Result {step + 1} of initiative {initiative} is there",
        kind=MilestoneKind.DECISION if place % 40 == 7 else MilestoneKind.MILESTONE,
        nature=chance.choice(list(Nature)),
        initiative=f"I{initiative}",
        service=f"S{chance.randrange(SERVICES)}",
        owner=f"P{chance.randrange(POSTS)}",
        partner=f"X{chance.randrange(PARTNERS)}" if chance.random() < 0.2 else None,
        work_days=0 if place % 40 == 7 else work_days,
        is_public_opening=step == ITEMS_AN_INITIATIVE - 1 and initiative % 3 == 0,
        position=place,
    )
    slip = timedelta(days=chance.choice((0, 0, 0, 3, 10, 25)))
    is_begun = all(planned[other].content.actual_finish for other in after) and start + slip < STATUS_DATE
    if is_begun:
        content.actual_start = start + slip
        if finish + slip < STATUS_DATE and chance.random() < 0.97:
            content.actual_finish = finish + slip
    return _Planned(content, start, finish, tuple(sorted(after)))


def _initiatives(planned: list[_Planned], chance: Random) -> list[InitiativeContent]:
    found = []
    for first in range(0, len(planned), ITEMS_AN_INITIATIVE):
        number = first // ITEMS_AN_INITIATIVE
        parts = [one.content for one in planned[first : first + ITEMS_AN_INITIATIVE]]
        status = InitiativeStatus.PLANNED
        if all(part.actual_finish for part in parts):
            status = InitiativeStatus.DONE
        elif any(part.actual_start for part in parts):
            status = InitiativeStatus.IN_PROGRESS
        found.append(
            InitiativeContent(
                key=f"I{number}",
                title=f"Initiative {number} of the city",
                axis=AXES[number % len(AXES)],
                status=status,
                service=f"S{chance.randrange(SERVICES)}",
                owner=f"P{chance.randrange(POSTS)}",
                cost=chance.randrange(10, 900) * 1000,
                position=number,
            )
        )
    return found


def _dependencies(planned: list[_Planned], chance: Random) -> list[DependencyContent]:
    return [
        DependencyContent(
            predecessor=planned[other].content.key,
            successor=one.content.key,
            kind=chance.choice(LESS_USUAL_KINDS) if chance.random() < 0.08 else DependencyKind.FS,
        )
        for one in planned
        for other in one.after
    ]


def _updates(planned: list[_Planned], chance: Random) -> list[UpdateContent]:
    found = []
    for one in planned:
        said_on = one.content.actual_start
        while said_on and said_on < min(one.content.actual_finish or STATUS_DATE, STATUS_DATE):
            found.append(
                UpdateContent(
                    item=one.content.key,
                    reported_on=said_on,
                    author="Focal point",
                    declared_status=chance.choice(DECLARED),
                    progress_percent=chance.randrange(0, 90, 10),
                    text="What was agreed at the last meeting is under way.",
                )
            )
            said_on += timedelta(days=chance.choice((14, 28, 60)))
    return found


def _approved(planned: list[_Planned]) -> BaselineContent:
    approved = BaselineFields(key="B1", name="Approved plan", approved_on=START, approved_by="City council")
    dates = [
        BaselineDateContent(
            milestone=one.content.key, start=one.start, finish=one.finish, work_days=one.content.work_days
        )
        for one in planned
    ]
    return BaselineContent(**approved.model_dump(), dates=dates)
