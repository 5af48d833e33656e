"""The journal screen: who changed what, when, from, to; and the way to take the last change back."""

import streamlit as st

from tracker.ui.components import journal
from tracker.ui.components.undo import offer_undo
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.journal"))
record = journal.choose_record(now, analysis)
changes, has_older = journal.changes_shown(now, analysis, record)
journal.show_answer(now, changes, record)
offer_undo(now)
journal.show_changes(now, changes)
if has_older:
    journal.offer_older(now)
