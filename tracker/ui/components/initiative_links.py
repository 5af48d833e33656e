"""What one initiative waits for and holds back, each dependency in words, and the ways to change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from tracker.reports.initiative_links import DependencyLine, Direction, dependency_lines
from tracker.ui.components.initiative import once
from tracker.ui.components.initiative_actions import show_link_actions
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import plain, say, sentence_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.ui.session import Reader


def show_links(reader: Reader, analysis: ProgrammeAnalysis, subject: str, chosen: str | None) -> None:
    """Show the dependencies both ways; those between its own milestones on demand."""
    t = reader.t
    st.header(t.text("initiative.heading.links"))
    found = once(reader, analysis, "links of", lambda: _links(analysis, subject, t), subject)
    st.markdown(found.outside)
    if found.inside:
        label = t.plural("initiative.links.inside", len(found.inside))
        box = st.expander(label, key=f"inside.{subject}", on_change="rerun")
        if box.open:
            box.markdown(sentence_list(found.inside))
    show_link_actions(reader, subject, chosen, found.names)


@dataclass(frozen=True)
class _Links:
    """The dependencies of one initiative in words: towards others, among its own, and by their ids."""

    outside: str
    inside: list[str]
    names: dict[int, str]


def _links(analysis: ProgrammeAnalysis, subject: str, t: Translator) -> _Links:
    found = dependency_lines(analysis, subject)
    said = {
        direction: [_words(line, t) for line in found if line.direction is direction]
        for direction in Direction
    }
    sides = []
    for direction in (Direction.WAITS, Direction.HOLDS):
        key = f"initiative.links.{direction}"
        sides.append(f"### {t.text(key)}\n\n{sentence_list(said[direction]) or t.text(f'{key}.none')}")
    return _Links("\n\n".join(sides), said[Direction.INSIDE], _names(found, t))


def _names(found: Sequence[DependencyLine], t: Translator) -> dict[int, str]:
    """Return the dependencies as a menu names them, no two alike."""
    names: dict[int, str] = {}
    for line in found:
        name = say(t, line.sentence)
        names[line.dependency_id] = f"{name} ({line.other})" if name in names.values() else name
    return names


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
