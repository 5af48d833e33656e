"""Shows figures as tiles: four in a row on a desk, two by two on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.i18n import Text
from tracker.reports.style import badge_colour, glyph, status_text
from tracker.ui.components.chart import is_phone
from tracker.ui.components.words import plain, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.i18n import Translator
    from tracker.reports.council import StatusTile
    from tracker.reports.style import Status


def status_badge(status: Status, t: Translator) -> str:
    """Return a status as a Markdown badge: its colour, its glyph and its word."""
    return f":{badge_colour(status)}-badge[{plain(glyph(status))} {say(t, status_text(status))}]"


def tile_words(tile: StatusTile, t: Translator) -> tuple[str, str, str]:
    """Return a tile's label, its value and its note; one without a value says why it has none."""
    badge = f"{status_badge(tile.status, t)} " if tile.status else ""
    return t(tile.label), _value(tile, t), f"{badge}:small[{say(t, tile.note)}]"


def _value(tile: StatusTile, t: Translator) -> str:
    if tile.value is None:
        return t.text("council.no_value")
    return t(tile.value) if isinstance(tile.value, Text) else t.date(tile.value, "MMM y")


def show_tiles(tiles: Sequence[tuple[str, str, str]]) -> None:
    """Show the tiles, each as its label, value and note."""
    a_row = 2 if is_phone() else len(tiles)
    for first in range(0, len(tiles), a_row):
        # Boxes in a row need no column around each of them.
        with st.container(horizontal=True, wrap=False):
            for label, value, note in tiles[first : first + a_row]:
                with st.container(border=True, height="stretch", gap="xsmall"):
                    st.metric(label, value)
                    st.markdown(note)
