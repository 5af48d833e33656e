"""The scenario screen: what if; build a list of changes, compare it with the plan, propose it, decide."""

import streamlit as st

from tracker.model.scenario import ScenarioState
from tracker.ui.components import scenario
from tracker.ui.components.chart import is_phone
from tracker.ui.components.looking_back import says_it_is_past
from tracker.ui.components.scenario_actions import show_actions
from tracker.ui.components.scenario_wishes import ask_for_change
from tracker.ui.components.undo import offer_undo
from tracker.ui.programme import current_analysis
from tracker.ui.scenario import as_accepted, changes_shown, names_unseen_scenario, shown_scenario, supposed
from tracker.ui.session import reader

now = reader()
plan = current_analysis(now)
st.title(now.t.text("ui.screen.scenario"))
row = shown_scenario(now, plan)
changes = changes_shown(now, row)
is_decided = row is not None and row.state == ScenarioState.ACCEPTED
# What has been accepted is the plan: carried out once more it would say nothing.
found = as_accepted(now, plan, row) if row is not None and is_decided else supposed(plan, changes)
scenario.choose_scenario(now, plan, row)
if names_unseen_scenario(row):
    st.info(now.t.text("scenario.unseen"), icon=":material/visibility_off:")
if row is not None:
    scenario.show_standing(now, plan, row)
if is_decided:
    st.success(now.t.text("scenario.is_the_plan"))
else:
    scenario.show_answer(now, found, changes)
if not says_it_is_past(now, "scenario"):
    show_actions(now, found, row, changes)
    offer_undo(now)
is_open = row is None or not ScenarioState(row.state).is_over
is_computed = bool(changes) and found.refusal is None and not is_decided
built, effects = (
    (st.container(), st.container())
    if is_phone()
    else st.columns([2, 3] if is_computed else [3, 1], gap="large")
)
with effects:
    if is_computed:
        scenario.show_effects(now, found)
with built:
    scenario.show_changes(now, found, row, changes)
if is_computed:
    scenario.show_openings(now, found, changes)
# Beside the list on a desk; on a phone after what the list does.
with st.container() if is_phone() else built:
    if is_open and not now.looks_back_to:
        ask_for_change(now, found, row, changes)
scenario.show_side_by_side(now, plan)
