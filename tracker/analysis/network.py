"""Turns the programme's rows into the network that is scheduled, whole initiatives expanded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tracker.analysis.calendar import Calendars, calendars_of
from tracker.analysis.columns import NO_ROW, Floats, codes, days_of, flags, floats, linked_rows, minutes
from tracker.analysis.edges import Edges, edges_of
from tracker.analysis.news import News, news_of_milestones
from tracker.model.initiative import InitiativeStatus, Period
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, ConstraintKind, LagUnit, Levels, Network, WorkingCalendar, number_levels
from tracker.planning.instants import MINUTES_A_DAY, Bools, Ints, day_of
from tracker.planning.progress import remaining_work

_AT_START = [
    place
    for place, kind in enumerate(ConstraintKind)
    if kind
    in (
        ConstraintKind.START_NO_EARLIER_THAN,
        ConstraintKind.START_NO_LATER_THAN,
        ConstraintKind.MUST_START_ON,
    )
]


# When a day off ends, as the standard working day does: 17:00.
_EVENING = 17 * 60


@dataclass(frozen=True, eq=False)
class ProgrammeNetwork:
    """The network of what is still in the plan, and where each of its activities comes from.

    An *item row* is a row of `snapshot.milestones`, or beyond its end the stand-in of an initiative that
    has no milestones in the plan (no work, so that dependencies through it hold).
    """

    network: Network
    # Item row of each activity, and activity of each item row (NO_ROW when out of the plan).
    item_rows: Ints
    activities: Ints
    # Row of snapshot.initiatives of each stand-in.
    stand_ins: Ints
    # Dependencies between item rows, one for each dependency of the network, in its order.
    edges: Edges

    @cached_property
    def levels(self) -> Levels:
        """The numbering of its dependencies: every schedule of them shares it.

        Raises:
            CircleError: the dependencies close a circle.
        """
        return number_levels(len(self.network), self.network.predecessor, self.network.successor)

    @cached_property
    def as_planned(self) -> Network:
        """The same network before anything happened."""
        nothing = np.full(len(self.network), NONE, np.int64)
        return replace(self.network, actual_start=nothing, actual_finish=nothing, remaining=nothing)

    @property
    def is_in_plan(self) -> Bools:
        """For each milestone row."""
        count = len(self.activities) - len(self.stand_ins)
        return np.asarray(self.activities[:count] != NO_ROW)


def network_of(
    snapshot: Snapshot, calendar: WorkingCalendar, as_of: date, news: News | None = None
) -> ProgrammeNetwork:
    """Return the network of a programme as it is known on a date.

    Out of it, with their dependencies: cancelled milestones, everything of an initiative that is history,
    superseded or cancelled, and what was left unfinished when an initiative was declared done (nobody
    waits for it any more). Actual dates and updates later than the date are not known yet.

    Work begun has left what was told as remaining, else its work less the share last reported, else its
    work less the time since it began. Work whose progress alone is reported began by that report.

    Args:
        news: that of the milestones on the date, where it is already at hand.

    Raises:
        CircleError: (when scheduled) the stored dependencies close a circle.
    """
    news = news_of_milestones(snapshot, as_of) if news is None else news
    calendars = calendars_of(snapshot, calendar)
    in_plan = is_in_plan(snapshot, as_of)
    edges, stand_ins = edges_of(snapshot, in_plan)
    in_network = np.append(in_plan, np.ones(len(stand_ins), np.bool_))
    item_rows = np.flatnonzero(in_network)
    activities = np.full(len(in_network), NO_ROW, np.int64)
    activities[item_rows] = np.arange(len(item_rows))
    used = np.append(calendars.number, np.zeros(len(stand_ins), np.int64))
    network = Network.of_columns(
        calendars=calendars.calendars,
        calendar=used[item_rows],
        predecessor=activities[edges.predecessor],
        successor=activities[edges.successor],
        kind=edges.kind,
        **_lags(snapshot, edges, calendars, used),
        **{
            name: np.append(column, np.full(len(stand_ins), absent, np.int64))[item_rows]
            for name, (column, absent) in _activity_columns(snapshot, calendars, as_of, news).items()
        },
    )
    network = _with_remaining_work(network, first_instant(as_of))
    return ProgrammeNetwork(network, item_rows, activities, stand_ins, edges)


def first_instant(day: date) -> int:
    """Return where a day begins: each calendar counts from its own first hour after it."""
    return day_of(day) * MINUTES_A_DAY


def _with_remaining_work(network: Network, as_of: int) -> Network:
    """Write down what is left of the work begun, so that a delay adds to it and is not eaten by time past."""
    begun = np.flatnonzero((network.actual_start != NONE) & (network.actual_finish == NONE))
    remaining = network.remaining.copy()
    remaining[begun] = remaining_work(network, begun, as_of)
    return replace(network, remaining=remaining)


def is_in_plan(snapshot: Snapshot, as_of: date) -> Bools:
    """Return for each milestone row whether it is in the plan, as `network_of` says."""
    milestones, initiatives = snapshot.milestones, snapshot.initiatives
    gone = [
        initiative.period == Period.HISTORY or InitiativeStatus(initiative.status).is_ended
        for initiative in initiatives
    ]
    done = [initiative.status == InitiativeStatus.DONE for initiative in initiatives]
    initiative_row = linked_rows(milestones, "initiative_id", initiatives)
    # One more place, so that row -1 (no initiative) finds False.
    is_gone, is_done = flags([*gone, False])[initiative_row], flags([*done, False])[initiative_row]
    finish = days_of(milestones, "actual_finish")
    unfinished = (finish == NONE) | (finish > day_of(as_of))
    return np.asarray(
        ~flags(milestones.column("is_cancelled")) & ~is_gone & ~(is_done & unfinished), np.bool_
    )


def _activity_columns(
    snapshot: Snapshot, calendars: Calendars, as_of: date, news: News
) -> dict[str, tuple[npt.NDArray[np.int64], int]]:
    """Return each column of the network with what stands in it for a stand-in."""
    rows = snapshot.milestones
    today, per_day = day_of(as_of), calendars.minutes_per_day
    constraint = codes(rows.column("constraint"), ConstraintKind).astype(np.int64)
    at_start = np.isin(constraint, _AT_START)
    asked = days_of(rows, "constraint_date")
    start, finish = days_of(rows, "actual_start"), days_of(rows, "actual_finish")
    start = np.where(start > today, NONE, start)
    finish = np.where(finish > today, NONE, finish)
    # An end without a date for its beginning says that it had begun; when is not known.
    start = np.where((start == NONE) & (finish != NONE), finish, start)
    start = np.where((start == NONE) & (news.progress > 0), news.begun_on, start)
    work = minutes(floats(rows.column("work_days")), per_day)
    remaining = minutes(floats(rows.column("remaining_days")), per_day)
    remaining = np.where(remaining == NONE, _remaining_by_report(work, news.progress, per_day), remaining)
    remaining = np.where((start != NONE) & (finish == NONE), remaining, NONE)
    return {
        "work": (work, 0),
        "constraint": (np.where((asked == NONE) & (constraint > 1), 0, constraint), 0),
        "constraint_at": (
            np.where(at_start, _starts(asked, calendars), _finishes(asked, calendars)),
            NONE,
        ),
        "deadline": (_finishes(days_of(rows, "deadline"), calendars), NONE),
        "actual_start": (_starts(start, calendars), NONE),
        "actual_finish": (_happened(finish, calendars), NONE),
        "remaining": (remaining, NONE),
    }


def _remaining_by_report(work: Ints, progress: Floats, per_day: Ints) -> Ints:
    """Return what the progress last reported (in percent) leaves of the work, `NONE` where there is none.

    At least a day is left of what is not reached (or all of its work, when that is less).
    """
    reported = ~np.isnan(progress)
    left = np.rint(work * (1 - np.where(reported, progress, 0) / 100)).astype(np.int64)
    return np.where(reported, np.maximum(left, np.minimum(work, per_day)), NONE)


def _starts(when: Ints, calendars: Calendars) -> Ints:
    """Return the first working instant on or after each milestone's day."""
    at = np.where(when == NONE, NONE, when * MINUTES_A_DAY)
    return calendars.convert(at, WorkingCalendar.next_working)


def _finishes(when: Ints, calendars: Calendars) -> Ints:
    """Return the last working instant on or before each milestone's day."""
    at = np.where(when == NONE, NONE, (when + 1) * MINUTES_A_DAY)
    return calendars.convert(at, WorkingCalendar.previous_working)


def _happened(when: Ints, calendars: Calendars) -> Ints:
    """Return the end of each day's work; of a day off its evening, from which calendar days count."""
    found, known = _finishes(when, calendars), when != NONE
    is_day_off = known & (found < np.where(known, when, 0) * MINUTES_A_DAY)
    found[is_day_off] = when[is_day_off] * MINUTES_A_DAY + _EVENING
    return found


def _lags(
    snapshot: Snapshot, edges: Edges, calendars: Calendars, used: Ints
) -> dict[str, npt.NDArray[np.int64]]:
    """Return the lag of each edge in the engine's units, and which unit it is.

    A working day of lag is one of the successor's calendar, on which the engine counts it.

    Args:
        used: the number of each item row's calendar.
    """
    rows = snapshot.dependencies
    unit = codes(rows.column("lag_unit"), LagUnit).astype(np.int64)[edges.dependency]
    per_day = np.array([one.minutes_per_day for one in calendars.calendars], np.float64)
    per_unit = np.array([0, MINUTES_A_DAY, 100], np.float64)[unit]
    per_unit = np.where(unit == 0, per_day[used[edges.successor]], per_unit)
    lag = np.rint(floats(rows.column("lag"))[edges.dependency] * per_unit).astype(np.int64)
    return {"lag": lag, "lag_unit": unit}


def keys_of(
    snapshot: Snapshot, stand_ins: Sequence[int] | Ints, item_rows: Sequence[int] | Ints
) -> list[str]:
    """Return the key of each item row; a stand-in has the key of its initiative."""
    milestones = snapshot.milestones.column("key")
    initiatives = snapshot.initiatives.column("key")
    count = len(milestones)
    return [
        milestones[row] if row < count else initiatives[int(stand_ins[row - count])]
        for row in map(int, item_rows)
    ]
