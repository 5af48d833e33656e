"""Serves the public page of a programme, if its city has switched it on, and its calendar; no account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tracker.analysis.public import public_roadmap
from tracker.commands.feed_access import last_change
from tracker.exchange.calendar_feed import edition_of
from tracker.exchange.public_calendar import public_calendar
from tracker.i18n import LANGUAGES, translator
from tracker.reports.public_page import public_page, public_page_html
from tracker.storage import clock
from tracker.web.feeds import calendar_answer
from tracker.web.page import preferred_language
from tracker.web.readings import Readings
from tracker.web.shared import nothing_here

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from tracker.model.programme import Programme
    from tracker.storage import Database

PREFIX = "/public/"


class PublicPages:
    """The routes of the public pages of one installation."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._readings = Readings(database)

    def routes(self) -> list[BaseRoute]:
        return [
            Route(PREFIX + "{programme}", self._page),
            Route(PREFIX + "{programme}/calendar.ics", self._calendar),
            Route(PREFIX + "{anything:path}", nothing_here),
        ]

    def _page(self, request: Request) -> Response:
        programme = self._published(request)
        if programme is None:
            return nothing_here(request)
        page = public_page(public_roadmap(self._readings.analysis(programme.key, _day(programme))))
        t, address = translator(preferred_language(request)), f"{PREFIX}{programme.key}"
        languages = tuple(
            (f"{address}?lang={other}", other, translator(other).text("ui.language_name"))
            for other in LANGUAGES
            if other != t.language
        )
        calendar = f"{address}/calendar.ics?lang={t.language}"
        html = public_page_html(page, t, languages=languages, calendar=calendar)
        return HTMLResponse(html, headers={"Vary": "Cookie, Accept-Language"})

    def _calendar(self, request: Request) -> Response:
        programme = self._published(request)
        if programme is None:
            return nothing_here(request)
        as_of = _day(programme)
        roadmap = public_roadmap(self._readings.analysis(programme.key, as_of))
        with self._database().reading() as connection:
            changed_at = last_change(connection, programme.id or 0) or clock.now()
        edition = edition_of(programme.revision, changed_at, as_of, programme.time_zone)
        t = translator(preferred_language(request))
        return calendar_answer(request, public_calendar(roadmap, programme.key, t, edition))

    def _published(self, request: Request) -> Programme | None:
        """Return the programme of the address; None when there is none, or the city shows nothing of it."""
        key = request.path_params["programme"]
        found = [row for row in self._database().programmes() if row.key == key and row.is_published]
        return found[0] if found else None


def _day(programme: Programme) -> date:
    return programme.status_date or clock.today(programme.time_zone)
