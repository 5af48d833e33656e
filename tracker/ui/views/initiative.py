"""The initiative screen: one initiative, its people, milestones, dependencies and history; and writing."""

import streamlit as st

from tracker.ui.components import initiative, initiative_past
from tracker.ui.components.first_steps import show_first_steps
from tracker.ui.components.initiative_actions import show_actions, show_milestone_actions
from tracker.ui.components.initiative_links import show_links
from tracker.ui.components.initiative_milestones import show_chosen, show_milestones
from tracker.ui.components.moved import show_slips
from tracker.ui.components.ranges import show_range_of
from tracker.ui.components.undo import offer_undo
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.initiative"))
subject = initiative.choose_subject(now, analysis)
show_first_steps(now, analysis)
if subject is not None:
    initiative.show_answer(now, analysis, subject)
show_actions(now, analysis, subject)
offer_undo(now)
if subject is not None:
    chosen = show_milestones(now, analysis, subject)
    if chosen is not None:
        with st.container(border=True):
            show_chosen(now, analysis, chosen)
            expected = st.container()
            show_milestone_actions(now, analysis, chosen)
    initiative.show_facts(now, analysis, subject)
    show_links(now, analysis, subject, chosen)
    show_slips(now, analysis, subject)
    initiative_past.show_stalls(now, analysis, subject)
    initiative_past.show_updates(now, analysis, subject)
    initiative_past.show_indicators(now, analysis, subject)
    initiative_past.show_history(now, analysis, subject)
    if chosen is not None:
        # Last, so that nothing else waits for its runs.
        with expected:
            show_range_of(now, analysis, chosen)
