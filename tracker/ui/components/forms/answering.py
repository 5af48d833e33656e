"""The form of the three questions about one item; what was typed is kept until it is sent."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import streamlit as st

from tracker.commands.draft import KeepDraft, TypedAnswer
from tracker.commands.labels import choice_label
from tracker.commands.reporting import AnswerReporting, ReportedRow
from tracker.model.base import LATEST
from tracker.model.journal import ReasonKind
from tracker.model.organisation import PostRole
from tracker.ui.components.forms.submission import (
    errors_of,
    forget_form,
    input_key,
    open_form,
    show_error,
    show_left_over,
    submit,
)
from tracker.ui.components.words import plain
from tracker.ui.programme import current_as_of, refused, run, today_of
from tracker.ui.session import programmes
from tracker.ui.visitor import reads, visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from tracker.analysis.reporting import ItemToReport
    from tracker.model.draft import AnswerDraft
    from tracker.ui.session import Reader

_SEEN = "drafts_seen"
_WORDS = ("blocked_by", "could_unblock", "text")
_ASKED = ("done_on", "new_date", "why", *_WORDS)


def draft_age(reader: Reader, item: str) -> str | None:
    """Return when the reader last typed about an item what is not yet sent; None: there is nothing."""
    draft = _drafts(reader).get(item)
    return None if draft is None else _age(reader, draft.saved_at)


def _drafts(reader: Reader) -> Mapping[str, AnswerDraft]:
    """Return the reader's own drafts, asked for once in a run."""
    seen: Mapping[str, AnswerDraft] | None = st.session_state.get(_SEEN)
    return reads().drafts(reader.programme or "") if seen is None else seen


@contextmanager
def one_look_at_drafts(reader: Reader) -> Iterator[None]:
    """Ask for the drafts once for all the cards of a screen."""
    st.session_state[_SEEN] = _drafts(reader)
    try:
        yield
    finally:
        st.session_state.pop(_SEEN, None)


def _age(reader: Reader, saved_at: datetime) -> str:
    """Say an instant as the city's clock shows it, with its day unless that is today."""
    city = programmes()[reader.programme or ""]
    local, t = saved_at.astimezone(ZoneInfo(city.time_zone)), reader.t
    time = t.time(local)
    if local.date() == today_of(city):
        return time
    return t.text("draft.other_day", date=local.date(), time=time)


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
    begun = _held_in(_drafts(reader).get(key))

    def draw() -> None:
        for name in _ASKED:
            st.session_state.setdefault(input_key(form, name), getattr(begun, name))
        held = _ask(reader, form, lambda: _keep(reader, key, form))
        _say_kept(reader, key)
        show_left_over(errors_of(form), held)
        if st.button(
            t.text("reporting.send"), type=reader.main_button, icon=":material/check:", key=f"send.{key}"
        ):
            submit(reader, form, lambda: _answer(reader, found, held), "reporting.told")

    open_form(plain(found.item.title), draw)


def _held_in(draft: AnswerDraft | None) -> TypedAnswer:
    return TypedAnswer.model_validate(draft.held) if draft else TypedAnswer()


def _keep(reader: Reader, item: str, form: str) -> None:
    """Keep what is typed as soon as the browser has sent it.

    Called before anything is drawn: also when a lost connection has come back, which closes the form.
    """
    typed = {name: st.session_state.get(input_key(form, name)) for name in _ASKED}
    held = TypedAnswer(**{name: value for name, value in typed.items() if value is not None})
    refused(KeepDraft(programme=reader.programme or "", item=item, held=held))


def _say_kept(reader: Reader, item: str) -> None:
    """Say what is kept since when, with the way to throw it away."""
    t, age = reader.t, draft_age(reader, item)
    if age is None:
        st.caption(t.text("reporting.draft"))
        return
    st.caption(plain(t.text("draft.kept", age=age)))
    is_discarded = st.button(
        t.text("draft.discard"), icon=":material/delete:", type="tertiary", key=f"discard.{item}"
    )
    if is_discarded and run(reader, KeepDraft(programme=reader.programme or "", item=item)):
        forget_form()
        st.rerun()


def _ask(reader: Reader, form: str, keep: Callable[[], None]) -> dict[str, Any]:
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
        on_change=keep,
    )
    show_error(errors, "done_on")
    st.markdown(f"**{t.text('reporting.ask.when')}**")
    held["new_date"] = st.date_input(
        t.text("sheet.column.new_date"),
        value=None,
        format="DD/MM/YYYY",
        max_value=LATEST,
        key=key("new_date"),
        on_change=keep,
    )
    show_error(errors, "new_date")
    held["why"] = st.selectbox(
        t.text("sheet.column.why"),
        list(ReasonKind),
        index=None,
        format_func=lambda kind: t(choice_label(kind)),
        key=key("why"),
        on_change=keep,
        placeholder=t.text("form.choose"),
    )
    show_error(errors, "why")
    st.markdown(f"**{t.text('reporting.ask.blocks')}**")
    held["blocked_by"] = st.text_area(
        t.text("sheet.column.blocked_by"), height=80, key=key("blocked_by"), on_change=keep
    )
    show_error(errors, "blocked_by")
    held["could_unblock"] = st.text_input(
        t.text("sheet.column.who"), key=key("could_unblock"), on_change=keep
    )
    show_error(errors, "could_unblock")
    held["text"] = st.text_area(t.text("sheet.column.text"), height=80, key=key("text"), on_change=keep)
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
