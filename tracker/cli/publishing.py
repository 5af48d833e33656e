"""`jalon public`: switches the public page of a programme on and off, and says what stands on it."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.analysis import analyse
from tracker.analysis.public import public_roadmap
from tracker.cli.reminding import here
from tracker.cli.shared import AUTHOR, Lang, app, open_database, speaker
from tracker.commands import execute
from tracker.commands.programme import PublishProgramme
from tracker.i18n import Text
from tracker.storage import clock
from tracker.web.public import PREFIX


@app.command("public")
def public(
    programme: str,
    is_on: Annotated[
        bool | None, typer.Option("--on/--off", help="Let anybody read what is marked public, or nobody.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before switching on.")] = False,
    lang: Lang = "",
) -> None:
    """Say what anybody may read of a programme; with --on or --off let them, or no longer."""
    database, t = open_database(), speaker(lang)
    snapshot = database.snapshot(programme)
    row = snapshot.programme
    found = public_roadmap(analyse(snapshot, row.status_date or clock.today(row.time_zone)))
    for one in found.initiatives:
        print(f"- {one.title}")
    for each in found.milestones:
        print(f"- {each.title}")
    print(t(Text("cli.public.marked", {"initiatives": len(found.initiatives)}, count=len(found.milestones))))
    if is_on and not row.is_published and not yes:
        typer.confirm(t.text("cli.public.confirm"), abort=True)
    if is_on is not None and is_on != row.is_published:
        command = PublishProgramme(programme=programme, version=row.version, is_published=is_on)
        execute(database, command, AUTHOR, clock.now())
    is_now = row.is_published if is_on is None else is_on
    print(
        t(
            Text("cli.public.on", {"address": f"{here()}{PREFIX}{programme}"})
            if is_now
            else Text("cli.public.off")
        )
    )
