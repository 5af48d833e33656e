"""What is kept of reminders, and what the next ones are planned from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import select
from sqlmodel import Field

from tracker.analysis.addressees import Addressees, Holder, addressees
from tracker.analysis.reminders import DAYS_BETWEEN, Digest, PastReminder
from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.permission import Permission
from tracker.commands.rules import not_in_the_future, refuse
from tracker.model.base import Key, Line, PlanDate
from tracker.model.organisation import PostRole
from tracker.model.programme import Programme
from tracker.model.reminder import ReminderChannel, SentReminder
from tracker.model.snapshot import Snapshot
from tracker.storage import Database
from tracker.storage.accounts import accounts, mandates
from tracker.storage.tables import table_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_ITEMS = 2000


class RecordReminder(Command):
    """Keep that one person was reminded, by which channel and of what: the next reminder counts from it."""

    permission: ClassVar[Permission] = Permission.MANAGE_PROGRAMME
    # A message that has left cannot be called back.
    is_undoable: ClassVar[bool] = False

    person: Line = Field(min_length=1)
    name: Line
    channel: ReminderChannel
    sent_on: PlanDate
    # Keys of the milestones by the step of the way up on which the person was reminded of them.
    items: dict[PostRole, list[Key]] = Field(min_length=1, max_length=len(PostRole))

    def apply(self, work: Work) -> list[SentReminder]:
        not_in_the_future(work, "sent_on", self.sent_on)
        self._refuse_too_soon(work)
        return [
            work.add(
                SentReminder(
                    programme_id=identity(work.programme),
                    person=self.person,
                    name=self.name,
                    level=level,
                    channel=self.channel,
                    sent_on=self.sent_on,
                    sent_at=work.context.at,
                    items=keys[:MOST_ITEMS],
                )
            )
            for level, keys in self.items.items()
        ]

    def _refuse_too_soon(self, work: Work) -> None:
        apart = timedelta(days=DAYS_BETWEEN)
        for sent in work.all(SentReminder, person=self.person):
            if abs(sent.sent_on - self.sent_on) < apart:
                raise refuse(
                    "reminded_lately", "sent_on", name=self.name, date=sent.sent_on, days=DAYS_BETWEEN
                )


def record_of(digest: Digest, programme: str, channel: ReminderChannel) -> RecordReminder:
    """Return the command that keeps a digest which has been sent."""
    return RecordReminder(
        programme=programme,
        person=digest.person.key,
        name=digest.person.name,
        channel=channel,
        sent_on=digest.on,
        items={level: digest.items_of(level) for level in digest.levels},
    )


def sent_reminders(database: Database, programme: str) -> Sequence[SentReminder]:
    """Return what was sent in a programme, the oldest first, read-only."""
    with database.reading() as connection:
        return _sent(connection, programme)


def _sent(connection: Connection, programme: str) -> Sequence[SentReminder]:
    sent, programmes = table_of(SentReminder), table_of(Programme)
    query = (
        select(sent)
        .join(programmes, sent.c.programme_id == programmes.c.id)
        .where(programmes.c.key == programme)
        .order_by(sent.c.sent_on, sent.c.id)
    )
    return connection.execute(query).all()  # type: ignore[return-value]  # rows read like records


def past_reminders(sent: Sequence[SentReminder], until: date) -> tuple[PastReminder, ...]:
    """Return what was sent up to a day, item by item."""
    return tuple(
        PastReminder(row.person, row.level, item, row.sent_on)
        for row in sent
        if row.sent_on <= until
        for item in row.items
    )


def people_of(database: Database, snapshot: Snapshot) -> Addressees:
    """Return who can be reminded in a programme: active accounts with a role in it, and filled posts.

    A login that is an e-mail address is where its holder is written to.
    """
    found = []
    for row in accounts(database):
        mandate = mandates(database, row.id or 0).get(snapshot.programme.key) if row.is_active else None
        if mandate is not None:
            address = row.login if _is_address(row.login) else ""
            found.append(Holder(row.id or 0, row.title, mandate, address, row.language or ""))
    return addressees(snapshot, found)


def _is_address(login: str) -> bool:
    name, _, host = login.partition("@")
    return bool(name) and "." in host and "@" not in host
