"""What can be done with the scenario on screen: keep, share, propose, accept or refuse, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.scenario import DiscardScenario, EditScenario, ShareScenario
from tracker.model.scenario import ScenarioState
from tracker.ui.components.filters import keep_in_address
from tracker.ui.components.forms import scenario as forms
from tracker.ui.components.scenario import is_out_of_date
from tracker.ui.programme import run
from tracker.ui.scenario import NEW, SCENARIO, has_unkept_changes, set_changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.commands import Command
    from tracker.commands.planned_changes import PlannedChange
    from tracker.model.scenario import Scenario
    from tracker.ui.scenario import Supposed
    from tracker.ui.session import Reader

_UNDECIDED = (ScenarioState.DRAFT, ScenarioState.SHARED, ScenarioState.REFUSED)


def show_actions(reader: Reader, now: Supposed, row: Scenario | None, changes: list[PlannedChange]) -> None:
    """Show the next steps first: for a new list to keep it, for a proposal to accept or refuse it."""
    if not changes:
        return
    with st.container(horizontal=True):
        if row is None:
            if now.refusal is None:
                _button(reader, "keep", "bookmark_add", lambda: forms.keep_scenario(reader, changes))
            st.button(
                reader.t.text("scenario.action.forget"),
                icon=":material/delete:",
                key="scenario.forget",
                on_click=set_changes,
                args=(reader, None, []),
            )
        elif not ScenarioState(row.state).is_over:
            _show_steps(reader, now, row, changes)


def _show_steps(reader: Reader, now: Supposed, row: Scenario, changes: list[PlannedChange]) -> None:
    state, about = ScenarioState(row.state), _about(reader, row)
    is_changed, is_stale = has_unkept_changes(reader, row), is_out_of_date(now.plan, row)
    if now.refusal is None and (is_changed or is_stale):
        form = "update" if is_changed else "rebase"
        _button(
            reader, form, "save", lambda: _do(reader, EditScenario(**about, changes={"changes": changes}))
        )
    if not is_changed and not is_stale and now.refusal is None:
        if state is ScenarioState.PROPOSED:
            _button(reader, "accept", "check", lambda: forms.accept_proposal(reader, row))
        if state in _UNDECIDED:
            _button(reader, "propose", "how_to_vote", lambda: forms.propose_scenario(reader, row))
    if state is ScenarioState.PROPOSED:
        _button(reader, "refuse", "close", lambda: forms.refuse_proposal(reader, row))
    if state is ScenarioState.DRAFT:
        _button(reader, "share", "group", lambda: _do(reader, ShareScenario(**about)))
    _button(reader, "rename", "edit", lambda: forms.rename_scenario(reader, row))
    _button(reader, "discard", "delete", lambda: _discard(reader, row))


def _button(reader: Reader, action: str, icon: str, act: Callable[[], None]) -> None:
    label = reader.t.text(f"scenario.action.{action}")
    if st.button(label, icon=f":material/{icon}:", key=f"scenario.{action}"):
        act()


def _discard(reader: Reader, row: Scenario) -> None:
    if run(reader, DiscardScenario(**_about(reader, row))):
        keep_in_address(SCENARIO, NEW)
        st.rerun()


def _do(reader: Reader, command: Command) -> None:
    if run(reader, command):
        st.rerun()


def _about(reader: Reader, row: Scenario) -> dict[str, Any]:
    return {"programme": reader.programme or "", "key": row.key, "version": row.version}
