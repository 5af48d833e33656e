"""The decisions screen: what is awaited and by when, what waiting costs, and what was taken or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.decisions import DecisionOutcome
from tracker.commands.ownership import may_answer
from tracker.reports.decisions import answer_text, decision_rows, option_texts
from tracker.ui.components import forms
from tracker.ui.components.chart import ITEM, kept
from tracker.ui.components.filters import in_address
from tracker.ui.components.links import link_to
from tracker.ui.components.tables import show_more
from tracker.ui.components.words import plain, say, sentence_list
from tracker.ui.programme import can_change
from tracker.ui.visitor import visitor

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.decisions import DecisionAnalysis
    from tracker.reports.decisions import DecisionRow
    from tracker.ui.session import Reader

TAKEN_SHOWN = 5
_BADGES = {
    DecisionOutcome.AWAITED: ("blue", ":material/hourglass_top:"),
    DecisionOutcome.TAKEN: ("green", ":material/check_circle:"),
    DecisionOutcome.REFUSED: ("red", ":material/block:"),
}


def rows_of(reader: Reader, analysis: ProgrammeAnalysis) -> tuple[DecisionRow, ...]:
    """Return the decisions, worked out once for all readers of this revision and day."""
    key = ("decisions", reader.programme, analysis.snapshot.revision, analysis.as_of)
    return kept(key, lambda: decision_rows(analysis))


def show_answer(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Say how many decisions the plan waits for and which is needed first; offer to ask for one."""
    st.markdown(f"**{say(reader.t, answer_text(analysis))}**")
    if can_change(reader) and st.button(reader.t.text("form.decision.ask"), icon=":material/add:"):
        forms.ask_decision(reader)


def show_awaited(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show each decision that the plan waits for as a card: the one that the address names first."""
    t = reader.t
    rows = [row for row in rows_of(reader, analysis) if row.decision.is_open]
    st.header(t.text("decisions.heading.awaited"))
    if not rows:
        st.markdown(t.text("decisions.heading.awaited.none"))
    wanted = in_address(ITEM)
    for row in sorted(rows, key=lambda row: row.decision.key != wanted):
        with st.container(border=True, gap="xsmall"):
            _show_card(reader, analysis, row)


def show_answered(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show what was taken, the latest first, with its effect."""
    t = reader.t
    rows = [row for row in rows_of(reader, analysis) if row.decision.outcome is DecisionOutcome.TAKEN]
    st.header(t.text("decisions.heading.taken"))
    if not rows:
        st.markdown(t.text("decisions.heading.taken.none"))
    said = [_taken_words(reader, row) for row in rows]
    for words in said[:TAKEN_SHOWN]:
        with st.container(border=True, gap="xsmall"):
            st.markdown(words)
    if len(said) > TAKEN_SHOWN:
        more = said[TAKEN_SHOWN:]
        show_more(t.plural("decisions.heading.taken.more", len(more)), more, key="decisions.more")


def _taken_words(reader: Reader, row: DecisionRow) -> str:
    t = reader.t
    head = f"{_badge(reader, row.decision)} **{plain(row.decision.title)}**"
    return "  \n".join([head, *(say(t, text) for text in (*row.answer, row.asked))])


def _badge(reader: Reader, decision: DecisionAnalysis) -> str:
    colour, icon = _BADGES[decision.outcome]
    return f":{colour}-badge[{icon} {reader.t.text(f'decisions.outcome.{decision.outcome.value}')}]"


def _show_card(reader: Reader, analysis: ProgrammeAnalysis, row: DecisionRow) -> None:
    t, decision = reader.t, row.decision
    st.markdown(f"{_badge(reader, decision)} **{plain(decision.title)}**")
    _show_words(reader, row)
    show_decision_actions(reader, analysis, decision.key)
    link_to("initiative", t.text("decisions.open"), reader, item=decision.key)


def _show_words(reader: Reader, row: DecisionRow) -> None:
    t, decision = reader.t, row.decision
    if decision.question:
        st.markdown(plain(decision.question))
    st.markdown(sentence_list([say(t, text) for text in (*row.answer, *row.needed, row.asked)]))
    if decision.options:
        st.markdown(f":gray[{t.text('decisions.options')}]")
        st.markdown("  \n".join(say(t, text) for text in option_texts(decision)))


def show_decision(reader: Reader, analysis: ProgrammeAnalysis, key: str) -> None:
    """Show what there is to know of a decision beside its dates, and what may be done about it."""
    row = next((row for row in rows_of(reader, analysis) if row.decision.key == key), None)
    if row is not None:
        _show_words(reader, row)
    show_decision_actions(reader, analysis, key)


def show_decision_actions(reader: Reader, analysis: ProgrammeAnalysis, key: str) -> None:
    """Show what the reader may do about a decision; nothing in the past."""
    decision, t = analysis.decisions.by_key(key), reader.t
    if decision is None or reader.looks_back_to or decision.outcome is DecisionOutcome.WITHDRAWN:
        return
    row = analysis.snapshot.milestones.by_key(key)
    answers = row is not None and may_answer(visitor().author, analysis.snapshot, row)
    is_awaited, plans = decision.outcome is DecisionOutcome.AWAITED, can_change(reader)
    actions = {
        "take": (is_awaited and answers, ":material/gavel:", forms.take_decision),
        "refuse": (is_awaited and answers, ":material/block:", forms.refuse_decision),
        "again": (not is_awaited and plans, ":material/replay:", forms.ask_decision_again),
        "edit": (plans, ":material/edit:", forms.edit_decision),
    }
    offered = {name: found for name, found in actions.items() if found[0]}
    if not offered:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for name, (_, icon, act) in offered.items():
            if st.button(t.text(f"decisions.action.{name}"), icon=icon, key=f"decision.{name}.{key}"):
                act(reader, key)
