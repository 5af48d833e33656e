"""The accounts screen: who may sign in, as what in which programme; for administrators alone."""

import streamlit as st

from tracker.ui.components import accounts
from tracker.ui.components.links import link_to
from tracker.ui.session import reader
from tracker.ui.visitor import visitor

now = reader()
st.title(now.t.text("ui.screen.accounts"))
if visitor().may_manage_accounts:
    people = accounts.people()
    accounts.show_answer(now, people)
    accounts.show_new_link(now)
    accounts.show_people(now, people)
    with st.container(horizontal=True):
        accounts.offer_invitation(now)
        accounts.offer_second_step_rule(now)
    chosen = accounts.choose_person(now, people)
    accounts.show_person(now, chosen)
    accounts.offer_role(now, chosen)
    link_to("permissions", now.t.text("ui.screen.permissions"), now)
    accounts.show_changes(now, people)
else:
    st.markdown(now.t.text("accounts.not_yours"))
