"""Writes the dates that somebody of the city follows as a calendar feed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tracker.analysis.facts import ItemState
from tracker.analysis.following import followed_items
from tracker.exchange.calendar_feed import CalendarEvent, write_calendar
from tracker.i18n import Text

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.following import FollowedItem
    from tracker.exchange.calendar_feed import Edition
    from tracker.i18n import Translator
    from tracker.model.calendar_feed import FeedScope
    from tracker.model.snapshot import Snapshot


def programme_calendar(
    analysis: ProgrammeAnalysis, scope: FeedScope, of: str, t: Translator, edition: Edition, origin: str
) -> bytes:
    """Return the dates of a scope as an iCalendar feed.

    Args:
        of: key of the service, post or partner; empty for the whole programme.
        origin: the address by which readers reach the product, without a slash at its end.
    """
    key = analysis.snapshot.programme.key
    events = [_event(one, key, t, origin) for one in followed_items(analysis, scope, of)]
    return write_calendar(t(calendar_name(analysis.snapshot, scope, of)), events, edition, t.language)


def calendar_name(snapshot: Snapshot, scope: FeedScope, of: str) -> Text:
    """Say whose dates a feed holds; what is gone is called by its key."""
    title = snapshot.programme.title
    service, post = snapshot.services.by_key(of), snapshot.posts.by_key(of)
    partner = snapshot.partners.by_key(of)
    names = {
        "service": service.name if service else of,
        "post": post.title if post else of,
        "partner": partner.name if partner else of,
        "programme": title,
    }
    return Text(f"feed.name.{scope.value}", {"programme": title, "name": names[scope.value]})


def _event(one: FollowedItem, programme: str, t: Translator, origin: str) -> CalendarEvent:
    item = one.item
    status = "done" if item.state is ItemState.DONE else item.computed_status or "not_computed"
    lines = [
        one.initiative,
        one.service,
        t.text("feed.opens") if one.is_public_opening else "",
        t.text(f"status.{status}"),
    ]
    query = urlencode({"programme": programme, "item": item.key, "lang": t.language})
    return CalendarEvent(
        identity=(programme, "milestone", item.key),
        on=one.on,
        title=item.title,
        description="\n".join(line for line in lines if line),
        address=f"{origin}/roadmap?{query}",
        is_certain=item.state is ItemState.DONE,
        is_cancelled=one.is_cancelled,
    )
