"""Serves what a link shares: the page, its files, and what a partner proposes; no account, no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tracker.analysis import analyse
from tracker.analysis.sharing import shared_roadmap
from tracker.analysis.sharing_whole import Shown
from tracker.commands import execute
from tracker.commands.feed_access import last_change
from tracker.commands.partner_proposal import ProposeThroughShare
from tracker.commands.share_access import last_visit, note_visit, proposals_through, scope_of
from tracker.commands.validation import validation_texts
from tracker.exchange.calendar_feed import edition_of
from tracker.exchange.shared_files import shared_calendar, shared_json, shared_workbook
from tracker.i18n import LANGUAGES, Text, Translator, translator
from tracker.model.errors import TrackerError
from tracker.reports.council_dress import DRESSES
from tracker.reports.council_of_programme import Asked
from tracker.reports.shared_changes import shared_changes
from tracker.reports.shared_page import shared_page, shared_page_html
from tracker.reports.shared_proposals import proposal_form, proposal_lines
from tracker.reports.static_page import static_page
from tracker.storage import Author, clock
from tracker.web.council import CouncilReadings, dressed
from tracker.web.page import preferred_language
from tracker.web.readings import Readings
from tracker.web.share_door import TooManyAttemptsError, is_let_in, opens, preview_of, remember, share_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.sharing import SharedRoadmap
    from tracker.commands.share_access import LiveShare
    from tracker.storage import Database

PREFIX = "/shared/"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
_FIELDS = ("milestone", "kind", "on", "evidence")


@dataclass(frozen=True)
class Visit:
    """One request that a link has let in: what it shows, on which day, in which language."""

    share: LiveShare
    token: str
    at: datetime
    today: date
    analysis: ProgrammeAnalysis
    roadmap: SharedRoadmap
    t: Translator
    # Somebody of the city looks at what the partner would see: nothing is counted.
    is_preview: bool

    @property
    def is_council_alone(self) -> bool:
        """Whether the link shows the council's page and no part of the roadmap."""
        share = self.share
        return share.shows_council and share.partner_id is None and not share.initiatives

    @property
    def address(self) -> str:
        return f"{PREFIX}{self.token}"


class SharedPages:
    """The routes of the links of one installation."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        self._readings = Readings(database)
        self._council_readings = CouncilReadings(database)

    def routes(self) -> list[BaseRoute]:
        page = PREFIX + "{token}"
        return [
            Route(page, self._page, methods=["GET"]),
            Route(page, self._answer, methods=["POST"]),
            Route(f"{page}/calendar.ics", self._calendar),
            Route(f"{page}/roadmap.json", self._json),
            Route(f"{page}/roadmap.xlsx", self._workbook),
            *(
                Route(f"{page}/{name}", self._council)
                for name in ("council", *(f"council.{dress}" for dress in DRESSES))
            ),
            Route(PREFIX + "{anything:path}", nothing_here),
        ]

    # What is asked ------------------------------------------------------------------------------------

    def _page(self, request: Request) -> Response:
        told = request.query_params.get("told")
        notice = Text("share.propose.thanks") if told == "proposed" else None

        def shown(visit: Visit) -> Response:
            return self._council_of(visit) if visit.is_council_alone else self._shown(visit, notice)

        return self._with_visit(request, shown)

    def _council(self, request: Request) -> Response:
        dress = request.url.path.rpartition("/")[2].removeprefix("council").removeprefix(".")

        def shown(visit: Visit) -> Response:
            if not visit.share.shows_council:
                return nothing_here(request)
            return self._council_of(visit, dress or "html")

        return self._with_visit(request, shown, is_file=bool(dress))

    async def _answer(self, request: Request) -> Response:
        form = await request.form()
        return await run_in_threadpool(self._answered, request, form)

    def _calendar(self, request: Request) -> Response:
        return self._with_visit(request, self._calendar_of, is_file=True)

    def _json(self, request: Request) -> Response:
        def told(visit: Visit) -> Response:
            return JSONResponse(shared_json(visit.roadmap, visit.share.expires_on), headers=_PRIVATE)

        return self._with_visit(request, told, is_file=True)

    def _workbook(self, request: Request) -> Response:
        def written(visit: Visit) -> Response:
            book = shared_workbook(visit.roadmap, visit.share.expires_on, visit.t)
            return _file(book, SPREADSHEET, "roadmap.xlsx")

        return self._with_visit(request, written, is_file=True)

    # Who is let in ------------------------------------------------------------------------------------

    def _with_visit(
        self, request: Request, answer: Callable[[Visit], Response], *, is_file: bool = False
    ) -> Response:
        at, token = clock.now(), request.path_params["token"]
        preview = preview_of(self._database(), token, at)
        if preview is not None:
            return answer(self._visit(request, preview, token, at, is_preview=True))
        share = share_of(self._database(), token, at)
        if share is None:
            return nothing_here(request)
        try:
            if not is_let_in(self._database(), share, request, at):
                return _ask_password(request, share, is_file=is_file)
        except TooManyAttemptsError:
            return _wait(request, share)
        return answer(self._visit(request, share, token, at))

    def _visit(
        self, request: Request, share: LiveShare, token: str, at: datetime, *, is_preview: bool = False
    ) -> Visit:
        today = at.astimezone(ZoneInfo(share.time_zone)).date()
        analysis = self._readings.analysis(share.programme, today)
        roadmap = shared_roadmap(analysis, scope_of(share, analysis.snapshot))
        t = _translator_of(request, share)
        return Visit(share, token, at, today, analysis, roadmap, t, is_preview)

    # What is answered ---------------------------------------------------------------------------------

    def _shown(
        self,
        visit: Visit,
        notice: Text | None = None,
        *,
        typed: dict[str, str] | None = None,
        is_refused: bool = False,
    ) -> Response:
        since, changes = self._changes(visit)
        if visit.is_preview:
            notice = Text("share.preview")
        else:
            note_visit(self._database(), visit.share, visit.today, visit.at)
        page = shared_page(visit.roadmap, visit.share.expires_on, visit.t, changes, since)
        with self._database().reading() as connection:
            proposals = proposals_through(connection, visit.share)
        html = shared_page_html(
            page,
            visit.t,
            notice=notice,
            is_refused=is_refused,
            files=_files(visit),
            languages=_languages(visit),
            form=proposal_form(visit.roadmap, typed) if visit.share.may_propose else None,
            proposals=proposal_lines(proposals, visit.roadmap),
        )
        return HTMLResponse(html, 422 if is_refused else 200, headers=_PRIVATE)

    def _council_of(self, visit: Visit, dress: str = "html") -> Response:
        """Return the council's page of the whole programme, without what the link does not show."""
        if not visit.is_preview:
            note_visit(self._database(), visit.share, visit.today, visit.at)
        share, t = visit.share, visit.t
        shown = Shown(
            people=share.shows_people,
            money=share.shows_money,
            notes=share.shows_notes,
            unnamed=t.text("page.unnamed"),
            untold=t.text("page.untold"),
        )
        page = self._council_readings.page(share.programme, visit.today, Asked(shown=shown))
        return dressed(page, t, dress, f"{visit.address}/council")

    def _changes(self, visit: Visit) -> tuple[date | None, tuple[Text, ...]]:
        """Return since when, and what has changed in the scope; the link's last day before today counts."""
        with self._database().reading() as connection:
            since = last_visit(connection, visit.share, visit.today)
        if since is None:
            return None, ()
        known = self._database().known(visit.share.programme, since).snapshot
        before = shared_roadmap(analyse(known, since), scope_of(visit.share, known))
        return since, shared_changes(before, visit.roadmap, visit.analysis.calendar.working_days_between)

    def _calendar_of(self, visit: Visit) -> Response:
        with self._database().reading() as connection:
            changed_at = last_change(connection, visit.share.programme_id) or visit.at
        edition = edition_of(visit.analysis.snapshot.revision, changed_at, visit.today, visit.share.time_zone)
        name = f"{visit.share.programme}/{visit.share.key}"
        feed = shared_calendar(visit.roadmap, name, visit.t, edition)
        return _file(feed, "text/calendar; charset=utf-8", "calendar.ics")

    def _answered(self, request: Request, form: FormData) -> Response:
        at, token = clock.now(), request.path_params["token"]
        share = share_of(self._database(), token, at)
        if share is None:
            return nothing_here(request)
        try:
            if "password" in form:
                return self._opened(request, share, str(form["password"]), at)
            if not is_let_in(self._database(), share, request, at):
                return _ask_password(request, share)
        except TooManyAttemptsError:
            return _wait(request, share)
        return self._proposed(self._visit(request, share, token, at), form)

    def _opened(self, request: Request, share: LiveShare, password: str, at: datetime) -> Response:
        if share.password_hash is not None and not opens(self._database(), share, password, request, at):
            return _ask_password(request, share, is_wrong=True)
        there = RedirectResponse(request.url.path, 303, headers=_PRIVATE)
        remember(there, share, request, at)
        return there

    def _proposed(self, visit: Visit, form: FormData) -> Response:
        typed = {name: str(form.get(name, "")) for name in _FIELDS}
        name = visit.share.recipient or visit.roadmap.partner
        author = Author(
            name=visit.t.text("share.author", name=name) if name else visit.t.text("share.author.nobody")
        )
        try:
            command = ProposeThroughShare.model_validate(
                {"programme": visit.share.programme, "token": SecretStr(visit.token), **typed}
            )
            execute(self._database(), command, author, visit.at)
        except ValidationError as error:
            (first, *_) = validation_texts(error).values()
            return self._shown(visit, first, typed=typed, is_refused=True)
        except TrackerError as refusal:
            return self._shown(visit, refusal.text, typed=typed, is_refused=True)
        return RedirectResponse(f"{visit.address}?told=proposed", 303, headers=_PRIVATE)


def _translator_of(request: Request, share: LiveShare) -> Translator:
    wish = request.query_params.get("lang", "")
    return translator(wish if wish in LANGUAGES else share.language)


def _files(visit: Visit) -> tuple[tuple[str, Text], ...]:
    address = visit.address
    council = ((f"{address}/council", Text("page.also.council")),) if visit.share.shows_council else ()
    names = (("calendar.ics", "calendar"), ("roadmap.xlsx", "spreadsheet"), ("roadmap.json", "json"))
    files = ((f"{address}/{file}", Text(f"share.files.{label}")) for file, label in names)
    return (*council, *files)


def _languages(visit: Visit) -> tuple[tuple[str, str, str], ...]:
    """Return the address, the code and the own name of each language but the one of the page."""
    others = [language for language in LANGUAGES if language != visit.t.language]
    return tuple(
        (f"{visit.address}?lang={language}", language, translator(language).text("ui.language_name"))
        for language in others
    )


def _file(content: bytes, kind: str, name: str) -> Response:
    shown = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": kind}
    return Response(content, headers={**_PRIVATE, **shown})


def nothing_here(request: Request) -> Response:
    """Answer the same whether a link never was, has expired or was revoked."""
    t = translator(preferred_language(request))
    return HTMLResponse(static_page("shared_nothing.html", t), 404, headers=_PRIVATE)


def _ask_password(
    request: Request, share: LiveShare, *, is_file: bool = False, is_wrong: bool = False
) -> Response:
    t = _translator_of(request, share)
    asked: dict[str, Any] = {"WWW-Authenticate": 'Basic realm="Jalon", charset="UTF-8"'} if is_file else {}
    html = static_page("shared_password.html", t, is_wrong=is_wrong)
    return HTMLResponse(html, 401 if is_file or is_wrong else 200, headers={**_PRIVATE, **asked})


def _wait(request: Request, share: LiveShare) -> Response:
    html = static_page("shared_wait.html", _translator_of(request, share))
    return HTMLResponse(html, 429, headers={**_PRIVATE, "Retry-After": "900"})
