"""The rules that say why work has stopped, and what each of them found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
import numpy.typing as npt
from dateutil.relativedelta import relativedelta

from tracker.analysis.columns import NO_ROW, floats
from tracker.analysis.decision_stalls import decision_late, decision_refused
from tracker.analysis.facts import Stall
from tracker.analysis.situation import Findings, Rule, Situation
from tracker.i18n import Text
from tracker.model.programme import StallRule
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, date_of_day
from tracker.planning.instants import Bools, Ints, day_of

RULES = list(StallRule)
# In the rule's own unit: working days, times, rounds or months.
DEFAULT_THRESHOLDS: Mapping[StallRule, int] = {
    StallRule.NO_UPDATE: 20,
    StallRule.OVERDUE: 0,
    StallRule.WAITING: 0,
    StallRule.READY_NOT_STARTED: 10,
    StallRule.DATE_MOVED: 3,
    StallRule.PROGRESS_UNCHANGED: 2,
    StallRule.NOTHING_PLANNED: 12,
    StallRule.DECISION_LATE: 5,
    StallRule.DECISION_REFUSED: 0,
}
UNITS: Mapping[StallRule, str] = {
    StallRule.NO_UPDATE: "working_days",
    StallRule.OVERDUE: "working_days",
    StallRule.WAITING: "working_days",
    StallRule.READY_NOT_STARTED: "working_days",
    StallRule.DATE_MOVED: "times",
    StallRule.PROGRESS_UNCHANGED: "rounds",
    StallRule.NOTHING_PLANNED: "months",
    StallRule.DECISION_LATE: "working_days",
    StallRule.DECISION_REFUSED: "working_days",
}


def _no_update(situation: Situation, threshold: int) -> Findings:
    """No news for longer than the cadence of an item that could move; its clock starts when it is due to.

    What has neither begun nor a planned start is not due.
    """
    standing, count = situation.standing, situation.count
    is_due = standing.is_started | (standing.planned_start != NONE)
    began = np.where(standing.is_started, standing.could_move_since, standing.planned_start)
    since = np.maximum(np.maximum(standing.could_move_since, began)[:count], situation.news.last_on)
    passed = situation.since(since)
    rows = np.flatnonzero((standing.is_actionable & is_due)[:count] & (passed > threshold))
    return Findings.of(rows, since[rows], passed[rows])


def _overdue(situation: Situation, threshold: int) -> Findings:
    """The planned finish of an item that could move is past."""
    standing = situation.standing
    rows = np.flatnonzero(standing.overdue[: situation.count] > threshold)
    return Findings.of(rows, standing.planned_finish[rows], standing.overdue[rows])


def _waiting(situation: Situation, threshold: int) -> Findings:
    """The planned start is past and an overdue or late item, however far back, holds it: that one's stall.

    So is the planned finish of work begun, where such an item drives its end. The clock of the item
    itself stands at 0, because it could not have moved.
    """
    holding, at_finish = situation.holding, situation.standing.held_at_finish
    rows = np.flatnonzero(holding.days_waited[: situation.count] > threshold)
    clock = np.zeros(len(rows), np.int64)
    return Findings.of(rows, holding.due_on[rows], clock, holding.root[rows], at_finish[rows])


def _ready_not_started(situation: Situation, threshold: int) -> Findings:
    """Nothing holds planned work back any more, and it does not begin; an event has no beginning."""
    standing, count = situation.standing, situation.count
    since = standing.could_move_since[:count]
    passed = situation.since(since)
    has_work = floats(situation.snapshot.milestones.column("work_days")) > 0
    is_planned = standing.planned_start != NONE
    ready = (standing.is_actionable & ~standing.is_started & is_planned)[:count] & has_work
    rows = np.flatnonzero(ready & (passed > threshold))
    return Findings.of(rows, since[rows], passed[rows])


def _date_moved(situation: Situation, threshold: int) -> Findings:
    """The finish was put off again and again, by approved plans or by hand, whichever counts more."""
    standing, approved, count = situation.standing, situation.approved, situation.count
    times = approved.replanned.copy()
    row_of_id = situation.snapshot.milestones.row_of_id
    for identity, moves in situation.date_moves.items():
        row = row_of_id.get(identity, NO_ROW)
        if row != NO_ROW:
            times[row] = max(times[row], moves)
    is_planned = standing.is_open & (standing.planned_start != NONE)
    rows = np.flatnonzero(is_planned[:count] & (times >= max(threshold, 1)))
    could_move = standing.could_move_since[rows]
    put_off = approved.replanned_on[rows]
    since = np.where(put_off == NONE, standing.planned_start[rows], put_off)
    since = np.minimum(since, day_of(situation.as_of))
    clock = situation.since(np.where(could_move == NONE, NONE, np.maximum(since, could_move)))
    return Findings.of(rows, since, clock, count=times[rows])


def _progress_unchanged(situation: Situation, threshold: int) -> Findings:
    """The latest reports of an item in progress all give the same figure."""
    standing, news, count = situation.standing, situation.news, situation.count
    same = news.unchanged > max(threshold, 1)
    going = (standing.is_actionable & standing.is_started)[:count]
    rows = np.flatnonzero(going & same)
    since = news.unchanged_since[rows]
    return Findings.of(rows, since, situation.since(since), count=news.unchanged[rows] - 1)


def _nothing_planned(situation: Situation, threshold: int) -> Findings:
    """No open item of the plan falls in the months to come; a programme without any milestone only begins."""
    today = day_of(situation.as_of)
    horizon = day_of(situation.as_of + relativedelta(months=threshold))
    standing, count = situation.standing, situation.count
    is_open = standing.is_open[:count]
    finish, start = situation.forecast.early_finish[:count], situation.forecast.early_start[:count]
    if not count or (is_open & (start <= horizon) & (finish >= today)).any():
        return Findings.of(*(np.empty(0, np.int64) for _ in range(3)))
    last = standing.actual_finish[:count]
    known = last[last != NONE]
    since = max([day_of(situation.snapshot.programme.start), *known.tolist()])
    day = np.array([min(since, today)], np.int64)
    return Findings.of(np.array([NO_ROW]), day, situation.since(day), count=threshold)


# Whose sentence gives a count of its own in place of the working days.
_COUNTED = (
    StallRule.DATE_MOVED,
    StallRule.PROGRESS_UNCHANGED,
    StallRule.NOTHING_PLANNED,
    StallRule.DECISION_REFUSED,
)
_RULES: Mapping[StallRule, Rule] = {
    StallRule.NO_UPDATE: _no_update,
    StallRule.OVERDUE: _overdue,
    StallRule.WAITING: _waiting,
    StallRule.READY_NOT_STARTED: _ready_not_started,
    StallRule.DATE_MOVED: _date_moved,
    StallRule.PROGRESS_UNCHANGED: _progress_unchanged,
    StallRule.NOTHING_PLANNED: _nothing_planned,
    StallRule.DECISION_LATE: decision_late,
    StallRule.DECISION_REFUSED: decision_refused,
}


def stalls_of(situation: Situation) -> Stalls:
    """Return what every rule that is switched on found, those that have lasted longest first.

    A threshold in working days is passed when the clock exceeds it; times and rounds are reached.
    """
    settings = {StallRule(row.rule): row for row in situation.snapshot.stall_rule_settings}
    found: list[tuple[StallRule, Findings]] = []
    for rule, finds in _RULES.items():
        setting = settings.get(rule)
        if setting is not None and not setting.is_on:
            continue
        told = None if setting is None else setting.threshold
        found.append((rule, finds(situation, DEFAULT_THRESHOLDS[rule] if told is None else told)))
    return Stalls.of(situation.snapshot, found)


@dataclass(frozen=True, eq=False)
class Stalls(Sequence[Stall]):
    """The stalls of a programme; each is put into words only when it is read."""

    snapshot: Snapshot
    rule: npt.NDArray[np.int8]
    rows: Ints
    since: Ints
    working_days: Ints
    because_of: Ints
    figure: Ints

    @classmethod
    def of(cls, snapshot: Snapshot, found: Sequence[tuple[StallRule, Findings]]) -> Stalls:
        rule = np.concatenate(
            [np.full(len(findings.rows), RULES.index(name), np.int8) for name, findings in found]
            or [np.empty(0, np.int8)]
        )

        def together(name: str) -> Ints:
            columns = [getattr(findings, name) for _, findings in found]
            return np.concatenate([*columns, np.empty(0, np.int64)]).astype(np.int64)

        columns = {name: together(name) for name in ("rows", "since", "working_days", "because_of", "figure")}
        order = np.lexsort((columns["rows"], rule, -columns["working_days"]))
        return cls(snapshot, rule[order], **{name: column[order] for name, column in columns.items()})

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Stall: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Stall]: ...
    def __getitem__(self, place: int | slice) -> Stall | Sequence[Stall]:
        if isinstance(place, slice):
            return tuple(self._stall(one) for one in range(*place.indices(len(self))))
        return self._stall(range(len(self))[place])

    def __iter__(self) -> Iterator[Stall]:
        return map(self._stall, range(len(self)))

    @cached_property
    def _places_of_row(self) -> Mapping[int, list[int]]:
        places: dict[int, list[int]] = {}
        for place, row in enumerate(self.rows.tolist()):
            places.setdefault(row, []).append(place)
        return places

    def of_rows(self, rows: Sequence[int]) -> tuple[Stall, ...]:
        """Return the stalls of some milestone rows (NO_ROW: of the programme), longest first."""
        places = sorted(place for row in rows for place in self._places_of_row.get(row, ()))
        return tuple(self._stall(place) for place in places)

    def of_item(self, key: str) -> tuple[Stall, ...]:
        """Return the stalls of one milestone."""
        row = self.snapshot.milestones.row_of_key.get(key)
        return () if row is None else self.of_rows([row])

    @cached_property
    def is_own(self) -> Bools:
        """For each milestone row, whether it has a stall that is its own and not its predecessor's."""
        found = np.zeros(len(self.snapshot.milestones), np.bool_)
        own = (self.rows != NO_ROW) & (self.because_of == NO_ROW)
        found[self.rows[own]] = True
        return found

    def _stall(self, place: int) -> Stall:
        rule, row, behind = RULES[self.rule[place]], int(self.rows[place]), int(self.because_of[place])
        keys = self.snapshot.milestones.column("key")
        since, working_days = date_of_day(int(self.since[place])), int(self.working_days[place])
        values: dict[str, Any] = {"since": since}
        if row != NO_ROW:
            values |= {"item": keys[row], "title": self.snapshot.milestones[row].title}
        if behind != NO_ROW:
            values |= {"holder": keys[behind], "holder_title": self.snapshot.milestones[behind].title}
        figure, form = int(self.figure[place]), str(rule)
        if rule in _COUNTED:
            values["count"] = figure
        else:
            form = f"{rule}_to_finish" if rule is StallRule.WAITING and figure else form
            figure = working_days
        return Stall(
            rule=rule,
            item=None if row == NO_ROW else keys[row],
            since=since,
            working_days=working_days,
            because_of=None if behind == NO_ROW else keys[behind],
            sentence=Text(f"stall.{form}", values, count=figure),
        )
