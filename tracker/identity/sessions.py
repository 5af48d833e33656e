"""Keeps who has signed in with which browser, and ends it: by hand, by time, by disabling an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, select, update

from tracker.identity.tokens import new_token, token_hash
from tracker.model.account import Account, Palette
from tracker.model.sign_in import SignInSession, Stage
from tracker.storage import Database
from tracker.storage.tables import table_of

# Signed out after half a day without any action, and after a week in any case.
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
# Somebody half-way through the door has a few minutes.
HALF_WAY = timedelta(minutes=10)
# An action within a minute of the last one seen is not written down again.
_SEEN_EVERY = timedelta(minutes=1)

_SESSION, _ACCOUNT = table_of(SignInSession), table_of(Account)


@dataclass(frozen=True)
class SignedIn:
    """A session that holds at this moment, and whose it is."""

    id: int
    account_id: int
    # Grows with every change of the account's rights.
    account_version: int
    login: str
    title: str
    stage: Stage
    last_seen_at: datetime
    language: str | None
    palette: Palette
    has_second_factor: bool
    is_administrator: bool


def open_session(database: Database, account_id: int, now: datetime, stage: Stage = Stage.COMPLETE) -> str:
    """Open a session and return its token, which nobody can read again."""
    with database.at_the_door() as connection:
        _sweep(connection, now)
        return _open(connection, account_id, now, stage)


def exchange_session(database: Database, token: str, now: datetime, stage: Stage = Stage.COMPLETE) -> str:
    """End a session and open another one for the same account: the old token is worth nothing any more.

    Raises:
        LookupError: the session no longer holds.
    """
    with database.at_the_door() as connection:
        found = connection.execute(_holding(now).where(_by_token(token))).one_or_none()
        if found is None:
            raise LookupError
        connection.execute(delete(_SESSION).where(_by_token(token)))
        return _open(connection, found.account_id, now, stage)


def session_of_token(database: Database, token: str, now: datetime) -> SignedIn | None:
    """Return the session of a cookie; None when it has ended, whatever the reason."""
    return _found(database, _by_token(token), now)


def session_of_id(database: Database, identity: int, now: datetime) -> SignedIn | None:
    """Return a session by its row; None when it has ended, whatever the reason."""
    return _found(database, _SESSION.c.id == identity, now)


def note_seen(database: Database, session: SignedIn, now: datetime) -> None:
    """Remember that somebody acted, so that the session does not end for want of it."""
    if now - session.last_seen_at < _SEEN_EVERY:
        return
    with database.at_the_door() as connection:
        connection.execute(update(_SESSION).where(_SESSION.c.id == session.id).values(last_seen_at=now))


def end_session(database: Database, token: str) -> None:
    """End the session of one browser."""
    with database.at_the_door() as connection:
        connection.execute(delete(_SESSION).where(_by_token(token)))


def end_sessions_of(database: Database, account_id: int) -> None:
    """End all sessions of an account, in every browser."""
    with database.at_the_door() as connection:
        connection.execute(delete(_SESSION).where(_SESSION.c.account_id == account_id))


def _by_token(token: str) -> ColumnElement[bool]:
    return _SESSION.c.token_hash == token_hash(token)


def _open(connection: Connection, account_id: int, now: datetime, stage: Stage) -> str:
    token = new_token()
    ends_at = now + (LONGEST if stage is Stage.COMPLETE else HALF_WAY)
    connection.execute(
        insert(_SESSION).values(
            token_hash=token_hash(token),
            account_id=account_id,
            stage=stage,
            created_at=now,
            last_seen_at=now,
            ends_at=ends_at,
        )
    )
    return token


def _holding(now: datetime) -> Select[Any]:
    """Select the sessions that hold: neither too old nor idle, of an account that is active."""
    columns = (
        _SESSION.c.id,
        _SESSION.c.account_id,
        _ACCOUNT.c.version.label("account_version"),
        _ACCOUNT.c.login,
        _ACCOUNT.c.title,
        _SESSION.c.stage,
        _SESSION.c.last_seen_at,
        _ACCOUNT.c.language,
        _ACCOUNT.c.palette,
        _ACCOUNT.c.has_second_factor,
        _ACCOUNT.c.is_administrator,
    )
    holds = and_(_SESSION.c.ends_at > now, _SESSION.c.last_seen_at > now - IDLE, _ACCOUNT.c.is_active)
    return select(*columns).join(_ACCOUNT, _SESSION.c.account_id == _ACCOUNT.c.id).where(holds)


def _found(database: Database, condition: ColumnElement[bool], now: datetime) -> SignedIn | None:
    with database.engine.connect() as connection:
        row = connection.execute(_holding(now).where(condition)).one_or_none()
    return None if row is None else SignedIn(*row)


def _sweep(connection: Connection, now: datetime) -> None:
    """Forget the sessions that have ended by time."""
    is_over = (_SESSION.c.ends_at <= now) | (_SESSION.c.last_seen_at <= now - IDLE)
    connection.execute(delete(_SESSION).where(is_over))
