"""The top of the initiative screen: which one, how it fares in a sentence, and what is recorded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.facts import ComputedStatus
from tracker.i18n import Text
from tracker.reports.initiative import (
    OUTSIDE,
    Fact,
    answer,
    declared,
    facts,
    standing_of,
    subject_of,
    subjects,
)
from tracker.ui.components.chart import ITEM, is_phone, kept
from tracker.ui.components.council import BOXES
from tracker.ui.components.filters import in_address, keep_in_address
from tracker.ui.components.tiles import status_badge
from tracker.ui.components.words import paragraphs, plain, say

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import TypeVar

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.ui.session import Reader

    T = TypeVar("T")


# Other screens name an initiative in this filter.
INITIATIVE = "initiative"


def once(
    reader: Reader,
    analysis: ProgrammeAnalysis,
    name: str,
    build: Callable[[], T],
    *more: Hashable,
) -> T:
    """Return what is made of one revision, made once for all readers of a language."""
    key = (name, reader.programme, analysis.snapshot.revision, analysis.as_of, reader.language, *more)
    return kept(key, build)


def choose_subject(reader: Reader, analysis: ProgrammeAnalysis) -> str | None:
    """Let the reader choose an initiative; the address may name a milestone. None: there is nothing yet."""
    t, snapshot = reader.t, analysis.snapshot
    subject = subject_of(analysis, in_address(ITEM) or in_address(INITIATIVE))
    known = once(
        reader,
        analysis,
        "subjects",
        lambda: {key: t.value(title) for key, title in subjects(snapshot).items()},
    )
    if subject is None:
        return None
    key = "shown.subject"
    st.session_state[key] = subject
    st.selectbox(
        t.text("initiative.choose"),
        list(known),
        format_func=lambda found: known[found] if found == OUTSIDE else f"{found} · {known[found]}",
        key=key,
        on_change=lambda: keep_in_address(ITEM, st.session_state[key]),
    )
    return subject


def show_answer(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Say how the initiative fares by rule, what its people say, what it waits for and holds back."""
    t, standing = reader.t, standing_of(analysis, subject)
    sentences = once(
        reader,
        analysis,
        "initiative answer",
        lambda: [say(t, sentence) for sentence in answer(analysis, subject)],
        subject,
    )
    if standing is None:
        st.markdown(" ".join(sentences) or t.text("initiative.answer.outside"))
        return
    is_dated = standing.finish is not None and standing.is_planned
    head, rest = sentences[: 1 + is_dated], sentences[1 + is_dated :]
    boxes = {**BOXES, ComputedStatus.STALLED: st.warning}
    box = boxes.get(standing.computed_status, st.info) if standing.computed_status else st.info
    box(f"{status_badge(standing.computed_status, t)} **{' '.join(head)}**")
    warning = ":orange[:material/warning:] " if standing.disagreement else ""
    st.markdown("\n\n".join([f"{warning}{say(t, declared(standing))}", " ".join(rest)]))


def show_facts(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show who carries the initiative, with whom, why and with what money."""
    t, row = reader.t, analysis.snapshot.initiatives.by_key(subject)
    if row is None:
        return
    st.header(t.text("initiative.heading.facts"))
    told = [
        f"**{t.text(f'field.initiative.{name}')}**\n\n{paragraphs(getattr(row, name))}"
        for name in ("why_it_matters", "description")
        if getattr(row, name)
    ]
    if told:
        st.markdown("\n\n".join(told))
    lines = once(
        reader,
        analysis,
        "initiative facts",
        lambda: [_as_line(fact, t) for fact in facts(analysis, subject)],
        subject,
    )
    if is_phone():
        st.markdown("\n\n".join(lines))
        return
    half = (len(lines) + 1) // 2
    for column, part in zip(st.columns(2, gap="large"), (lines[:half], lines[half:]), strict=True):
        column.markdown("\n\n".join(part))


def _as_line(fact: Fact, t: Translator) -> str:
    return f":small[{say(t, fact.label)}]  \n{_value(fact.value, t)}"


def _value(value: str | Text | list[str | Text], t: Translator) -> str:
    if isinstance(value, list):
        return "  \n".join(plain(t.value(part)) for part in value)
    return plain(t.value(value))
