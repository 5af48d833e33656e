"""Serves the sheet that focal points fill in, as a workbook and as a page to print, to who may report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tracker.analysis import analyse
from tracker.analysis.reporting import items_to_report
from tracker.commands.own_work import chosen_scope
from tracker.commands.permission import Permission, is_allowed
from tracker.exchange.reporting_sheet import reporting_workbook
from tracker.i18n import Translator, translator
from tracker.model.errors import UnknownProgrammeError
from tracker.reports.reporting_page import reporting_page
from tracker.storage import Database, clock
from tracker.web.page import preferred_language
from tracker.web.request_author import author_of_request
from tracker.web.shared import SPREADSHEET

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.reporting import ItemToReport

_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@dataclass(frozen=True)
class _Sheet:
    """What one request may take away."""

    analysis: ProgrammeAnalysis
    items: tuple[ItemToReport, ...]
    t: Translator


def reporting_sheet_routes(open_database: Callable[[], Database]) -> list[BaseRoute]:
    """Return the two addresses; `programme`, `service` and `lang` are asked in the query."""

    async def workbook(request: Request) -> Response:
        return await run_in_threadpool(_answer, request, open_database(), _workbook)

    async def page(request: Request) -> Response:
        return await run_in_threadpool(_answer, request, open_database(), _page)

    return [Route("/reporting-sheet.xlsx", workbook), Route("/reporting-sheet.html", page)]


def _answer(request: Request, database: Database, write: Callable[[_Sheet], Response]) -> Response:
    sheet = _sheet(request, database)
    # The same whether the programme is not there or not theirs to report on.
    return Response(status_code=404, headers=_PRIVATE) if sheet is None else write(sheet)


def _sheet(request: Request, database: Database) -> _Sheet | None:
    asked, author = request.query_params, author_of_request(request, database)
    programme = asked.get("programme", "")
    if author is None or not is_allowed(author, Permission.REPORT_PROGRESS, programme):
        return None
    try:
        snapshot = database.snapshot(programme)
    except UnknownProgrammeError:
        return None
    day = snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    analysis = analyse(snapshot, day)
    items = items_to_report(analysis, chosen_scope(author, programme, asked.get("service")))
    return _Sheet(analysis, items, translator(preferred_language(request)))


def _workbook(sheet: _Sheet) -> Response:
    content = reporting_workbook(sheet.analysis, sheet.items, sheet.t, clock.now())
    name = f"{sheet.analysis.snapshot.programme.key}-{sheet.analysis.as_of.isoformat()}.xlsx"
    shown = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": SPREADSHEET}
    return Response(content, headers={**_PRIVATE, **shown})


def _page(sheet: _Sheet) -> Response:
    return HTMLResponse(reporting_page(sheet.analysis, sheet.items, sheet.t), headers=_PRIVATE)
