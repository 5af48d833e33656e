"""The roadmap: what happens when, one bar for each milestone, grouped by initiative."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ComputedStatus, ItemState
from tracker.i18n import Text
from tracker.model.initiative import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.facts import InitiativeAnalysis, ItemAnalysis
    from tracker.reports.style import Status

# Beyond this many rows a chart is no longer read: it shows initiatives, opened one by one.
MOST_ROWS = 150


class Window(StrEnum):
    """Which part of the plan is shown: all of it, or what is going on in the time ahead."""

    ALL = "all"
    QUARTER = "3-months"
    YEAR = "12-months"


_WINDOW_DAYS = {Window.QUARTER: 92, Window.YEAR: 366}


@dataclass(frozen=True)
class RoadmapFilter:
    """What the reader asks to see; empty fields ask for everything."""

    service: str | None = None
    initiative: str | None = None
    statuses: frozenset[Status] = frozenset()
    is_critical_only: bool = False
    window: Window = Window.ALL
    # Initiatives whose milestones are shown although the plan is too long to show all of them.
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RoadmapBar:
    """One milestone: first and last day of its work, what was approved, and how it fares.

    `share_done` is 0 to 1, None when nobody has said. `original_finish` is set when the plan has been
    approved anew since with another date. An event takes no work and is drawn as a diamond.
    """

    key: str
    title: str
    service_key: str | None
    service: str
    initiative_key: str | None
    initiative: str | None
    start: date | None
    finish: date | None
    share_done: float | None
    approved_finish: date | None
    original_finish: date | None
    variance_days: int | None
    float_days: float | None
    status: Status
    is_critical: bool
    is_event: bool
    is_public_opening: bool


@dataclass(frozen=True)
class RoadmapGroup:
    """One initiative's bars under its heading; without a key, what belongs to no initiative."""

    key: str | None
    title: str | Text
    start: date | None
    finish: date | None
    status: Status
    bars: tuple[RoadmapBar, ...]
    # Whether its bars are shown, or only its heading.
    is_open: bool = True


def roadmap_bars(analysis: ProgrammeAnalysis, period: Period = Period.PLAN) -> tuple[RoadmapBar, ...]:
    """Return the bars of the plan, or of the history, in the order of initiatives and positions."""
    snapshot = analysis.snapshot
    services = {service.key: service.name for service in snapshot.services}
    places = {row.id: place for place, row in enumerate(_in_order(snapshot.initiatives))}
    wanted = []
    for item in analysis.items:
        row = snapshot.milestones.by_id(item.id)
        initiative = snapshot.initiatives.get(row.initiative_id)
        if (Period(initiative.period) if initiative else Period.PLAN) is period:
            place = (places.get(row.initiative_id or 0, -1), row.position, row.key)
            wanted.append((place, _bar(item, row, initiative, services)))
    return tuple(bar for _, bar in sorted(wanted, key=lambda found: found[0]))


def _in_order(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row.position, row.key))


def _bar(item: ItemAnalysis, row: Any, initiative: Any, services: dict[str, str]) -> RoadmapBar:
    start, finish = item.actual_start or item.early_start, item.actual_finish or item.early_finish
    is_done = item.state is ItemState.DONE
    return RoadmapBar(
        key=item.key,
        title=item.title,
        service_key=item.service_key,
        service=services.get(item.service_key or "", ""),
        initiative_key=initiative.key if initiative else None,
        initiative=initiative.title if initiative else None,
        start=min(start, finish) if start and finish else finish,
        finish=finish,
        share_done=1.0 if is_done else _share(item.progress_percent),
        approved_finish=item.approved_finish,
        original_finish=item.original_finish if item.original_finish != item.approved_finish else None,
        variance_days=item.variance_days,
        float_days=None if is_done else item.total_float_days,
        status=ComputedStatus.DONE if is_done else item.computed_status,
        is_critical=item.is_critical and not is_done,
        is_event=not row.work_days and (start is None or start == finish),
        is_public_opening=row.is_public_opening,
    )


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def filtered(bars: Iterable[RoadmapBar], wishes: RoadmapFilter, as_of: date) -> tuple[RoadmapBar, ...]:
    """Return the bars that a reader asks to see; what was cancelled only when it is asked for."""
    return tuple(bar for bar in bars if _is_wished(bar, wishes, as_of))


def _is_wished(bar: RoadmapBar, wishes: RoadmapFilter, as_of: date) -> bool:
    if wishes.statuses:
        has_status = bar.status in wishes.statuses
    else:
        has_status = bar.status is not ComputedStatus.CANCELLED
    return (
        has_status
        and wishes.service in (None, bar.service_key)
        and wishes.initiative in (None, bar.initiative_key)
        and (bar.is_critical or not wishes.is_critical_only)
        and _is_within(bar, wishes.window, as_of)
    )


def _is_within(bar: RoadmapBar, window: Window, as_of: date) -> bool:
    if window is Window.ALL:
        return True
    last = as_of + timedelta(days=_WINDOW_DAYS[window])
    is_ahead = bar.start is not None and bar.start <= last
    return is_ahead and (bar.status is not ComputedStatus.DONE or (bar.finish or as_of) >= as_of)


def roadmap_groups(
    bars: Sequence[RoadmapBar], initiatives: Iterable[InitiativeAnalysis], opened: frozenset[str]
) -> tuple[RoadmapGroup, ...]:
    """Return the bars under the headings of their initiatives; too many bars stay folded until opened."""
    statuses = {initiative.key: initiative.computed_status for initiative in initiatives}
    members: dict[str | None, list[RoadmapBar]] = defaultdict(list)
    for bar in bars:
        members[bar.initiative_key].append(bar)
    is_long = len(bars) + len(members) > MOST_ROWS
    return tuple(
        _group(key, found, statuses.get(key or ""), not is_long or (key or "") in opened)
        for key, found in members.items()
    )


def _group(key: str | None, bars: list[RoadmapBar], status: Status, is_open: bool) -> RoadmapGroup:
    starts = [bar.start for bar in bars if bar.start]
    finishes = [bar.finish for bar in bars if bar.finish]
    return RoadmapGroup(
        key=key,
        title=bars[0].initiative or Text("roadmap.no_initiative"),
        start=min(starts, default=None),
        finish=max(finishes, default=None),
        status=status,
        bars=tuple(bars),
        is_open=is_open,
    )
