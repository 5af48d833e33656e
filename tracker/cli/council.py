"""`jalon report`: the council page as a PDF, as HTML or as text for a message."""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.analysis import analyse
from tracker.cli.shared import app, is_file, open_database, snapshot_named
from tracker.i18n import PAGE_LANGUAGES, Text, translator
from tracker.model.base import EARLIEST, LATEST
from tracker.model.errors import DayOutOfRangeError
from tracker.reports.council_dress import DRESSES
from tracker.reports.council_of_programme import Asked, page_of_programme, since_in_file
from tracker.reports.council_page import council_page
from tracker.storage import clock
from tracker.web.console import console_translator

if TYPE_CHECKING:
    from tracker.reports.council_page import CouncilPage


class Format(StrEnum):
    PDF = "pdf"
    HTML = "html"
    TXT = "txt"


@app.command()
def report(
    programme: Annotated[str, typer.Argument(help="A programme's key, or a roadmap file.")],
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.PDF,
    lang: Annotated[str, typer.Option(help="Language of the page: fr, en or ar; else this machine's.")] = "",
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As it was known at the end of this day; else as it is."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Compare with this day; else with the last review held."),
    ] = None,
    review: Annotated[str, typer.Option(help="As it was known when this review was held.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write; else the page is printed.")] = None,
) -> None:
    """Write the council's page: where the programme stands, what needs the council, what moved and why."""
    t = translator(lang) if lang in PAGE_LANGUAGES else console_translator()
    asked = Asked(as_of=_day(as_of), since=_day(since), review=review or None)
    page = _page_of_file(programme, asked) if is_file(programme) else _page(programme, asked)
    content = DRESSES[form.value].write(page, t)
    if out is None:
        sys.stdout.buffer.write(content)
        return
    out.write_bytes(content)
    print(t(Text("page.written", {"file": out.name})), file=sys.stderr)


def _page(programme: str, asked: Asked) -> CouncilPage:
    database = open_database()
    zone = next((row.time_zone for row in database.programmes() if row.key == programme), "UTC")
    return page_of_programme(database, programme, clock.today(zone), asked)


def _page_of_file(programme: str, asked: Asked) -> CouncilPage:
    snapshot = snapshot_named(programme)
    day = asked.as_of or snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    analysis = analyse(snapshot, day)
    return council_page(analysis, since_in_file(analysis, asked.since))


def _day(given: datetime | None) -> date | None:
    if given is None:
        return None
    if not EARLIEST <= given.date() <= LATEST:
        raise DayOutOfRangeError(given=given.date().isoformat())
    return given.date()
