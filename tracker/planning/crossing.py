"""Carries ticks along the dependencies that leave a calendar or count elapsed time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tracker.planning.calendars import WorkingCalendar
from tracker.planning.instants import NONE, Ints


@dataclass(frozen=True)
class Crossing:
    """The edges (positions, ascending) whose two ends do not count time alike.

    An edge goes through the instant: out of its predecessor's calendar, on by `elapsed` minutes, into its
    successor's calendar. `fact` is the instant where the predecessor's date has happened, or `NONE`.
    """

    edges: Ints
    from_calendar: Ints
    to_calendar: Ints
    elapsed: Ints
    fact: Ints
    calendars: tuple[WorkingCalendar, ...]

    def within(self, first: int, last: int) -> tuple[int, int]:
        """Return which of these edges lie at positions `first` to `last` (excluded)."""
        if not len(self.edges):
            return 0, 0
        return int(self.edges.searchsorted(first)), int(self.edges.searchsorted(last))

    def forward(self, ticks: Ints, low: int, high: int) -> Ints:
        """Return the successor's ticks for the predecessor's ticks of edges `low` to `high` (and trials)."""
        beside = (-1, *(1,) * (ticks.ndim - 1))
        instants = np.empty_like(ticks)
        for calendar, chosen in self._groups(self.from_calendar[low:high]):
            instants[chosen] = calendar.instants_at(ticks[chosen])
        # What happened outside working hours counts from where it happened.
        fact = self.fact[low:high].reshape(beside)
        np.copyto(instants, fact, where=fact != NONE)
        instants += self.elapsed[low:high].reshape(beside)
        carried = np.empty_like(ticks)
        for calendar, chosen in self._groups(self.to_calendar[low:high]):
            carried[chosen] = calendar.ticks_at(instants[chosen], ticks[chosen] & 1)
        return carried

    def backward(self, limits: Ints, low: int, high: int) -> Ints:
        """Return the last ticks that `forward` does not carry past the successors' limits (and trials)."""
        closing, opening = np.empty_like(limits), np.empty_like(limits)
        for calendar, chosen in self._groups(self.to_calendar[low:high]):
            wanted = limits[chosen]
            closing[chosen] = calendar.instants_at(wanted)
            # Within working time an even limit shuts out the odd tick of the same instant.
            shut_out = (wanted & 1 == 0) & (calendar.instants_at(wanted | 1) == closing[chosen])
            opening[chosen] = closing[chosen] - shut_out
        elapsed = self.elapsed[low:high].reshape(-1, *(1,) * (limits.ndim - 1))
        closing -= elapsed
        opening -= elapsed
        allowed = np.empty_like(limits)
        for calendar, chosen in self._groups(self.from_calendar[low:high]):
            even = 2 * calendar.work_at(closing[chosen])
            odd = (calendar.floor_ticks_at(opening[chosen]) - 1) | 1
            allowed[chosen] = np.maximum(even, odd)
        return allowed

    def _groups(self, used: Ints) -> list[tuple[WorkingCalendar, Ints]]:
        return [
            (calendar, np.flatnonzero(used == number))
            for number, calendar in enumerate(self.calendars)
            if (used == number).any()
        ]
