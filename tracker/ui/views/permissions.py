"""Who may do what: the permission table itself, for those who give roles or run a programme."""

import streamlit as st

from tracker.ui.components import permissions
from tracker.ui.session import reader

now = reader()
st.title(now.t.text("ui.screen.permissions"))
permissions.show_answer(now)
permissions.show_groups(now)
