"""The way from an empty programme to an approved plan: its steps in order, the next one a button to press."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.ui.components import forms
from tracker.ui.programme import can_change

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

STEPS = ("service", "initiative", "milestone", "approve")


def show_first_steps(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Offer the next step of a programme whose plan nobody has approved yet, to who may plan."""
    snapshot, t = analysis.snapshot, reader.t
    done = steps_done(snapshot)
    if done == len(STEPS) or not can_change(reader):
        return
    with st.container(border=True, gap="small"):
        st.markdown(t.text(f"start.next.{STEPS[done]}"))
        with st.container(horizontal=True):
            for place, step in enumerate(STEPS):
                is_pressed = st.button(
                    f"{place + 1}. {t.text(f'start.step.{step}')}",
                    icon=":material/check:" if place < done else None,
                    type=reader.main_button if place == done else "secondary",
                    disabled=place != done,
                    key=f"start.{step}",
                )
                if is_pressed:
                    _take(step, reader, snapshot)


def steps_done(snapshot: Snapshot) -> int:
    """Return how many steps are behind the programme; a later one makes up for those before it."""
    counts = (
        len(snapshot.services),
        len(snapshot.initiatives),
        len(snapshot.milestones),
        len(snapshot.baselines),
    )
    return max((place + 1 for place, count in enumerate(counts) if count), default=0)


def _take(step: str, reader: Reader, snapshot: Snapshot) -> None:
    if step == "service":
        forms.manage_people(reader)
    elif step == "initiative":
        forms.add_initiative(reader)
    elif step == "milestone":
        forms.add_milestone(reader, snapshot.initiatives[0].key)
    else:
        forms.approve_baseline(reader)
