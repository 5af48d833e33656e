"""Writes dated events as an iCalendar feed that calendar programs follow: what has moved moves there too."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

# Tells our events from everybody else's: an identifier has to be unique in the world (RFC 7986).
_NAMESPACE = uuid.UUID("5f0c7e0a-9c43-4d0e-8f0b-6a1e0f6b7d11")
# Sequence numbers count the days from here on; no programme is read as of an earlier one.
_FIRST_DAY = date(1900, 1, 1)
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class CalendarEvent:
    """One all-day event; `identity` never changes, whatever its date, title or feed."""

    identity: tuple[str, ...]
    on: date
    title: str
    description: str = ""
    # Where it can be read in full; empty: nowhere.
    address: str = ""
    # Reached, or still expected.
    is_certain: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True)
class Edition:
    """Which reading of a programme a feed holds: it follows from the programme, never from the clock.

    Both numbers grow when anything of the programme changes, and when a day passes, since a forecast moves
    with the day: a calendar program that keeps an older copy of an event replaces it.
    """

    sequence: int
    # Of the last change, or of the beginning of the day as of which the programme is read.
    at: datetime
    time_zone: str


def edition_of(revision: int, changed_at: datetime, as_of: date, time_zone: str) -> Edition:
    """Return the edition of a programme's revision as of a day.

    Args:
        changed_at: the instant of the programme's last journal entry.
        as_of: in `time_zone`, the city's.
    """
    begins = datetime.combine(as_of, time(), ZoneInfo(time_zone)).astimezone(UTC)
    at = max(begins, changed_at).astimezone(UTC).replace(microsecond=0)
    return Edition(revision + (as_of - _FIRST_DAY).days, at, time_zone)


def write_calendar(name: str, events: Iterable[CalendarEvent], edition: Edition, language: str) -> bytes:
    """Return the feed as RFC 5545 text in UTF-8; the same events of the same edition give the same bytes.

    Args:
        name: the calendar's name in the reader's program.
        language: of the texts, as a BCP 47 tag.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Jalon//Programme tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, parameters={"language": language})
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", edition.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in events:
        calendar.add_component(_event(event, edition, language))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, edition: Edition, language: str) -> Event:
    found = Event()
    found.add("uid", f"{uuid.uuid5(_NAMESPACE, chr(31).join(event.identity))}@jalon")
    found.add("dtstamp", edition.at)
    found.add("last-modified", edition.at)
    found.add("sequence", edition.sequence)
    found.add("dtstart", event.on)
    # The end of an all-day event is the day after it (RFC 5545, 3.6.1).
    found.add("dtend", event.on + timedelta(days=1))
    found.add("summary", event.title, parameters={"language": language})
    if event.description:
        found.add("description", event.description, parameters={"language": language})
    if event.address:
        found.add("url", event.address)
    found.add("transp", "TRANSPARENT")
    found.add("status", _status(event))
    return found


def _status(event: CalendarEvent) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if event.is_certain else "TENTATIVE"
