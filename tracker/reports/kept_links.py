"""Where the files that a review kept can be read, and what each is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tracker.i18n import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ADDRESS = "/kept-report"


def kept_links(programme: str, review: str, kept: Iterable[Mapping[str, Any]]) -> list[tuple[str, Text]]:
    """Return address and name of each file, in the order in which they were kept."""
    return [
        (f"{ADDRESS}/{quote(programme)}/{quote(review)}/{quote(file['name'])}", _name(file["name"]))
        for file in kept
    ]


def _name(name: str) -> Text:
    """Return what `council-fr.html` is called: its dress, and its language in itself."""
    stem, _, dress = name.rpartition(".")
    return Text(f"kept.{dress}", {"language": Text(f"kept.language.{stem.rpartition('-')[2]}")})
