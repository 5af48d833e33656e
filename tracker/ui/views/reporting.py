"""My reporting: what needs a word from me this week, one tap where nothing changed; sheets out and in."""

import streamlit as st

from tracker.ui.components import reporting, reporting_sheets
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.reporting"))
service = reporting.choose_service(now, analysis)
found = reporting.items_of(now, analysis, service)
reporting.show_answer(now, found)
reporting.show_asked(now, found)
reporting.show_rest(now, found)
if found and not now.looks_back_to:
    reporting_sheets.show_sheets(now, analysis, service)
