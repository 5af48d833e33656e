"""The resources screen: who is asked for more than they have, what could be done, and a plan that fits."""

import streamlit as st

from tracker.ui.components import levelling, workload
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.resources"))
workload.show_answer(now, analysis)
if analysis.workload.posts:
    workload.show_load(now, analysis)
    workload.show_overload(now, analysis)
    if not now.looks_back_to:
        levelling.offer_levelling(now, analysis)
if not now.looks_back_to:
    workload.offer_forms(now, analysis)
