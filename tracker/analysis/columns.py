"""Reads the columns of a snapshot as arrays: codes, day numbers, row numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.model.snapshot import Rows
from tracker.planning.instants import NONE, Bools, Ints

Floats = npt.NDArray[np.float64]
NO_ROW = -1
_EPOCH = date(1970, 1, 1).toordinal()


def codes(column: Sequence[Any], choices: type[Enum]) -> npt.NDArray[np.int8]:
    """Return the position of each value among the members of its enumeration."""
    members = list(choices)
    # Enumerations hash in Python code: identities are four times as fast on 250,000 rows.
    by_identity = {id(member): code for code, member in enumerate(members)}
    try:
        return np.fromiter(map(by_identity.get, map(id, column)), np.int8, len(column))
    except TypeError:
        return np.array([members.index(choices(value)) for value in column], np.int8)


def days(column: Sequence[date | None]) -> Ints:
    """Return the day number (since 1970-01-01) of each date, `NONE` where there is none."""
    if column.count(None) == len(column):
        return np.full(len(column), NONE, np.int64)
    # numpy's own conversion of dates takes eighteen times as long.
    return np.array([NONE if day is None else day.toordinal() - _EPOCH for day in column], np.int64)


def days_of(rows: Rows[Any], name: str) -> Ints:
    """Return the day numbers of one column of dates; several questions about a snapshot share them."""
    return rows.kept(("days", name), lambda: _fixed(days(rows.column(name))))


def floats(column: Sequence[float | None]) -> Floats:
    """Return each number, NaN where there is none."""
    return np.array(column, np.float64)


def flags(column: Sequence[bool]) -> Bools:
    return np.array(column, np.bool_)


def rows_of(identities: Sequence[int | None], known: Sequence[int]) -> Ints:
    """Return the row of each id among the known ones (in ascending order), `NO_ROW` where there is none."""
    absent = identities.count(None)
    if absent == len(identities) or not known:
        return np.full(len(identities), NO_ROW, np.int64)
    asked = np.array([0 if one is None else one for one in identities] if absent else identities, np.int64)
    ascending = np.array(known, np.int64)
    found = np.minimum(ascending.searchsorted(asked), len(ascending) - 1)
    return np.where(ascending[found] == asked, found, NO_ROW)


def linked_rows(rows: Rows[Any], name: str, linked: Rows[Any]) -> Ints:
    """Return, for each row, the row that one of its columns names by id, as `rows_of`; shared like days."""
    return rows.kept(("linked", name), lambda: _fixed(rows_of(rows.column(name), linked.column("id"))))


def _fixed(column: Ints) -> Ints:
    column.flags.writeable = False
    return column


def minutes(working_days: Floats, minutes_per_day: float | Ints) -> Ints:
    """Return working days as whole minutes, `NONE` where there are none."""
    absent = np.isnan(working_days)
    whole = np.rint(np.where(absent, 0, working_days) * minutes_per_day).astype(np.int64)
    return np.where(absent, NONE, whole)
