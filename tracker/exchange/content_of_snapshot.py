"""Says a snapshot with keys instead of ids, as a roadmap file says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from tracker.model.base import Fields
from tracker.model.baseline import BaselineFields
from tracker.model.content import (
    AbsenceContent,
    BaselineContent,
    BaselineDateContent,
    DecisionContent,
    DependencyContent,
    IndicatorContent,
    InitiativeContent,
    InitiativePartnerContent,
    MilestoneContent,
    PostContent,
    ProgrammeContent,
    ReadingContent,
    UpdateContent,
    WorkCalendarContent,
    WorkNeedContent,
)
from tracker.model.decision import DecisionOptionFields
from tracker.model.foreign import ForeignElementFields
from tracker.model.organisation import PartnerFields, ServiceFields
from tracker.model.programme import CalendarExceptionFields, ProgrammeFields, StallRuleSettingFields
from tracker.model.snapshot import Rows, Snapshot
from tracker.model.work_calendar import OtherHoursFields, WorkCalendarFields

F = TypeVar("F", bound=Fields)


def content_of(snapshot: Snapshot) -> ProgrammeContent:
    """Return the content of a programme: all that is kept of it but ids, versions and the journal."""
    return _Keys(snapshot).content()


class _Keys:
    """The keys of one snapshot's records by id."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.services = _keys(snapshot.services)
        self.posts = _keys(snapshot.posts)
        self.partners = _keys(snapshot.partners)
        self.initiatives = _keys(snapshot.initiatives)
        self.milestones = _keys(snapshot.milestones)
        self.calendars = _keys(snapshot.work_calendars)

    def content(self) -> ProgrammeContent:
        kept = self.snapshot
        return ProgrammeContent(
            key=kept.programme.key,
            programme=_as(ProgrammeFields, kept.programme),
            services=[_as(ServiceFields, row) for row in kept.services],
            posts=[self._named(PostContent, row) for row in kept.posts],
            partners=[_as(PartnerFields, row) for row in kept.partners],
            initiatives=self._initiatives(),
            milestones=[self._named(MilestoneContent, row) for row in kept.milestones],
            decisions=self._decisions(),
            dependencies=[self._dependency(row) for row in kept.dependencies],
            updates=_once(self._update(row) for row in kept.updates),
            baselines=self._baselines(),
            indicators=self._indicators(),
            calendar_exceptions=[_as(CalendarExceptionFields, row) for row in kept.calendar_exceptions],
            stall_rules=[_as(StallRuleSettingFields, row) for row in kept.stall_rule_settings],
            work_calendars=self._work_calendars(),
            absences=[self._named(AbsenceContent, row) for row in kept.absences],
            needs=[self._named(WorkNeedContent, row) for row in kept.work_needs],
            foreign_elements=[_as(ForeignElementFields, row) for row in kept.foreign_elements],
        )

    def _named(self, kind: type[F], row: Any, **more: Any) -> F:
        """Return a record whose references are keys."""
        references: Mapping[str, tuple[str, dict[int, str]]] = {
            "service": ("service_id", self.services),
            "owner": ("owner_id", self.posts),
            "post": ("post_id", self.posts),
            "asked_by": ("asked_by_id", self.posts),
            "milestone": ("milestone_id", self.milestones),
            "partner": ("partner_id", self.partners),
            "initiative": ("initiative_id", self.initiatives),
            "calendar": ("calendar_id", self.calendars),
        }
        for name, (column, keys) in references.items():
            if name in kind.model_fields:
                identity = getattr(row, column)
                more[name] = None if identity is None else keys[identity]
        return _as(kind, row, **more)

    def _initiatives(self) -> list[InitiativeContent]:
        also, partners = _by_parent(self.snapshot.participating_services, "initiative_id"), defaultdict(list)
        for row in self.snapshot.initiative_partners:
            partner = InitiativePartnerContent(
                partner=self.partners[row.partner_id], contribution=row.contribution
            )
            partners[row.initiative_id].append(partner)
        return [
            self._named(
                InitiativeContent,
                row,
                also=[self.services[each.service_id] for each in also[row.id or 0]],
                partners=partners[row.id or 0],
            )
            for row in self.snapshot.initiatives
        ]

    def _item(self, milestone_id: int | None, initiative_id: int | None) -> str:
        return self.initiatives[initiative_id or 0] if milestone_id is None else self.milestones[milestone_id]

    def _dependency(self, row: Any) -> DependencyContent:
        return _as(
            DependencyContent,
            row,
            predecessor=self._item(row.predecessor_id, row.predecessor_initiative_id),
            successor=self._item(row.successor_id, row.successor_initiative_id),
        )

    def _update(self, row: Any) -> UpdateContent:
        return _as(UpdateContent, row, item=self._item(row.milestone_id, row.initiative_id))

    def _baselines(self) -> list[BaselineContent]:
        dates = _by_parent(self.snapshot.baseline_dates, "baseline_id")
        return [
            BaselineContent(
                **_as(BaselineFields, row).model_dump(),
                dates=[
                    _as(BaselineDateContent, each, milestone=self.milestones[each.milestone_id])
                    for each in dates[row.id or 0]
                ],
            )
            for row in self.snapshot.baselines
        ]

    def _decisions(self) -> list[DecisionContent]:
        options = _by_parent(self.snapshot.decision_options, "milestone_id")
        return [
            self._named(
                DecisionContent,
                row,
                options=[_as(DecisionOptionFields, each) for each in options[row.milestone_id]],
            )
            for row in self.snapshot.decisions
        ]

    def _work_calendars(self) -> list[WorkCalendarContent]:
        other_hours = _by_parent(self.snapshot.other_hours, "work_calendar_id")
        return [
            WorkCalendarContent(
                **_as(WorkCalendarFields, row).model_dump(),
                other_hours=[_as(OtherHoursFields, each) for each in other_hours[row.id or 0]],
            )
            for row in self.snapshot.work_calendars
        ]

    def _indicators(self) -> list[IndicatorContent]:
        readings = _by_parent(self.snapshot.readings, "indicator_id")
        return [
            self._named(
                IndicatorContent,
                row,
                readings=_once(_as(ReadingContent, each) for each in readings[row.id or 0]),
            )
            for row in self.snapshot.indicators
        ]


def _as(kind: type[F], row: Any, **more: Any) -> F:
    """Return a record of this kind with the row's values of its fields."""
    fields = {name: getattr(row, name) for name in kind.model_fields if name not in more}
    return kind(**fields, **more)


def _once(records: Iterable[F]) -> list[F]:
    """Leave out what says word for word the same: a file says it once."""
    return list({record.model_dump_json(): record for record in records}.values())


def _keys(rows: Rows[Any]) -> dict[int, str]:
    return dict(zip(rows.column("id"), rows.column("key"), strict=True))


def _by_parent(rows: Iterable[Any], column: str) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
