"""Builds small programmes for tests: a plan in a few lines, as the snapshot that storage would read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.exchange.snapshot_of_content import snapshot_of
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
from tracker.model.organisation import PartnerFields, PartnerKind, ServiceFields
from tracker.model.programme import CalendarExceptionFields, ProgrammeFields, StallRuleSettingFields

MONDAY = date(2026, 1, 5)
__all__ = [
    "MONDAY",
    "baseline",
    "depends",
    "initiative",
    "milestone",
    "plan",
    "seven_milestones",
    "snapshot_of",
    "update",
]


def milestone(key: str, work_days: float = 0, **fields: Any) -> MilestoneContent:
    return MilestoneContent(
        key=key, title=fields.pop("title", f"{key} reached"), work_days=work_days, **fields
    )


def initiative(key: str, **fields: Any) -> InitiativeContent:
    return InitiativeContent(key=key, title=fields.pop("title", f"Initiative {key}"), **fields)


def depends(successor: str, *predecessors: str, **fields: Any) -> list[DependencyContent]:
    """Return one dependency of the successor on each predecessor."""
    return [DependencyContent(predecessor=key, successor=successor, **fields) for key in predecessors]


def update(item: str, reported_on: date, **fields: Any) -> UpdateContent:
    return UpdateContent(
        item=item, reported_on=reported_on, author=fields.pop("author", "Focal point"), **fields
    )


def baseline(
    key: str, approved_on: date, dates: Mapping[str, tuple[date, date]], **fields: Any
) -> BaselineContent:
    """Return an approved plan; `dates` gives the first and last working day of each milestone."""
    return BaselineContent(
        key=key,
        name=f"Plan {key}",
        approved_on=approved_on,
        approved_by="Mayor",
        dates=[BaselineDateContent(milestone=of, start=a, finish=b) for of, (a, b) in dates.items()],
        **fields,
    )


def plan(
    milestones: Sequence[MilestoneContent],
    dependencies: Iterable[Sequence[DependencyContent]] = (),
    *,
    key: str = "test",
    start: date = MONDAY,
    initiatives: Sequence[InitiativeContent] = (),
    updates: Sequence[UpdateContent] = (),
    baselines: Sequence[BaselineContent] = (),
    calendar_exceptions: Sequence[CalendarExceptionFields] = (),
    stall_rules: Sequence[StallRuleSettingFields] = (),
    **programme: Any,
) -> ProgrammeContent:
    """Return a programme's content; services, posts and partners are made from the keys that are used."""
    fields = ProgrammeFields(title="Test", city="Testville", start=start, **programme)
    used: list[MilestoneContent | InitiativeContent] = [*milestones, *initiatives]
    services = {item.service for item in used} | {other for item in initiatives for other in item.also}
    partners = {item.partner for item in milestones} | {
        part.partner for item in initiatives for part in item.partners
    }
    return ProgrammeContent(
        key=key,
        programme=fields,
        services=[ServiceFields(key=name, name=name.title()) for name in sorted(filter(None, services))],
        posts=[
            PostContent(key=name, title=name.title()) for name in sorted({i.owner for i in used if i.owner})
        ],
        partners=[
            PartnerFields(key=name, name=name.title(), kind=PartnerKind.VENDOR)
            for name in sorted(filter(None, partners))
        ],
        initiatives=list(initiatives),
        milestones=list(milestones),
        dependencies=[dependency for group in dependencies for dependency in group],
        updates=list(updates),
        baselines=list(baselines),
        calendar_exceptions=list(calendar_exceptions),
        stall_rules=list(stall_rules),
    )


def seven_milestones(**more: Any) -> ProgrammeContent:
    """Return the worked example of seven milestones that all dates of the tests were computed for by hand."""
    rows = (
        ("M1", 20, "procurement", None),
        ("M2", 30, "it", "internet-provider"),
        ("M3", 25, "procurement", None),
        ("M4", 15, "it", "university"),
        ("M5", 10, "hr", None),
        ("M6", 10, "registry", None),
        ("M7", 15, "communication", None),
    )
    changed = more.pop("changed", {})
    milestones = [
        milestone(
            key,
            days,
            service=service,
            partner=partner,
            is_public_opening=key in ("M6", "M7"),
            position=place,
            **changed.get(key, {}),
        )
        for place, (key, days, service, partner) in enumerate(rows)
    ]
    links = [
        depends("M2", "M1"),
        depends("M4", "M2", "M3"),
        depends("M5", "M3"),
        depends("M6", "M4", "M5"),
        depends("M7", "M2"),
    ]
    return plan(milestones, links, key="seven-milestones", **more)
