"""Lets a person through the door: name and password, then the code of the second step where there is one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from tracker.identity import passwords, sessions, throttle
from tracker.identity.second_factor import recovery_hash, step_of_code
from tracker.model.account import Account, Membership, Role
from tracker.model.errors import CodeRefusedError, SignInRefusedError, TooManyAttemptsError
from tracker.model.installation import Installation
from tracker.model.sign_in import RecoveryCode, Stage
from tracker.storage import Database
from tracker.storage.accounts import account_with_secrets
from tracker.storage.tables import table_of

_ACCOUNT = table_of(Account)
_ROLES_WITH_POWER = (Role.ADMINISTRATOR, Role.TECHNICAL_LEAD)


@dataclass(frozen=True)
class Entry:
    """How far somebody has come: the token for the cookie, and what is asked of them next."""

    token: str
    stage: Stage


def sign_in(database: Database, login: str, password: str, address: str, now: datetime) -> Entry:
    """Open a session for who knows the password.

    Raises:
        SignInRefusedError: wrong name, wrong password, disabled or not yet accepted: never said which.
        TooManyAttemptsError: this address has to wait, whoever it asks for.
    """
    if not throttle.may_try(database, login, address, now):
        raise TooManyAttemptsError
    account = account_with_secrets(database, login)
    kept = account.password_hash if account is not None and account.is_active else None
    if not passwords.is_right(password, kept) or account is None:
        raise SignInRefusedError
    throttle.forget(database, login, address)
    return enter(database, account, now)


def enter(database: Database, account: Account, now: datetime) -> Entry:
    """Open a session for a person who has proved who they are: by password, invitation or provider."""
    account_id = int(account.id or 0)
    stage = Stage.COMPLETE
    if account.has_second_factor:
        stage = Stage.CODE_AWAITED
    elif must_set_second_factor_up(database, account_id):
        stage = Stage.SECOND_FACTOR_AWAITED
    if stage is Stage.COMPLETE:
        _note_sign_in(database, account_id, now)
    return Entry(sessions.open_session(database, account_id, now, stage), stage)


def give_code(database: Database, token: str, code: str, now: datetime) -> Entry:
    """Complete a session with a code of the second step, from the telephone or from paper.

    Attempts count by account, from wherever they come: who asks here already knows the password.

    Raises:
        CodeRefusedError: the code is wrong or was used, or the session has ended.
        TooManyAttemptsError: too many codes of this account were wrong.
    """
    session = sessions.session_of_token(database, token, now)
    if session is None or session.stage is not Stage.CODE_AWAITED:
        raise CodeRefusedError
    place = f"code of account {session.account_id}"
    if not throttle.may_try(database, session.login, place, now):
        raise TooManyAttemptsError
    with database.at_the_door() as connection:
        is_good = _take_code(connection, session.account_id, code, now)
    if not is_good:
        raise CodeRefusedError
    throttle.forget(database, session.login, place)
    return complete(database, token, now)


def complete(database: Database, token: str, now: datetime) -> Entry:
    """Exchange a session half-way through the door for one that reaches the screens.

    Raises:
        CodeRefusedError: the session has ended meanwhile.
    """
    session = sessions.session_of_token(database, token, now)
    if session is None:
        raise CodeRefusedError
    _note_sign_in(database, session.account_id, now)
    try:
        return Entry(sessions.exchange_session(database, token, now), Stage.COMPLETE)
    except LookupError:
        raise CodeRefusedError from None


def must_set_second_factor_up(database: Database, account_id: int) -> bool:
    """Whether a person holds a role with power where the installation asks such people for a second step."""
    membership, installation = table_of(Membership), table_of(Installation)
    with database.reading() as connection:
        if not connection.execute(select(installation.c.requires_second_factor)).scalar_one():
            return False
        account = connection.execute(select(_ACCOUNT).where(_ACCOUNT.c.id == account_id)).one()
        powerful = select(membership.c.id).where(
            membership.c.account_id == account_id, membership.c.role.in_(_ROLES_WITH_POWER)
        )
        has_power = account.is_administrator or connection.execute(powerful.limit(1)).first() is not None
    return bool(has_power and not account.has_second_factor)


def _take_code(connection: Connection, account_id: int, code: str, now: datetime) -> bool:
    """Whether a code is right; it is worth nothing afterwards."""
    account = connection.execute(select(_ACCOUNT).where(_ACCOUNT.c.id == account_id)).one()
    if account.totp_secret is None:
        return False  # taken off meanwhile: the password opens a whole session now
    step = step_of_code(account.totp_secret, code, now, account.totp_last_step)
    if step is not None:
        connection.execute(update(_ACCOUNT).where(_ACCOUNT.c.id == account_id).values(totp_last_step=step))
        return True
    codes = table_of(RecoveryCode)
    same = (codes.c.account_id == account_id) & (codes.c.code_hash == recovery_hash(account_id, code))
    return connection.execute(delete(codes).where(same)).rowcount > 0


def _note_sign_in(database: Database, account_id: int, now: datetime) -> None:
    with database.at_the_door() as connection:
        connection.execute(update(_ACCOUNT).where(_ACCOUNT.c.id == account_id).values(last_signed_in_at=now))
