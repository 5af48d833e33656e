"""The council screen: are we on course, what changed since the last review, what needs the leader."""

import streamlit as st

from tracker.ui.components import council
from tracker.ui.components.chart import is_phone
from tracker.ui.components.council_page import show_council_page, show_page_links
from tracker.ui.components.first_steps import show_first_steps
from tracker.ui.components.links import link_to
from tracker.ui.components.ranges import show_ranges
from tracker.ui.components.standing import show_standing
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.council"))
show_page_links(now)
show_first_steps(now, analysis)
council.show_verdict(now, analysis)
council.show_figures(now, analysis)
council.show_needs(now, analysis)
show_standing(now, analysis)
ranges = st.container()
with st.container(horizontal=True):
    link_to("roadmap", now.t.text("council.see.roadmap"), now)
    link_to("stalls", now.t.text("council.see.stalls"), now)
ahead, behind = (st.container(), st.container()) if is_phone() else st.columns(2, gap="large")
with ahead:
    council.show_openings(now, analysis)
with behind:
    council.show_changes(now, analysis)
show_council_page(now, analysis)
council.show_curve(now, analysis)
council.show_indicators(now, analysis)
council.show_provenance(now, analysis)
# Last, so that nothing else waits for its runs.
with ranges:
    show_ranges(now, analysis)
