"""Reads single values of a schedule's XML: numbers, dates, times of day, lengths; each fault is located."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta

from tracker.exchange.mspdi_records import TENTHS_A_DAY, TENTHS_A_MINUTE
from tracker.exchange.mspdi_xml import Element
from tracker.exchange.problems import Findings

FIRST_YEAR, LAST_YEAR = 1950, 2199
LONGEST_YEARS = 100
_LONGEST_TENTHS = LONGEST_YEARS * 366 * TENTHS_A_DAY
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - a schedule's dates have no time zone
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>\d{1,9}(?:\.\d{1,9})?)D)?"
    r"(?:T(?:(?P<hours>\d{1,9}(?:\.\d{1,9})?)H)?(?:(?P<minutes>\d{1,9}(?:\.\d{1,9})?)M)?"
    r"(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?"
)
_TENTHS = {"days": TENTHS_A_DAY, "hours": 60 * TENTHS_A_MINUTE, "minutes": TENTHS_A_MINUTE, "seconds": 1 / 6}
LONGEST_NAME = 2_000


class Fields:
    """The values of one element; a value that cannot be read is noted and taken as absent."""

    def __init__(self, element: Element, item: str, findings: Findings) -> None:
        self.element = element
        self.item = item
        self.findings = findings
        self._children = {found.tag: found for found in reversed(element.children)}

    def _found(self, tag: str) -> Element | None:
        found = self._children.get(tag)
        return found if found is not None and found.text else None

    def note(self, code: str, tag: str, **values: object) -> None:
        """Note a fault of a field, or of the element when it has no such field."""
        at = self.element.child(tag) or self.element
        self.findings.add_in_file(code, at.line, self.item, tag, **values)

    def text(self, tag: str) -> str:
        """Return a short text, empty when absent."""
        found = self._found(tag)
        if found is None:
            return ""
        if len(found.text) > LONGEST_NAME:
            self.note("mspdi_long", tag, most=LONGEST_NAME)
            return ""
        return found.text

    def flag(self, tag: str, *, absent: bool = False) -> bool:
        """Return whether a field says yes."""
        found = self._found(tag)
        return absent if found is None else found.text.lower() in ("1", "true")

    def number(self, tag: str, low: float, high: float) -> float | None:
        """Return a number within bounds."""
        found = self._found(tag)
        if found is None:
            return None
        try:
            value = float(found.text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            self.note("mspdi_number", tag, given=found.text[:40], low=low, high=high)
            return None
        return value

    def whole(self, tag: str, low: int, high: int) -> int | None:
        """Return a whole number within bounds."""
        value = self.number(tag, low, high)
        return None if value is None else round(value)

    def uid(self, tag: str) -> int | None:
        """Return a unique id; ids below zero stand for nothing."""
        found = self.whole(tag, -(2**31), 2**32)
        return None if found is None or found < 0 else found

    def required_uid(self) -> int | None:
        """Return the element's own id, or note that it has none."""
        found = self.uid("UID")
        if found is None:
            self.note("mspdi_missing", "UID")
        return found

    def instant(self, tag: str) -> int | None:
        """Return a date and time as tenths of a minute since 1970."""
        found = self._found(tag)
        if found is None:
            return None
        try:
            when = datetime.fromisoformat(found.text).replace(tzinfo=None)
        except ValueError:
            self.note("mspdi_date", tag, given=found.text[:40])
            return None
        if not FIRST_YEAR <= when.year <= LAST_YEAR:
            self.note("mspdi_years", tag, given=found.text[:40], first=str(FIRST_YEAR), last=str(LAST_YEAR))
            return None
        return (when - _EPOCH) // timedelta(seconds=6)

    def length(self, tag: str) -> int | None:
        """Return a length of time in tenths of a minute; never negative."""
        found = self._found(tag)
        if found is None:
            return None
        parts = _DURATION.fullmatch(found.text)
        if parts is None or not any(parts[unit] for unit in _TENTHS):
            self.note("mspdi_duration", tag, given=found.text[:40])
            return None
        value = round(sum(float(parts[unit] or 0) * tenths for unit, tenths in _TENTHS.items()))
        if (value and parts["sign"]) or value > _LONGEST_TENTHS:
            self.note("mspdi_absurd_duration", tag, given=found.text[:40], years=LONGEST_YEARS)
            return None
        return value

    def minute_of_day(self, tag: str) -> int | None:
        """Return a time of day in minutes since midnight."""
        found = self._found(tag)
        if found is None:
            return None
        given = found.text.rpartition("T")[2]
        parts = re.fullmatch(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?", given)
        if parts is None or int(parts[1]) > 24 or int(parts[2]) > 59:
            self.note("mspdi_date", tag, given=found.text[:40])
            return None
        return int(parts[1]) * 60 + int(parts[2])


def date_of(instant: int) -> date:
    """Return the day of an instant in tenths of a minute."""
    return (_EPOCH + timedelta(days=instant // TENTHS_A_DAY)).date()


def datetime_of_tenths(instant: int) -> datetime:
    """Return the local date and time of an instant in tenths of a minute."""
    return _EPOCH + timedelta(seconds=6 * instant)


def tenths_of(when: datetime) -> int:
    """Return a local date and time in tenths of a minute since 1970."""
    return (when.replace(tzinfo=None) - _EPOCH) // timedelta(seconds=6)
