"""Lets the reader choose one way of looking; the address carries the choice, so that the view can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping


def choose(name: str, label: str, names: Mapping[str, str], chosen: str) -> None:
    """Show the ways side by side; the next run finds the chosen one in the address under `name`."""
    key = f"choice.{name}"
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        list(names),
        format_func=lambda way: names[way],
        key=key,
        required=True,
        on_change=lambda: st.query_params.update({name: st.session_state[key]}),
    )
