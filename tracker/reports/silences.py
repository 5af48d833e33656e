"""How long each initiative under way has been silent, against the programme's cadence of reporting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text
from tracker.model.programme import StallRule
from tracker.reports.labelled_bars import LabelledBar, Threshold, bars_chart
from tracker.reports.stalls import rule_rows
from tracker.reports.style import status_colour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.style import Palette

_UNDER_WAY = (ItemState.IN_PROGRESS, ItemState.READY)


@dataclass(frozen=True)
class Silence:
    """Working days since the last update of an initiative, or since its work could begin when it has none."""

    key: str
    title: str
    is_initiative: bool
    working_days: int
    since: date
    has_reported: bool
    is_too_long: bool


def silences(analysis: ProgrammeAnalysis) -> tuple[Silence, ...]:
    """Return the silence of each initiative (or item without one) that has work under way, longest first."""
    limit = cadence(analysis)
    groups: dict[tuple[str, str], list[str]] = {}
    snapshot = analysis.snapshot
    for row in snapshot.milestones:
        if analysis.items.by_key(row.key).state in _UNDER_WAY:
            initiative = snapshot.initiatives.get(row.initiative_id)
            owner = initiative or row
            groups.setdefault((owner.key, owner.title), []).append(row.key)
    found = [_silence(analysis, key, title, keys, limit) for (key, title), keys in groups.items()]
    return tuple(sorted(found, key=lambda silence: (-silence.working_days, silence.key)))


def cadence(analysis: ProgrammeAnalysis) -> int:
    """Return after how many working days without news the programme calls work silent."""
    return next(row.threshold for row in rule_rows(analysis) if row.rule is StallRule.NO_UPDATE)


def _silence(analysis: ProgrammeAnalysis, key: str, title: str, milestones: list[str], limit: int) -> Silence:
    snapshot = analysis.snapshot
    rows = [snapshot.milestones.by_key(milestone) for milestone in milestones]
    ids = {row.id for row in rows if row}
    initiatives = {row.initiative_id for row in rows if row} - {None}
    said = [
        update.reported_on
        for update in snapshot.updates
        if update.reported_on <= analysis.as_of
        and (update.milestone_id in ids or update.initiative_id in initiatives)
    ]
    items = [analysis.items.by_key(milestone) for milestone in milestones]
    is_initiative = snapshot.initiatives.by_key(key) is not None
    begun = [day for item in items if (day := item.actual_start or item.planned_start) is not None]
    since = min(max(said) if said else min(begun, default=analysis.as_of), analysis.as_of)
    days = max(0, analysis.calendar.working_days_between(since, analysis.as_of))
    return Silence(key, title, is_initiative, days, since, bool(said), days > limit)


def silences_sentence(found: Sequence[Silence], limit: int) -> Text:
    """Say how many initiatives under way have been silent for too long, or have never given news."""
    if not found:
        return Text("silences.nothing_under_way")
    silent = sum(silence.is_too_long for silence in found)
    never = sum(not silence.has_reported for silence in found)
    values = {"limit": limit, "what": _what(found)}
    if silent:
        return Text("silences.some", values, count=silent)
    if never:
        return Text("silences.never_yet", values, count=never)
    return Text("silences.none", values)


def _what(found: Sequence[Silence]) -> list[Text]:
    initiatives = sum(silence.is_initiative for silence in found)
    milestones = len(found) - initiatives
    counts = {"initiatives": initiatives, "milestones": milestones}
    return [Text(f"silences.{kind}", count=count) for kind, count in counts.items() if count]


def silence_rows(found: Sequence[Silence], t: Translator) -> dict[str, list[Any]]:
    """Return the table beside the bars."""
    return {
        t.text("silences.column.item"): [silence.title for silence in found],
        t.text("silences.column.days"): [silence.working_days for silence in found],
        t.text("silences.column.since"): [t.date(s.since) if s.has_reported else "" for s in found],
    }


def silences_chart(found: Sequence[Silence], limit: int, t: Translator, palette: Palette) -> dict[str, Any]:
    """Return the silences as bars with the cadence across them, as a finished chart."""
    too_long = status_colour(ComputedStatus.STALLED, palette)
    still_fine = status_colour(ComputedStatus.TO_COME, palette)
    bars = [
        LabelledBar(
            key=silence.key,
            label=silence.title,
            length=silence.working_days,
            said=_said(silence, t),
            colour=too_long if silence.is_too_long else still_fine,
        )
        for silence in found
    ]
    threshold = Threshold(limit, t.text("silences.limit", limit=limit))
    return bars_chart(bars, t, palette, is_narrow=True, threshold=threshold)


def _said(silence: Silence, t: Translator) -> str:
    days = t.number(silence.working_days)
    return days if silence.has_reported else t.text("silences.never", days=days)
