"""What the indicators say: the latest reading with its date and source, the target, the way covered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tracker.analysis.indicators import IndicatorStanding, indicator_standings
from tracker.i18n import Text
from tracker.i18n.rounding import whole_percent
from tracker.model.base import Basis

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.indicator import Indicator, Reading

# A reading within the last year stands for the present.
_FRESH = timedelta(days=366)


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator; `latest` holds one value for each source of the latest date."""

    title: str
    # Each value with its date and source.
    latest: tuple[tuple[Text | str, Text], ...]
    target: Text | None
    # Percent of the target achieved, 0 to 100; None: `achievement` says why it cannot be computed.
    percent: float | None
    achievement: Text
    is_contested: bool
    earlier: tuple[tuple[Text | str, Text], ...]

    @property
    def is_blank(self) -> bool:
        """Neither measured nor given a target yet."""
        return not self.latest and self.target is None


def indicator_rows(analysis: ProgrammeAnalysis) -> tuple[IndicatorRow, ...]:
    """Return every indicator of the programme as of the day of the analysis."""
    day = analysis.as_of
    return tuple(_row(standing, day) for standing in indicator_standings(analysis.snapshot, day))


def _row(standing: IndicatorStanding, as_of: date) -> IndicatorRow:
    indicator = standing.indicator
    return IndicatorRow(
        title=indicator.title,
        latest=tuple(reading_text(reading, indicator.unit) for reading in standing.latest),
        target=_target(indicator),
        percent=standing.achieved_percent,
        achievement=_achievement(standing, as_of),
        is_contested=standing.is_contested,
        earlier=tuple(reading_text(reading, indicator.unit) for reading in standing.earlier),
    )


def _value(value: float, unit: str) -> Text:
    return Text("indicator.value" if unit else "indicator.bare_value", {"value": value, "unit": unit})


def reading_text(reading: Reading, unit: str) -> tuple[Text | str, Text]:
    """Return what was read, and when and by whom."""
    said = reading.text if reading.value is None else _value(reading.value, unit)
    values = {"date": reading.read_on, "source": reading.source}
    if reading.basis == Basis.ASSUMPTION:
        return said, Text("indicator.reading.assumed", values)
    return said, Text("indicator.reading" if reading.source else "indicator.reading.unsourced", values)


def _target(indicator: Indicator) -> Text | None:
    if indicator.target_value is None:
        return None
    value = _value(indicator.target_value, indicator.unit)
    if indicator.target_date is None:
        return Text("indicator.target", {"value": value})
    return Text("indicator.target.dated", {"value": value, "date": indicator.target_date})


def _achievement(standing: IndicatorStanding, as_of: date) -> Text:
    """Say how much is achieved, with the raw share where the rule cuts it, or why it cannot be computed.

    An old reading says nothing of the present: its year is said with it.
    """
    percent, raw = standing.achieved_percent, standing.raw_percent
    if percent is None:
        return Text("indicator.cannot", {"reason": Text(f"indicator.cannot.{_missing(standing)}")})
    values: dict[str, Any] = {"percent": whole_percent(percent)}
    said = _said(standing, percent, raw, values)
    read_on = max(reading.read_on for reading in standing.latest)
    if as_of - read_on <= _FRESH:
        return said
    return Text("indicator.old", {"achievement": said, "year": str(read_on.year)})


def _said(standing: IndicatorStanding, percent: float, raw: float | None, values: dict[str, Any]) -> Text:
    indicator = standing.indicator
    if percent == 100:
        return Text("indicator.met", values)
    if raw is not None and raw < 0 and indicator.initial_value is not None:
        values["initial"] = _value(indicator.initial_value, indicator.unit)
        return Text("indicator.worse", values)
    return Text("indicator.achieved", values)


def _missing(standing: IndicatorStanding) -> str:
    if standing.indicator.target_value is None:
        return "no_target"
    if standing.is_contested:
        return "sources_disagree"
    if not standing.values:
        return "no_reading"
    return "no_initial_value"
