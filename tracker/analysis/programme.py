"""The analysis of a programme on a day: every date, status, stall, bottleneck and wait it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property

import numpy as np

from tracker.analysis.bottlenecks import Bottlenecks
from tracker.analysis.calendar import calendar_of
from tracker.analysis.curve import curve_of
from tracker.analysis.decisions import Decisions
from tracker.analysis.delays import Delays
from tracker.analysis.facts import (
    BottleneckGroup,
    CurvePoint,
    GroupBy,
    InitiativeAnalysis,
    ItemAnalysis,
    ItemState,
    Progress,
    ServiceWait,
)
from tracker.analysis.forecast import Dates, approved_of, dates_of, delayed, planned_days, scheduled
from tracker.analysis.groups import groups_of
from tracker.analysis.holding import holding_of
from tracker.analysis.initiatives import initiatives_of
from tracker.analysis.items import Items
from tracker.analysis.network import network_of
from tracker.analysis.news import news_of_initiatives, news_of_milestones
from tracker.analysis.progress import progress_of, shares_of
from tracker.analysis.situation import Situation
from tracker.analysis.stalls import Stalls, stalls_of
from tracker.analysis.standing import STATES, standing_of
from tracker.analysis.status import disagreements, variance_of, verdicts_of
from tracker.analysis.uncertainty import Uncertainty
from tracker.analysis.waits import waits_of
from tracker.analysis.workload import Workload, workload_of
from tracker.model.errors import UnknownRecordError
from tracker.model.snapshot import Snapshot
from tracker.planning import (
    NONE,
    Network,
    Schedule,
    WorkingCalendar,
    critical_path,
    date_of_day,
    drivers,
    path_to,
)
from tracker.planning.instants import Ints

_CANCELLED = STATES.index(ItemState.CANCELLED)


@dataclass(frozen=True, eq=False)
class ProgrammeAnalysis:
    """What a programme means on the day `as_of`; results stand beside the snapshot, never in it.

    What costs time and is not always asked (bottlenecks, initiatives, progress) is worked out when first
    read, and kept.
    """

    snapshot: Snapshot
    as_of: date
    calendar: WorkingCalendar
    items: Items
    stalls: Stalls
    situation: Situation
    # The network as it is forecast, delays included, and its schedule.
    engine: Network
    schedule: Schedule

    @cached_property
    def finish(self) -> date | None:
        """The day on which the last item of the plan finishes; None for a plan without items."""
        in_plan = (self.items.state != _CANCELLED) & ~self.items.is_history
        finish = self.items.early_finish[in_plan]
        known = finish[finish != NONE]
        return date_of_day(int(known.max())) if len(known) else None

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """The keys of the unfinished items that determine the finish, first one first."""
        return self._keys(critical_path(self.schedule, self.engine))

    def driving_path(self, target_key: str) -> tuple[str, ...]:
        """Return the keys of the items that determine one item's dates, that item last.

        Empty when the item is out of the plan.

        Raises:
            UnknownRecordError: the programme has no milestone with this key.
        """
        rows = self.snapshot.milestones.row_of_key
        if target_key not in rows:
            nearest = get_close_matches(target_key, list(rows), 3)
            raise UnknownRecordError(kind="milestone", key=target_key, nearest=nearest)
        activity = int(self.situation.network.activities[rows[target_key]])
        return () if activity < 0 else self._keys(path_to(activity, self._drivers))

    @cached_property
    def _drivers(self) -> dict[int, int]:
        return drivers(self.engine, self.schedule)

    @cached_property
    def counted(self) -> tuple[ItemAnalysis, ...]:
        """The items that are in the plan: neither cancelled nor history."""
        past = self.items.is_history.tolist()
        found = zip(self.items, past, strict=True)
        return tuple(
            item for item, is_history in found if item.state is not ItemState.CANCELLED and not is_history
        )

    @cached_property
    def bottlenecks(self) -> Bottlenecks:
        """The open items that hold others back, the worst first."""
        situation = self.situation
        return Bottlenecks(
            self.items,
            situation.network,
            self.engine,
            self.schedule,
            situation.standing,
            self.calendar,
            situation.delays,
        )

    @cached_property
    def decisions(self) -> Decisions:
        """Every decision of the plan: what is asked, by when, what waiting costs, and what came of it."""
        return Decisions(self.items, self.bottlenecks, self.situation)

    def bottleneck_groups(self, by: GroupBy) -> tuple[BottleneckGroup, ...]:
        """Return the bottlenecks by service, owner, partner or nature, the worst group first."""
        return groups_of(self.bottlenecks, by)

    @cached_property
    def waits(self) -> tuple[ServiceWait, ...]:
        """Which service waits for which, the longest wait first."""
        return waits_of(self.items, self.situation.holding)

    @cached_property
    def workload(self) -> Workload:
        """What is asked of each post whose people are known, day by day."""
        return workload_of(self)

    @cached_property
    def initiatives(self) -> tuple[InitiativeAnalysis, ...]:
        """Every initiative, in the order of `snapshot.initiatives`."""
        news = news_of_initiatives(self.snapshot, self.as_of)
        shares = shares_of(self.snapshot, self.items)
        return initiatives_of(self.items, self.calendar, self.stalls, news, shares)

    @cached_property
    def progress(self) -> Progress:
        """The progress of the whole programme, its history left out."""
        shares = shares_of(self.snapshot, self.items)
        return progress_of(self.snapshot, shares, np.flatnonzero(~self.items.is_history))

    @cached_property
    def uncertainty(self) -> Uncertainty:
        """In which range its dates are to be expected."""
        return Uncertainty(self)

    @cached_property
    def s_curve(self) -> tuple[CurvePoint, ...]:
        """Planned, actual and forecast share reached, month by month."""
        return curve_of(self.items, self.as_of)

    def _keys(self, activities: tuple[int, ...]) -> tuple[str, ...]:
        keys = self.snapshot.milestones.column("key")
        rows = self.situation.network.item_rows[list(activities)] if activities else ()
        return tuple(keys[row] for row in rows if row < len(keys))


def analyse(
    snapshot: Snapshot,
    as_of: date,
    *,
    delays: Mapping[str, float] | None = None,
) -> ProgrammeAnalysis:
    """Return what a programme means on a day, from its rows alone.

    As of the day, work not begun starts no earlier than that day; updates, approved plans and actual
    dates later than it are not known yet. The plan that items are compared with is the latest approved
    one; as long as none is approved, the plan scheduled from the programme's start as if nothing had
    happened.

    Args:
        delays: what if: extra working days of work, by milestone key.

    Raises:
        UnknownRecordError: a key of `delays` is no milestone.
        OutOfPlanError: a delayed milestone is out of the plan.
        FinishedActivityError: a delayed milestone is finished.
        CircleError: the stored dependencies close a circle.
    """
    calendar = calendar_of(snapshot)
    news = news_of_milestones(snapshot, as_of)
    network = network_of(snapshot, calendar, as_of, news)
    approved = approved_of(snapshot, as_of)
    plan = planned_days(network, snapshot, approved)
    engine = delayed(network, snapshot, delays or {})
    found = scheduled(engine, snapshot, as_of, network.levels)
    forecast = dates_of(found, engine, network)
    drives = found.is_driving
    standing = standing_of(snapshot, network, calendar, as_of, plan, news, drives)
    holding = holding_of(network, calendar, as_of, standing, forecast, drives)
    situation = Situation(
        snapshot,
        calendar,
        as_of,
        network,
        forecast,
        approved,
        news,
        standing,
        holding,
        snapshot.date_moves,
        Delays(snapshot, network, engine, found, forecast, as_of),
    )
    stalls = stalls_of(situation)
    items = _items(situation, found, stalls)
    return ProgrammeAnalysis(snapshot, as_of, calendar, items, stalls, situation, engine, found)


def _items(situation: Situation, found: Schedule, stalls: Stalls) -> Items:
    snapshot, standing, approved, news = (
        situation.snapshot,
        situation.standing,
        situation.approved,
        situation.news,
    )
    count = situation.count
    forecast = _as_happened(situation.forecast, standing.actual_start, standing.actual_finish)
    variance = variance_of(situation.calendar, approved.finish, forecast.early_finish[:count])
    verdict = verdicts_of(
        snapshot,
        situation.as_of,
        situation.network,
        found,
        (standing, forecast, approved),
        variance,
        stalls.is_own,
    )
    return Items(
        snapshot,
        early_start=forecast.early_start[:count],
        early_finish=forecast.early_finish[:count],
        late_start=forecast.late_start[:count],
        late_finish=forecast.late_finish[:count],
        total_float_days=forecast.total_float[:count],
        free_float_days=forecast.free_float[:count],
        is_critical=forecast.is_critical[:count],
        actual_start=standing.actual_start[:count],
        actual_finish=standing.actual_finish[:count],
        planned_start=standing.planned_start[:count],
        planned_finish=standing.planned_finish[:count],
        approved_start=approved.start,
        approved_finish=approved.finish,
        original_finish=approved.original_finish,
        variance_days=variance,
        state=standing.state[:count],
        verdict=verdict,
        declared=news.declared,
        declared_on=news.declared_on,
        disagreement=disagreements(news.declared, verdict),
        progress_percent=news.progress,
        stalls=stalls,
        is_approved=approved.has_any,
    )


def _as_happened(forecast: Dates, start: Ints, finish: Ints) -> Dates:
    """Return the forecast with the actual dates as they were reported, working days or not."""
    return Dates(
        early_start=np.where(start == NONE, forecast.early_start, start),
        early_finish=np.where(finish == NONE, forecast.early_finish, finish),
        late_start=forecast.late_start,
        late_finish=forecast.late_finish,
        total_float=forecast.total_float,
        free_float=forecast.free_float,
        is_critical=forecast.is_critical,
    )
