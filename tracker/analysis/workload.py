"""How much is asked of each post day by day, how much it has, and where it is asked for more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tracker.analysis.columns import Floats
from tracker.analysis.demand import Demand, demands_of
from tracker.planning import NONE, date_of_day, day_of
from tracker.planning.instants import Ints

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis
    from tracker.model.snapshot import Snapshot

# Less than a day's work too much in a month: two that meet in the middle of a day, no overload.
_WORTH_SAYING = 1.0
# Less than this much of a day (four minutes) is a rounding, not an overload.
_LEAST_DAYS = 0.01


@dataclass(frozen=True)
class Share:
    """What one item asks of one post: slots from `begin` to before `end`, people in each of them."""

    demand: Demand
    begin: int
    end: int
    people: float


@dataclass(frozen=True)
class MonthLoad:
    """One post in one month, in days of full-time work: asked, available, and asked beyond what there is."""

    post: int
    month: date
    asked: float
    available: float
    # Summed day by day: a month may have room in all and too much on some days.
    over: float
    # Rows of the milestones that ask, with their days, the most first.
    asking: tuple[tuple[int, float], ...]

    @property
    def is_overloaded(self) -> bool:
        return self.over >= _WORTH_SAYING


@dataclass(frozen=True, eq=False)
class Workload:
    """Load and capacity (r x t) in full-time people, r posts whose people are known, t working days.

    `days` are the day numbers of the slots: the programme's working days from the day of the analysis to
    the end of the plan, and at least to the end of its month.
    """

    snapshot: Snapshot
    days: Ints
    posts: tuple[int, ...]
    capacity: Floats
    shares: tuple[Share, ...]

    @cached_property
    def load(self) -> Floats:
        load = np.zeros_like(self.capacity)
        for share in self.shares:
            load[self.place[share.demand.post], share.begin : share.end] += share.people
        return load

    @cached_property
    def place(self) -> dict[int, int]:
        """Row of the arrays for each post row of the snapshot."""
        return {post: place for place, post in enumerate(self.posts)}

    @cached_property
    def over(self) -> Floats:
        """What is asked beyond what there is, in full-time people, by post and slot."""
        over = np.maximum(self.load - self.capacity, 0)
        return np.where(over > _LEAST_DAYS, over, 0)

    @property
    def overload_days(self) -> float:
        """Days of work asked of people who are not there, of all posts together."""
        return float(self.over.sum())

    @cached_property
    def _months(self) -> npt.NDArray[np.datetime64]:
        months: npt.NDArray[np.datetime64] = self.days.view("datetime64[D]").astype("datetime64[M]")
        return months

    @cached_property
    def months(self) -> tuple[MonthLoad, ...]:
        """Every post in every month, by post, then by month."""
        return tuple(
            self._month(place, month) for place in range(len(self.posts)) for month in np.unique(self._months)
        )

    @property
    def overloads(self) -> tuple[MonthLoad, ...]:
        """The months in which a post is asked for more than it has, the worst first."""
        found = [month for month in self.months if month.is_overloaded]
        return tuple(sorted(found, key=lambda month: (-month.over, month.month, month.post)))

    def _month(self, place: int, month: np.datetime64) -> MonthLoad:
        slots = np.flatnonzero(self._months == month)
        first, last = int(slots[0]), int(slots[-1]) + 1
        asking: dict[int, float] = {}
        for share in self.shares:
            width = min(share.end, last) - max(share.begin, first)
            if share.demand.post == self.posts[place] and width > 0 and share.people:
                row = share.demand.milestone
                asking[row] = asking.get(row, 0.0) + width * share.people
        return MonthLoad(
            self.posts[place],
            month.astype("datetime64[D]").item(),
            float(self.load[place, slots].sum()),
            float(self.capacity[place, slots].sum()),
            float(self.over[place, slots].sum()),
            tuple(sorted(asking.items(), key=lambda one: (-one[1], one[0]))),
        )


def workload_of(analysis: ProgrammeAnalysis) -> Workload:
    """Return the load of every post whose people are known, from the forecast dates of the open items.

    Work counts on the programme's working days from its forecast start (the day of the analysis, when it
    has begun) to its forecast finish; a part of a day at its end is spread over all of them.
    """
    snapshot, items = analysis.snapshot, analysis.items
    posts = tuple(row for row, people in enumerate(snapshot.posts.column("people")) if people is not None)
    finish = items.early_finish[items.early_finish != NONE]
    last = max(int(finish.max(initial=0)), day_of(analysis.as_of))
    days = working_days(analysis, _end_of_month(last))
    return Workload(
        snapshot, days, posts, capacity_of(snapshot, posts, days), tuple(_shares(analysis, days, posts))
    )


def working_days(analysis: ProgrammeAnalysis, last: int) -> Ints:
    """Return the programme's working days (day numbers) from the day of the analysis to a day."""
    every = np.arange(day_of(analysis.as_of), last + 1, dtype=np.int64)
    counts = analysis.calendar.working_days_before(np.append(every[0] - 1, every))
    return np.asarray(every[np.diff(counts) > 0], np.int64)


def capacity_of(snapshot: Snapshot, posts: Sequence[int], days: Ints) -> Floats:
    """Return how many people each post has on each day (r x t): its people less those who are away."""
    people = snapshot.posts.column("people")
    there = np.array([people[post] or 0.0 for post in posts], np.float64)
    capacity = np.repeat(there[:, None], len(days), axis=1)
    for absence in snapshot.absences:
        post = snapshot.posts.row_of_id[absence.post_id]
        if post in posts:
            away = (days >= day_of(absence.starts_on)) & (days <= day_of(absence.ends_on))
            gone = people[post] if absence.people is None else absence.people
            capacity[posts.index(post), away] -= gone or 0.0
    return np.maximum(capacity, 0.0)


def _shares(analysis: ProgrammeAnalysis, days: Ints, posts: Sequence[int]) -> list[Share]:
    items, found = analysis.items, []
    work = analysis.snapshot.milestones.column("work_days")
    for demand in demands_of(analysis.snapshot):
        row = demand.milestone
        start, finish = int(items.early_start[row]), int(items.early_finish[row])
        is_open = finish != NONE and items.actual_finish[row] == NONE and not items.is_history[row]
        if demand.post not in posts or not is_open or not work[row]:
            continue
        begin, end = int(days.searchsorted(start)), int(days.searchsorted(finish, "right"))
        if end > begin:
            found.append(Share(demand, begin, end, _people_a_day(demand, work[row], end - begin, begin > 0)))
    return found


def _people_a_day(demand: Demand, work: float, width: int, is_whole: bool) -> float:
    """Return how many people the work takes on each of its days."""
    if demand.days is not None:
        # What has begun has used its share of the days already: as much is left as the time that is left.
        return demand.days / (width if is_whole else max(width, work))
    return demand.people * min(1.0, work / width) if is_whole else demand.people


def _end_of_month(day: int) -> int:
    when = date_of_day(day)
    following = date(when.year + when.month // 12, when.month % 12 + 1, 1)
    return day_of(following) - 1
