"""The portfolio screen: the programmes that somebody may read, side by side and never ranked."""

import streamlit as st

from tracker.ui.components import portfolio
from tracker.ui.session import reader

now = reader()
st.title(now.t.text("ui.screen.portfolio"))
if now.looks_back_to:
    st.info(now.t.text("portfolio.present_only"))
lines = portfolio.lines_of(now)
portfolio.show_answer(now, lines)
shown = portfolio.chosen_page(now, lines)
portfolio.show_programmes(now, shown)
portfolio.show_curves(now, shown)
portfolio.show_table(now, lines)
