"""A message to one person, finished: how it leaves is decided elsewhere, and nothing of it is kept."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """What one person is written: nothing in it depends on how it is sent."""

    # Who it is for, as a role title; `address` is empty when no mailbox is known.
    name: str
    address: str
    subject: str
    text: str
    html: str
    language: str


def one_line(words: str) -> str:
    """Return words without anything that could end a header line or turn its direction round."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+", " ", words).strip()
