"""Shows a finished chart and tells which of its marks the reader has picked."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import streamlit as st

from tracker.ui.components.filters import in_address, keep_in_address

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

T = TypeVar("T")

# What every chart calls the selection of its marks, and the field that says which mark it is.
PICK = "pick"
PICKED_FIELD = "key"
# The filter of the address that says which item the reader looks at.
ITEM = "item"
WIDTH_COOKIE = "jalon_width"
_IS_PHONE = "is_phone"
_SHELF = "shelf"
KEPT_MOST = 1024


def is_phone() -> bool:
    """Return whether charts are drawn for a narrow screen: `page.js` measures it before the first run."""
    if _IS_PHONE not in st.session_state:
        # What came with the session's first request holds for all of it, and is slow to ask for.
        measured, agent = st.context.cookies.get(WIDTH_COOKIE), st.context.headers.get("User-Agent", "")
        st.session_state[_IS_PHONE] = measured == "phone" if measured else "Mobile" in agent
    return bool(st.session_state[_IS_PHONE])


class _Shelf:
    """What is kept for all sessions; the longest unused goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Hashable, ...], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[Hashable, ...], build: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
        # Built outside the lock: what is built may itself ask the shelf.
        built = build()
        with self._lock:
            self._kept[key] = built
            if len(self._kept) > KEPT_MOST:
                self._kept.popitem(last=False)
        return built


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()


def kept(key: tuple[Hashable, ...], build: Callable[[], T]) -> T:
    """Build once for all sessions what a screen shows; the key names all that it depends on.

    A view-model or a chart depends on programme, revision and as-of date; a chart also on language,
    palette, filter and width. What is kept is shared: never change it.
    """
    # Streamlit's own cache would hash every part of the key anew at each call; a session asks it once.
    if _SHELF not in st.session_state:
        st.session_state[_SHELF] = _shelf()
    shelf: _Shelf = st.session_state[_SHELF]
    return shelf.get(key, build)


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
    return _picked(event)


def _picked(event: Any) -> str | None:
    marks = event["selection"].get(PICK) or [] if event else []
    return marks[0].get(PICKED_FIELD) if marks else None


def picked_item() -> str | None:
    """Return the item that the reader looks at: the address says it, whichever way it was picked."""
    return in_address(ITEM)


def show_picking_chart(spec: dict[str, Any], *, chart: str, alt: str) -> None:
    """Draw a chart whose marks can be picked; an item picked elsewhere is marked in it too."""
    last, shown, picked = f"{chart}.last", f"{chart}.shown", picked_item()
    if picked != st.session_state.get(last):
        # Picked elsewhere: the chart begins anew with that mark, under a name that has no past.
        st.session_state[last] = st.session_state[shown] = picked
    key = f"{chart}.{st.session_state.get(shown) or ''}"

    def follow() -> None:
        st.session_state[last] = _picked(st.session_state[key])
        keep_in_address(ITEM, st.session_state[last])

    st.vega_lite_chart(
        _with_pick(spec, st.session_state.get(shown)),
        theme=None,
        width="stretch",
        key=key,
        alt=alt,
        on_select=follow,
        selection_mode=PICK,
    )


def show_picking_table(
    columns: Mapping[str, Sequence[Any]],
    keys: Sequence[str],
    *,
    table: str,
    label: str,
    days: Sequence[str] = (),
) -> None:
    """Show a table that opens on demand; the row the reader is on picks its item, named by `keys`.

    `days` are the headings of the columns that hold dates.
    """
    box = st.expander(label, key=table, on_change="rerun", icon=":material/table_rows:")
    if not box.open:
        return
    key = f"{table}.rows"

    def follow() -> None:
        cells = st.session_state[key]["selection"]["cells"]
        if cells and cells[0][0] < len(keys):
            keep_in_address(ITEM, keys[cells[0][0]])

    box.dataframe(
        columns,
        hide_index=True,
        key=key,
        alt=label,
        on_select=follow,
        selection_mode="single-cell",
        placeholder="–",
        column_config={name: st.column_config.DateColumn(format="DD/MM/YYYY") for name in days},
    )


def _with_pick(spec: dict[str, Any], key: str | None) -> dict[str, Any]:
    """Return the spec with one mark picked from the start; the shared spec stays as it is."""
    if key is None:
        return spec
    value = [{PICKED_FIELD: key}]
    params = [{**param, "value": value} if param["name"] == PICK else param for param in spec["params"]]
    return {**spec, "params": params}
