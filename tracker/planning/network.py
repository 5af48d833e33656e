"""What is scheduled: activities and typed dependencies, held as columns of integers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.errors import FinishedActivityError, NetworkError
from tracker.planning.instants import FIRST_INSTANT, LAST_INSTANT, MINUTES_A_DAY, NONE, Ints

_WORK_LIMIT = 1 << 40  # minutes: two million years, so that sums over any network stay exact


class DependencyKind(StrEnum):
    """Which date of the predecessor holds which date of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagUnit(StrEnum):
    """How a lag is counted: working time of the successor, elapsed time, percent of predecessor's work."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    PERCENT = "percent"


class ConstraintKind(StrEnum):
    """How a date asked for bears on an activity."""

    AS_SOON_AS_POSSIBLE = "as_soon_as_possible"
    AS_LATE_AS_POSSIBLE = "as_late_as_possible"
    START_NO_EARLIER_THAN = "start_no_earlier_than"
    START_NO_LATER_THAN = "start_no_later_than"
    FINISH_NO_EARLIER_THAN = "finish_no_earlier_than"
    FINISH_NO_LATER_THAN = "finish_no_later_than"
    MUST_START_ON = "must_start_on"
    MUST_FINISH_ON = "must_finish_on"


KIND_CODES = {kind: code for code, kind in enumerate(DependencyKind)}
LAG_UNIT_CODES = {unit: code for code, unit in enumerate(LagUnit)}
CONSTRAINT_CODES = {kind: code for code, kind in enumerate(ConstraintKind)}
_STARTS = (ConstraintKind.START_NO_EARLIER_THAN, ConstraintKind.START_NO_LATER_THAN,
           ConstraintKind.MUST_START_ON)  # fmt: skip


@dataclass(frozen=True)
class Activity:
    """An activity written by hand: work in days of its calendar, dates as dates or instants."""

    key: Hashable
    work_days: float = 0
    constraint: ConstraintKind = ConstraintKind.AS_SOON_AS_POSSIBLE
    constraint_at: date | int | None = None
    deadline: date | int | None = None
    calendar: int = 0
    actual_start: date | int | None = None
    actual_finish: date | int | None = None
    remaining_days: float | None = None


@dataclass(frozen=True)
class Dependency:
    """A dependency written by hand: lag in working days, elapsed days or percent; negative is a lead."""

    predecessor: Hashable
    successor: Hashable
    kind: DependencyKind = DependencyKind.FS
    lag: float = 0
    unit: LagUnit = LagUnit.WORKING_DAYS


@dataclass(frozen=True, eq=False)
class Network:
    """Columns of n activities and m dependencies; instants and minutes are int64, `NONE` where absent.

    `lag` is working minutes, elapsed minutes, or hundredths of a percent of the predecessor's work, as
    `lag_unit` says. Codes are the position of a member in its enumeration. `calendar` is an index.
    `delay` is working minutes on top of what is to be done: a question asked of the plan, not part of it.
    """

    work: Ints
    predecessor: npt.NDArray[np.int32]
    successor: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    lag: Ints
    lag_unit: npt.NDArray[np.int8]
    constraint: npt.NDArray[np.int8]
    constraint_at: Ints
    deadline: Ints
    calendar: npt.NDArray[np.int16]
    calendars: tuple[WorkingCalendar, ...]
    actual_start: Ints
    actual_finish: Ints
    remaining: Ints
    delay: Ints

    def __post_init__(self) -> None:
        """Check every column.

        Raises:
            NetworkError: a row number or code out of range, negative work, a date outside the years
                1 to 9999, a constraint without its date, columns of different lengths.
        """
        _check_lengths(self)
        _check_ranges(self)

    def __len__(self) -> int:
        return len(self.work)

    @property
    def days_of_work(self) -> Ints:
        """Minutes in a working day of each activity's calendar."""
        per_day = np.array([calendar.minutes_per_day for calendar in self.calendars], dtype=np.int64)
        return np.asarray(per_day[self.calendar], np.int64)

    @classmethod
    def of_columns(
        cls,
        work: npt.ArrayLike,
        predecessor: npt.ArrayLike = (),
        successor: npt.ArrayLike = (),
        *,
        calendars: Sequence[WorkingCalendar] | None = None,
        **columns: npt.ArrayLike,
    ) -> Network:
        """Return a network from columns; what is not given is absent (FS, no lag, first calendar).

        Raises:
            NetworkError: as the class says.
        """
        activities, dependencies = len(np.asarray(work)), len(np.asarray(predecessor))
        given: dict[str, Any] = {"work": work, "predecessor": predecessor, "successor": successor, **columns}
        filled: dict[str, Any] = {}
        for name, (dtype, absent) in _COLUMNS.items():
            length = dependencies if name in _OF_DEPENDENCIES else activities
            column = given.pop(name, None)
            filled[name] = np.full(length, absent, dtype) if column is None else np.asarray(column, dtype)
        if given:
            raise TypeError(f"no such columns: {sorted(given)}")
        return cls(**filled, calendars=tuple(calendars or (WorkingCalendar(),)))

    @classmethod
    def build(
        cls,
        activities: Sequence[Activity],
        dependencies: Sequence[Dependency] = (),
        calendars: Sequence[WorkingCalendar] | None = None,
    ) -> Network:
        """Return a network from activities and dependencies written by hand; rows keep their order."""
        used = tuple(calendars or (WorkingCalendar(),))
        row_of = {activity.key: row for row, activity in enumerate(activities)}
        rows = [_activity_row(activity, used[activity.calendar]) for activity in activities]
        links = [_dependency_row(dependency, row_of, used) for dependency in dependencies]
        columns = {name: [row[name] for row in rows] for name in rows[0]} if rows else {"work": []}
        columns |= {name: [link[name] for link in links] for name in links[0]} if links else {}
        return cls.of_columns(**columns, calendars=used)

    def with_delay(self, rows: npt.ArrayLike, minutes: npt.ArrayLike) -> Network:
        """Return the network with working minutes added to what some rows still have to do (or taken away).

        Raises:
            FinishedActivityError: one of the rows is finished.
        """
        late = np.atleast_1d(np.asarray(rows, np.int64))
        delay = self.delay.copy()
        np.add.at(delay, late, np.asarray(minutes, np.int64))
        finished = late[self.actual_finish[late] != NONE]
        if len(finished):
            raise FinishedActivityError(int(finished[0]))
        return replace(self, delay=delay)


_COLUMNS: dict[str, tuple[type[np.signedinteger[Any]], int]] = {
    "work": (np.int64, 0),
    "predecessor": (np.int32, 0),
    "successor": (np.int32, 0),
    "kind": (np.int8, 0),
    "lag": (np.int64, 0),
    "lag_unit": (np.int8, 0),
    "constraint": (np.int8, 0),
    "constraint_at": (np.int64, NONE),
    "deadline": (np.int64, NONE),
    "calendar": (np.int16, 0),
    "actual_start": (np.int64, NONE),
    "actual_finish": (np.int64, NONE),
    "remaining": (np.int64, NONE),
    "delay": (np.int64, 0),
}
_OF_DEPENDENCIES = frozenset({"predecessor", "successor", "kind", "lag", "lag_unit"})


def with_delay(network: Network, rows: npt.ArrayLike, minutes: npt.ArrayLike) -> Network:
    """Return the network with working minutes added to what some rows still have to do.

    Raises:
        FinishedActivityError: one of the rows is finished.
    """
    return network.with_delay(rows, minutes)


def _check_lengths(network: Network) -> None:
    for field in fields(network):
        if field.name == "calendars":
            continue
        expected = len(network.predecessor) if field.name in _OF_DEPENDENCIES else len(network.work)
        if len(getattr(network, field.name)) != expected:
            raise NetworkError(field.name, expected, f"the column should hold {expected} values")


def _check_ranges(network: Network) -> None:
    rows = len(network)
    _check_between("predecessor", network.predecessor, 0, rows - 1)
    _check_between("successor", network.successor, 0, rows - 1)
    _check_between("kind", network.kind, 0, len(KIND_CODES) - 1)
    _check_between("lag_unit", network.lag_unit, 0, len(LAG_UNIT_CODES) - 1)
    _check_between("constraint", network.constraint, 0, len(CONSTRAINT_CODES) - 1)
    _check_between("calendar", network.calendar, 0, len(network.calendars) - 1)
    _check_between("work", network.work, 0, _WORK_LIMIT)
    _check_between("lag", network.lag, -_WORK_LIMIT, _WORK_LIMIT)
    _check_between("delay", network.delay, -_WORK_LIMIT, _WORK_LIMIT)
    _check_between("remaining", network.remaining, 0, _WORK_LIMIT, absent=True)
    for name in ("constraint_at", "deadline", "actual_start", "actual_finish"):
        _check_between(name, getattr(network, name), FIRST_INSTANT, LAST_INSTANT, absent=True)
    undated = (network.constraint > 1) & (network.constraint_at == NONE)
    if undated.any():
        raise NetworkError("constraint_at", int(undated.argmax()), "the constraint has no date")


def _check_between(name: str, column: npt.NDArray[Any], low: int, high: int, *, absent: bool = False) -> None:
    if not len(column):
        return
    if int(column.max()) <= high and int(column.min()) >= low:
        return
    wrong = (column < low) | (column > high)
    if absent:
        wrong &= column != NONE
    if wrong.any():
        row = int(wrong.argmax())
        raise NetworkError(name, row, f"{int(column[row])} is not between {low} and {high}")


def _instant(when: date | int | None, calendar: WorkingCalendar, *, start: bool) -> int:
    if when is None:
        return NONE
    if isinstance(when, date):
        return calendar.start_of(when) if start else calendar.finish_of(when)
    return when


def _activity_row(activity: Activity, calendar: WorkingCalendar) -> dict[str, int]:
    remaining = activity.remaining_days
    at_start = activity.constraint in _STARTS
    return {
        "work": round(activity.work_days * calendar.minutes_per_day),
        "constraint": CONSTRAINT_CODES[activity.constraint],
        "constraint_at": _instant(activity.constraint_at, calendar, start=at_start),
        "deadline": _instant(activity.deadline, calendar, start=False),
        "calendar": activity.calendar,
        "actual_start": _instant(activity.actual_start, calendar, start=True),
        "actual_finish": _instant(activity.actual_finish, calendar, start=False),
        "remaining": NONE if remaining is None else round(remaining * calendar.minutes_per_day),
    }


def _dependency_row(
    dependency: Dependency, row_of: dict[Hashable, int], calendars: tuple[WorkingCalendar, ...]
) -> dict[str, int]:
    minutes = {
        LagUnit.WORKING_DAYS: calendars[0].minutes_per_day,
        LagUnit.CALENDAR_DAYS: MINUTES_A_DAY,
        LagUnit.PERCENT: 100,
    }[dependency.unit]
    return {
        "predecessor": row_of[dependency.predecessor],
        "successor": row_of[dependency.successor],
        "kind": KIND_CODES[dependency.kind],
        "lag": round(dependency.lag * minutes),
        "lag_unit": LAG_UNIT_CODES[dependency.unit],
    }
