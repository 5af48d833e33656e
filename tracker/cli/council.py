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
from tracker.reports.appendix import report_pdf
from tracker.reports.council_dress import DRESSES
from tracker.reports.council_of_programme import (
    Asked,
    page_of_programme,
    report_with_appendix,
    since_in_file,
)
from tracker.reports.council_page import council_page
from tracker.storage import clock
from tracker.web.console import console_translator

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.storage import Database


class Format(StrEnum):
    PDF = "pdf"
    HTML = "html"
    TXT = "txt"


@app.command()
def report(  # noqa: PLR0913, PLR0917  # typer makes an option of each parameter
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
    appendix: Annotated[
        bool, typer.Option("--appendix", help="Behind the PDF: each initiative, the roadmap, what moved.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="The file to write; else the page is printed.")] = None,
) -> None:
    """Write the council's page: where the programme stands, what needs the council, what moved and why."""
    t = translator(lang) if lang in PAGE_LANGUAGES else console_translator()
    asked = Asked(as_of=_day(as_of), since=_day(since), review=review or None)
    if appendix and form is not Format.PDF:
        raise typer.BadParameter("--appendix goes with --format pdf")
    content = _with_appendix(programme, asked, t) if appendix else _dressed(programme, asked, form, t)
    if out is None:
        sys.stdout.buffer.write(content)
        return
    out.write_bytes(content)
    print(t(Text("page.written", {"file": out.name})), file=sys.stderr)


def _dressed(programme: str, asked: Asked, form: Format, t: Translator) -> bytes:
    if is_file(programme):
        analysis = _analysis_of_file(programme, asked)
        page = council_page(analysis, since_in_file(analysis, asked.since))
    else:
        database = open_database()
        page = page_of_programme(database, programme, _today(database, programme), asked)
    return DRESSES[form.value].write(page, t)


def _with_appendix(programme: str, asked: Asked, t: Translator) -> bytes:
    """Return the PDF with its appendix; a file has no history, and so no moved dates."""
    if is_file(programme):
        analysis = _analysis_of_file(programme, asked)
        page = council_page(analysis, since_in_file(analysis, asked.since))
        return report_pdf(page, analysis, (), t)
    database = open_database()
    return report_with_appendix(database, programme, _today(database, programme), t, asked)


def _today(database: Database, programme: str) -> date:
    return clock.today(next((row.time_zone for row in database.programmes() if row.key == programme), "UTC"))


def _analysis_of_file(programme: str, asked: Asked) -> ProgrammeAnalysis:
    snapshot = snapshot_named(programme)
    day = asked.as_of or snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    return analyse(snapshot, day)


def _day(given: datetime | None) -> date | None:
    if given is None:
        return None
    if not EARLIEST <= given.date() <= LATEST:
        raise DayOutOfRangeError(given=given.date().isoformat())
    return given.date()
