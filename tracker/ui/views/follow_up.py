"""The follow-up screen: reminders, dates in one's own calendar, and what the city shows to everybody."""

import streamlit as st

from tracker.commands.permission import Permission
from tracker.ui.components import calendar_feeds, public_page, reminders
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader
from tracker.ui.visitor import visitor

now = reader()
analysis = current_analysis(now)
st.title(now.t.text("ui.screen.follow_up"))
runs_it = visitor().may(Permission.MANAGE_PROGRAMME, now.programme or "")
if runs_it and not now.looks_back_to:
    reminders.show_reminders(now, analysis)
calendar_feeds.show_feeds(now, analysis.snapshot)
if runs_it:
    public_page.show_public_page(now, analysis)
