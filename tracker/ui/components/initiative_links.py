"""What one initiative waits for and holds back, each dependency in words with the way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.reports.initiative_links import DependencyLine, Direction, dependency_lines
from tracker.ui.components import forms
from tracker.ui.components.initiative import once
from tracker.ui.components.initiative_actions import show_link_actions
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain, say

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.ui.session import Reader


def show_links(reader: Reader, analysis: ProgrammeAnalysis, subject: str, chosen: str | None) -> None:
    """Show the dependencies both ways; those between its own milestones on demand."""
    t = reader.t
    st.header(t.text("initiative.heading.links"))
    found = once(reader, analysis, "links of", lambda: dependency_lines(analysis, subject), subject)
    sides = (Direction.WAITS, Direction.HOLDS)
    for direction in sides:
        lines = [line for line in found if line.direction is direction]
        st.subheader(t.text(f"initiative.links.{direction}"))
        if not lines:
            st.markdown(t.text(f"initiative.links.{direction}.none"))
        for line in lines:
            _show_line(line, reader)
    inside = [line for line in found if line.direction is Direction.INSIDE]
    if inside:
        label = t.plural("initiative.links.inside", len(inside))
        box = st.expander(label, key=f"inside.{subject}", on_change="rerun")
        if box.open:
            with box:
                for line in inside:
                    _show_line(line, reader)
    show_link_actions(reader, subject, chosen)


def _show_line(line: DependencyLine, reader: Reader) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(_words(line, reader.t), width="stretch")
        if st.button(
            reader.t.text("initiative.links.edit"),
            key=f"dependency.{line.dependency_id}",
            type="tertiary",
            icon=":material/edit:",
        ):
            forms.edit_dependency(reader, line.dependency_id)


def _words(line: DependencyLine, t: Translator) -> str:
    sentence = t(line.sentence)
    said = [plain(sentence[:1].upper() + sentence[1:])]
    if line.direction is not Direction.INSIDE:
        said.append(status_badge(line.other_status, t))
        if line.expected:
            said.append(say(t, line.expected))
    if line.is_driving:
        said.append(f"**{t.text('initiative.links.driving')}**")
    if line.reason:
        said.append(f"*{plain(line.reason)}*")
    return " ".join(said)
