"""`jalon remind`: one message for each person whose word is awaited, as files, mailto addresses or mail."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.analysis import analyse
from tracker.analysis.reminders import UNANSWERED, digests, questions
from tracker.cli.shared import AUTHOR, REFUSED, Lang, app, open_database, refuse, speaker
from tracker.commands import execute
from tracker.commands.reminder import past_reminders, people_of, record_of, sent_reminders
from tracker.exchange.mail import configured_mail_server, send_letters
from tracker.i18n import Text
from tracker.model.reminder import ReminderChannel
from tracker.reports.reminder_letter import reminder_letter, reminder_mailto
from tracker.storage import clock
from tracker.web.address import address_from_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis.reminders import Digest
    from tracker.i18n import Translator
    from tracker.model.letter import Letter
    from tracker.model.programme import Programme
    from tracker.storage import Database


@app.command()
def remind(
    programme: str,
    out: Annotated[
        Path | None, typer.Option(help="Write each message as text and page into a folder.")
    ] = None,
    as_mailto: Annotated[
        bool, typer.Option("--mailto", help="Print each message as an address that a mail program opens.")
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Hand each message to the mail server.")] = False,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the reminders.")
    ] = None,
    unanswered: Annotated[
        int, typer.Option(min=1, help="Reminders without an answer before the next person up is asked.")
    ] = UNANSWERED,
    lang: Lang = "",
) -> None:
    """Say whom to remind today; with --out, --mailto or --send remind them, and keep that they were."""
    if sum((out is not None, as_mailto, send)) > 1:
        refuse(Text("cli.remind.one_way"))
    database, t = open_database(), speaker(lang)
    due, row = _due(database, programme, as_of.date() if as_of else None, unanswered)
    channel = _Channel(database, row, t)
    if not due:
        print(t(Text("cli.remind.nobody", {"programme": row.title})))
    elif out is not None:
        channel.write(due, out)
    elif as_mailto:
        channel.print_mailto(due)
    elif send:
        channel.send(due)
    else:
        for one in due:
            print(t(Text("cli.remind.would", {"name": one.person.name}, count=len(one.reminders))))


def _due(
    database: Database, programme: str, as_of: date | None, unanswered: int
) -> tuple[Sequence[Digest], Programme]:
    snapshot = database.snapshot(programme)
    day = as_of or snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    asked = questions(analyse(snapshot, day), people_of(database, snapshot))
    past = past_reminders(sent_reminders(database, programme), day)
    return digests(asked, past, day, unanswered=unanswered), snapshot.programme


def here() -> str:
    """Return the address that links in messages begin with."""
    address = address_from_environment()
    return address.text if address.is_public else "http://localhost:8501"


class _Channel:
    """Lets digests leave by one way, and keeps of each that has left."""

    def __init__(self, database: Database, programme: Programme, t: Translator) -> None:
        self.database, self.programme, self.t = database, programme, t

    def write(self, due: Sequence[Digest], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for digest in due:
            letter = reminder_letter(digest, self.programme, here())
            place = folder / file_name(digest.on, digest.person.key)
            write_letter(letter, place)
            self._keep(digest, ReminderChannel.FILE)
            self._say("cli.remind.written", digest, file=f"{place.name}.txt")

    def print_mailto(self, due: Sequence[Digest]) -> None:
        for digest in due:
            print(reminder_mailto(digest, self.programme, here()))
            self._keep(digest, ReminderChannel.MAILTO)

    def send(self, due: Sequence[Digest]) -> None:
        """Send what has an address; of the rest say so, and end with 2 when anything was left."""
        server = configured_mail_server()
        reachable = [digest for digest in due if digest.person.address]
        silent = [digest for digest in due if not digest.person.address]
        letters = [reminder_letter(digest, self.programme, here()) for digest in reachable]
        refused = 0
        deliveries = send_letters(server, letters, clock.now()) if letters else iter(())
        for digest, delivery in zip(reachable, deliveries, strict=False):
            if delivery.fault:
                refused += 1
                self._say("cli.remind.refused", digest, fault=delivery.fault, is_fault=True)
            else:
                self._keep(digest, ReminderChannel.MAIL)
                self._say("cli.remind.sent", digest, address=digest.person.address)
        for digest in silent:
            self._say("cli.remind.no_address", digest, is_fault=True)
        if refused or silent:
            raise typer.Exit(REFUSED)

    def _keep(self, digest: Digest, channel: ReminderChannel) -> None:
        execute(self.database, record_of(digest, self.programme.key, channel), AUTHOR, clock.now())

    def _say(self, key: str, digest: Digest, *, is_fault: bool = False, **values: object) -> None:
        said = Text(key, {"name": digest.person.name, **values}, count=len(digest.reminders))
        print(self.t(said), file=sys.stderr if is_fault else sys.stdout)


def file_name(on: date, key: str) -> str:
    """Return the name of a letter's files: a day and a person, nothing that leads elsewhere."""
    return f"{on.isoformat()}-{re.sub(r'[^A-Za-z0-9]+', '-', key).strip('-')}"


def write_letter(letter: Letter, place: Path) -> None:
    """Write a letter as text and as a page."""
    place.with_name(f"{place.name}.txt").write_text(f"{letter.subject}\n\n{letter.text}", encoding="utf-8")
    place.with_name(f"{place.name}.html").write_text(letter.html, encoding="utf-8")
