"""Forms for capacity: an absence of a post, and what the work of a milestone needs; also taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.capacity import AddAbsence, AddWorkNeed, EditWorkNeed, RemoveAbsence, RemoveWorkNeed
from tracker.model.content import AbsenceContent, WorkNeedContent
from tracker.model.milestone import MilestoneKind
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import (
    input_key,
    is_submitted,
    open_form,
    show_left_over,
    submit,
)
from tracker.ui.programme import current_analysis

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader


def add_absence(reader: Reader) -> None:
    """Open the form that says when people of a post are away, or takes such a time back."""
    analysis, t, form = current_analysis(reader), reader.t, "absence"
    snapshot = analysis.snapshot
    there = {row.id: _absence_name(reader, snapshot, row) for row in snapshot.absences}
    values = {
        "post": None, "starts_on": analysis.as_of, "ends_on": analysis.as_of, "people": None, "reason": "",
    }  # fmt: skip

    def draw() -> None:
        chosen = _choose(reader, form, there)
        if chosen is not None:
            row = snapshot.absences.by_id(chosen)
            if st.button(t.text("load.form.absence.remove"), icon=":material/delete:"):
                programme = snapshot.programme.key
                submit(
                    reader,
                    form,
                    lambda: RemoveAbsence(programme=programme, absence_id=chosen, version=row.version),
                )
            return
        sheet = Sheet(t, form, "absence", AbsenceContent, values, {"post": _posts(snapshot)})
        with st.form(input_key(form, "form"), border=False):
            held = {
                **sheet.ask("post"),
                **sheet.ask_beside("starts_on", "ends_on"),
                **sheet.ask("people", "reason"),
            }
            show_left_over(sheet.errors, held)
            if is_submitted(reader, "form.add"):
                submit(reader, form, lambda: AddAbsence(programme=snapshot.programme.key, **held))

    open_form(t.text("load.form.absence"), draw)


def add_need(reader: Reader) -> None:
    """Open the form that says what a milestone's work takes of a post, changes it or takes it back."""
    snapshot, t, form = current_analysis(reader).snapshot, reader.t, "need"
    there = {row.id: _need_name(snapshot, row) for row in snapshot.work_needs}
    milestones = {
        row.key: f"{row.key} · {row.title}"
        for row in snapshot.milestones
        if row.kind == MilestoneKind.MILESTONE and not row.is_cancelled and row.actual_finish is None
    }
    links = {"post": _posts(snapshot), "milestone": milestones}

    def draw() -> None:
        chosen = _choose(reader, form, there)
        row = None if chosen is None else snapshot.work_needs.by_id(chosen)
        values: dict[str, Any] = {"people": row.people if row else 1.0, "days": row.days if row else None}
        if row is None:
            values |= {"milestone": None, "post": None}
        name = f"{form}.{chosen}"
        sheet = Sheet(t, name, "work_need", WorkNeedContent, values, links)
        with st.form(input_key(name, "form"), border=False):
            ends = sheet.ask("milestone", "post") if row is None else {}
            held = {**ends, **sheet.ask_beside("people", "days")}
            show_left_over(sheet.errors, held)
            with st.container(horizontal=True):
                is_kept = is_submitted(reader, "form.save" if row else "form.add")
                is_gone = row and st.form_submit_button(
                    t.text("load.form.need.remove"), icon=":material/delete:"
                )
            there_now: dict[str, Any] = {"programme": snapshot.programme.key}
            if is_gone and row:
                gone = {**there_now, "work_need_id": chosen, "version": row.version}
                submit(reader, name, lambda: RemoveWorkNeed(**gone))
            elif is_kept and row:
                changed = {**there_now, "work_need_id": chosen, "version": row.version}
                submit(reader, name, lambda: EditWorkNeed(**changed, changes=sheet.changes(held)))
            elif is_kept:
                submit(reader, name, lambda: AddWorkNeed(**there_now, **held))

    open_form(t.text("load.form.need"), draw)


def _choose(reader: Reader, form: str, there: dict[int | None, str]) -> int | None:
    """Ask whether a new one is meant or one that is there."""
    if not there:
        return None
    chosen: int | None = st.selectbox(
        reader.t.text("load.form.which"),
        [None, *there],
        format_func=lambda one: there.get(one, reader.t.text("load.form.new")),
        key=input_key(form, "which"),
    )
    return chosen


def _posts(snapshot: Snapshot) -> dict[str, str]:
    return {row.key: row.title for row in snapshot.posts}


def _absence_name(reader: Reader, snapshot: Snapshot, row: Any) -> str:
    days = f"{reader.t.date(row.starts_on)} – {reader.t.date(row.ends_on)}"
    return " · ".join(filter(None, (snapshot.posts.by_id(row.post_id).title, days, row.reason)))


def _need_name(snapshot: Snapshot, row: Any) -> str:
    return f"{snapshot.milestones.by_id(row.milestone_id).title} · {snapshot.posts.by_id(row.post_id).title}"
