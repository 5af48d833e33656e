"""`jalon digest`: what has happened since the last review, to each leader, as files or as mail."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.reminding import file_name, here, write_letter
from tracker.cli.shared import REFUSED, Lang, app, open_database, refuse, speaker
from tracker.commands.reminder import people_of
from tracker.exchange.mail import configured_mail_server, send_letters
from tracker.i18n import Text
from tracker.model.organisation import PostRole
from tracker.reports.council_of_programme import Asked, compared_with, reading
from tracker.reports.council_page import council_page
from tracker.reports.leader_letter import leader_letter
from tracker.storage import clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.i18n import Translator
    from tracker.model.letter import Letter
    from tracker.storage import Database


@app.command()
def digest(
    programme: str,
    since_last_review: Annotated[
        bool, typer.Option("--since-last-review", help="Compare with the last review: as without --since.")
    ] = False,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Another day to compare with.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write each message as text and page into a folder.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Hand each message to the mail server.")] = False,
    lang: Lang = "",
) -> None:
    """Tell each leader what has happened since the last review; without --out or --send, say who they are."""
    if (since_last_review and since is not None) or (out is not None and send):
        refuse(Text("cli.digest.one_way"))
    database, t = open_database(), speaker(lang)
    found = _letters(database, programme, since.date() if since else None)
    if not found:
        refuse(Text("cli.digest.nobody"))
    if out is not None:
        _write(found, out, t)
    elif send:
        _send(found, t)
    else:
        for letter, _place in found:
            print(t(Text("cli.digest.would", {"name": letter.name, "subject": letter.subject})))


def _letters(database: Database, programme: str, since: date | None) -> Sequence[tuple[Letter, str]]:
    """Return a letter for each leader, with the name of its files."""
    row = database.snapshot(programme).programme
    analysis, last_entry = reading(database, programme, clock.today(row.time_zone), Asked())
    compared = compared_with(database, analysis, since, last_entry)
    page = council_page(analysis, compared)
    people = people_of(database, analysis.snapshot).people
    leaders = [one for one in people if PostRole.SPONSOR in one.roles]
    return [
        (leader_letter(one, row, page, compared, here()), file_name(analysis.as_of, f"digest-{one.key}"))
        for one in leaders
    ]


def _write(found: Sequence[tuple[Letter, str]], folder: Path, t: Translator) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for letter, name in found:
        write_letter(letter, folder / name)
        print(t(Text("cli.digest.written", {"name": letter.name, "file": f"{name}.txt"})))


def _send(found: Sequence[tuple[Letter, str]], t: Translator) -> None:
    """Send to those whose address is known; of the rest say so, and end with 2."""
    server, left = configured_mail_server(), 0
    reachable = [letter for letter, _ in found if letter.address]
    for delivery in send_letters(server, reachable, clock.now()) if reachable else ():
        said = {"name": delivery.letter.name, "address": delivery.letter.address, "fault": delivery.fault}
        left += bool(delivery.fault)
        key = "cli.digest.refused" if delivery.fault else "cli.digest.sent"
        print(t(Text(key, said)), file=sys.stderr if delivery.fault else sys.stdout)
    for letter in (letter for letter, _ in found if not letter.address):
        left += 1
        print(t(Text("cli.digest.no_address", {"name": letter.name})), file=sys.stderr)
    if left:
        raise typer.Exit(REFUSED)
