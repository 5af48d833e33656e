"""Under which address people reach the tracker: this machine's own, or one that an administrator names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracker.identity.this_machine import is_this_machine
from tracker.model.errors import TrackerError

PUBLIC_ADDRESS = "JALON_PUBLIC_ADDRESS"


class PublicAddressError(TrackerError):
    """The public address is no plain https address. Details: address."""

    key = "web.public_address"


@dataclass(frozen=True)
class PublicAddress:
    """The one address that is answered; empty: this machine under its own names."""

    scheme: str = "http"
    netloc: str = ""

    @property
    def is_public(self) -> bool:
        return bool(self.netloc)

    @property
    def is_encrypted(self) -> bool:
        return self.scheme == "https"

    @property
    def host(self) -> str:
        return urlsplit(f"//{self.netloc}").hostname or ""

    @property
    def text(self) -> str:
        return f"{self.scheme}://{self.netloc}"

    def is_host(self, host: str | None) -> bool:
        """Whether a Host header names this address, exactly."""
        if self.is_public:
            return host is not None and host.lower() == self.netloc
        return is_this_machine(host_name(host))

    def is_origin(self, origin: str | None, host: str | None) -> bool:
        """Whether an Origin header is that of our own pages, exactly."""
        if self.is_public:
            return origin == self.text
        return origin == f"http://{host}"


def host_name(host: str | None) -> str | None:
    """Return the name in a Host header without its port; None when it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname if host else None
    except ValueError:
        return None


def read_address(text: str) -> PublicAddress:
    """Read an address as an administrator writes it.

    Raises:
        PublicAddressError: no address, one with a path, or one over which passwords would travel in clear.
    """
    try:
        parts = urlsplit(text.strip())
        netloc = parts.netloc.lower()
        is_plain = bool(parts.hostname) and "@" not in netloc and parts.path in ("", "/")
        _ = parts.port
    except ValueError:
        raise PublicAddressError(address=text) from None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname))
    if not is_plain or not is_safe or parts.query or parts.fragment:
        raise PublicAddressError(address=text)
    default = {"https": ":443", "http": ":80"}[parts.scheme]
    return PublicAddress(parts.scheme, netloc.removesuffix(default))


def address_from_environment() -> PublicAddress:
    """Return the address that JALON_PUBLIC_ADDRESS names, else this machine.

    Raises:
        PublicAddressError: what it names is none.
    """
    text = os.environ.get(PUBLIC_ADDRESS, "").strip()
    return read_address(text) if text else PublicAddress()
