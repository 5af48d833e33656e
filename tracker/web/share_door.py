"""Lets a reader through to a shared page: the link, and the password where one is asked for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import TYPE_CHECKING

from tracker.commands.share_access import live_share, live_share_by_id
from tracker.identity.passwords import is_right
from tracker.identity.preview import previewed_share
from tracker.identity.throttle import forget, may_try

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from tracker.commands.share_access import LiveShare
    from tracker.storage import Database

COOKIE = "jalon_shared"
GOOD_FOR_SECONDS = 12 * 3600


class TooManyAttemptsError(Exception):
    """This address has tried wrong passwords too often; it waits."""


def share_of(database: Database, token: str, at: datetime) -> LiveShare | None:
    """Return the link of a token, None when it does not open."""
    with database.reading() as connection:
        return live_share(connection, token, at)


def preview_of(database: Database, token: str, at: datetime) -> LiveShare | None:
    """Return the link that a token of a preview shows, None when it is none."""
    identity = previewed_share(token, at)
    if identity is None:
        return None
    with database.reading() as connection:
        return live_share_by_id(connection, identity, at)


def is_let_in(database: Database, share: LiveShare, request: Request, at: datetime) -> bool:
    """Whether the reader has given the password: by the form before, or with the request of a file.

    Raises:
        TooManyAttemptsError: too many wrong passwords came from this address.
    """
    if share.password_hash is None:
        return True
    if _is_ours(share, request.cookies.get(COOKIE, ""), at):
        return True
    password = _basic_password(request.headers.get("authorization", ""))
    return password is not None and opens(database, share, password, request, at)


def opens(database: Database, share: LiveShare, password: str, request: Request, at: datetime) -> bool:
    """Whether a password is the link's.

    Raises:
        TooManyAttemptsError: too many wrong ones came from this address.
    """
    name, address = f"share {share.id}", request.client.host if request.client else ""
    if not may_try(database, name, address, at):
        raise TooManyAttemptsError
    if not is_right(password, share.password_hash):
        return False
    forget(database, name, address)
    return True


def remember(response: Response, share: LiveShare, request: Request, at: datetime) -> None:
    """Let this browser read this link for half a day; another password, or a revocation, ends it."""
    ends = int(at.timestamp()) + GOOD_FOR_SECONDS
    response.set_cookie(
        COOKIE,
        f"{ends}.{_seal(share, ends)}",
        max_age=GOOD_FOR_SECONDS,
        path=request.url.path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _is_ours(share: LiveShare, cookie: str, at: datetime) -> bool:
    ends, _, seal = cookie.partition(".")
    if not ends.isdecimal() or len(ends) > 12 or int(ends) < at.timestamp():
        return False
    return hmac.compare_digest(seal.encode(), _seal(share, int(ends)).encode())


def _seal(share: LiveShare, ends: int) -> str:
    """Sign until when a browser may read; nobody has the key who has not the hash of the password."""
    key = hashlib.sha256((share.password_hash or "").encode()).digest()
    return hmac.new(key, f"{share.id}:{ends}".encode(), "sha256").hexdigest()


def _basic_password(header: str) -> str | None:
    """Return the password that a calendar program sends; it can show no form."""
    scheme, _, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return base64.b64decode(coded, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return None
