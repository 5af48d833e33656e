"""Shows a finished chart and tells which of its marks the reader has picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

# What every chart calls the selection of its marks, and the field that says which mark it is.
PICK = "pick"
PICKED_FIELD = "key"
WIDTH_COOKIE = "jalon_width"


def is_phone() -> bool:
    """Return whether charts are drawn for a narrow screen: `page.js` measures it before the first run."""
    measured = st.context.cookies.get(WIDTH_COOKIE)
    return measured == "phone" if measured else "Mobile" in st.context.headers.get("User-Agent", "")


@st.cache_resource(show_spinner=False, max_entries=1024)
def kept(key: tuple[Hashable, ...], _build: Callable[[], T]) -> T:  # noqa: ARG001  # the cache reads it
    """Build once for all sessions what a screen shows; the key names all that it depends on.

    A view-model or a chart depends on programme, revision and as-of date; a chart also on language,
    palette, filter and width. What is kept is shared: never change it.
    """
    return _build()


def show_chart(
    spec: dict[str, Any], *, key: str, alt: str, on_select: Literal["rerun"] | None = None
) -> str | None:
    """Draw a chart; return the key of the mark that the reader has picked in it, if any.

    To be picked, the chart has a point selection named `pick` on the field `key`.
    """
    if on_select is None:
        st.vega_lite_chart(spec, theme=None, width="stretch", key=key, alt=alt)
        return None
    event = st.vega_lite_chart(
        spec, theme=None, width="stretch", key=key, alt=alt, on_select=on_select, selection_mode=PICK
    )
    picked = event["selection"].get(PICK) or []
    return picked[0].get(PICKED_FIELD) if picked else None
