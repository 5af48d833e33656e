"""Reads who may sign in and what each person may do; nothing here returns a secret to a screen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from tracker.model.account import Account, Invitation, Membership, MembershipPost, MembershipService
from tracker.model.author import Author, Mandate
from tracker.model.installation import Installation
from tracker.model.journal import InstallationEntry
from tracker.model.organisation import Partner, Post, Service
from tracker.model.programme import Programme
from tracker.storage.database import Database
from tracker.storage.tables import table_of

_ACCOUNT = table_of(Account)
_MEMBERSHIP = table_of(Membership)
_PROGRAMME = table_of(Programme)
# What a screen or the command line may know of an account.
_SHOWN = [column for column in _ACCOUNT.c if column.name not in Account.secrets]


def has_accounts(database: Database) -> bool:
    """Whether anybody has an account; without one, whoever sits at the machine is the single user."""
    with database.reading() as connection:
        return connection.execute(select(_ACCOUNT.c.id).limit(1)).first() is not None


def accounts(database: Database) -> Sequence[Account]:
    """Return all accounts in the order of their logins, read-only, without their secrets."""
    with database.reading() as connection:
        return connection.execute(select(*_SHOWN).order_by(_ACCOUNT.c.login)).all()  # type: ignore[return-value]  # rows read like records


def account_with_secrets(database: Database, login: str) -> Account | None:
    """Return the account with this login, for the door alone; None when there is none."""
    with database.reading() as connection:
        query = select(_ACCOUNT).where(_ACCOUNT.c.login == login.strip().lower())
        return connection.execute(query).one_or_none()  # type: ignore[return-value]  # a row reads like a record


def requires_second_factor(database: Database) -> bool:
    """Whether administrators and technical leads must have set the second step of sign-in up."""
    table = table_of(Installation)
    with database.reading() as connection:
        return bool(connection.execute(select(table.c.requires_second_factor)).scalar_one())


def author_of(connection: Connection, account_id: int) -> Author | None:
    """Return what an account may do at this moment, in the state the connection's transaction sees.

    None when there is no such account or it has been disabled.
    """
    query = select(*_SHOWN).where(_ACCOUNT.c.id == account_id, _ACCOUNT.c.is_active)
    account = connection.execute(query).one_or_none()
    if account is None:
        return None
    return Author(
        name=account.title,
        account_id=account.id,
        login=account.login,
        is_administrator=account.is_administrator,
        mandates=mandates_of(connection, account_id),
    )


def mandates_of(connection: Connection, account_id: int) -> dict[str, Mandate]:
    """Return what an account is in each programme, by the programme's key."""
    partner = table_of(Partner)
    query = (
        select(_MEMBERSHIP.c.id, _MEMBERSHIP.c.role, _PROGRAMME.c.key, partner.c.key.label("partner"))
        .join(_PROGRAMME, _MEMBERSHIP.c.programme_id == _PROGRAMME.c.id)
        .outerjoin(partner, _MEMBERSHIP.c.partner_id == partner.c.id)
        .where(_MEMBERSHIP.c.account_id == account_id)
        .order_by(_PROGRAMME.c.key)
    )
    found = connection.execute(query).all()
    services = _linked(connection, MembershipService, Service, "service_id", found)
    posts = _linked(connection, MembershipPost, Post, "post_id", found)
    return {
        row.key: Mandate(
            role=row.role,
            services=frozenset(services.get(row.id, ())),
            posts=frozenset(posts.get(row.id, ())),
            partner=row.partner,
        )
        for row in found
    }


def _linked(
    connection: Connection, link: Any, target: Any, column: str, memberships: Sequence[Any]
) -> dict[int, list[str]]:
    """Return the keys of what each membership is linked to."""
    links, targets = table_of(link), table_of(target)
    query = (
        select(links.c.membership_id, targets.c.key)
        .join(targets, links.c[column] == targets.c.id)
        .where(links.c.membership_id.in_([row.id for row in memberships]))
    )
    keys: dict[int, list[str]] = {}
    for membership_id, key in connection.execute(query) if memberships else ():
        keys.setdefault(membership_id, []).append(key)
    return keys


def author_with_account(database: Database, account_id: int) -> Author | None:
    """Return what an account may do now; None when it has been disabled."""
    with database.reading() as connection:
        return author_of(connection, account_id)


def mandates(database: Database, account_id: int) -> dict[str, Mandate]:
    """Return what an account is in each programme, disabled or not."""
    with database.reading() as connection:
        return mandates_of(connection, account_id)


def installation_journal(database: Database, limit: int = 200) -> Sequence[InstallationEntry]:
    """Return the latest changes of accounts, roles and settings, the newest first, read-only."""
    table = table_of(InstallationEntry)
    with database.reading() as connection:
        return connection.execute(select(table).order_by(table.c.id.desc()).limit(limit)).all()  # type: ignore[return-value]  # rows read like records


def invited_account(database: Database, link: str, now: datetime) -> Account | None:
    """Return whose invitation has this token hash and is good now, without secrets; None when nobody's."""
    invitation = table_of(Invitation)
    query = (
        select(*_SHOWN)
        .join(invitation, invitation.c.account_id == _ACCOUNT.c.id)
        .where(invitation.c.token_hash == link, invitation.c.expires_at > now, _ACCOUNT.c.is_active)
    )
    with database.reading() as connection:
        return connection.execute(query).one_or_none()  # type: ignore[return-value]  # a row reads like a record


def is_set_up_link(database: Database, link: str, now: datetime) -> bool:
    """Whether a token hash is the one of the console's set-up link, still good."""
    table = table_of(Installation)
    query = select(table.c.id).where(table.c.set_up_token_hash == link, table.c.set_up_expires_at > now)
    with database.reading() as connection:
        return connection.execute(query).first() is not None


def account_at_provider(database: Database, issuer: str, subject: str) -> Account | None:
    """Return the account that is tied to a provider's own, for the door alone; None when there is none."""
    query = select(_ACCOUNT).where(_ACCOUNT.c.oidc_issuer == issuer, _ACCOUNT.c.oidc_subject == subject)
    with database.reading() as connection:
        return connection.execute(query).one_or_none()  # type: ignore[return-value]  # a row reads like a record
