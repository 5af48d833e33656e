"""What is late or has stopped, by how much, and the service, partner or decision behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.verdict import counted
from tracker.i18n import Text
from tracker.model.milestone import MilestoneKind
from tracker.reports.council_line import Line, Record, Section, more_line, of_milestones
from tracker.reports.stalls import stalled_items

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import ItemAnalysis
    from tracker.reports.stalls import StalledItem

STOPPED_SHOWN, CAUSES_SHOWN = 5, 4


def late_or_stopped(analysis: ProgrammeAnalysis) -> Section:
    """Return what has stopped, the longest first, then what is late without having stopped itself."""
    stalled = [one for one in stalled_items(analysis) if one.lines]
    late = [
        item
        for item in counted(analysis)
        if item.state is not ItemState.DONE and item.computed_status is ComputedStatus.LATE
    ]
    causes = _by_cause(analysis, late)
    lines = [_stopped(analysis, one) for one in stalled[:STOPPED_SHOWN]]
    lines += [_late(analysis, cause, items) for cause, items in causes[:CAUSES_SHOWN]]
    left = [*stalled[STOPPED_SHOWN:], *(item for _, items in causes[CAUSES_SHOWN:] for item in items)]
    return Section(
        "late",
        Text("page.late.heading"),
        tuple(lines),
        left_out=more_line(left, "page.late.more"),
        nothing=_nothing(analysis),
    )


def _by_cause(analysis: ProgrammeAnalysis, late: list[ItemAnalysis]) -> list[tuple[str, list[ItemAnalysis]]]:
    """Return the late items by what makes them late, the cause of most at the head.

    Of one cause, what citizens wait for leads, then what is latest.
    """
    rows = analysis.snapshot.milestones
    found: dict[str, list[ItemAnalysis]] = {}
    for item in late:
        found.setdefault(_first_cause(analysis, item.key), []).append(item)
    for items in found.values():
        items.sort(
            key=lambda item: (
                not rows.by_id(item.id).is_public_opening,
                -(item.variance_days or 0),
                item.early_finish,
                item.key,
            )
        )
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _nothing(analysis: ProgrammeAnalysis) -> Line:
    """Say that nothing is late, or why that cannot be known."""
    open_items = [item for item in counted(analysis) if item.state is not ItemState.DONE]
    if any(item.computed_status is None for item in open_items):
        return Line(Text("page.late.unknown"))
    return Line(Text("page.late.none", {"day": analysis.as_of}))


def _stopped(analysis: ProgrammeAnalysis, one: StalledItem) -> Line:
    longest = max(one.lines, key=lambda line: line.working_days)
    key = one.key or ""
    more = [] if not key else [_who_acts(analysis, key)]
    if one.waiting:
        waiting = tuple(stall.item for stall in analysis.stalls if stall.holder == key and stall.item != key)
        text = Text("page.behind.waiting", count=len(one.waiting))
        more.append(Line(text, key, of_milestones(item for item in waiting if item)))
    records = of_milestones([key]) if key else (Record("programme", analysis.snapshot.programme.key),)
    return Line(longest.sentence, key, records, has_status=bool(key), status=one.status, more=tuple(more))


def _late(analysis: ProgrammeAnalysis, cause: str, items: list[ItemAnalysis]) -> Line:
    """Say the first of the items that one cause makes late, who is behind it, and how many others are."""
    item, *others = items
    row = analysis.snapshot.milestones.by_id(item.id)
    values: dict[str, Any] = {"title": item.title, "date": item.early_finish}
    records = [*of_milestones([item.key]), *_approved_record(analysis)]
    if item.variance_days is not None and item.variance_days > 0:
        values["approved"] = item.approved_finish
        sentence = Text("page.late.approved", values, count=item.variance_days)
    else:
        values["deadline"] = row.deadline
        sentence = Text("page.late.deadline", values)
    more = [_who_acts(analysis, cause) if cause == item.key else _behind(analysis, cause)]
    if item.original_finish is not None and item.original_finish != item.approved_finish:
        original = Text("past.first_approved", {"original": item.original_finish})
        more.append(Line(original, item.key, tuple(records)))
    if others:
        same = Text("page.late.same_cause", count=len(others))
        more.append(Line(same, cause, of_milestones(other.key for other in others)))
    return Line(
        sentence, item.key, tuple(records), has_status=True, status=item.computed_status, more=tuple(more)
    )


def _approved_record(analysis: ProgrammeAnalysis) -> tuple[Record, ...]:
    plan = approved_plan(analysis)
    return () if plan is None else (Record("baselines", plan.key),)


def approved_plan(analysis: ProgrammeAnalysis) -> Any:
    """Return the latest approved plan known on the day of the analysis; None without one."""
    plans = [plan for plan in analysis.snapshot.baselines if plan.approved_on <= analysis.as_of]
    return max(plans, key=lambda plan: (plan.approved_on, plan.id), default=None)


def _first_cause(analysis: ProgrammeAnalysis, key: str) -> str:
    """Return the first unfinished item on the path that determines an item's dates; itself if none does."""
    for before in analysis.driving_path(key):
        if analysis.items.by_key(before).state is not ItemState.DONE:
            return before
    return key


def _behind(analysis: ProgrammeAnalysis, key: str) -> Line:
    """Name what makes another item late and who is to act on it."""
    form, who = _acting(analysis, key)
    title = analysis.items.by_key(key).title
    return Line(Text(f"page.behind.{form}", {"title": title, "who": who}), key, of_milestones([key]))


def _who_acts(analysis: ProgrammeAnalysis, key: str) -> Line:
    """Name who is to act on an item that was just told of."""
    form, who = _acting(analysis, key)
    return Line(Text(f"page.acts.{form}", {"who": who}), key, of_milestones([key]))


def _acting(analysis: ProgrammeAnalysis, key: str) -> tuple[str, str]:
    """Return who is to act on an item and as what: who decides, the partner, the service, or nobody."""
    snapshot = analysis.snapshot
    row = analysis.items.snapshot.milestones.by_key(key)
    assert row is not None  # noqa: S101  # the analysis names its own milestones
    service = snapshot.services.by_key(analysis.items.by_key(key).service_key or "")
    partner = snapshot.partners.get(row.partner_id)
    is_decision = row.kind == MilestoneKind.DECISION
    named: tuple[tuple[str, str], ...] = (
        ("decision" if is_decision else "awaited", row.awaited_from),
        ("partner", partner.name if partner else ""),
        ("service", service.name if service else ""),
    )
    return next(((form, who) for form, who in named if who), ("nobody", ""))
