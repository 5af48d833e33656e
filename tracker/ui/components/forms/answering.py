"""The form of the three questions about one item; what was typed is kept until it is sent."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.labels import choice_label
from tracker.commands.reporting import AnswerReporting, ReportedRow
from tracker.model.base import LATEST
from tracker.model.journal import ReasonKind
from tracker.model.organisation import PostRole
from tracker.ui.components.forms.submission import (
    errors_of,
    input_key,
    open_form,
    show_error,
    show_left_over,
    submit,
)
from tracker.ui.components.words import plain
from tracker.ui.programme import current_as_of, today_of
from tracker.ui.session import programmes
from tracker.ui.visitor import visitor

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.reporting import ItemToReport
    from tracker.ui.session import Reader

Place = tuple[str, str, str]
_MOST_DRAFTS = 2000
_ASKED = ("done_on", "new_date", "why", "blocked_by", "could_unblock", "text")


@st.cache_resource(show_spinner=False)
def _drafts() -> OrderedDict[Place, dict[str, Any]]:
    """Return what people have typed and not yet sent, the oldest first.

    Kept on the server, beside the sessions: a lost connection or a reload loses nothing. It is no fact of
    the programme, so it is in no table and no journal.
    """
    return OrderedDict()


def _place(reader: Reader, item: str) -> Place:
    return visitor().author.login, reader.programme or "", item


def has_draft(reader: Reader, item: str) -> bool:
    """Whether the reader has begun to answer for an item."""
    return _place(reader, item) in _drafts()


def _keep_draft(place: Place, held: dict[str, Any]) -> None:
    drafts = _drafts()
    drafts.pop(place, None)
    if any(held.values()):
        drafts[place] = held
    while len(drafts) > _MOST_DRAFTS:
        drafts.popitem(last=False)


def signature(reader: Reader) -> str:
    """Return the role title that signs: the person's own, the technical lead's for the single user."""
    author = visitor().author
    return author.name if author.login else reader.t(choice_label(PostRole.TECHNICAL_LEAD))


def today(reader: Reader) -> date:
    """Return the day on which something is reported: the day the programme is read as of, or today."""
    return min(current_as_of(reader), today_of(programmes()[reader.programme or ""]))


def tell_item(reader: Reader, found: ItemToReport) -> None:
    """Open the form: done? a new date, and why? what blocks, and who could unblock it?"""
    t, key, form = reader.t, found.item.key, f"tell.{found.item.key}"
    place = _place(reader, key)
    begun = dict(_drafts().get(place, {}))

    def draw() -> None:
        for name in _ASKED:
            st.session_state.setdefault(
                input_key(form, name), begun.get(name, "" if name in _WORDS else None)
            )
        held = _ask(reader, form)
        _keep_draft(place, held)
        st.caption(t.text("reporting.draft"))
        show_left_over(errors_of(form), held)
        if st.button(
            t.text("reporting.send"), type=reader.main_button, icon=":material/check:", key=f"send.{key}"
        ):
            # A refusal that comes back draws the form again, which keeps the draft anew.
            _drafts().pop(place, None)
            submit(reader, form, lambda: _answer(reader, found, held), "reporting.told")
            _keep_draft(place, held)

    open_form(plain(found.item.title), draw)


_WORDS = ("blocked_by", "could_unblock", "text")


def _ask(reader: Reader, form: str) -> dict[str, Any]:
    t, errors = reader.t, errors_of(form)
    held: dict[str, Any] = {}

    def key(name: str) -> str:
        return input_key(form, name)

    st.markdown(f"**{t.text('reporting.ask.done')}**")
    held["done_on"] = st.date_input(
        t.text("sheet.column.done_on"),
        value=None,
        format="DD/MM/YYYY",
        max_value=LATEST,
        key=key("done_on"),
    )
    show_error(errors, "done_on")
    st.markdown(f"**{t.text('reporting.ask.when')}**")
    held["new_date"] = st.date_input(
        t.text("sheet.column.new_date"),
        value=None,
        format="DD/MM/YYYY",
        max_value=LATEST,
        key=key("new_date"),
    )
    show_error(errors, "new_date")
    held["why"] = st.selectbox(
        t.text("sheet.column.why"),
        list(ReasonKind),
        index=None,
        format_func=lambda kind: t(choice_label(kind)),
        key=key("why"),
        placeholder=t.text("form.choose"),
    )
    show_error(errors, "why")
    st.markdown(f"**{t.text('reporting.ask.blocks')}**")
    held["blocked_by"] = st.text_area(t.text("sheet.column.blocked_by"), height=80, key=key("blocked_by"))
    show_error(errors, "blocked_by")
    held["could_unblock"] = st.text_input(t.text("sheet.column.who"), key=key("could_unblock"))
    show_error(errors, "could_unblock")
    held["text"] = st.text_area(t.text("sheet.column.text"), height=80, key=key("text"))
    show_error(errors, "text")
    return held


def _answer(reader: Reader, found: ItemToReport, held: dict[str, Any]) -> AnswerReporting:
    row = ReportedRow(
        item=found.item.key,
        version=found.version,
        done_on=held["done_on"],
        new_date=held["new_date"],
        why=held["why"],
        blocked_by=held["blocked_by"],
        could_unblock=held["could_unblock"],
        text=held["text"],
    )
    return AnswerReporting(
        programme=reader.programme or "", row=row, reported_on=today(reader), author=signature(reader)
    )
