"""The results of every item, as columns beside the snapshot's milestones and one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.analysis.awaited import Acting, acting_on
from tracker.analysis.columns import NO_ROW, Floats, linked_rows
from tracker.analysis.facts import ComputedStatus, ItemAnalysis, ItemState
from tracker.analysis.stalls import Stalls
from tracker.analysis.standing import STATES
from tracker.analysis.status import DECLARED, VERDICTS, Verdict
from tracker.i18n import Text
from tracker.model.initiative import Period
from tracker.model.programme import StallRule
from tracker.model.snapshot import Rows, Snapshot
from tracker.planning import NONE, date_of_day
from tracker.planning.instants import Bools, Ints


@dataclass(frozen=True, eq=False)
class Items:
    """One value for each row of `snapshot.milestones` in every column; `of` gives one item's results.

    Days are day numbers since 1970-01-01 (`column.view("datetime64[D]")` makes dates of them, the
    absent ones NaT); floats and variance are working days. Codes are positions in STATES, VERDICTS and
    DECLARED.
    """

    snapshot: Snapshot
    early_start: Ints
    early_finish: Ints
    late_start: Ints
    late_finish: Ints
    total_float_days: Floats
    free_float_days: Floats
    is_critical: Bools
    actual_start: Ints
    actual_finish: Ints
    planned_start: Ints
    planned_finish: Ints
    approved_start: Ints
    approved_finish: Ints
    original_finish: Ints
    variance_days: Ints
    state: npt.NDArray[np.int8]
    verdict: npt.NDArray[np.int8]
    declared: npt.NDArray[np.int8]
    declared_on: Ints
    disagreement: Bools
    progress_percent: Floats
    stalls: Stalls
    # Whether any plan has been approved by the day of the analysis.
    is_approved: bool

    def __len__(self) -> int:
        return len(self.state)

    def __iter__(self) -> Iterator[ItemAnalysis]:
        """Give the items in the rows' order; prefer columns where there are many."""
        return map(self.at, range(len(self)))

    def of(self, milestone_id: int) -> ItemAnalysis:
        """Return the results of the milestone with this id.

        Raises:
            KeyError: the programme has none.
        """
        return self.at(self.snapshot.milestones.row_of_id[milestone_id])

    def by_key(self, key: str) -> ItemAnalysis:
        """Return the results of the milestone with this key.

        Raises:
            KeyError: the programme has none.
        """
        return self.at(self.snapshot.milestones.row_of_key[key])

    @property
    def is_open(self) -> Bools:
        """For each row, whether it is in the plan and not reached."""
        ended = [STATES.index(ItemState.DONE), STATES.index(ItemState.CANCELLED)]
        return ~np.isin(self.state, ended)

    @property
    def is_history(self) -> Bools:
        """For each row, whether it belongs to an initiative of the past, kept but never planned."""
        periods = self.snapshot.initiatives.column("period") if len(self.snapshot.initiatives) else []
        past = np.array([*(period == Period.HISTORY for period in periods), False], np.bool_)
        return past[linked_rows(self.snapshot.milestones, "initiative_id", self.snapshot.initiatives)]

    def service_rows(self) -> Ints:
        """Return the row of snapshot.services that each milestone belongs to, its own or its initiative's."""
        return self._service_rows

    @cached_property
    def _service_rows(self) -> Ints:
        return inherited(self.snapshot, "service_id", self.snapshot.services)

    @cached_property
    def acting(self) -> Acting:
        """Who is to act on each item: its service, or the body outside from which it is awaited."""
        return acting_on(self.snapshot, self.service_rows())

    def at(self, row: int) -> ItemAnalysis:
        """Return the results of one row of `snapshot.milestones`."""
        milestone = self.snapshot.milestones[row]
        verdict = VERDICTS[self.verdict[row]]
        declared = DECLARED[self.declared[row]]
        declared_on = self._day("declared_on", row)
        reason = self._reason(row)
        disagrees = bool(self.disagreement[row])
        return ItemAnalysis(
            id=milestone.id,
            key=milestone.key,
            title=milestone.title,
            service_key=self._service_key(milestone),
            **{name: self._day(name, row) for name in _DAYS},
            total_float_days=self._number("total_float_days", row),
            free_float_days=self._number("free_float_days", row),
            is_critical=bool(self.is_critical[row]),
            variance_days=None if self.variance_days[row] == NONE else int(self.variance_days[row]),
            variance_reason=self._variance_reason(row),
            state=STATES[self.state[row]],
            computed_status=verdict.status,
            reason=reason,
            declared_status=declared,
            declared_on=declared_on,
            disagreement=disagrees,
            disagreement_text=disagreement_text(declared, declared_on, reason) if disagrees else None,
            progress_percent=self._number("progress_percent", row),
        )

    def status_at(self, row: int) -> ComputedStatus | None:
        """Return the computed status of one row, None when it cannot be computed."""
        status: ComputedStatus | None = VERDICTS[self.verdict[row]].status
        return status

    def _reason(self, row: int) -> Text:
        """Return why the item has its computed status, or why it has none."""
        verdict = VERDICTS[self.verdict[row]]
        if verdict is Verdict.STALLED:
            own = [stall for stall in self.stalls.of_rows([row]) if stall.because_of is None]
            return min(own, key=lambda stall: _MOST_TELLING.index(stall.rule)).sentence
        return Text(f"verdict.{verdict.text}", self._values(row), self._count(row))

    def _variance_reason(self, row: int) -> Text | None:
        if self.variance_days[row] != NONE:
            return None
        verdict = Verdict.NOT_IN_APPROVED if self.is_approved else Verdict.NOTHING_APPROVED
        return Text(f"verdict.{verdict.text}")

    def _day(self, name: str, row: int) -> date | None:
        day = int(getattr(self, name)[row])
        return None if day == NONE else date_of_day(day)

    def _number(self, name: str, row: int) -> float | None:
        value = float(getattr(self, name)[row])
        return None if np.isnan(value) else round(value, 2)

    def _service_key(self, milestone: Any) -> str | None:
        identity = milestone.service_id
        if identity is None:
            above = self.snapshot.initiatives.get(milestone.initiative_id)
            identity = None if above is None else above.service_id
        service = self.snapshot.services.get(identity)
        return None if service is None else service.key

    def _count(self, row: int) -> int | None:
        counted = (Verdict.LATE, Verdict.BEHIND)
        return int(self.variance_days[row]) if VERDICTS[self.verdict[row]] in counted else None

    def _values(self, row: int) -> dict[str, Any]:
        """Return what the sentences of the verdicts name."""
        milestone = self.snapshot.milestones[row]
        values = {
            "title": milestone.title,
            "forecast": self._day("early_finish", row),
            "approved": self._day("approved_finish", row),
            "planned_start": self._day("planned_start", row),
            "actual": self._day("actual_finish", row),
            "deadline": milestone.deadline,
        }
        return {name: value for name, value in values.items() if value is not None}


# Of several stalls of one item, the one that explains its status: a date missed says most.
_MOST_TELLING = sorted(StallRule, key=lambda rule: rule is not StallRule.OVERDUE)
_DAYS = (
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "actual_start",
    "actual_finish",
    "planned_start",
    "planned_finish",
    "approved_start",
    "approved_finish",
    "original_finish",
)


def disagreement_text(declared: Any, declared_on: date | None, reason: Text) -> Text:
    """Return the sentence that says both what was declared and what the rule finds."""
    return Text(
        "verdict.disagreement",
        {"declared": Text(f"declared.{declared}"), "declared_on": declared_on, "reason": reason},
    )


def inherited(snapshot: Snapshot, column: str, linked: Rows[Any]) -> Ints:
    """Return the row of each milestone's own service or owner, else of its initiative's."""
    own = linked_rows(snapshot.milestones, column, linked)
    if not len(snapshot.initiatives):
        return own
    above = linked_rows(snapshot.initiatives, column, linked)
    initiative = linked_rows(snapshot.milestones, "initiative_id", snapshot.initiatives)
    return np.where((own == NO_ROW) & (initiative != NO_ROW), above[initiative], own)
