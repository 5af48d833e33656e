"""All that the rules of stalls look at on the day, and what one of them gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from tracker.analysis.columns import NO_ROW
from tracker.analysis.delays import Delays
from tracker.analysis.forecast import Approved, Dates, days_between
from tracker.analysis.holding import Holding
from tracker.analysis.network import ProgrammeNetwork
from tracker.analysis.news import News
from tracker.analysis.standing import Standing
from tracker.model.snapshot import Snapshot
from tracker.planning import WorkingCalendar
from tracker.planning.instants import Ints, day_of


@dataclass(frozen=True, eq=False)
class Situation:
    """All that the rules look at; columns are by milestone row and may hold stand-ins at their end."""

    snapshot: Snapshot
    calendar: WorkingCalendar
    as_of: date
    network: ProgrammeNetwork
    forecast: Dates
    approved: Approved
    news: News
    standing: Standing
    holding: Holding
    # How many times each milestone was put off since it was first planned, by milestone id.
    date_moves: Mapping[int, int]
    # The forecast rerun with one item later than expected.
    delays: Delays

    @cached_property
    def count(self) -> int:
        return len(self.snapshot.milestones)

    def since(self, day: Ints) -> Ints:
        """Return the working days from each day to the day of the analysis."""
        return days_between(self.calendar, day, np.full(len(day), day_of(self.as_of), np.int64))


@dataclass(frozen=True, eq=False)
class Findings:
    """What one rule found: milestone rows (NO_ROW: the programme), days, counts, and who is behind it."""

    rows: Ints
    since: Ints
    working_days: Ints
    because_of: Ints
    # The figure that the sentence gives beside the working days: times, rounds, months; of a wait, whether
    # the end of work begun is what waits.
    figure: Ints

    @classmethod
    def of(
        cls, rows: Ints, since: Ints, working_days: Ints, because_of: Ints | None = None, count: Any = 0
    ) -> Findings:
        behind = np.full(len(rows), NO_ROW, np.int64) if because_of is None else because_of
        return cls(
            rows, since, working_days, behind, np.broadcast_to(np.asarray(count, np.int64), rows.shape)
        )


Rule = Callable[[Situation, int], Findings]
