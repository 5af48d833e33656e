"""`jalon sheet` and `jalon read-sheet`: reporting off the platform, out and back in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.analysis import analyse
from tracker.analysis.reporting import Scope, items_to_report
from tracker.cli.shared import AUTHOR, REFUSED, Json, Lang, app, open_database, print_json, speaker
from tracker.commands import execute
from tracker.exchange.filled_sheet import read_filled_sheet
from tracker.exchange.reporting_sheet import reporting_workbook
from tracker.exchange.sheet_preview import CellNews, preview_sheet
from tracker.exchange.workbook_cells import LARGEST_FILE_BYTES, UnreadableWorkbookError
from tracker.i18n import Text
from tracker.model.errors import UnknownRecordError
from tracker.storage import clock


@app.command()
def sheet(
    programme: str,
    out: Annotated[Path, typer.Option(help="The XLSX file to write.")],
    service: Annotated[str, typer.Option(help="Key of a service; else the items of all.")] = "",
    lang: Lang = "",
) -> None:
    """Write the items of a service as a sheet to fill in without any connection."""
    database = open_database()
    snapshot = database.snapshot(programme)
    if service and snapshot.services.by_key(service) is None:
        raise UnknownRecordError(kind="service", key=service, nearest=list(snapshot.services.row_of_key)[:3])
    scope = Scope(services=frozenset({service})) if service else Scope(is_all=True)
    analysis = analyse(snapshot, snapshot.programme.status_date or clock.today(snapshot.programme.time_zone))
    items, t = items_to_report(analysis, scope), speaker(lang)
    out.write_bytes(reporting_workbook(analysis, items, t, clock.now()))
    asked = sum(bool(found.calls) for found in items)
    print(t(Text("cli.sheet", {"file": out.name, "asked": asked}, count=len(items))))


@app.command("read-sheet")
def read_sheet(
    file: Path,
    apply: Annotated[bool, typer.Option("--apply", help="Take in the rows that are good.")] = False,
    as_json: Json = False,
    lang: Lang = "",
) -> None:
    """Say cell by cell what a filled-in sheet would change; with --apply take its good rows in."""
    t = speaker(lang)
    if file.stat().st_size > LARGEST_FILE_BYTES:
        raise UnreadableWorkbookError("too_large")
    filled = read_filled_sheet(file.read_bytes())
    database, at = open_database(), clock.now()
    snapshot = database.snapshot(filled.programme)
    analysis = analyse(snapshot, snapshot.programme.status_date or clock.today(snapshot.programme.time_zone))
    found = preview_sheet(analysis, filled, AUTHOR, at)
    command = found.command() if apply else None
    applied: list[str] = execute(database, command, AUTHOR, at).result if command else []
    if as_json:
        print_json(
            {
                "programme": found.programme,
                "good_rows": [row.item for row in found.rows],
                "read_before": list(found.read_before),
                "applied": applied,
                "cells": [message.as_json(t) for message in found.messages],
            }
        )
    else:
        for message in found.messages:
            is_good = message.news is CellNews.WILL_CHANGE
            print(t(message.placed), file=sys.stdout if is_good else sys.stderr)
        counts = {"before": len(found.read_before)}
        done = ("cli.read_sheet.applied", len(applied)) if apply else ("cli.read_sheet.good", len(found.rows))
        print(t(Text(done[0], counts, count=done[1])))
    if found.of(CellNews.WRONG, CellNews.CHANGED_MEANWHILE):
        raise typer.Exit(REFUSED)
