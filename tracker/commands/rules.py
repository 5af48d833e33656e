"""The rules of the subject that one record keeps, whichever command changed it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from tracker.commands.command import Work
from tracker.commands.links import end_of, name_of
from tracker.i18n import Text
from tracker.model.base import Basis, Record
from tracker.model.baseline import Baseline
from tracker.model.capacity import Absence, WorkNeed
from tracker.model.decision import Decision, DecisionOption
from tracker.model.errors import DuplicateDependencyError, DuplicateKeyError, RuleError
from tracker.model.indicator import Indicator, Reading
from tracker.model.initiative import Initiative, InitiativeStatus
from tracker.model.milestone import Dependency, Milestone, MilestoneKind, estimate_fault
from tracker.model.organisation import Partner, Post, PostRole
from tracker.model.programme import CalendarException, Programme, StallRuleSetting
from tracker.model.progress import ProgressUpdate
from tracker.model.work_calendar import OtherHours, WorkCalendar
from tracker.planning import ConstraintKind

_NEEDS_REASON = (InitiativeStatus.BLOCKED, InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED)


def check(work: Work, record: Record) -> None:
    """Refuse a record that breaks a rule; nothing has been committed yet.

    Raises:
        RuleError: with the sentence of the rule and, where one is to blame, the field.
        DuplicateKeyError: the key already means something else in this programme.
        DuplicateDependencyError: the same two ends are joined in the same way already.
    """
    _say_the_source(record)
    rule = _RULES.get(type(record))
    if rule is not None:
        rule(work, record)


def refuse(rule: str, field: str | None = None, **values: Any) -> RuleError:
    """Return the error of a broken rule; `rule` is the key of its sentence without "rule."."""
    return RuleError(rule=Text(f"rule.{rule}", values), field=field)


def not_in_the_future(work: Work, field: str, when: date | None) -> None:
    if when is not None and when > work.today:
        raise refuse("in_the_future", field, date=when, today=work.today)


def _say_the_source(record: Record) -> None:
    if getattr(record, "basis", None) is Basis.SOURCED and not getattr(record, "source", ""):
        raise refuse("source_needed", "source")


def _programme(_work: Work, programme: Programme) -> None:
    if programme.time_zone not in available_timezones():
        raise refuse("unknown_time_zone", "time_zone", zone=programme.time_zone)
    languages = programme.languages
    if not languages or not all(2 <= len(code) <= 3 and code.isalpha() for code in languages):
        raise refuse("languages", "languages")


def _calendar_exception(work: Work, exception: CalendarException) -> None:
    if exception.ends_on < exception.starts_on:
        raise refuse("days_in_order", "ends_on")
    same = work.all(CalendarException, starts_on=exception.starts_on, name=exception.name)
    if any(other.id != exception.id for other in same):
        raise refuse("same_exception", "starts_on", date=exception.starts_on)


def _stall_rule(work: Work, setting: StallRuleSetting) -> None:
    if any(other.id != setting.id for other in work.all(StallRuleSetting, rule=setting.rule)):
        raise refuse("same_stall_rule", "rule")


def _work_calendar(work: Work, calendar: WorkCalendar) -> None:
    if calendar.never_works:
        raise refuse("calendar_never_works", "monday")
    if calendar.is_default and any(
        other.id != calendar.id for other in work.all(WorkCalendar, is_default=True)
    ):
        raise refuse("two_default_calendars", "is_default")


def _other_hours(work: Work, days: OtherHours) -> None:
    if days.ends_on < days.starts_on:
        raise refuse("days_in_order", "ends_on")
    same = work.all(
        OtherHours, work_calendar_id=days.work_calendar_id, starts_on=days.starts_on, name=days.name
    )
    if any(other.id != days.id for other in same):
        raise refuse("same_exception", "starts_on", date=days.starts_on)


def _absence(work: Work, absence: Absence) -> None:
    if absence.ends_on < absence.starts_on:
        raise refuse("days_in_order", "ends_on")
    same = work.all(Absence, post_id=absence.post_id, starts_on=absence.starts_on, reason=absence.reason)
    if any(other.id != absence.id for other in same):
        raise refuse("same_exception", "starts_on", date=absence.starts_on)


def _work_need(work: Work, need: WorkNeed) -> None:
    if need.people is not None and need.days is not None:
        raise refuse("people_or_days", "days")
    same = work.all(WorkNeed, milestone_id=need.milestone_id, post_id=need.post_id)
    if any(other.id != need.id for other in same):
        raise refuse("same_need", "post")


def _post(_work: Work, post: Post) -> None:
    if post.role is PostRole.FOCAL_POINT and post.service_id is None:
        raise refuse("focal_point_needs_service", "service")


def _partner(_work: Work, partner: Partner) -> None:
    if partner.website and not partner.website.startswith(("https://", "http://")):
        raise refuse("website", "website")


def _initiative(work: Work, initiative: Initiative) -> None:
    _one_meaning(work, Milestone, initiative)
    if initiative.status in _NEEDS_REASON and not initiative.status_reason:
        raise refuse("status_needs_reason", "status_reason")
    if initiative.status is InitiativeStatus.DONE and initiative.id is not None:
        still_open = [
            milestone.key
            for milestone in work.all(Milestone, initiative_id=initiative.id)
            if not milestone.is_cancelled and milestone.actual_finish is None
        ]
        if still_open:
            raise refuse("done_with_open_milestones", "status", milestones=still_open)


def _milestone(work: Work, milestone: Milestone) -> None:
    _one_meaning(work, Initiative, milestone)
    _milestone_place(work, milestone)
    _milestone_constraint(milestone)
    _milestone_actuals(work, milestone)
    _milestone_estimate(milestone)
    if milestone.is_public_opening and milestone.kind is not MilestoneKind.MILESTONE:
        raise refuse("opening_is_a_milestone", "is_public_opening")
    _milestone_decision(work, milestone)
    if milestone.is_cancelled and not milestone.end_reason:
        raise refuse("cancel_needs_reason", "end_reason")
    if milestone.is_cancelled and milestone.actual_finish is not None:
        raise refuse("cancel_what_is_done", "actual_finish", title=milestone.title)


def _milestone_decision(work: Work, milestone: Milestone) -> None:
    if milestone.id is None:
        return
    for record in work.all(Decision, milestone_id=milestone.id):
        _decision(work, record)


def _decision(work: Work, record: Decision) -> None:
    milestone = work.session.get_one(Milestone, record.milestone_id)
    not_in_the_future(work, "asked_on", record.asked_on)
    not_in_the_future(work, "refused_on", record.refused_on)
    if milestone.kind is not MilestoneKind.DECISION:
        raise refuse("asked_of_decisions_alone", "kind", title=milestone.title)
    if record.refused_on is not None and milestone.actual_finish is not None:
        raise refuse("decision_refused", "actual_finish", title=milestone.title, date=record.refused_on)


def _decision_option(work: Work, option: DecisionOption) -> None:
    others = [
        one for one in work.all(DecisionOption, milestone_id=option.milestone_id) if one.id != option.id
    ]
    if any(other.title == option.title for other in others):
        raise refuse("option_twice", "options")
    if option.is_chosen and any(other.is_chosen for other in others):
        raise refuse("one_option_chosen", "options")


def _milestone_place(work: Work, milestone: Milestone) -> None:
    if milestone.initiative_id is None:
        if milestone.kind is MilestoneKind.MILESTONE:
            raise refuse("milestone_needs_initiative", "initiative")
        return
    initiative = work.session.get_one(Initiative, milestone.initiative_id)
    if initiative.status.is_ended:
        raise refuse("initiative_ended", "initiative", title=initiative.title)
    is_open = milestone.actual_finish is None and not milestone.is_cancelled
    if initiative.status is InitiativeStatus.DONE and is_open:
        raise refuse("initiative_done", "initiative", title=initiative.title)


def _milestone_constraint(milestone: Milestone) -> None:
    has_none = milestone.constraint in (
        ConstraintKind.AS_SOON_AS_POSSIBLE,
        ConstraintKind.AS_LATE_AS_POSSIBLE,
    )
    if has_none and milestone.constraint_date is not None:
        raise refuse("date_without_constraint", "constraint_date")
    if not has_none and milestone.constraint_date is None:
        raise refuse("constraint_needs_date", "constraint_date")


def _milestone_actuals(work: Work, milestone: Milestone) -> None:
    start, finish = milestone.actual_start, milestone.actual_finish
    not_in_the_future(work, "actual_start", start)
    not_in_the_future(work, "actual_finish", finish)
    if start is not None and finish is not None and finish < start:
        raise refuse("finish_before_start", "actual_finish", start=start, finish=finish)
    if finish is not None and milestone.remaining_days:
        raise refuse("work_after_finish", "remaining_days")
    if start is None and finish is None and milestone.remaining_days is not None:
        raise refuse("work_left_before_start", "remaining_days")


def _milestone_estimate(milestone: Milestone) -> None:
    best, worst = milestone.optimistic_days, milestone.pessimistic_days
    fault = estimate_fault(milestone.work_days, best, worst)
    if fault is not None:
        raise refuse(fault, "pessimistic_days" if worst is None else "optimistic_days")


def _one_meaning(work: Work, other_kind: type[Milestone] | type[Initiative], record: Any) -> None:
    other: Any = work.find_or_none(other_kind, record.key)
    if other is not None:
        raise DuplicateKeyError(key=record.key, title=name_of(other))


def _dependency(work: Work, dependency: Dependency) -> None:
    predecessor, successor = end_of(work, dependency, "predecessor"), end_of(work, dependency, "successor")
    if predecessor is successor:
        raise refuse("dependency_on_itself", "successor", title=successor.title)
    for part, whole in ((predecessor, successor), (successor, predecessor)):
        if isinstance(part, Milestone) and isinstance(whole, Initiative) and part.initiative_id == whole.id:
            raise refuse("dependency_on_own_initiative", "successor", part=part.title, whole=whole.title)
    same_ends = {
        name: getattr(dependency, name)
        for name in (
            "predecessor_id",
            "predecessor_initiative_id",
            "successor_id",
            "successor_initiative_id",
            "kind",
        )
    }
    if any(other.id != dependency.id for other in work.all(Dependency, **same_ends)):
        raise DuplicateDependencyError(predecessor=predecessor.key, successor=successor.key)


def _progress_update(work: Work, update: ProgressUpdate) -> None:
    not_in_the_future(work, "reported_on", update.reported_on)
    if not update.author:
        raise refuse("author_needed", "author")


def _baseline(work: Work, baseline: Baseline) -> None:
    not_in_the_future(work, "approved_on", baseline.approved_on)
    if not baseline.approved_by:
        raise refuse("approver_needed", "approved_by")


def _indicator(_work: Work, indicator: Indicator) -> None:
    first, last = indicator.initial_date, indicator.target_date
    if first is not None and last is not None and last < first:
        raise refuse("target_before_start", "target_date")


def _reading(work: Work, reading: Reading) -> None:
    not_in_the_future(work, "read_on", reading.read_on)
    if reading.value is None and not reading.text:
        raise refuse("empty_reading", "value")


_RULES: Mapping[type[Record], Callable[[Work, Any], None]] = {
    Programme: _programme,
    CalendarException: _calendar_exception,
    StallRuleSetting: _stall_rule,
    WorkCalendar: _work_calendar,
    OtherHours: _other_hours,
    Absence: _absence,
    WorkNeed: _work_need,
    Post: _post,
    Partner: _partner,
    Initiative: _initiative,
    Milestone: _milestone,
    Decision: _decision,
    DecisionOption: _decision_option,
    Dependency: _dependency,
    ProgressUpdate: _progress_update,
    Baseline: _baseline,
    Indicator: _indicator,
    Reading: _reading,
}
