"""The parts of My reporting: whose items, those that need a word with their taps, and the rest folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.reporting import items_to_report
from tracker.commands.own_work import chosen_scope, own_scope
from tracker.commands.reporting import ReportNothingChanged
from tracker.i18n import Text
from tracker.ui.components.chart import kept
from tracker.ui.components.forms.answering import draft_age, one_look_at_drafts, signature, tell_item, today
from tracker.ui.components.forms.submission import say_next
from tracker.ui.components.looking_back import says_it_is_past
from tracker.ui.components.words import marked, plain, say, sentence_list
from tracker.ui.programme import run
from tracker.ui.visitor import visitor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.reporting import ItemToReport
    from tracker.ui.session import Reader

# As many as are read in one go; the next ones come on demand.
CARDS_AT_ONCE = 6
_CHOICE = "reporting.service"
_CARDS_SHOWN = "reporting.cards"


def choose_service(reader: Reader, analysis: ProgrammeAnalysis) -> str | None:
    """Let who may report for everybody say for which service; the address keeps it."""
    names = {row.key: row.name for row in analysis.snapshot.services}
    if not own_scope(visitor().author, reader.programme or "").is_all or not names:
        return None
    wanted = st.query_params.get("service")
    st.session_state[_CHOICE] = wanted if wanted in names else ""
    chosen: str = st.selectbox(
        reader.t.text("reporting.service"),
        ["", *names],
        format_func=lambda key: names[key] if key else reader.t.text("reporting.service.all"),
        key=_CHOICE,
        filter_mode=None,
        on_change=_keep_choice,
    )
    return chosen or None


def _keep_choice() -> None:
    chosen = st.session_state[_CHOICE]
    if chosen:
        st.query_params["service"] = chosen
    else:
        st.query_params.pop("service", None)


def items_of(reader: Reader, analysis: ProgrammeAnalysis, service: str | None) -> tuple[ItemToReport, ...]:
    """Return the open items that the reader reports on, those that need a word first.

    Found once for all who have the same scope: whose items they are is part of the key, so that nobody is
    ever shown what was found for somebody else.
    """
    scope = chosen_scope(visitor().author, reader.programme or "", service)
    key = ("to report", reader.programme, analysis.snapshot.revision, analysis.as_of, scope)
    return kept(key, lambda: items_to_report(analysis, scope))


def show_answer(reader: Reader, found: Sequence[ItemToReport]) -> None:
    """Say how many items need a word; one tap says of all of them that nothing changed."""
    asked = [one for one in found if one.calls]
    key = "reporting.answer" if asked else "reporting.answer.none" if found else "reporting.answer.nobody"
    st.info(say(reader.t, Text(key, count=len(asked))), icon=":material/edit_note:")
    if says_it_is_past(reader, "reporting"):
        return
    label = reader.t.plural("reporting.unchanged.all", len(asked))
    if len(asked) > 1 and st.button(
        label, icon=":material/done_all:", type=reader.main_button, key="unchanged.all"
    ):
        _say_unchanged(reader, asked)


def _say_unchanged(reader: Reader, items: Sequence[ItemToReport]) -> None:
    command = ReportNothingChanged(
        programme=reader.programme or "",
        items=[one.item.key for one in items],
        reported_on=today(reader),
        author=signature(reader),
        text=reader.t.text("reporting.unchanged.said"),
    )
    if run(reader, command):
        say_next("reporting.unchanged.done")
        st.rerun()


def show_asked(reader: Reader, found: Sequence[ItemToReport]) -> None:
    """Show a card for each of the first items that need a word; the next ones come on demand."""
    asked = [one for one in found if one.calls]
    shown = st.session_state.get(_CARDS_SHOWN, CARDS_AT_ONCE)
    with one_look_at_drafts(reader):
        for one in asked[:shown]:
            _show_card(reader, one)
    left = len(asked) - shown
    if left > 0:
        st.button(
            reader.t.plural("reporting.more", left),
            icon=":material/expand_more:",
            type="tertiary",
            key="reporting.more",
            on_click=lambda: st.session_state.update({_CARDS_SHOWN: shown + CARDS_AT_ONCE}),
        )


def _show_card(reader: Reader, one: ItemToReport) -> None:
    t, key = reader.t, one.item.key
    with st.container(border=True):
        st.markdown(_words_of(reader, one))
        if reader.looks_back_to:
            return
        with st.container(horizontal=True):
            is_unchanged = st.button(
                t.text("reporting.unchanged"),
                icon=":material/done:",
                key=f"unchanged.{key}",
                help=marked(t, "reporting.unchanged.of", title=one.item.title),
            )
            age = draft_age(reader, key)
            label = t.text("draft.go_on", age=age) if age else t.text("reporting.tell")
            is_told = st.button(label, icon=":material/edit:", key=f"tell.{key}")
    if is_unchanged:
        _say_unchanged(reader, [one])
    if is_told:
        tell_item(reader, one)


def _words_of(reader: Reader, one: ItemToReport) -> str:
    t = reader.t
    head = f"**{plain(one.item.title)}**" + (f" · {plain(one.initiative)}" if one.initiative else "")
    expected = [t.text("reporting.expected", date=one.item.early_finish)] if one.item.early_finish else []
    lines = [t(one.sentence) if one.sentence else "", *expected]
    return f"{head}\n\n{' '.join(plain(line) for line in lines)}"


def show_rest(reader: Reader, found: Sequence[ItemToReport]) -> None:
    """Show, on demand, the open items about which nothing need be said; each can be told of all the same."""
    rest = [one for one in found if not one.calls]
    if not rest:
        return
    t = reader.t
    box = st.expander(t.plural("reporting.rest", len(rest)), key="reporting.others", on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(sentence_list([f"{plain(o.item.title)} ({plain(o.item.key)})" for o in rest]))
        if reader.looks_back_to:
            return
        titles = {one.item.key: one.item.title for one in rest}
        chosen = st.selectbox(
            t.text("reporting.rest.tell"),
            list(titles),
            index=None,
            format_func=lambda key: titles[key],
            key="reporting.rest",
            placeholder=t.text("form.choose"),
        )
        if st.button(t.text("reporting.tell"), icon=":material/edit:", key="tell.rest") and chosen:
            tell_item(reader, next(one for one in rest if one.item.key == chosen))
