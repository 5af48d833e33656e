"""Whether the programme is on course, in a sentence and four figures, and what opens to citizens next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.fading import faded, has_fresh_news, last_news
from tracker.analysis.since import NEWS_SPAN
from tracker.analysis.verdict import approved_end, counted, lateness, verdict_of
from tracker.i18n import Text
from tracker.i18n.rounding import whole_percent
from tracker.model.milestone import MilestoneKind
from tracker.model.progress import DeclaredStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.reports.style import Status

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Verdict:
    """Whether the programme is on course: by rule, then as people declare it."""

    status: Status
    sentence: Text
    # None: everybody says what the rule says.
    declared: Text | None
    is_disagreement: bool
    # False: nobody has reported lately, so that even a good verdict is no good news.
    has_news: bool
    # What the expected end rests on although its date has passed.
    supposition: Text | None = None
    # How far a later approval moved the end first approved.
    approved_again: Text | None = None


@dataclass(frozen=True)
class StatusTile:
    """One figure of the council screen.

    A date reads as its month and year; None: there is no value, and the note says why.
    """

    label: Text
    value: Text | date | None
    note: Text
    status: Status = None


@dataclass(frozen=True)
class Opening:
    """A service that opens to citizens, with its expected and approved dates."""

    item: str
    title: str
    status: Status
    expected: date
    # Against the approved date.
    comparison: Text
    # The date first approved, where a later approval moved it.
    original: Text | None = None


def named(titles: Sequence[str], shown: int = NAMES_SHOWN) -> list[str | Text]:
    """Return the first names of a list and how many others there are."""
    others = len(titles) - shown
    rest = [Text("council.others", count=others)] if others > 0 else []
    return [*titles[:shown], *rest]


def verdict(analysis: ProgrammeAnalysis) -> Verdict:
    """Return the programme's status by rule and what people declare against it."""
    has_news = has_fresh_news(analysis)
    status, sentence = _by_rule(analysis)
    if status is ComputedStatus.ON_COURSE and not has_news:
        sentence = _dates_alone(analysis, sentence)
    contested = [row.title for row in analysis.initiatives if row.disagreement]
    contested = contested or [item.title for item in counted(analysis) if item.disagreement]
    if contested:
        declared: Text | None = Text(
            "council.disagreement", {"names": named(contested)}, count=len(contested)
        )
    else:
        declared = _as_declared(analysis)
    return Verdict(
        status,
        sentence,
        declared,
        is_disagreement=bool(contested),
        has_news=has_news,
        supposition=_supposition(analysis),
        approved_again=_approved_again(analysis),
    )


def _dates_alone(analysis: ProgrammeAnalysis, sentence: Text) -> Text:
    """Say that a good verdict stands on dates alone: nobody has reported, or not for long."""
    last = last_news(analysis)
    if last is None:
        return Text("council.verdict.dates_alone", {"sentence": sentence})
    return Text("council.verdict.dates_alone.since", {"sentence": sentence, "last": last})


def _supposition(analysis: ProgrammeAnalysis) -> Text | None:
    """Name the decisions and prerequisites on the critical path that are overdue and still open.

    The forecast can only take them for the day of the analysis: the end it gives is the earliest.
    """
    rows = analysis.snapshot.milestones
    open_items = [item for item in counted(analysis) if item.state is not ItemState.DONE and item.is_critical]
    found = [
        item
        for item in open_items
        if rows.by_id(item.id).kind in (MilestoneKind.DECISION, MilestoneKind.PREREQUISITE)
        and item.planned_finish is not None
        and item.planned_finish < analysis.as_of
    ]
    expected = [item.early_finish for item in found if item.early_finish is not None]
    if not expected:
        return None
    names = named([item.title for item in found])
    quoted = [Text("council.quoted", {"title": name}) if isinstance(name, str) else name for name in names]
    return Text("council.verdict.supposes", {"names": quoted, "date": max(expected)}, count=len(found))


def _approved_again(analysis: ProgrammeAnalysis) -> Text | None:
    """Say what the latest approval did to the end first approved: an approval must not hide a delay."""
    plans = [plan for plan in analysis.snapshot.baselines if plan.approved_on <= analysis.as_of]
    plans.sort(key=lambda plan: (plan.approved_on, plan.id))
    ends = _approved_ends(analysis)
    known = [end for plan in plans if (end := ends.get(plan.id or 0)) is not None]
    if len(plans) < 2 or len(known) < len(plans):
        return None
    first, last = known[0], known[-1]
    days = analysis.calendar.working_days_between(first, last)
    values = {"date": plans[-1].approved_on, "first": first}
    if days == 0:
        return Text("council.approved_again.same", values)
    form = "later" if days > 0 else "earlier"
    return Text(f"council.approved_again.{form}", values, count=abs(days))


def _approved_ends(analysis: ProgrammeAnalysis) -> dict[int, date]:
    """Return the last date that each approved plan holds, by the plan's id."""
    ends: dict[int, date] = {}
    for dated in analysis.snapshot.baseline_dates:
        ends[dated.baseline_id] = max(dated.finish, ends.get(dated.baseline_id, dated.finish))
    return ends


def _by_rule(analysis: ProgrammeAnalysis) -> tuple[Status, Text]:
    found = verdict_of(analysis)
    if found.finish is None:
        return None, Text("council.verdict.nothing")
    values = {"finish": found.finish}
    if found.status is ComputedStatus.DONE:
        return found.status, Text("council.verdict.done", values)
    if found.approved is None or found.days is None:
        return None, Text("council.verdict.no_baseline", values)
    return found.status, _against_plan(found.days, found.bad, {**values, "approved": found.approved})


def _against_plan(days: int, bad: int, values: dict[str, Any]) -> Text:
    if days > 0:
        return Text("council.verdict.late", values, count=days)
    if bad:
        return Text("council.verdict.at_risk", values, count=bad)
    if days < 0:
        return Text("council.verdict.early", values, count=-days)
    return Text("council.verdict.on_course", values)


def _as_declared(analysis: ProgrammeAnalysis) -> Text | None:
    open_items = [item for item in counted(analysis) if item.state is not ItemState.DONE]
    is_old, rows = faded(analysis), analysis.snapshot.milestones.row_of_id
    given = [
        item
        for item in open_items
        if item.declared_status is not DeclaredStatus.NOT_GIVEN and not is_old[rows[item.id]]
    ]
    if open_items and not len(analysis.snapshot.updates):
        return Text("council.declared.nobody")
    if not given:
        return None
    worried = [item for item in given if item.declared_status is not DeclaredStatus.ON_COURSE]
    if worried:
        return Text("council.declared.worried", {"given": len(given)}, count=len(worried))
    return Text("council.declared.all_well", count=len(given))


def tiles(analysis: ProgrammeAnalysis) -> tuple[StatusTile, ...]:
    """Return the four figures of the council screen."""
    return (_reached(analysis), _progress(analysis), _late_or_stalled(analysis), _end(analysis))


def _reached(analysis: ProgrammeAnalysis) -> StatusTile:
    items = counted(analysis)
    reached = [item for item in items if item.state is ItemState.DONE]
    since = analysis.as_of - NEWS_SPAN
    lately = sum(item.actual_finish is not None and item.actual_finish > since for item in reached)
    values = {"reached": len(reached), "total": len(items)}
    note = Text("council.tile.reached.note", count=lately) if lately else Text("council.tile.reached.none")
    value = Text("council.tile.reached.value", values) if items else None
    return StatusTile(Text("council.tile.reached"), value, note)


def _progress(analysis: ProgrammeAnalysis) -> StatusTile:
    progress = analysis.progress
    if progress.percent is None:
        return StatusTile(Text("council.tile.progress"), None, progress.formula)
    planned = planned_percent(analysis)
    note = (
        Text("council.tile.progress.note", {"planned": whole_percent(planned)})
        if planned is not None
        else None
    )
    return StatusTile(
        Text("council.tile.progress"),
        Text("council.percent", {"percent": whole_percent(progress.percent)}),
        note or progress.formula,
    )


def planned_percent(analysis: ProgrammeAnalysis) -> float | None:
    """Return the share of the milestones that the plan wanted reached by the day of the analysis."""
    past = [point.planned for point in analysis.s_curve if point.month_end <= analysis.as_of]
    return past[-1] if past else None


def _late_or_stalled(analysis: ProgrammeAnalysis) -> StatusTile:
    open_items = [item for item in counted(analysis) if item.state is not ItemState.DONE]
    late = sum(item.computed_status is ComputedStatus.LATE for item in open_items)
    stalled = sum(item.computed_status is ComputedStatus.STALLED for item in open_items)
    unknown = sum(item.computed_status is None for item in open_items)
    label = Text("council.tile.late")
    if open_items and unknown == len(open_items):
        return StatusTile(label, None, Text("council.tile.late.unknown"))
    worst = ComputedStatus.LATE if late else ComputedStatus.STALLED if stalled else None
    note = Text("council.tile.late.note", {"late": late, "stalled": stalled, "total": len(open_items)})
    return StatusTile(label, Text("council.number", {"number": late + stalled}), note, worst)


def _end(analysis: ProgrammeAnalysis) -> StatusTile:
    label = Text("council.tile.end")
    if analysis.finish is None:
        return StatusTile(label, None, Text("council.verdict.nothing"))
    value = analysis.finish
    approved, days = approved_end(analysis)
    if approved is None or days is None:
        return StatusTile(label, value, Text("council.tile.end.no_baseline"))
    values = {"approved": approved}
    if days > 0:
        note = Text("council.tile.end.late", values, count=days)
    elif days < 0:
        note = Text("council.tile.end.early", values, count=-days)
    else:
        note = Text("council.tile.end.same", values)
    return StatusTile(label, value, note, lateness(days) if days > 0 else None)


def openings(analysis: ProgrammeAnalysis) -> tuple[Opening, ...]:
    """Return the services that are still to open to citizens, the next one first."""
    rows = {row.key for row in analysis.snapshot.milestones if row.is_public_opening}
    found = [
        (item.early_finish, item)
        for item in counted(analysis)
        if item.key in rows and item.state is not ItemState.DONE and item.early_finish is not None
    ]
    found.sort(key=lambda pair: (pair[0], pair[1].key))
    return tuple(
        Opening(
            item.key,
            item.title,
            item.computed_status,
            finish,
            against_approved(item.approved_finish, item.variance_days),
            first_approved(item.original_finish, item.approved_finish),
        )
        for finish, item in found
    )


def against_approved(approved: date | None, days: int | None) -> Text:
    """Say how an expected date compares with the approved one: later, earlier, the same, or unknown."""
    if approved is None or days is None:
        return Text("council.approved.none")
    if days == 0:
        return Text("council.approved.same")
    form = "later" if days > 0 else "earlier"
    return Text(f"council.approved.{form}", {"approved": approved}, count=abs(days))


def first_approved(original: date | None, approved: date | None) -> Text | None:
    """Say for when something was first approved, where a later approval moved it."""
    if original is None or original == approved:
        return None
    return Text("past.first_approved", {"original": original})
