"""How far each indicator has come towards its target, from readings that may disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.model.indicator import Trend

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.model.indicator import Indicator, Reading
    from tracker.model.snapshot import Snapshot


def raw_achievement(initial: float | None, target: float | None, current: float | None) -> float | None:
    """Return the share of the way from initial to target in percent, below 0 and above 100 included.

    None when a value is missing or the target equals the initial value.
    """
    if initial is None or target is None or current is None or target == initial:
        return None
    return (current - initial) / (target - initial) * 100


def achievement(
    initial: float | None, target: float | None, current: float | None, trend: Trend
) -> float | None:
    """Return how much of the target is achieved, 0 to 100 percent; None when an input is missing.

    The rule of the French government's public tracker (DITP): a target that is met counts 100
    whatever the initial value; a target no better than the initial value and not met counts 0.
    """
    if target is None or current is None:
        return None
    sign = 1 if trend == Trend.HIGHER_IS_BETTER else -1
    if sign * current >= sign * target:
        return 100.0
    if initial is None:
        return None
    if sign * target <= sign * initial:
        return 0.0
    return min(100.0, max(0.0, (current - initial) / (target - initial) * 100))


@dataclass(frozen=True)
class IndicatorStanding:
    """One indicator on the day of the analysis.

    `latest` are all the readings of the latest date, `earlier` the ones before, the newest first:
    sources that disagree are all kept. `achieved_percent` is None when a target, an initial value or a
    reading is missing, or when the latest readings give different values.
    """

    indicator: Indicator
    latest: tuple[Reading, ...]
    earlier: tuple[Reading, ...]
    achieved_percent: float | None
    raw_percent: float | None

    @property
    def values(self) -> tuple[float, ...]:
        """The values of the latest date, each once, the lowest first."""
        return tuple(sorted({reading.value for reading in self.latest if reading.value is not None}))

    @property
    def is_contested(self) -> bool:
        """Sources give different values for the latest date."""
        return len(self.values) > 1


def indicator_standings(snapshot: Snapshot, as_of: date) -> tuple[IndicatorStanding, ...]:
    """Return every indicator of the programme with its readings up to the day, in the programme's order."""
    return tuple(
        _standing(
            indicator,
            [
                reading
                for reading in snapshot.readings
                if reading.indicator_id == indicator.id and reading.read_on <= as_of
            ],
        )
        for indicator in snapshot.indicators
    )


def _standing(indicator: Indicator, readings: Sequence[Reading]) -> IndicatorStanding:
    newest_first = sorted(readings, key=lambda reading: (reading.read_on, reading.id), reverse=True)
    # Words without a figure ("reduced") stay visible, but a figure leads when there is one.
    leading = next((reading.read_on for reading in newest_first if reading.value is not None), None)
    if leading is None and newest_first:
        leading = newest_first[0].read_on
    latest = tuple(reading for reading in newest_first if reading.read_on == leading)
    values = {reading.value for reading in latest if reading.value is not None}
    current = values.pop() if len(values) == 1 else None
    return IndicatorStanding(
        indicator=indicator,
        latest=latest,
        earlier=tuple(reading for reading in newest_first if reading not in latest),
        achieved_percent=achievement(
            indicator.initial_value, indicator.target_value, current, indicator.trend
        ),
        raw_percent=raw_achievement(indicator.initial_value, indicator.target_value, current),
    )
