"""Names the people whose role in a programme rests on a record: it cannot go while they hold it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from tracker.commands.command import Work
from tracker.commands.links import identity
from tracker.model.account import Account, Membership, MembershipPost, MembershipService
from tracker.model.base import Record
from tracker.model.organisation import Partner, Post, Service
from tracker.storage.tables import table_of

_LINKS: Mapping[Any, tuple[type[Record], str]] = {
    Service: (MembershipService, "service_id"),
    Post: (MembershipPost, "post_id"),
}


def titles_of_tied_accounts(work: Work, record: Record) -> list[str]:
    """Return the titles of the people who speak for a service, hold a post or belong to a partner."""
    account, membership = table_of(Account), table_of(Membership)
    query = select(account.c.title).join(membership, membership.c.account_id == account.c.id)
    if isinstance(record, Partner):
        query = query.where(membership.c.partner_id == identity(record))
    elif type(record) in _LINKS:
        kind, column = _LINKS[type(record)]
        link = table_of(kind)
        query = query.join(link, link.c.membership_id == membership.c.id)
        query = query.where(link.c[column] == identity(record))
    else:
        return []
    return list(work.session.execute(query.order_by(account.c.title)).scalars())
