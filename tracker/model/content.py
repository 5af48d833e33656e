"""A programme's whole content with keys instead of ids: what a roadmap file says and an export gives."""

from itertools import groupby
from typing import Self

from pydantic import model_validator
from sqlmodel import Field

from tracker.model.base import Fields, Key, Line, PlanDate
from tracker.model.baseline import BaselineFields
from tracker.model.capacity import AbsenceFields, WorkNeedFields
from tracker.model.decision import DecisionFields, DecisionOptionFields
from tracker.model.foreign import ForeignElementFields
from tracker.model.indicator import IndicatorFields, ReadingFields
from tracker.model.initiative import InitiativeFields
from tracker.model.milestone import DependencyFields, MilestoneFields, MilestoneKind
from tracker.model.organisation import PartnerFields, PostFields, ServiceFields
from tracker.model.programme import CalendarExceptionFields, ProgrammeFields, StallRuleSettingFields
from tracker.model.progress import ProgressUpdateFields
from tracker.model.work_calendar import OtherHoursFields, WorkCalendarFields

# More than a council can weigh in one sitting.
MOST_OPTIONS = 20


class PostContent(PostFields):
    service: Key | None = None


class AbsenceContent(AbsenceFields):
    post: Key


class WorkNeedContent(WorkNeedFields):
    milestone: Key
    post: Key


class InitiativePartnerContent(Fields):
    partner: Key
    contribution: Line = ""


class InitiativeContent(InitiativeFields):
    service: Key | None = None
    owner: Key | None = None
    also: list[Key] = Field(default_factory=list)
    partners: list[InitiativePartnerContent] = Field(default_factory=list)


class MilestoneContent(MilestoneFields):
    initiative: Key | None = None
    service: Key | None = None
    owner: Key | None = None
    partner: Key | None = None
    calendar: Key | None = None


class DecisionContent(DecisionFields):
    """What is asked beside a milestone of kind decision; `milestone` is its key."""

    milestone: Key
    asked_by: Key | None = None
    options: list[DecisionOptionFields] = Field(default_factory=list, max_length=MOST_OPTIONS)


class DependencyContent(DependencyFields):
    """Each end is the key of a milestone or of an initiative; one programme uses a key for one of them."""

    predecessor: Key
    successor: Key


class UpdateContent(ProgressUpdateFields):
    """`item` is the key of a milestone or of an initiative."""

    item: Key


class BaselineDateContent(Fields):
    milestone: Key
    start: PlanDate
    finish: PlanDate
    work_days: float = 0


class BaselineContent(BaselineFields):
    dates: list[BaselineDateContent] = Field(default_factory=list)


class ReadingContent(ReadingFields):
    pass


class IndicatorContent(IndicatorFields):
    initiative: Key | None = None
    readings: list[ReadingContent] = Field(default_factory=list)


class WorkCalendarContent(WorkCalendarFields):
    other_hours: list[OtherHoursFields] = Field(default_factory=list)


class ProgrammeContent(Fields):
    """Everything kept of one programme but its journal; its lists are always in the same order.

    Positions are counted anew from 0, so that two contents are equal when the programmes are.
    """

    key: Key
    programme: ProgrammeFields
    services: list[ServiceFields] = Field(default_factory=list)
    posts: list[PostContent] = Field(default_factory=list)
    partners: list[PartnerFields] = Field(default_factory=list)
    initiatives: list[InitiativeContent] = Field(default_factory=list)
    milestones: list[MilestoneContent] = Field(default_factory=list)
    decisions: list[DecisionContent] = Field(default_factory=list)
    dependencies: list[DependencyContent] = Field(default_factory=list)
    updates: list[UpdateContent] = Field(default_factory=list)
    baselines: list[BaselineContent] = Field(default_factory=list)
    indicators: list[IndicatorContent] = Field(default_factory=list)
    calendar_exceptions: list[CalendarExceptionFields] = Field(default_factory=list)
    stall_rules: list[StallRuleSettingFields] = Field(default_factory=list)
    work_calendars: list[WorkCalendarContent] = Field(default_factory=list)
    absences: list[AbsenceContent] = Field(default_factory=list)
    needs: list[WorkNeedContent] = Field(default_factory=list)
    foreign_elements: list[ForeignElementFields] = Field(default_factory=list)

    @model_validator(mode="after")
    def _put_in_order(self) -> Self:
        self.initiatives.sort(key=lambda found: (found.position, found.key))
        for place, initiative in enumerate(self.initiatives):
            initiative.position = place
        self._order_milestones()
        self._order_what_has_no_key()
        return self

    def _order_milestones(self) -> None:
        places = {initiative.key: place for place, initiative in enumerate(self.initiatives)}
        kinds = {kind: place for place, kind in enumerate(MilestoneKind)}

        def group(found: MilestoneContent) -> tuple[int, int]:
            is_milestone = found.kind is MilestoneKind.MILESTONE
            return kinds[found.kind], places.get(found.initiative or "", -1) if is_milestone else 0

        self.milestones.sort(key=lambda found: (group(found), found.position, found.key))
        for _, milestones in groupby(self.milestones, key=group):
            for place, milestone in enumerate(milestones):
                milestone.position = place

    def _order_what_has_no_key(self) -> None:
        self.decisions.sort(key=lambda found: found.milestone)
        for decision in self.decisions:
            decision.options.sort(key=lambda found: (found.position, found.title))
            for place, option in enumerate(decision.options):
                option.position = place
        self.dependencies.sort(key=lambda found: (found.successor, found.predecessor, found.kind))
        self.updates.sort(key=lambda found: (found.reported_on, found.item, found.author, found.text))
        self.calendar_exceptions.sort(key=lambda found: (found.starts_on, found.name))
        self.stall_rules.sort(key=lambda found: found.rule)
        self.absences.sort(key=lambda found: (found.post, found.starts_on, found.reason))
        self.needs.sort(key=lambda found: (found.milestone, found.post))
        self.foreign_elements.sort(key=lambda found: (found.format, found.kind, found.position, found.uid))
        for calendar in self.work_calendars:
            calendar.other_hours.sort(key=lambda found: (found.starts_on, found.name))
        for initiative in self.initiatives:
            initiative.also.sort()
            initiative.partners.sort(key=lambda found: found.partner)
        for baseline in self.baselines:
            baseline.dates.sort(key=lambda found: (found.finish, found.milestone))
        for indicator in self.indicators:
            indicator.readings.sort(key=lambda found: (found.read_on, found.source, found.text))
