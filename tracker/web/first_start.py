"""Decides who may be served: this machine alone until there is an administrator; prints the link for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands import execute
from tracker.commands.invitation import OfferSetUp
from tracker.identity.this_machine import is_this_machine
from tracker.identity.tokens import SET_UP_GOOD_FOR, new_token, token_hash
from tracker.model.errors import NotLocalhostError, TrackerError
from tracker.storage import Author, clock

if TYPE_CHECKING:
    from tracker.web.visitors import Visitors

CONSOLE = Author(name="console", role="administrator")


class NeedsPublicAddressError(TrackerError):
    """Others are to be served, and nobody has said under which address they come."""

    key = "web.needs_public_address"


def require_safe_place(host: str | None, visitors: Visitors) -> None:
    """Refuse to listen where the tracker cannot tell its people from strangers.

    Raises:
        NotLocalhostError: others could reach it and there are no accounts yet.
        NeedsPublicAddressError: others could reach it, by an address that nobody has named.
    """
    is_local = is_this_machine(host)
    if is_local and not visitors.address.is_public:
        return
    if not _is_migrated(visitors) or visitors.is_single_user():
        raise NotLocalhostError(host=visitors.address.text if is_local else host or "0.0.0.0")  # noqa: S104  # said
    if not visitors.address.is_public:
        raise NeedsPublicAddressError


def set_up_link(visitors: Visitors) -> str | None:
    """Return the path of a new set-up link, in place of the earlier one; None when it is not needed."""
    if not _is_migrated(visitors) or not visitors.is_single_user():
        return None
    token, now = new_token(), clock.now()
    command = OfferSetUp(token_hash=token_hash(token), expires_at=now + SET_UP_GOOD_FOR)
    execute(visitors.database, command, CONSOLE, now)
    return f"/set-up#{token}"


def _is_migrated(visitors: Visitors) -> bool:
    current, wanted = visitors.database.migration_level()
    return current == wanted
