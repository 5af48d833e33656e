"""Builds small programmes for tests: a plan in a few lines, as the snapshot that storage would read."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

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
from tracker.model.snapshot import TABLES, Rows, Snapshot

MONDAY = date(2026, 1, 5)


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


def snapshot_of(content: ProgrammeContent, revision: int = 1) -> Snapshot:
    """Return the snapshot that a database holding only this programme would give."""
    return _Filling(content, revision).snapshot()


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


class _Filling:
    """Gives ids to a programme's content and turns its keys into them."""

    def __init__(self, content: ProgrammeContent, revision: int) -> None:
        self.content = content
        self.revision = revision
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self.ids: dict[tuple[str, str], int] = {}

    def snapshot(self) -> Snapshot:
        self._organisation()
        self._work()
        self._history()
        tables = {name: _rows(TABLES[name].__table__.c.keys(), self.rows[name]) for name in TABLES}  # type: ignore[attr-defined]  # every record of TABLES is a table
        fields = dict(self.content.programme) | {"id": 1, "key": self.content.key, "version": 1}
        programme = _row_type((*fields, "revision"))(**fields, revision=self.revision)
        return Snapshot(programme=programme, **tables)

    def _add(self, table: str, fields: Any, **more: Any) -> int:
        row = {**dict(fields), **more}
        row["id"] = len(self.rows[table]) + 1
        if "key" in row:
            self.ids[table, row["key"]] = row["id"]
        self.rows[table].append(row)
        return int(row["id"])

    def _id(self, table: str, key: str | None) -> int | None:
        return None if key is None else self.ids[table, key]

    def _organisation(self) -> None:
        for service in self.content.services:
            self._add("services", service)
        for post in self.content.posts:
            self._add("posts", post, service_id=self._id("services", post.service))
        for partner in self.content.partners:
            self._add("partners", partner)

    def _people(self, item: Any) -> dict[str, int | None]:
        return {"service_id": self._id("services", item.service), "owner_id": self._id("posts", item.owner)}

    def _work(self) -> None:
        for item in self.content.initiatives:
            identity = self._add("initiatives", item, **self._people(item))
            for other in item.also:
                self._add(
                    "participating_services",
                    {},
                    initiative_id=identity,
                    service_id=self._id("services", other),
                )
            for part in item.partners:
                self._add(
                    "initiative_partners",
                    part,
                    initiative_id=identity,
                    partner_id=self._id("partners", part.partner),
                )
        for found in self.content.milestones:
            ends = {
                "initiative_id": self._id("initiatives", found.initiative),
                "partner_id": self._id("partners", found.partner),
            }
            self._add("milestones", found, **self._people(found), **ends)
        for dependency in self.content.dependencies:
            self._add(
                "dependencies",
                dependency,
                **self._end("predecessor", dependency.predecessor),
                **self._end("successor", dependency.successor),
            )

    def _end(self, name: str, key: str) -> dict[str, int | None]:
        return {
            f"{name}_id": self.ids.get(("milestones", key)),
            f"{name}_initiative_id": self.ids.get(("initiatives", key)),
        }

    def _history(self) -> None:
        for said in self.content.updates:
            ends = {
                "milestone_id": self.ids.get(("milestones", said.item)),
                "initiative_id": self.ids.get(("initiatives", said.item)),
            }
            at = datetime(said.reported_on.year, said.reported_on.month, said.reported_on.day, tzinfo=UTC)
            self._add("updates", said, **ends, recorded_at=at)
        for approved in self.content.baselines:
            identity = self._add("baselines", approved)
            for dates in approved.dates:
                self._add(
                    "baseline_dates",
                    dates,
                    baseline_id=identity,
                    milestone_id=self._id("milestones", dates.milestone),
                )
        for indicator in self.content.indicators:
            belongs = {"initiative_id": self._id("initiatives", indicator.initiative)}
            identity = self._add("indicators", indicator, **belongs)
            for reading in indicator.readings:
                self._add("readings", reading, indicator_id=identity)
        for exception in self.content.calendar_exceptions:
            self._add("calendar_exceptions", exception)
        for setting in self.content.stall_rules:
            self._add("stall_rule_settings", setting)


_ROW_TYPES: dict[tuple[str, ...], Any] = {}


def _row_type(names: tuple[str, ...]) -> Any:
    if names not in _ROW_TYPES:
        _ROW_TYPES[names] = namedtuple("Row", names)  # the names are known only at run time
    return _ROW_TYPES[names]


def _rows(names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Rows[Any]:
    row_type = _row_type(tuple(names))
    fixed = {"programme_id": 1, "version": 1}
    return Rows([row_type(**{name: {**fixed, **row}.get(name) for name in names}) for row in rows], names)
