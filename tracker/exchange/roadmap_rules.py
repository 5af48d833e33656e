"""Checks that each record of a roadmap file keeps the rules that the app holds its forms to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from tracker.exchange.problems import Findings
from tracker.exchange.roadmap_reader import Draft, Placed
from tracker.model.base import Basis
from tracker.model.initiative import InitiativeStatus
from tracker.model.milestone import MilestoneKind, estimate_fault
from tracker.model.organisation import PostRole

# The name of a broken rule, the field to blame, and what its sentence needs.
_Fault = tuple[str, str, dict[str, Any]]
_NEEDS_REASON = (InitiativeStatus.BLOCKED, InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED)


def check_rules(findings: Findings, draft: Draft) -> None:
    """Note every record that breaks a rule of its own."""
    open_milestones = _open_milestones(draft)
    _check_answers(findings, draft)
    for name, records in draft.records.items():
        for placed in records:
            _check_source(findings, placed)
            for code, field, values in _faults(name, placed.content):
                # A field that could not be read is told once.
                if (*placed.path, field) not in findings.paths:
                    findings.add(code, (*placed.path, field), **values)
            if name == "initiative" and placed.content.status is InitiativeStatus.DONE:
                still_open = open_milestones[placed.content.key]
                if still_open:
                    findings.add("done_with_open_milestones", (*placed.path, "status"), ids=still_open)


def _check_source(findings: Findings, placed: Placed[Any]) -> None:
    content = placed.content
    is_told = (*placed.path, "source") in findings.paths
    if getattr(content, "basis", None) is Basis.SOURCED and not content.source and not is_told:
        findings.add("source_needed", (*placed.path, "assumption"))


def _check_answers(findings: Findings, draft: Draft) -> None:
    """A decision is taken on the day on which its milestone was reached; refused, while it was not."""
    taken = {placed.content.key: placed.content.actual_finish for placed in draft.records["milestone"]}
    for placed in draft.records["asked"]:
        asked, on = placed.content, taken.get(placed.content.milestone)
        if asked.refused_on is not None and on is not None:
            findings.add("taken_and_refused", (*placed.path, "refused_on"), on=on, refused=asked.refused_on)
        if on is None and any(option.is_chosen for option in asked.options):
            findings.add("chosen_before_taken", placed.path, field="option")


def _open_milestones(draft: Draft) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for placed in draft.records["milestone"]:
        milestone = placed.content
        if milestone.initiative and milestone.actual_finish is None and not milestone.is_cancelled:
            found[milestone.initiative].append(milestone.key)
    return found


def _faults(name: str, record: Any) -> Iterator[_Fault]:
    if name == "initiative":
        yield from _initiative_faults(record)
    elif name == "milestone":
        yield from _milestone_faults(record)
    else:
        fault = _OF_OTHERS[name](record) if name in _OF_OTHERS else None
        if fault is not None:
            yield fault


def _post(record: Any) -> _Fault | None:
    if record.role is PostRole.FOCAL_POINT and record.service is None:
        return "focal_point_needs_service", "service", {}
    return None


def _partner(record: Any) -> _Fault | None:
    if record.website and not _is_web_address(record.website):
        return "bad_address", "website", {"value": record.website[:80]}
    return None


def _update(record: Any) -> _Fault | None:
    return None if record.author else ("author_needed", "by", {})


def _baseline(record: Any) -> _Fault | None:
    return None if record.approved_by else ("approver_needed", "approved_by", {})


def _reading(record: Any) -> _Fault | None:
    return ("empty_reading", "value", {}) if record.value is None and not record.text else None


def _indicator(record: Any) -> _Fault | None:
    first, last = record.initial_date, record.target_date
    return ("target_before_start", "target_date", {}) if first and last and last < first else None


def _work_calendar(record: Any) -> _Fault | None:
    return ("calendar_never_works", "monday", {}) if record.never_works else None


def _asked(record: Any) -> _Fault | None:
    chosen = [option.title for option in record.options if option.is_chosen]
    return ("two_options_chosen", "option", {"titles": chosen}) if len(chosen) > 1 else None


def _need(record: Any) -> _Fault | None:
    has_both = record.people is not None and record.days is not None
    return ("people_or_days", "days", {}) if has_both else None


_OF_OTHERS: Mapping[str, Callable[[Any], _Fault | None]] = {
    "work_calendar": _work_calendar,
    "post": _post,
    "need": _need,
    "asked": _asked,
    "partner": _partner,
    "update": _update,
    "baseline": _baseline,
    "reading": _reading,
    "indicator": _indicator,
}


def _is_web_address(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _initiative_faults(record: Any) -> Iterator[_Fault]:
    if record.status in _NEEDS_REASON and not record.status_reason:
        yield "status_needs_reason", "status_reason", {}
    if record.service is not None and record.service in record.also:
        yield "leads_and_joins", "also", {"id": record.service}


def _milestone_faults(record: Any) -> Iterator[_Fault]:
    if record.is_public_opening and record.kind is not MilestoneKind.MILESTONE:
        yield "opening_is_a_milestone", "is_public_opening", {}
    if record.is_cancelled and not record.end_reason:
        yield "cancel_needs_reason", "end_reason", {}
    if record.is_cancelled and record.actual_finish is not None:
        yield "cancel_what_is_done", "actual_finish", {}
    if record.actual_finish is not None and record.remaining_days:
        yield "work_after_finish", "remaining", {}
    has_happened = record.actual_start is not None or record.actual_finish is not None
    if record.remaining_days is not None and not has_happened:
        yield "work_left_before_start", "remaining", {}
    fault = estimate_fault(record.work_days, record.optimistic_days, record.pessimistic_days)
    if fault is not None:
        yield fault, "pessimistic" if record.pessimistic_days is None else "optimistic", {}
