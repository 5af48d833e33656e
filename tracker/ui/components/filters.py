"""Filters that live in the address of a screen: what the reader sees can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_EVERYTHING = ""


def in_address(name: str, known: Collection[str] | None = None) -> str | None:
    """Return what the address says of a filter, None when it says nothing (or nothing that is known)."""
    value = st.query_params.get(name) or None
    return value if known is None or value in known else None


def several_in_address(name: str, known: Collection[str]) -> tuple[str, ...]:
    """Return the values of a filter that takes several, in the order of the known ones."""
    values = st.query_params.get(name, "").split(",")
    return tuple(value for value in known if value in values)


def keep_in_address(name: str, value: str | None) -> None:
    """Write a filter into the address, or take it out; an unchanged one is left alone."""
    if value == st.query_params.get(name):
        return
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def choose_one(name: str, label: str, options: Mapping[str, str], everything: str) -> str | None:
    """Let the reader choose one value, or everything; `options` gives the words for each value."""
    key = f"filter.{name}"
    st.session_state[key] = in_address(name, options) or _EVERYTHING
    st.selectbox(
        label,
        [_EVERYTHING, *options],
        format_func=lambda value: options.get(value, everything),
        key=key,
        on_change=lambda: keep_in_address(name, st.session_state[key]),
    )
    return st.session_state[key] or None


def choose_several(name: str, label: str, options: Mapping[str, str]) -> tuple[str, ...]:
    """Let the reader choose any number of values by touch; none means everything."""
    key = f"filter.{name}"
    st.session_state[key] = list(several_in_address(name, options))
    st.pills(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        selection_mode="multi",
        key=key,
        on_change=lambda: keep_in_address(name, ",".join(st.session_state[key])),
    )
    return tuple(st.session_state[key])


def switch(name: str, label: str, *, is_on: bool = False) -> bool:
    """Let the reader switch something; the address speaks only of what differs from the usual."""
    key = f"filter.{name}"
    st.session_state[key] = is_on if in_address(name) is None else in_address(name) == "1"

    def keep() -> None:
        now = bool(st.session_state[key])
        keep_in_address(name, None if now == is_on else str(int(now)))

    st.toggle(label, key=key, on_change=keep)
    return bool(st.session_state[key])
