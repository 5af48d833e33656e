"""Forms for dependencies: add one to or from an item, change its kind and lag, remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.i18n import Text
from tracker.model.milestone import DependencyFields
from tracker.reports.initiative import milestones_of
from tracker.reports.initiative_links import sentence_of
from tracker.ui.components.forms.choices import items_of
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import (
    ask_reason,
    ask_reason_kind,
    input_key,
    is_submitted,
    open_form,
    show_left_over,
    submit,
)
from tracker.ui.components.words import say
from tracker.ui.programme import current_analysis

if TYPE_CHECKING:
    from tracker.ui.session import Reader

_NAMES = ("kind", "lag", "lag_unit", "reason")


def _draw_fields(sheet: Sheet) -> dict[str, Any]:
    return {**sheet.ask("kind"), **sheet.ask_beside("lag", "lag_unit"), **sheet.ask("reason")}


def add_dependency(
    reader: Reader, subject: str, role: Literal["predecessor", "successor"], item: str | None = None
) -> None:
    """Open the form that joins an item of a subject to another, its predecessor or its successor.

    A circle is refused before anything is saved, and named.
    """
    analysis = current_analysis(reader)
    snapshot = analysis.snapshot
    form, t = f"add.dependency.{role}.{subject}", reader.t
    items = items_of(snapshot)
    mine = {item.key for item in milestones_of(analysis, subject)} | {subject}
    own = {key: title for key, title in items.items() if key in mine}
    values = {name: field.default for name, field in DependencyFields.model_fields.items()}
    other = "successor" if role == "predecessor" else "predecessor"

    def draw() -> None:
        sheet = Sheet(t, form, "dependency", DependencyFields, values)
        with st.form(input_key(form, "form"), border=False):
            here = st.selectbox(
                t.text(f"form.dependency.{other}"),
                list(own),
                index=list(own).index(item) if item in own else 0,
                format_func=lambda key: own[key],
                key=input_key(form, "here"),
            )
            there = st.selectbox(
                t.text(f"form.dependency.{role}"),
                list(items),
                index=None,
                format_func=lambda key: items[key],
                key=input_key(form, "there"),
                placeholder=t.text("form.choose"),
            )
            held = {**_draw_fields(sheet), "reason_kind": ask_reason_kind(reader, form)}
            show_left_over(sheet.errors, {**held, "predecessor": here, "successor": there})
            if is_submitted(reader, "form.add"):
                if there is None:
                    st.error(t.text("form.dependency.choose"))
                    return
                before, after = (there, here) if role == "predecessor" else (here, there)
                submit(
                    reader,
                    form,
                    lambda: AddDependency(
                        programme=snapshot.programme.key, predecessor=before, successor=after, **held
                    ),
                )

    open_form(t.text(f"form.add.{role}"), draw)


def edit_dependency(reader: Reader, dependency_id: int) -> None:
    """Open the form of one dependency, with a second button that removes it."""
    analysis = current_analysis(reader)
    snapshot, t = analysis.snapshot, reader.t
    row, form = snapshot.dependencies.by_id(dependency_id), f"edit.dependency.{dependency_id}"
    values = {name: getattr(row, name) for name in _NAMES}
    programme, version = snapshot.programme.key, row.version
    sentence: Text = sentence_of(analysis, row)

    def draw() -> None:
        sheet = Sheet(t, form, "dependency", DependencyFields, values)
        st.markdown(say(t, sentence))
        with st.form(input_key(form, "form"), border=False):
            held = _draw_fields(sheet)
            why = ask_reason(reader, form)
            show_left_over(sheet.errors, held)
            with st.container(horizontal=True):
                is_kept = is_submitted(reader)
                is_removed = st.form_submit_button(
                    t.text("form.dependency.remove"), icon=":material/link_off:"
                )
            if is_kept:
                submit(
                    reader,
                    form,
                    lambda: EditDependency(
                        programme=programme,
                        dependency_id=dependency_id,
                        version=version,
                        changes=sheet.changes(held),
                        **why,
                    ),
                )
            if is_removed:
                submit(
                    reader,
                    form,
                    lambda: RemoveDependency(
                        programme=programme, dependency_id=dependency_id, version=version, **why
                    ),
                )

    open_form(t.text("form.edit.dependency"), draw)
