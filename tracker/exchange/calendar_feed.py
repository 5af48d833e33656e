"""Writes dated events as an iCalendar feed that calendar programs follow: what has moved moves there too."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

# Tells our events from everybody else's: an identifier has to be unique in the world (RFC 7986).
_NAMESPACE = uuid.UUID("5f0c7e0a-9c43-4d0e-8f0b-6a1e0f6b7d11")
REFRESH = timedelta(hours=6)


@dataclass(frozen=True)
class CalendarEvent:
    """One all-day event; `identity` never changes, whatever its date, title or feed."""

    identity: tuple[str, ...]
    on: date
    title: str
    description: str = ""
    # Reached, or still expected.
    is_certain: bool = False
    is_cancelled: bool = False


def write_calendar(
    name: str, events: Iterable[CalendarEvent], *, at: datetime, sequence: int, language: str
) -> bytes:
    """Return the feed as RFC 5545 text in UTF-8.

    Args:
        name: the calendar's name in the reader's program.
        at: the instant of the reading, in UTC.
        sequence: grows whenever anything of the programme changes (its revision), so that a program which
            keeps an older copy of an event replaces it.
        language: of the texts, as a BCP 47 tag.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Jalon//Programme tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, parameters={"language": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in events:
        calendar.add_component(_event(event, at, sequence, language))
    return bytes(calendar.to_ical())


def _event(event: CalendarEvent, at: datetime, sequence: int, language: str) -> Event:
    found = Event()
    found.add("uid", f"{uuid.uuid5(_NAMESPACE, chr(31).join(event.identity))}@jalon")
    found.add("dtstamp", at)
    found.add("last-modified", at)
    found.add("sequence", sequence)
    found.add("dtstart", event.on)
    # The end of an all-day event is the day after it (RFC 5545, 3.6.1).
    found.add("dtend", event.on + timedelta(days=1))
    found.add("summary", event.title, parameters={"language": language})
    if event.description:
        found.add("description", event.description, parameters={"language": language})
    found.add("transp", "TRANSPARENT")
    found.add("status", _status(event))
    return found


def _status(event: CalendarEvent) -> str:
    if event.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if event.is_certain else "TENTATIVE"
