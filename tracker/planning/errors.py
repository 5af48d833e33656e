"""What planning refuses, and the rows that explain why."""

from __future__ import annotations

from typing import Any, ClassVar


class PlanningError(Exception):
    """The network or a calendar cannot be scheduled; `details` names what a sentence needs to say so."""

    text_key: ClassVar[str] = "planning.refused"

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.details = details


class CircleError(PlanningError):
    """Dependencies close a circle; `rows` are its members in the order of the dependencies, each once."""

    text_key = "planning.circle"

    def __init__(self, rows: tuple[int, ...]) -> None:
        super().__init__(f"dependencies close a circle through rows {rows}", rows=rows)
        self.rows = rows


class NetworkError(PlanningError):
    """A column of the network holds something impossible; `column` and `row` say where."""

    text_key = "planning.network"

    def __init__(self, column: str, row: int, reason: str) -> None:
        super().__init__(f"{column}, row {row}: {reason}", column=column, row=row)
        self.column = column
        self.row = row


class CalendarError(PlanningError):
    """A calendar has no working time, or times that overlap or leave their day."""

    text_key = "planning.calendar"


class DateRangeError(PlanningError):
    """A date falls outside the years 1 to 9999."""

    text_key = "planning.date_range"


class FinishedActivityError(PlanningError):
    """Work was added to an activity that is already finished; `row` says which."""

    text_key = "planning.finished"

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row} is finished: its work cannot grow", row=row)
        self.row = row


class LevellingError(PlanningError):
    """A levelling problem holds something impossible."""

    text_key = "planning.levelling"
