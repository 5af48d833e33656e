"""The one place where the time of day is read; everything else is told it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return this instant, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str = "UTC") -> date:
    """Return today's date in a city's time zone (an IANA name).

    Raises:
        zoneinfo.ZoneInfoNotFoundError: the zone is unknown.
    """
    return datetime.now(ZoneInfo(time_zone)).date()
