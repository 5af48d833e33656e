"""What has happened since the last review: the trend, and what was finished with what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.analysis.changes import ChangeKind, changes_between
from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.analysis.indicators import indicator_standings
from tracker.analysis.verdict import counted
from tracker.i18n import Text
from tracker.i18n.rounding import whole_percent
from tracker.reports.council import against_approved
from tracker.reports.council_line import Line, Record, Section, more_line, of_milestones
from tracker.reports.indicator_rows import reading_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.changes import ItemChange
    from tracker.analysis.facts import ItemAnalysis
    from tracker.analysis.indicators import IndicatorStanding
    from tracker.analysis.since import Since

FINISHED_SHOWN = 6
_BAD = (ComputedStatus.LATE, ComputedStatus.STALLED)


@dataclass(frozen=True)
class Trend:
    """Whether it goes better or worse than at the last review, and what says so."""

    # -1: worse, 0: neither, 1: better, None: cannot be computed.
    direction: int | None
    lines: tuple[Line, ...]


def trend(analysis: ProgrammeAnalysis, since: Since) -> Trend:
    """Return how the expected end, what is reached and what is in difficulty compare with that day."""
    end_days, end = _end(analysis, since)
    trouble = _in_trouble(analysis), _in_trouble(since.before)
    more = len(trouble[0]) - len(trouble[1])
    direction = None if end_days is None else _direction(end_days, more)
    name = "unknown" if direction is None else ("worse", "same", "better")[direction + 1]
    values = {"day": since.day, "review": since.review}
    since_text = Text("page.since.review" if since.review else "page.since.day", values)
    first = Line(Text(f"page.trend.{name}", {"since": since_text}))
    both = {"before": len(trouble[1]), "after": len(trouble[0])}
    difficulty = Line(
        Text("page.trend.trouble", both),
        records=of_milestones(item.key for part in trouble for item in part),
    )
    recorded = [] if since.recorded_from is None else [_unrecorded(since.recorded_from)]
    return Trend(direction, (first, end, _reached(analysis, since), difficulty, *recorded))


def _direction(end_days: int, more_in_trouble: int) -> int:
    """Return worse for a later end, else for more in difficulty; better the other way round."""
    decisive = end_days or more_in_trouble
    return 0 if decisive == 0 else -1 if decisive > 0 else 1


def _unrecorded(first: date) -> Line:
    return Line(Text("page.trend.unrecorded", {"first": first}))


def _end(analysis: ProgrammeAnalysis, since: Since) -> tuple[int | None, Line]:
    before, after = since.before.finish, analysis.finish
    if before is None or after is None:
        return None, Line(Text("page.trend.end.unknown"))
    days = analysis.calendar.working_days_between(before, after)
    records = of_milestones(_last(since.before, before) + _last(analysis, after))
    values = {"before": before, "after": after}
    if days == 0:
        return 0, Line(Text("page.trend.end.same", {"after": after}), records=records)
    form = "later" if days > 0 else "earlier"
    return days, Line(Text(f"page.trend.end.{form}", values, count=abs(days)), records=records)


def _last(analysis: ProgrammeAnalysis, finish: date) -> list[str]:
    """Return the keys of the items that finish last."""
    return [item.key for item in counted(analysis) if item.early_finish == finish]


def _in_trouble(analysis: ProgrammeAnalysis) -> list[ItemAnalysis]:
    return [
        item
        for item in counted(analysis)
        if item.state is not ItemState.DONE and item.computed_status in _BAD
    ]


def _reached(analysis: ProgrammeAnalysis, since: Since) -> Line:
    items = counted(analysis)
    now, then = (
        [item.key for item in counted(one) if item.state is ItemState.DONE]
        for one in (analysis, since.before)
    )
    values = {"before": len(then), "total": len(items)}
    return Line(Text("page.trend.reached", values, count=len(now)), records=of_milestones([*then, *now]))


def changes_since(analysis: ProgrammeAnalysis, since: Since) -> tuple[ItemChange, ...]:
    """Return what became of each item since that day."""
    return changes_between(since.before, analysis, since.slips)


def finished(analysis: ProgrammeAnalysis, changes: Sequence[ItemChange], since: Since) -> Section:
    """Return what was finished, the openings to the public first, each with what it changed."""
    found = [analysis.items.by_key(change.item) for change in changes if change.kind is ChangeKind.FINISHED]
    rows = analysis.snapshot.milestones
    found.sort(key=lambda item: (not rows.by_id(item.id).is_public_opening, _latest_first(item)))
    standings = indicator_standings(analysis.snapshot, analysis.as_of)
    lines = tuple(_finished(analysis, item, standings) for item in found[:FINISHED_SHOWN])
    return Section(
        "finished",
        Text("page.finished.heading"),
        lines,
        left_out=more_line(found[FINISHED_SHOWN:], "page.finished.more"),
        nothing=Line(Text("page.finished.none", {"day": since.day})),
    )


def _latest_first(item: ItemAnalysis) -> int:
    return -item.actual_finish.toordinal() if item.actual_finish else 0


def _finished(
    analysis: ProgrammeAnalysis, item: ItemAnalysis, standings: Sequence[IndicatorStanding]
) -> Line:
    row = analysis.snapshot.milestones.by_id(item.id)
    values = {
        "title": item.title,
        "on": item.actual_finish or item.early_finish,
        "comparison": against_approved(item.approved_finish, item.variance_days),
    }
    form = "page.finished.opening" if row.is_public_opening else "page.finished"
    own = [one for one in standings if one.indicator.initiative_id == row.initiative_id]
    own = own if row.initiative_id is not None else []
    effects = tuple(_effect(standing, item) for standing in own)
    if not effects and row.is_public_opening:
        effects = (Line(Text("page.effect.no_indicator"), item.key, of_milestones([item.key])),)
    return Line(Text(form, values), item.key, of_milestones([item.key]), more=effects)


def _effect(standing: IndicatorStanding, item: ItemAnalysis) -> Line:
    """Say what citizens got of it, as last measured; a value older than the finish is said to be so."""
    key = standing.indicator.key
    records = (Record("indicators", key), *(Record("readings", str(one.id)) for one in standing.latest))
    name = {"indicator": standing.indicator.title}
    if not standing.latest:
        return Line(Text("page.effect.unmeasured", name), key, records)
    said, where = reading_text(standing.latest[0], standing.indicator.unit)
    values: dict[str, Any] = {**name, "value": said, "where": where}
    is_older = item.actual_finish is not None and standing.latest[0].read_on < item.actual_finish
    form = "contested" if standing.is_contested else "before" if is_older else "measured"
    percent = standing.achieved_percent
    follows: tuple[Line, ...] = ()
    if percent is not None:
        achieved = Text("page.effect.achieved", {"percent": whole_percent(percent)})
        follows = (Line(achieved, key, records),)
    return Line(Text(f"page.effect.{form}", values), key, records, more=follows)
