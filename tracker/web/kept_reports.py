"""Serves the files of the report that a review kept, byte for byte, to who may read reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from tracker.commands.reading import Reads
from tracker.model.errors import NotReadableError, UnknownProgrammeError, UnknownRecordError
from tracker.reports.kept_links import ADDRESS
from tracker.web.request_author import author_of_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from tracker.storage import Database

_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


def kept_report_routes(open_database: Callable[[], Database]) -> list[BaseRoute]:
    """Return the address of a kept file: programme, review and name of the file."""

    async def serve(request: Request) -> Response:
        return await run_in_threadpool(_answer, request, open_database())

    return [Route(ADDRESS + "/{programme}/{review}/{name}", serve)]


def _answer(request: Request, database: Database) -> Response:
    author, asked = author_of_request(request, database), request.path_params
    # The same whether it is not there or not theirs to read.
    nothing = Response(status_code=404, headers=_PRIVATE)
    if author is None:
        return nothing
    try:
        kept = Reads(database, author).kept_report(asked["programme"], asked["review"], asked["name"])
    except (NotReadableError, UnknownProgrammeError, UnknownRecordError):
        return nothing
    shown = {"Content-Disposition": f'inline; filename="{asked["review"]}-{kept.name}"'}
    return Response(kept.content, media_type=kept.media_type, headers={**_PRIVATE, **shown})
