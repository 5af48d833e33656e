"""The roadmap screen: what happens when, what is late against the approved plan, what it is waiting for."""

import streamlit as st

from tracker.ui.components import roadmap
from tracker.ui.components.first_steps import show_first_steps
from tracker.ui.components.undo import offer_undo
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.roadmap"))
show_first_steps(now, analysis)
roadmap.show_answer(now, analysis)
wishes = roadmap.ask_filter(now, analysis)
roadmap.show_plan(now, analysis, wishes)
offer_undo(now)
roadmap.show_history(now, analysis)
