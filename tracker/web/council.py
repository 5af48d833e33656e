"""Serves the council page beside the screens, to who may read the programme or holds a link to it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tracker.commands.permission import Permission
from tracker.commands.reading import Reads
from tracker.i18n import PAGE_LANGUAGES, Text, Translator, translator
from tracker.model.errors import NotReadableError, UnknownProgrammeError, UnknownRecordError
from tracker.reports.council_dress import DRESSES
from tracker.reports.council_html import PageLinks, council_html
from tracker.reports.council_of_programme import Asked, page_of_programme, report_with_appendix
from tracker.reports.static_page import static_page
from tracker.storage import clock
from tracker.web.page import preferred_language
from tracker.web.request_author import author_of_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from tracker.reports.council_line import Record
    from tracker.reports.council_page import CouncilPage
    from tracker.storage import Database

PREFIX = "/council/"
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_SCREENS = {"milestones": "item", "initiatives": "initiative"}


class CouncilReadings:
    """Keeps the pages made last, by programme, revision, day and what was asked, for all their readers."""

    def __init__(self, database: Callable[[], Database], most: int = 16) -> None:
        self._database, self._most = database, most
        self._kept: OrderedDict[tuple[str, int | None, date, Asked], CouncilPage] = OrderedDict()
        self._lock = threading.Lock()

    def page(self, programme: str, today: date, asked: Asked) -> CouncilPage:
        """Return a page, made anew only where the programme has changed; raises as `page_of_programme`."""
        place = (programme, self._database().revision(programme), today, asked)
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
                return self._kept[place]
        found = page_of_programme(self._database(), programme, today, asked)
        with self._lock:
            self._kept[place] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found


def council_routes(open_database: Callable[[], Database]) -> list[BaseRoute]:
    """Return the address of the page of each programme; `lang`, `as_of`, `since`, `review` in the query."""
    readings = CouncilReadings(open_database)

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_answer, request, open_database(), readings)

    return [Route(PREFIX + "{name}", answer)]


def _answer(request: Request, database: Database, readings: CouncilReadings) -> Response:
    programme, dress = _named(request.path_params["name"])
    author = author_of_request(request, database)
    t = translator(page_language(request))
    try:
        asked = _asked(request)
        if author is None or asked is None:
            return nothing_here(t)
        reads = Reads(database, author)
        reads.require(Permission.READ, programme)
        zones = {row.key: row.time_zone for row in reads.programmes()}
        if programme not in zones:
            return nothing_here(t)
        if dress == "pdf" and request.query_params.get("appendix") == "1":
            pdf = report_with_appendix(database, programme, clock.today(zones[programme]), t, asked)
            return Response(pdf, headers=PRIVATE, media_type="application/pdf")
        page = readings.page(programme, clock.today(zones[programme]), asked)
    except (UnknownProgrammeError, NotReadableError, UnknownRecordError):
        return nothing_here(t)
    query = {name: value for name, value in request.query_params.items() if name != "lang"}
    return dressed(page, t, dress, PREFIX + quote(programme), query, _screen_of(programme, t))


def page_language(request: Request) -> str:
    """Return the language of the page: Arabic only where the address asks for it, else the reader's."""
    asked = request.query_params.get("lang", "")
    return asked if asked in PAGE_LANGUAGES else preferred_language(request)


def _named(name: str) -> tuple[str, str]:
    """Return the programme and the dress that an address names: `city.txt` is the text of `city`."""
    stem, _, ending = name.rpartition(".")
    return (stem, ending) if stem and ending in DRESSES else (name, "html")


def _asked(request: Request) -> Asked | None:
    """Return what is asked for; None where a date is none."""
    query = request.query_params
    try:
        days = [date.fromisoformat(query[name]) if query.get(name) else None for name in ("as_of", "since")]
    except ValueError:
        return None
    return Asked(as_of=days[0], since=days[1], review=query.get("review") or None)


def _screen_of(programme: str, t: Translator) -> Callable[[Record], str | None]:
    """Return what gives the screen of a record, for who may see screens."""

    def screen(record: Record) -> str | None:
        if record.table not in _SCREENS:
            return None
        choice = {"programme": programme, "lang": t.language, _SCREENS[record.table]: record.key}
        return f"/initiative?{urlencode(choice)}"

    return screen


def dressed(
    page: CouncilPage,
    t: Translator,
    dress: str,
    address: str,
    query: Mapping[str, str] | None = None,
    screen_of: Callable[[Record], str | None] | None = None,
) -> Response:
    """Return a page as it is asked for: as HTML with its links, or as a file.

    Args:
        address: of the page, without its query; a file is beside it, `address.txt`.
        query: what else was asked for, beside the language.
    """
    if dress != "html":
        found = DRESSES[dress]
        return Response(found.write(page, t), headers={**PRIVATE, "Content-Type": found.media_type})
    links = PageLinks(
        languages=tuple(
            (_at(address, query, other), other, translator(other).text("ui.language_name"))
            for other in PAGE_LANGUAGES
            if other != t.language
        ),
        dresses=tuple(_dresses(t, address, query, has_appendix=screen_of is not None)),
        record=screen_of,
    )
    return HTMLResponse(council_html(page, t, links), headers=PRIVATE)


def _dresses(
    t: Translator, address: str, query: Mapping[str, str] | None, *, has_appendix: bool
) -> Iterator[tuple[str, Text]]:
    """Give the other dresses of a page; its appendix is for who may see the whole programme."""
    yield _at(f"{address}.pdf", query, t.language), Text("pdf.link")
    if has_appendix:
        yield _at(f"{address}.pdf", {**(query or {}), "appendix": "1"}, t.language), Text("pdf.link.appendix")
    yield _at(f"{address}.txt", query, t.language), Text("page.also")


def _at(address: str, query: Mapping[str, str] | None, language: str) -> str:
    return f"{address}?{urlencode({**(query or {}), 'lang': language})}"


def nothing_here(t: Translator) -> Response:
    """Answer the same whether there is no such page or it is not theirs to read."""
    return HTMLResponse(static_page("shared_nothing.html", t), 404, headers=PRIVATE)
