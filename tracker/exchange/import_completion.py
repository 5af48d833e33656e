"""Completes what an imported schedule says of a programme that is there with what such a file cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from tracker.analysis.calendar import calendar_of, working_calendar
from tracker.exchange.mspdi_keys import OUTSIDE
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.model.base import Fields
from tracker.model.content import (
    BaselineContent,
    DependencyContent,
    MilestoneContent,
    ProgrammeContent,
    WorkCalendarContent,
)
from tracker.model.programme import ProgrammeFields

F = TypeVar("F", bound=Fields)
_OF_PROGRAMME = ("title", "start", "currency")
_OF_MILESTONE = (
    "title", "description", "work_days", "remaining_days", "actual_start", "actual_finish", "constraint",
    "constraint_date", "deadline", "calendar", "owner", "initiative", "is_cancelled",
)  # fmt: skip


def completed(content: ProgrammeContent, known: ProgrammeContent) -> ProgrammeContent:
    """Return the content with everything that the file cannot say taken from the programme as it is.

    Loading it changes only what the file speaks of; a file that we wrote, unchanged, changes nothing.
    """
    calendars, own = _calendars(content, known)
    milestones = _milestones(content, known)
    used = {milestone.initiative for milestone in milestones}
    # What no such file speaks of stays as it is.
    parts: dict[str, Any] = {name: getattr(known, name) for name in ProgrammeContent.model_fields}
    parts |= {
        "foreign_elements": content.foreign_elements,
        "programme": _programme(content.programme, known, own=own),
        "posts": _merged(content.posts, known.posts, ("title",)),
        "initiatives": [
            each
            for each in _merged(content.initiatives, known.initiatives, ("title", "description"))
            if each.key != OUTSIDE or each.key in used
        ],
        "milestones": milestones,
        "dependencies": _dependencies(content.dependencies, known.dependencies),
        "baselines": _baselines(content.baselines, known.baselines),
        "work_calendars": calendars,
    }
    return ProgrammeContent(**parts)


def _merged(new: list[F], known: Iterable[F], owned: tuple[str, ...]) -> list[F]:
    """Return each new record with all but the owned fields of the known one of its key."""
    by_key = {_key(record): record for record in known}
    return [
        record if _key(record) not in by_key else _over(by_key[_key(record)], record, owned) for record in new
    ]


def _key(record: Any) -> str:
    return str(record.key)


def _over(known: F, new: F, owned: tuple[str, ...]) -> F:
    values = {name: getattr(new, name) for name in owned}
    if "title" in values and " ".join(str(getattr(known, "title", "")).split()) == values["title"]:
        # A file has a name on one line.
        del values["title"]
    return known.model_copy(update=values)


def _programme(new: ProgrammeFields, known: ProgrammeContent, *, own: bool) -> ProgrammeFields:
    found = _over(known.programme, new, _OF_PROGRAMME)
    if new.city != new.title:
        found.city = new.city
    # Work begins on the first working day after the start: that is what a file says.
    working = calendar_of(snapshot_of(known))
    if own and working.date_of_start(working.start_of(known.programme.start)) == new.start:
        found.start = known.programme.start
    if not new.currency:
        found.currency = known.programme.currency
    return found


def _milestones(content: ProgrammeContent, known: ProgrammeContent) -> list[MilestoneContent]:
    by_key = {each.key: each for each in known.milestones}
    found = []
    for milestone in _merged(content.milestones, known.milestones, _OF_MILESTONE):
        before = by_key.get(milestone.key)
        if before is not None:
            if before.initiative is None and milestone.initiative == OUTSIDE:
                milestone.initiative = None
            _leave_untold(milestone, before)
        if milestone.is_cancelled and before is not None and before.end_reason:
            milestone.end_reason = before.end_reason
        elif not milestone.is_cancelled:
            milestone.end_reason = ""
        else:
            new = next(each for each in content.milestones if each.key == milestone.key)
            milestone.end_reason = new.end_reason
        found.append(milestone)
    return found


def _leave_untold(milestone: MilestoneContent, before: MilestoneContent) -> None:
    """Where nobody said when work began or how much is left, a file says our reckoning: no news."""
    if milestone.actual_finish != before.actual_finish or milestone.work_days != before.work_days:
        return
    if before.actual_start is None and before.actual_finish is not None:
        milestone.actual_start = None
    if before.remaining_days is None and milestone.actual_start == before.actual_start:
        milestone.remaining_days = None


def _dependencies(new: list[DependencyContent], known: list[DependencyContent]) -> list[DependencyContent]:
    reasons = {(each.predecessor, each.successor, each.kind): each.reason for each in known}
    return [
        each.model_copy(
            update={"reason": reasons.get((each.predecessor, each.successor, each.kind), each.reason)}
        )
        for each in new
    ]


def _baselines(new: list[BaselineContent], known: list[BaselineContent]) -> list[BaselineContent]:
    """Return the known baselines, with the dates of the file where it has one of their key, then what is new.

    A file has room for numbers only: one that says what a known baseline says is that one.
    """
    by_key = {each.key: each for each in new}
    same = [_said(each) for each in known]
    found = [
        each if each.key not in by_key else each.model_copy(update={"dates": by_key[each.key].dates})
        for each in known
    ]
    keys = {each.key for each in known}
    return [*found, *(each for each in new if each.key not in keys and _said(each) not in same)]


def _said(baseline: BaselineContent) -> set[tuple[Any, ...]]:
    return {(each.milestone, each.start, each.finish) for each in baseline.dates}


def _calendars(content: ProgrammeContent, known: ProgrammeContent) -> tuple[list[WorkCalendarContent], bool]:
    """Return the calendars, known ones where the hours are the same; and whether the own one is the same."""
    new, old = snapshot_of(content), snapshot_of(known)
    by_key = {each.key: each for each in known.work_calendars}
    is_same = calendar_of(new) == calendar_of(old)
    found = []
    for calendar in content.work_calendars:
        here, there = new.work_calendars.by_key(calendar.key), old.work_calendars.by_key(calendar.key)
        if there is not None and here is not None:
            is_kept = working_calendar(new, here) == working_calendar(old, there)
            found.append(by_key[calendar.key] if is_kept else calendar)
        elif not (calendar.is_default and is_same):
            found.append(calendar)
    return found, is_same
