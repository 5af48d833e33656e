"""Shows figures as tiles: four in a row on a desk, two by two on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.i18n import Text
from tracker.reports.style import badge_colour, glyph, status_text
from tracker.ui.components.chart import is_phone
from tracker.ui.components.words import plain, say

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.reports.council import StatusTile
    from tracker.reports.style import Status


def status_badge(status: Status, t: Translator) -> str:
    """Return a status as a Markdown badge: its colour, its glyph and its word."""
    return f":{badge_colour(status)}-badge[{plain(glyph(status))} {say(t, status_text(status))}]"


def show_tiles(tiles: tuple[StatusTile, ...], t: Translator) -> None:
    """Show the tiles; one without a value says why it has none."""
    is_narrow = is_phone()
    a_row = 2 if is_narrow else len(tiles)
    for first in range(0, len(tiles), a_row):
        places = st.columns(a_row, wrap=not is_narrow)
        for place, tile in zip(places, tiles[first : first + a_row], strict=False):
            with place.container(border=True, height="stretch", gap="xsmall"):
                st.metric(t(tile.label), _value(tile, t))
                st.markdown(_note(tile, t))


def _value(tile: StatusTile, t: Translator) -> str:
    if tile.value is None:
        return t.text("council.no_value")
    return t(tile.value) if isinstance(tile.value, Text) else t.date(tile.value, "MMM y")


def _note(tile: StatusTile, t: Translator) -> str:
    badge = f"{status_badge(tile.status, t)} " if tile.status else ""
    return f"{badge}:small[{say(t, tile.note)}]"
