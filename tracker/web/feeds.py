"""Serves calendar feeds at their secret addresses: each holds what its maker may see at that moment."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from tracker.analysis.sharing import ShareScope, initiatives_of_partner, shared_roadmap
from tracker.commands.feed_access import live_feed
from tracker.exchange.calendar_feed import edition_of
from tracker.exchange.programme_calendar import programme_calendar
from tracker.exchange.shared_files import shared_calendar
from tracker.i18n import translator
from tracker.storage import clock
from tracker.web.readings import Readings
from tracker.web.shared import nothing_here

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from tracker.analysis import ProgrammeAnalysis
    from tracker.commands.feed_access import LiveFeed
    from tracker.storage import Database
    from tracker.web.address import PublicAddress

PREFIX = "/calendar/"
# A calendar program asks again and again: it is told when nothing has changed, and nobody else keeps a copy.
_HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow"}


class CalendarFeeds:
    """The routes of the calendar feeds of one installation."""

    def __init__(self, database: Callable[[], Database], address: PublicAddress) -> None:
        self._database, self._address = database, address
        self._readings = Readings(database)

    def routes(self) -> list[BaseRoute]:
        return [Route(PREFIX + "{token}.ics", self._feed), Route(PREFIX + "{anything:path}", nothing_here)]

    def _feed(self, request: Request) -> Response:
        with self._database().reading() as connection:
            feed = live_feed(connection, request.path_params["token"])
        if feed is None:
            return nothing_here(request)
        written = self._written(feed, _origin(request, self._address))
        return calendar_answer(request, written)

    def _written(self, feed: LiveFeed, origin: str) -> bytes:
        as_of = feed.status_date or clock.today(feed.time_zone)
        analysis = self._readings.analysis(feed.programme, as_of)
        edition = edition_of(analysis.snapshot.revision, feed.changed_at, as_of, feed.time_zone)
        t = translator(feed.language)
        if feed.is_part_only:
            roadmap = shared_roadmap(analysis, _part(analysis, feed.of))
            return shared_calendar(roadmap, f"{feed.programme}/feed/{feed.key}", t, edition)
        return programme_calendar(analysis, feed.scope, feed.of, t, edition, origin)


def _part(analysis: ProgrammeAnalysis, partner: str) -> ShareScope:
    found = analysis.snapshot.partners.by_key(partner)
    if found is None or found.id is None:
        return ShareScope(frozenset())
    return ShareScope(initiatives_of_partner(analysis.snapshot, found.id), found.id)


def calendar_answer(request: Request, written: bytes) -> Response:
    """Answer with a feed, or that the reader's copy is still the same."""
    tag = f'"{hashlib.sha256(written).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    shown = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="jalon.ics"',
    }
    return Response(written, headers={**headers, **shown})


def _origin(request: Request, address: PublicAddress) -> str:
    """Return what links in the feed begin with."""
    return address.text if address.is_public else f"http://{request.headers.get('host', 'localhost')}"
