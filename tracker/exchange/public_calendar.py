"""Writes what is public of a programme as a calendar feed of exactly the same scope as its public page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.exchange.calendar_feed import CalendarEvent, write_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.analysis.public import PublicRoadmap
    from tracker.exchange.calendar_feed import Edition
    from tracker.i18n import Translator


def public_calendar(roadmap: PublicRoadmap, programme: str, t: Translator, edition: Edition) -> bytes:
    """Return the public milestones that have a date as an iCalendar feed; `programme` is its key."""
    return write_calendar(roadmap.programme, _events(roadmap, programme, t), edition, t.language)


def _events(roadmap: PublicRoadmap, programme: str, t: Translator) -> Iterator[CalendarEvent]:
    for one in roadmap.milestones:
        if one.on is not None:
            yield CalendarEvent(
                identity=(programme, "public", one.key),
                on=one.on,
                title=one.title,
                description=t.text("feed.opens") if one.is_opening else "",
                is_certain=one.is_done,
                is_cancelled=one.is_cancelled,
            )
