"""What can be done on the initiative screen: each button opens a form, each write can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.facts import ItemState
from tracker.commands.permission import Permission
from tracker.model.initiative import InitiativeStatus
from tracker.model.milestone import MilestoneKind
from tracker.reports.initiative import OUTSIDE
from tracker.ui.components import forms
from tracker.ui.components.decisions import show_decision
from tracker.ui.components.links import link_to
from tracker.ui.programme import can_change

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.analysis import ProgrammeAnalysis
    from tracker.ui.session import Reader

    Actions = Mapping[str, Callable[[], None]]

_ICONS = {
    "report": ":material/campaign:",
    "dates": ":material/event:",
    "edit": ":material/edit:",
    "add": ":material/add:",
    "more": ":material/more_horiz:",
}


def show_actions(reader: Reader, analysis: ProgrammeAnalysis, subject: str | None) -> None:
    """Show what can be done with the initiative, and with the programme as a whole; nothing in the past."""
    if not can_change(reader):
        return
    row = analysis.snapshot.initiatives.by_key(subject or "")
    initiative = row.key if row else None
    with st.container(horizontal=True):
        if initiative:
            _button(reader, "report", lambda: forms.report_progress(reader, initiative), "initiative")
            _button(reader, "edit", lambda: forms.edit_initiative(reader, initiative), "initiative")
        _menu(reader, "add", _additions(reader, initiative))
        more: dict[str, Callable[[], None]] = {}
        if row and initiative:
            is_over = row.status == InitiativeStatus.DONE or InitiativeStatus(row.status).is_ended
            more |= (
                {"reopen": lambda: forms.reopen_initiative(reader, initiative)}
                if is_over
                else {"end": lambda: forms.end_initiative(reader, initiative)}
            )
        more["approve"] = lambda: forms.approve_baseline(reader)
        more["people"] = lambda: forms.manage_people(reader)
        more["settings"] = lambda: forms.edit_settings(reader)
        _menu(reader, "more", more)


def _additions(reader: Reader, initiative: str | None) -> Actions:
    found: dict[str, Callable[[], None]] = {}
    if initiative:
        found["milestone"] = lambda: forms.add_milestone(reader, initiative)
    found |= {
        "decision": lambda: forms.ask_decision(reader, initiative),
        "prerequisite": lambda: forms.add_milestone(reader, initiative, MilestoneKind.PREREQUISITE),
        "initiative": lambda: forms.add_initiative(reader),
    }
    return found


def show_milestone_actions(reader: Reader, analysis: ProgrammeAnalysis, key: str) -> None:
    """Show what can be done with one milestone; nothing in the past."""
    show_decision(reader, analysis, key)
    if not can_change(reader, Permission.REPORT_PROGRESS):
        return
    is_planner = can_change(reader)
    state = analysis.items.by_key(key).state
    with st.container(horizontal=True):
        if state is not ItemState.CANCELLED:
            _button(reader, "report", lambda: forms.report_progress(reader, key), "milestone")
            _button(reader, "dates", lambda: forms.reschedule_milestone(reader, key), "milestone")
            if is_planner:
                _button(reader, "edit", lambda: forms.edit_milestone(reader, key), "milestone")
        if state in (ItemState.DONE, ItemState.CANCELLED):
            again: Actions = {"reopen": lambda: forms.reopen_milestone(reader, key)}
        else:
            again = {"cancel": lambda: forms.cancel_milestone(reader, key)}
        if is_planner:
            _menu(reader, "more", again, "milestone")
    if state not in (ItemState.DONE, ItemState.CANCELLED):
        link_to("scenario", reader.t.text("scenario.what_if"), reader, item=key)


def show_link_actions(reader: Reader, subject: str, chosen: str | None, known: Mapping[int, str]) -> None:
    """Show the two ways to add a dependency, and the menu of the known ones, each of which can be changed."""
    if not can_change(reader):
        return
    item, t = chosen or (None if subject == OUTSIDE else subject), reader.t
    with st.container(horizontal=True):
        for role in ("predecessor", "successor"):
            if st.button(t.text(f"form.add.{role}"), icon=_ICONS["add"], key=f"add.{role}"):
                forms.add_dependency(reader, subject, role, item)
        if not known:
            return
        changed = st.menu_button(
            t.text("initiative.links.edit"),
            list(known),
            format_func=lambda dependency: known[dependency],
            icon=_ICONS["edit"],
            key="edit.dependency",
        )
    if changed:
        forms.edit_dependency(reader, changed)


def _button(reader: Reader, action: str, act: Callable[[], None], of: str) -> None:
    label = reader.t.text(f"initiative.action.{action}.{of}")
    if st.button(label, icon=_ICONS[action], key=f"{action}.{of}"):
        act()


def _menu(reader: Reader, name: str, actions: Actions, of: str = "initiative") -> None:
    chosen = st.menu_button(
        reader.t.text(f"initiative.menu.{name}"),
        list(actions),
        format_func=lambda action: reader.t.text(f"initiative.{name}.{action}"),
        icon=_ICONS[name],
        key=f"menu.{name}.{of}",
    )
    if chosen:
        actions[chosen]()
