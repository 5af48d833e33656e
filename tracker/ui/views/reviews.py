"""The reviews screen: what a council sitting or a committee looks at, prepared, presented and kept."""

import streamlit as st

from tracker.ui.components import review_agenda, review_present, reviews
from tracker.ui.components.chart import is_phone
from tracker.ui.components.undo import offer_undo
from tracker.ui.programme import current_analysis
from tracker.ui.session import reader
from tracker.ui.since import analysis_at

now = reader()
plan = current_analysis(now)
row = reviews.shown_review(plan.snapshot)
moment = reviews.moment_of(plan.snapshot, row) if row else None
if row is None:
    st.title(now.t.text("ui.screen.reviews"))
    reviews.show_list(now, plan)
    reviews.show_comments(now, plan, None)
    offer_undo(now)
elif moment is None:
    lines = review_agenda.lines_of(now, plan, row)
    step = review_present.presented(len(lines))
    if step is not None:
        review_present.show_step(now, plan, row, lines, step)
    else:
        reviews.show_head(now, row, None)
        review_agenda.show_actions(now, plan, row)
        reviews.show_print(now)
        agenda, since = (st.container(), st.container()) if is_phone() else st.columns([3, 2], gap="large")
        with agenda:
            review_agenda.show_agenda(now, lines, row, is_open=True)
            offer_undo(now)
        with since:
            reviews.show_since(now, plan)
            reviews.show_comments(now, plan, row)
else:
    then = analysis_at(now, moment)
    reviews.show_head(now, row, moment)
    agenda, since = (st.container(), st.container()) if is_phone() else st.columns([3, 2], gap="large")
    with agenda:
        review_agenda.show_agenda(now, review_agenda.lines_of(now, then, row, plan), row, is_open=False)
        reviews.show_kept(now, row, moment, then)
    with since:
        reviews.show_since(now, then, moment.last_entry)
        reviews.show_comments(now, plan, row)
