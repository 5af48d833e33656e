"""The one database of the process, as the screens reach it."""

from __future__ import annotations

import streamlit as st

from tracker.storage import Database


@st.cache_resource(show_spinner=False)
def database() -> Database:
    """Return the one database of this process."""
    return Database.from_environment()
