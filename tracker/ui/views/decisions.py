"""The decisions screen: who is asked what, by when, what waiting costs, and what came of it."""

import streamlit as st

from tracker.ui.components import decisions
from tracker.ui.components.undo import offer_undo
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.decisions"))
decisions.show_answer(now, analysis)
offer_undo(now)
decisions.show_awaited(now, analysis)
decisions.show_answered(now, analysis)
