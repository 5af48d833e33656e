"""Forms for reviews: call one, change it, add a point, say a word or what came of it, sign a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.labels import field_label
from tracker.commands.review import AddAgendaPoint, EditAgendaPoint, EditReview, PrepareReview
from tracker.commands.review_answer import AnswerInReview
from tracker.commands.signed_comment import SignComment
from tracker.model.review import (
    AgendaPointFields,
    OutcomeFields,
    ReviewFields,
    ReviewKind,
    SignedCommentFields,
)
from tracker.ui.components.forms.choices import items_of, key_from
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import errors_of, input_key, show_error
from tracker.ui.components.words import plain
from tracker.ui.programme import current_analysis, today_of
from tracker.ui.session import programmes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model.decision import DecisionOption
    from tracker.model.review import AgendaPoint, Review
    from tracker.ui.session import Reader

_CALLED = ("title", "kind", "day", "word")


def prepare_review(reader: Reader) -> None:
    """Open the form that calls a review; its agenda proposes itself."""
    snapshot = current_analysis(reader).snapshot
    form, today = "prepare.review", today_of(programmes()[reader.programme or ""])
    values = {
        "title": reader.t.text("review.title.proposed", date=reader.t.date(today, "long")),
        "kind": ReviewKind.STEERING_COMMITTEE,
        "day": today,
        "word": "",
    }
    sheet = Sheet(reader.t, form, "review", ReviewFields, values)

    def ask() -> dict[str, Any]:
        st.markdown(reader.t.text("form.review.prepare.means"))
        return {**sheet.ask(*_CALLED), "present": _ask_present(reader, form, [])}

    open_sheet(
        reader,
        form,
        reader.t.text("form.review.prepare"),
        ask,
        lambda held: PrepareReview(
            programme=snapshot.programme.key,
            key=key_from(held["title"], snapshot.reviews.column("key")),
            **held,
        ),
        button="form.review.prepare.confirm",
        done="form.review.prepared",
    )


def edit_review(reader: Reader, row: Review) -> None:
    """Open the form of what a review is called, when it is, who is there, and the word ahead."""
    form = f"review.{row.key}"
    values = {name: getattr(row, name) for name in (*_CALLED, "present")}
    sheet = Sheet(reader.t, form, "review", ReviewFields, values)
    open_sheet(
        reader,
        form,
        reader.t.text("form.edit", title=plain(row.title)),
        lambda: {**sheet.ask(*_CALLED), "present": _ask_present(reader, form, row.present)},
        lambda held: EditReview(
            programme=reader.programme or "", key=row.key, version=row.version, changes=sheet.changes(held)
        ),
    )


def _ask_present(reader: Reader, form: str, present: list[str]) -> list[str]:
    """Ask who is there: the programme's posts by title, and whoever else is typed."""
    posts = [post.title for post in current_analysis(reader).snapshot.posts]
    chosen: list[str] = st.multiselect(
        reader.t(field_label("review", "present")),
        list(dict.fromkeys([*present, *posts])),
        default=present,
        key=input_key(form, "present"),
        placeholder=reader.t.text("form.review.present.choose"),
        help=reader.t.text("form.review.present.help"),
        accept_new_options=True,
    )
    show_error(errors_of(form), "present")
    return chosen


def add_point(reader: Reader, row: Review) -> None:
    """Open the form of a point of the lead's own."""
    form, snapshot = f"point.{row.key}", current_analysis(reader).snapshot
    sheet = Sheet(
        reader.t, form, "agenda_point", AgendaPointFields,
        {"title": "", "word": "", "about": None}, {"about": items_of(snapshot)},
    )  # fmt: skip

    def build(held: Any) -> AddAgendaPoint:
        return AddAgendaPoint(
            programme=snapshot.programme.key, key=row.key, **{**held, "about": held["about"] or ""}
        )

    open_sheet(
        reader, form, reader.t.text("form.point.add"), lambda: sheet.ask("title", "about", "word"), build
    )


def edit_point(reader: Reader, point: AgendaPoint) -> None:
    """Open the form of a point: its title, the lead's word, and what came of it."""
    form = f"point.{point.id}"
    values = {name: getattr(point, name) for name in ("title", "word", "outcome")}
    sheet = Sheet(reader.t, form, "agenda_point", OutcomeFields, values)
    open_sheet(
        reader,
        form,
        reader.t.text("form.edit", title=plain(point.title)),
        lambda: sheet.ask("title", "word", "outcome"),
        lambda held: said_of(reader, point, sheet.changes(held)),
    )


def answer_decision(reader: Reader, point: AgendaPoint) -> None:
    """Open the form that records what is decided: taken, with which option, or refused and why."""
    form, snapshot = f"answer.{point.id}", current_analysis(reader).snapshot
    decision = current_analysis(reader).decisions.by_key(point.about)
    milestone = snapshot.milestones.by_key(point.about)
    if decision is None or milestone is None:
        return

    def ask() -> dict[str, Any]:
        if decision.question:
            st.markdown(plain(decision.question))
        return _ask_answer(reader, form, decision.options)

    open_sheet(
        reader,
        form,
        plain(point.title),
        ask,
        lambda held: AnswerInReview(
            programme=snapshot.programme.key, point=point.id or 0, version=milestone.version, **held
        ),
        button="form.answer.confirm",
        done="form.answer.kept",
    )


def _ask_answer(reader: Reader, form: str, options: Sequence[DecisionOption]) -> dict[str, Any]:
    t, errors = reader.t, errors_of(form)
    is_taken: bool = st.radio(
        t.text("form.answer"),
        [True, False],
        format_func=lambda taken: t.text("form.answer.taken" if taken else "form.answer.refused"),
        key=input_key(form, "is_taken"),
        horizontal=True,
    )
    option: int | None = None
    if options:
        option = st.selectbox(
            t.text("form.answer.option"),
            range(1, len(options) + 1),
            index=None,
            format_func=lambda number: options[number - 1].title,
            key=input_key(form, "option"),
            placeholder=t.text("form.choose"),
        )
        show_error(errors, "option")
    effect = st.text_area(t.text("form.answer.effect"), height=96, key=input_key(form, "effect"))
    show_error(errors, "effect")
    why = st.text_area(t.text("form.answer.why"), height=96, key=input_key(form, "why"))
    show_error(errors, "reason")
    return {"is_taken": is_taken, "option": option if is_taken else None, "effect": effect, "reason": why}


def said_of(reader: Reader, point: AgendaPoint, changes: dict[str, Any]) -> EditAgendaPoint:
    return EditAgendaPoint(
        programme=reader.programme or "", point=point.id or 0, version=point.version, changes=changes
    )


def sign_comment(reader: Reader, review: Review | None) -> None:
    """Open the form of a comment that stays as it is signed."""
    form = "sign.comment"
    sheet = Sheet(reader.t, form, "signed_comment", SignedCommentFields, {"text": ""})

    def ask() -> dict[str, Any]:
        st.markdown(reader.t.text("form.comment.means"))
        return sheet.ask("text")

    open_sheet(
        reader,
        form,
        reader.t.text("form.comment"),
        ask,
        lambda held: SignComment(
            programme=reader.programme or "", review=review.key if review else None, text=held["text"]
        ),
        button="form.comment.confirm",
        done="form.comment.signed",
    )
