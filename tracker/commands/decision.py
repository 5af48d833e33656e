"""What may be done about a decision: asked for, put differently, taken, refused and asked again."""

from datetime import date
from typing import Annotated, Any, ClassVar

from sqlmodel import Field

from tracker.commands.command import Command, Work
from tracker.commands.decision_parts import (
    choose,
    forget_answer,
    options_of,
    record_of,
    record_values,
    set_options,
    set_record,
    touch,
)
from tracker.commands.dependency import AddDependency
from tracker.commands.initiative import Why
from tracker.commands.links import item
from tracker.commands.milestone import AddMilestone, EditMilestone, change_open, reached_on
from tracker.commands.partial import PartOf
from tracker.commands.permission import Permission
from tracker.commands.record import refuse_stale
from tracker.commands.rules import refuse
from tracker.model.base import Fields, Key, Line, PlanDate, Remark, Title
from tracker.model.content import MOST_OPTIONS
from tracker.model.decision import DecisionOptionFields
from tracker.model.milestone import Milestone, MilestoneKind, Nature
from tracker.planning import ConstraintKind


class DecisionForm(Fields):
    """A decision as its form shows it: the record, and what its milestone says of it."""

    title: Title
    question: Remark = ""
    # The post that asks.
    asked_by: Key | None = None
    asked_on: PlanDate | None = None
    # Of whom it is asked: a post, a service, a partner, or a body outside in words.
    owner: Key | None = None
    service: Key | None = None
    partner: Key | None = None
    awaited_from: Line = ""
    nature: Nature = Nature.DECISION
    initiative: Key | None = None


# Written on the record; everything else is the milestone's own.
ON_RECORD = ("question", "asked_by", "asked_on")
_ON_MILESTONE = ("title", "owner", "service", "partner", "awaited_from", "nature", "initiative")
_ASKED_OF = ("owner", "service", "partner", "awaited_from")


class AskDecision(DecisionForm, Command):
    """Ask for a decision: an item of the plan from now on, which holds back what depends on it.

    Without a day on which it was asked, it is asked today.
    """

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    # The day before which nobody will decide (the next sitting); None: as soon as what it follows allows.
    not_before: PlanDate | None = None
    options: list[DecisionOptionFields] = Field(default_factory=list, max_length=MOST_OPTIONS)
    # Milestones or initiatives that wait for the answer.
    holds_back: list[Key] = Field(default_factory=list, max_length=200)

    def apply(self, work: Work) -> Milestone:
        if not any(getattr(self, name) for name in _ASKED_OF):
            raise refuse("asked_of_somebody", "awaited_from")
        milestone = self._milestone().apply(work)
        record = {name: getattr(self, name) for name in ON_RECORD}
        set_record(work, milestone, {**record, "asked_on": self.asked_on or _today(work)})
        set_options(work, milestone, self.options)
        for key in dict.fromkeys(self.holds_back):
            AddDependency(programme=self.programme, predecessor=self.key, successor=key).apply(work)
        return milestone

    def _milestone(self) -> AddMilestone:
        values: dict[str, Any] = {name: getattr(self, name) for name in _ON_MILESTONE}
        if self.not_before is not None:
            kind = ConstraintKind.START_NO_EARLIER_THAN
            values |= {"constraint": kind, "constraint_date": self.not_before}
        return AddMilestone(programme=self.programme, key=self.key, kind=MilestoneKind.DECISION, **values)


class EditDecision(Command):
    """Change what is asked, by whom, of whom, and the options; a decision of the plan gets its record so.

    `options` is the whole list in its new order; None leaves it as it is.
    """

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    changes: Annotated[dict[str, Any], PartOf(DecisionForm)] = Field(default_factory=dict)
    options: list[DecisionOptionFields] | None = Field(default=None, max_length=MOST_OPTIONS)

    def apply(self, work: Work) -> Milestone:
        milestone = decision_named(work, self.key)
        refuse_stale(work, milestone, self.version, self.changes, now=record_values(work, milestone))
        of_record = {name: value for name, value in self.changes.items() if name in ON_RECORD}
        of_plan = {name: value for name, value in self.changes.items() if name not in ON_RECORD}
        EditMilestone(programme=self.programme, key=self.key, version=self.version, changes=of_plan).apply(
            work
        )
        set_record(work, milestone, of_record)
        if self.options is not None:
            set_options(work, milestone, self.options)
        touch(milestone)
        return milestone


class TakeDecision(Command):
    """Record that a decision was taken: what waits for it alone may go on.

    Without an option, where there are some, the effect says what was decided instead.
    """

    permission: ClassVar[Permission] = Permission.DECIDE

    key: Key
    version: int
    # None: today.
    decided_on: PlanDate | None = None
    # The number of the option taken, from 1, in the order in which they are put.
    option: int | None = Field(default=None, ge=1, le=MOST_OPTIONS)
    effect: Remark = ""

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.key)

    def apply(self, work: Work) -> Milestone:
        milestone = _unanswered(work, self.key, self.version)
        if self.option is None and not self.effect and options_of(work, milestone):
            raise refuse("say_what_was_decided", "option")
        change_open(work, milestone, self.version, reached_on(milestone, self.decided_on or _today(work)))
        # First in the journal is the item: it has a key by which the change is named.
        work.session.flush()
        choose(work, milestone, self.option)
        set_record(work, milestone, {"effect": self.effect, "why": self.reason})
        return milestone


class RefuseDecision(Command):
    """Record that a decision was refused: what waits for it stays held until it is planned anew.

    `effect` says what becomes of what waits.
    """

    permission: ClassVar[Permission] = Permission.DECIDE

    key: Key
    version: int
    reason: Why
    # None: today.
    refused_on: PlanDate | None = None
    effect: Remark = ""

    def subject(self, work: Work) -> Milestone:
        return work.find(Milestone, self.key)

    def apply(self, work: Work) -> Milestone:
        milestone = _unanswered(work, self.key, self.version)
        refused = {"refused_on": self.refused_on or _today(work), "effect": self.effect, "why": self.reason}
        set_record(work, milestone, refused)
        touch(milestone)
        return milestone


class AskDecisionAgain(Command):
    """Ask anew for what was refused, or for what was taken and is open once more."""

    permission: ClassVar[Permission] = Permission.EDIT_PLAN

    key: Key
    version: int
    # None: today.
    asked_on: PlanDate | None = None

    def apply(self, work: Work) -> Milestone:
        milestone = decision_named(work, self.key)
        refuse_stale(work, milestone, self.version, {})
        record = record_of(work, milestone)
        if milestone.actual_finish is None and (record is None or record.refused_on is None):
            raise refuse("decision_awaited_already", None, title=milestone.title)
        if milestone.actual_finish is not None:
            change_open(work, milestone, self.version, {"actual_finish": None, "actual_start": None})
        forget_answer(work, milestone)
        set_record(work, milestone, {"asked_on": self.asked_on or _today(work)})
        touch(milestone)
        return milestone


def decision_named(work: Work, key: str) -> Milestone:
    """Return the decision with this key.

    Raises:
        UnknownRecordError: there is none.
        RuleError: it is no decision.
    """
    found = item(work, key)
    if not isinstance(found, Milestone) or found.kind is not MilestoneKind.DECISION:
        raise refuse("not_a_decision", None, title=found.title)
    return found


def _today(work: Work) -> date:
    """Return today, or the earlier day as of which the programme is read."""
    return min(work.today, work.programme.status_date or work.today)


def _unanswered(work: Work, key: str, version: int) -> Milestone:
    """Return a decision that waits for its answer.

    Raises:
        RuleError: it was taken, refused or withdrawn.
        StaleRecordError: somebody has changed it since.
    """
    milestone = decision_named(work, key)
    refuse_stale(work, milestone, version, {})
    record = record_of(work, milestone)
    if milestone.is_cancelled:
        raise refuse("milestone_cancelled", None, title=milestone.title)
    if milestone.actual_finish is not None:
        raise refuse("decision_taken", None, title=milestone.title, date=milestone.actual_finish)
    if record is not None and record.refused_on is not None:
        raise refuse("decision_refused", None, title=milestone.title, date=record.refused_on)
    return milestone
