"""The cookie that holds a session's token: out of reach of scripts, of other sites and of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.identity.sessions import LONGEST

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.responses import Response

    from tracker.web.address import PublicAddress

_LONGEST_COOKIE_HEADER = 16_000


def cookie_name(address: PublicAddress, host: str | None) -> str:
    """Return the cookie's name.

    With `__Host-` a browser accepts it over TLS alone and from this very host, never from a neighbour of
    its domain. Without TLS (this machine only) it carries the port: cookies do not tell ports apart.
    """
    if address.is_encrypted:
        return "__Host-jalon"
    _, _, port = (host or "").rpartition(":")
    return f"jalon_{port if port.isdigit() else 'session'}"


def token_in(headers: Headers, address: PublicAddress) -> str | None:
    """Return the token that a request carries; two cookies of the name are none, as one may be planted."""
    raw = [value for value in headers.getlist("cookie") if len(value) <= _LONGEST_COOKIE_HEADER]
    name = cookie_name(address, headers.get("host"))
    parts = [part.strip() for value in raw for part in value.split(";")]
    found = [part.partition("=")[2] for part in parts if part.partition("=")[0].strip() == name]
    return found[0] if len(found) == 1 else None


def keep_token(response: Response, token: str, address: PublicAddress, host: str | None) -> None:
    """Give the browser a session's token."""
    response.set_cookie(
        cookie_name(address, host),
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=address.is_encrypted,
        httponly=True,
        samesite="lax",
    )


def forget_token(response: Response, address: PublicAddress, host: str | None) -> None:
    response.delete_cookie(
        cookie_name(address, host), path="/", secure=address.is_encrypted, httponly=True, samesite="lax"
    )
