"""What has stopped: each item that has to move, the rules that say so, and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.analysis.stalls import DEFAULT_THRESHOLDS, UNITS
from tracker.i18n import Text
from tracker.model.programme import StallRule
from tracker.reports.blocking import what_is_said_to_block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import Stall
    from tracker.i18n import Translator
    from tracker.reports.style import Status


@dataclass(frozen=True)
class StallLine:
    """One rule's finding on one item."""

    rule: StallRule
    rule_name: Text
    since: date
    working_days: int
    sentence: Text


@dataclass(frozen=True)
class StalledItem:
    """An item that has to move; `key` None is the programme as a whole.

    `waiting` are the titles of the items that wait for it: their stall belongs to this one.
    """

    key: str | None
    title: str
    service: str | None
    initiative: str | None
    status: Status
    lines: tuple[StallLine, ...]
    waiting: tuple[str, ...]
    # What blocks it and who could unblock it, as somebody has signed; None: nobody has said.
    blocked: Text | None

    @property
    def working_days(self) -> int:
        """How long it has stood still, by the rule that counts longest."""
        return max((line.working_days for line in self.lines), default=0)


@dataclass(frozen=True)
class RuleRow:
    """One stall rule as the programme applies it; `threshold` in `unit`."""

    rule: StallRule
    name: Text
    meaning: Text
    threshold: int
    default: int
    unit: str
    is_on: bool
    found: int
    # Of the programme's own setting; None while it has none.
    version: int | None


def stalled_items(analysis: ProgrammeAnalysis) -> tuple[StalledItem, ...]:
    """Return what has stopped, the longest first; what waits for it stands with it."""
    by_holder: dict[str | None, list[Stall]] = {}
    for stall in analysis.stalls:
        by_holder.setdefault(stall.holder, []).append(stall)
    found = [_stalled(analysis, key, stalls) for key, stalls in by_holder.items()]
    return tuple(sorted(found, key=lambda item: (-item.working_days, -len(item.waiting), item.key or "")))


def _stalled(analysis: ProgrammeAnalysis, key: str | None, stalls: Sequence[Stall]) -> StalledItem:
    snapshot = analysis.snapshot
    record = snapshot.milestones.by_key(key) if key else None
    own = [stall for stall in stalls if stall.item == key]
    waiting = dict.fromkeys(stall.item for stall in stalls if stall.item != key)
    initiative = snapshot.initiatives.get(record.initiative_id) if record else None
    item = analysis.items.by_key(key) if record and key else None
    services = {service.key: service.name for service in snapshot.services}
    return StalledItem(
        key=key,
        title=record.title if record else snapshot.programme.title,
        service=services.get(item.service_key or "") if item else None,
        initiative=initiative.title if initiative else None,
        status=item.computed_status if item else None,
        lines=tuple(
            StallLine(stall.rule, rule_name(stall.rule), stall.since, stall.working_days, stall.sentence)
            for stall in own
        ),
        waiting=tuple(analysis.items.by_key(other).title for other in waiting if other is not None),
        blocked=what_is_said_to_block(analysis, record.id) if record and record.id is not None else None,
    )


def stalls_sentence(analysis: ProgrammeAnalysis, stalled: Sequence[StalledItem]) -> Text:
    """Answer the screen's question; silence is never taken for good news."""
    rules = rule_rows(analysis)
    if not any(rule.is_on for rule in rules):
        return Text("stalls.answer.rules_off")
    if not len(analysis.snapshot.milestones):
        return Text("stalls.answer.nothing_planned")
    if not stalled:
        form = "none" if len(analysis.snapshot.updates) else "none_without_news"
        return Text(f"stalls.answer.{form}", {"date": analysis.as_of})
    milestones = [item for item in stalled if item.key]
    if not milestones:
        return Text("stalls.answer.programme", {"sentence": stalled[0].lines[0].sentence})
    worst = milestones[0]
    waiting = sum(len(item.waiting) for item in milestones)
    values = {
        "title": worst.title,
        "days": Text("common.working_days", count=worst.working_days),
        "waiting": Text("stalls.answer.waiting", count=waiting) if waiting else Text("stalls.answer.alone"),
    }
    return Text("stalls.answer", values, count=len(milestones))


def rule_name(rule: StallRule) -> Text:
    return Text(f"stalls.rule.{rule.value}")


def rule_rows(analysis: ProgrammeAnalysis) -> tuple[RuleRow, ...]:
    """Return every stall rule as the programme applies it, with how many stalls it finds now."""
    settings = {setting.rule: setting for setting in analysis.snapshot.stall_rule_settings}
    found = [stall.rule for stall in analysis.stalls]
    rows: list[RuleRow] = []
    for rule in StallRule:
        setting = settings.get(rule)
        default = DEFAULT_THRESHOLDS[rule]
        told = setting.threshold if setting is not None else None
        threshold = default if told is None else told
        rows.append(
            RuleRow(
                rule=rule,
                name=rule_name(rule),
                meaning=_meaning(rule, threshold),
                threshold=threshold,
                default=default,
                unit=UNITS[rule],
                is_on=setting is None or setting.is_on,
                found=found.count(rule),
                version=setting.version if setting is not None else None,
            )
        )
    return tuple(rows)


def _meaning(rule: StallRule, threshold: int) -> Text:
    at_once = threshold == 0 and rule in (StallRule.OVERDUE, StallRule.WAITING)
    form = "meaning_at_once" if at_once else "meaning"
    return Text(f"stalls.rule.{rule.value}.{form}", {"threshold": threshold})


def stall_rows(analysis: ProgrammeAnalysis, t: Translator) -> dict[str, list[Any]]:
    """Return the table of all stalls: item, rule, since, working days, because of."""
    stalls = list(analysis.stalls)
    titles = {row.key: row.title for row in analysis.snapshot.milestones}

    def title(key: str | None) -> str:
        return titles.get(key or "", "")

    return {
        t.text("stalls.column.item"): [title(stall.item) or t.text("ui.programme") for stall in stalls],
        t.text("stalls.column.rule"): [t(rule_name(stall.rule)) for stall in stalls],
        t.text("stalls.column.since"): [t.date(stall.since) for stall in stalls],
        t.text("stalls.column.days"): [stall.working_days for stall in stalls],
        t.text("stalls.column.because_of"): [title(stall.because_of) for stall in stalls],
        t.text("stalls.column.sentence"): [t(stall.sentence) for stall in stalls],
    }
