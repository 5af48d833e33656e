"""The working hours of a day as people write them: "08:00-12:00 13:00-17:00"."""

from __future__ import annotations

import re
from itertools import pairwise

from tracker.planning.instants import MINUTES_A_DAY
from tracker.planning.worktable import DayShape

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def read_hours(text: str) -> DayShape:
    """Return the working times (minutes of the day) of a day; none when the text is empty.

    Times may stand apart by spaces, commas or semicolons; a day ends at 24:00.

    Raises:
        ValueError: the text is no such list, or its times overlap or are out of order.
    """
    spans = tuple(
        (int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4]))
        for found in _SPAN.finditer(text)
    )
    if _SPAN.sub("", text).strip(" ,;"):
        raise ValueError("working_hours")
    minutes = [minute for found in _SPAN.finditer(text) for minute in (int(found[2]), int(found[4]))]
    is_in_order = all(start < end for start, end in spans) and all(
        earlier[1] <= later[0] for earlier, later in pairwise(spans)
    )
    if not is_in_order or any(minute > 59 for minute in minutes) or (spans and spans[-1][1] > MINUTES_A_DAY):
        raise ValueError("working_hours")
    return spans


def write_hours(shape: DayShape) -> str:
    """Return a day's working times as `read_hours` reads them, always in the same form."""
    return " ".join(f"{_time(start)}-{_time(end)}" for start, end in shape)


def _time(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
