"""What a lag makes of an instant, on the successor's calendar, there and back."""

from __future__ import annotations

from collections.abc import Mapping

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


def earliest_of(starts: Mapping[Leaf, int]) -> Leaf:
    """Return the leaf that starts first, the first named of several."""
    return min(starts, key=lambda leaf: starts[leaf])
