"""The dependencies screen: what sequences the work, to the end of the programme or to one target."""

import streamlit as st

from tracker.ui.components import dependencies
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.dependencies"))
dependencies.show_answer(now, analysis)
target = dependencies.ask_target(now, analysis)
dependencies.show_graph(now, analysis, target)
