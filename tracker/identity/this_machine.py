"""Which addresses are this machine: the only ones that single-user mode listens on and answers to."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address


def is_this_machine(host: str | None) -> bool:
    """Return whether a host name or address, without its port, can only be this machine."""
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback
