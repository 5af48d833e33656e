"""A letter as an address that opens in the reader's own mail program."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from tracker.model.letter import one_line

# Some mail programs cut an address that is longer; Windows itself does.
LONGEST_MAILTO = 2000


def mailto(address: str, subject: str, body: str) -> str:
    """Return a message as an address that a mail program opens (RFC 6068): lines end with CR LF."""
    lines = "\r\n".join(body.splitlines())
    return f"mailto:{quote(address, safe='@')}?subject={quote(one_line(subject))}&body={quote(lines)}"


def shortest_that_fits(write: Callable[[int], str], most: int) -> str:
    """Return the mailto of as many items as fit into `LONGEST_MAILTO`; `write` takes that number.

    With none it is returned however long it is: there is nothing more to leave out.
    """
    for count in range(most, 0, -1):
        found = write(count)
        if len(found) <= LONGEST_MAILTO:
            return found
    return write(0)
