"""The front door: one process that serves the screens and, beside them, health and the security headers."""

import streamlit as st

from tracker.ui.failure import show_failure
from tracker.web import front_door

# Streamlit finds the app by reading this file, not by running it: the call must stand here, literally.
app = st.App(
    "tracker/ui/main.py",
    routes=front_door.routes(),
    middleware=front_door.middleware(),
    lifespan=front_door.lifespan,
    on_script_error=show_failure,
)
