"""The form that reports: what is done, what is left, how it goes and what blocks; kept for ever, signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.milestone import ACTUALS
from tracker.commands.progress import ReportProgress
from tracker.model.content import UpdateContent
from tracker.model.milestone import Milestone, MilestoneFields
from tracker.ui.components.forms.choices import held_by
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import errors_of, is_submitted, open_form, show_left_over, submit
from tracker.ui.components.words import plain
from tracker.ui.programme import SINGLE_USER, current_analysis, current_as_of

if TYPE_CHECKING:
    from tracker.ui.session import Reader


def report_progress(reader: Reader, key: str) -> None:
    """Open the report of one milestone or initiative; a milestone also asks for what has happened."""
    snapshot, t = current_analysis(reader).snapshot, reader.t
    milestone, form = snapshot.milestones.by_key(key), f"report.{key}"
    row = milestone or snapshot.initiatives.by_key(key)
    if row is None:
        raise KeyError(key)
    said = {
        **UpdateContent(
            item=key, reported_on=current_as_of(reader), author=_author(reader, key)
        ).model_dump(),
    }
    happened = held_by(snapshot, Milestone, milestone, ACTUALS) if milestone else {}

    def draw() -> None:
        errors = errors_of(form)
        update = Sheet(t, "progress_update", UpdateContent, said, {}, errors)
        actual = Sheet(t, "milestone", MilestoneFields, happened, {}, errors)
        with st.form(form, border=False):
            facts = actual.ask_beside(*ACTUALS) if milestone else {}
            held = {
                **update.ask_beside("declared_status", "progress_percent"),
                **update.ask("text", "blocked_by"),
                **update.ask_beside("author", "reported_on"),
            }
            show_left_over(errors, {**facts, **held})
            if is_submitted(reader, "form.report.send"):
                submit(
                    reader,
                    form,
                    lambda: ReportProgress(
                        programme=snapshot.programme.key,
                        item=key,
                        **held,
                        actuals=actual.changes(facts),
                        version=milestone.version if milestone else None,
                    ),
                    done="form.report.done",
                )

    open_form(t.text("form.report", title=plain(row.title)), draw)


def _author(reader: Reader, key: str) -> str:
    """Return the post that would sign: the item's owner, else the technical lead."""
    snapshot = current_analysis(reader).snapshot
    row = snapshot.milestones.by_key(key) or snapshot.initiatives.by_key(key)
    post = snapshot.posts.get(getattr(row, "owner_id", None))
    return post.title if post else reader.t.text("choice.PostRole.technical_lead") or SINGLE_USER.name
