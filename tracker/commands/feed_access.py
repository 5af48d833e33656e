"""Says whether a calendar feed still opens and what it may show, read from its row at every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from tracker.commands.permission import Permission, Reach, is_allowed, reach_of
from tracker.identity.tokens import token_hash
from tracker.model.calendar_feed import CalendarFeed, FeedScope
from tracker.model.journal import JournalEntry
from tracker.model.programme import Programme
from tracker.storage.accounts import author_of
from tracker.storage.tables import table_of

if TYPE_CHECKING:
    from tracker.model.author import Author
    from tracker.storage import Database

_FEED, _PROGRAMME = table_of(CalendarFeed), table_of(Programme)
# What a screen may know of a feed.
_SHOWN = [column for column in _FEED.c if column.name not in CalendarFeed.secrets]
# A token is 43 characters; whatever is longer is not looked for.
_LONGEST_TOKEN = 100


@dataclass(frozen=True)
class LiveFeed:
    """A feed that opens at this moment, with what its maker may see now."""

    key: str
    programme: str
    scope: FeedScope
    of: str
    language: str
    # Made by a partner's account: what lies outside the partner's part is counted, never named.
    is_part_only: bool
    time_zone: str
    # The day as of which the programme is read; None: today.
    status_date: date | None
    # The last change of the programme.
    changed_at: datetime


def live_feed(connection: Connection, token: str) -> LiveFeed | None:
    """Return the feed of a token; None when there is none or it is over, whatever the reason.

    A feed is over once it is revoked, or when the account that made it may no longer follow the programme.
    """
    query = (
        select(
            _FEED, _PROGRAMME.c.key.label("programme_key"), _PROGRAMME.c.time_zone, _PROGRAMME.c.status_date
        )
        .join(_PROGRAMME, _FEED.c.programme_id == _PROGRAMME.c.id)
        .where(_FEED.c.token_hash == token_hash(token[:_LONGEST_TOKEN]))
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.revoked_at is not None:
        return None
    reach = _reach(connection, row)
    if reach is None:
        return None
    return LiveFeed(
        key=row.key,
        programme=row.programme_key,
        scope=row.scope,
        of=row.of,
        language=row.language,
        is_part_only=reach is Reach.OWN,
        time_zone=row.time_zone,
        status_date=row.status_date,
        changed_at=last_change(connection, row.programme_id) or row.created_at,
    )


def _reach(connection: Connection, row: Any) -> Reach | None:
    """Return how far the maker of a feed may follow the programme at this moment; None: no longer."""
    if row.made_by_id is None:
        return Reach.ALL
    maker = author_of(connection, row.made_by_id)
    if maker is None:
        return None
    reach = reach_of(maker, Permission.FOLLOW_CALENDAR, row.programme_key)
    if reach is Reach.OWN:
        mandate = maker.mandates.get(row.programme_key)
        is_own = row.scope is FeedScope.PARTNER and mandate is not None and mandate.partner == row.of
        return reach if is_own else None
    return reach


def last_change(connection: Connection, programme_id: int) -> datetime | None:
    """Return the instant of a programme's latest journal entry."""
    entries = table_of(JournalEntry)
    latest = select(func.max(entries.c.id)).where(entries.c.programme_id == programme_id).scalar_subquery()
    return connection.execute(select(entries.c.at).where(entries.c.id == latest)).scalar_one_or_none()


def feeds_of(database: Database, programme: str, author: Author) -> Sequence[CalendarFeed]:
    """Return the feeds that are live in a programme, the newest first: one's own, or all for who shares."""
    query = (
        select(*_SHOWN)
        .join(_PROGRAMME, _FEED.c.programme_id == _PROGRAMME.c.id)
        .where(_PROGRAMME.c.key == programme, _FEED.c.revoked_at.is_(None))
        .order_by(_FEED.c.id.desc())
    )
    if not is_allowed(author, Permission.SHARE, programme):
        query = query.where(_FEED.c.made_by_id == author.account_id)
    with database.reading() as connection:
        return connection.execute(query).all()  # type: ignore[return-value]  # rows read like records
