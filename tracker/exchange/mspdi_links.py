"""What a lag makes of an instant, on the successor's calendar, there and back."""

from __future__ import annotations

from collections.abc import Callable

from tracker.exchange.mspdi_activities import Leaf, Link
from tracker.exchange.mspdi_records import LagKind


def lagged(link: Link, instant: int, *, back: bool = False) -> int:
    """Return an instant with a link's lag added, or taken away again.

    Working lags are counted on the successor's calendar, a percentage is one of the predecessor's duration
    (Eastwood Harris, "Elapsed Durations, Leads and Lags in Microsoft Project").
    """
    kind, lag = link.record.lag_kind, link.record.lag
    is_elapsed = kind in (LagKind.ELAPSED, LagKind.ELAPSED_PERCENT)
    if kind in (LagKind.PERCENT, LagKind.ELAPSED_PERCENT):
        lag = round(link.predecessor.task.duration * lag / 100)
        is_elapsed = is_elapsed or link.predecessor.task.is_elapsed
    if back:
        lag = -lag
    return instant + lag if is_elapsed else link.successor.own.add(instant, lag)


class First:
    """Which leaf of a summary starts first, the first named of several; found once for all its links.

    Ask only once the leaves of a summary have their starts: links see to it that its successors come later.
    """

    def __init__(self, start_of: Callable[[Leaf], int]) -> None:
        self._start_of = start_of
        self._found: dict[int, Leaf] = {}

    def bears_on(self, link: Link) -> bool:
        """Return whether a link counts: unless it leads from a summary's start and another is first."""
        if not link.earliest:
            return True
        key = id(link.earliest)
        if key not in self._found:
            self._found[key] = min(link.earliest, key=self._start_of)
        return self._found[key] is link.predecessor
