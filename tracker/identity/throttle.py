"""Slows down who tries again and again: per name and address, per address, per account for the codes."""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select

from tracker.model.sign_in import SignInAttempt
from tracker.storage import Database
from tracker.storage.tables import table_of

WINDOW = timedelta(minutes=30)
LONGEST_WAIT = timedelta(minutes=15)
# A whole town hall may share one address: one person's mistakes must not keep the others out for long.
LONGEST_WAIT_OF_ADDRESS = timedelta(minutes=1)
_FIRST_WAIT = timedelta(seconds=15)
# Attempts that cost nothing but the time of typing; from then on the wait doubles with each.
FREE_OF_NAME = 5
FREE_OF_ADDRESS = 30

_ATTEMPT = table_of(SignInAttempt)


def wait_after(failures: int, free: int, longest: timedelta = LONGEST_WAIT) -> timedelta:
    """Return how long somebody waits after the last of so many failed attempts."""
    if failures < free:
        return timedelta(0)
    return min(longest, _FIRST_WAIT * (1 << min(failures - free, 16)))


def may_try(database: Database, name: str, address: str, now: datetime) -> bool:
    """Whether this address may try this name now; if so, the attempt counts until `forget` says it was right.

    It counts before the password is looked at: a hundred attempts at once would else all see none before.
    An attacker elsewhere slows down only their own address, never the person whose name they try.
    """
    named, place = _hash(name), network_of(address)
    with database.at_the_door() as connection:
        connection.execute(delete(_ATTEMPT).where(_ATTEMPT.c.at <= now - WINDOW))
        of_name = and_(_ATTEMPT.c.name_hash == named, _ATTEMPT.c.address == place)
        waits = (
            _ends_at(connection, of_name, FREE_OF_NAME, LONGEST_WAIT),
            _ends_at(connection, _ATTEMPT.c.address == place, FREE_OF_ADDRESS, LONGEST_WAIT_OF_ADDRESS),
        )
        if any(end is not None and now < end for end in waits):
            return False
        connection.execute(insert(_ATTEMPT).values(at=now, name_hash=named, address=place))
    return True


def forget(database: Database, name: str, address: str) -> None:
    """Take the failed attempts of an address at a name back: the last one was right."""
    with database.at_the_door() as connection:
        connection.execute(
            delete(_ATTEMPT).where(
                _ATTEMPT.c.name_hash == _hash(name), _ATTEMPT.c.address == network_of(address)
            )
        )


def _ends_at(
    connection: Connection, which: ColumnElement[bool], free: int, longest: timedelta
) -> datetime | None:
    count, last = connection.execute(select(func.count(), func.max(_ATTEMPT.c.at)).where(which)).one()
    return last + wait_after(count, free, longest) if count else None


def _hash(name: str) -> str:
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()


def network_of(address: str) -> str:
    """Return whom an address counts as: of IPv6 the /64, which one household has to itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:60]
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((found, 64), strict=False).network_address)
    return str(found)
