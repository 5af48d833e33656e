"""The partners screen: who sees which part of the roadmap, and what they propose."""

import streamlit as st

from tracker.ui.components import partners
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.partners"))
found = partners.links_of_programme(now)
partners.show_answer(now, found)
partners.show_made(now, found)
partners.show_proposals(now, analysis, found)
partners.show_links(now, analysis, found)
