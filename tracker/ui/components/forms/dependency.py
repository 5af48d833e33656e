"""Forms for dependencies: add one to or from an item, change its kind and lag, remove it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from tracker.commands.dependency import AddDependency, EditDependency, RemoveDependency
from tracker.model.milestone import DependencyFields
from tracker.ui.components.forms.choices import items_of
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import errors_of, is_submitted, open_form, show_left_over, submit
from tracker.ui.programme import current_analysis

if TYPE_CHECKING:
    from tracker.ui.session import Reader

_NAMES = ("kind", "lag", "lag_unit", "reason")


def add_dependency(reader: Reader, item: str, role: Literal["predecessor", "successor"]) -> None:
    """Open the form that joins an item to another, which becomes its predecessor or its successor.

    A circle is refused before anything is saved, and named.
    """
    snapshot = current_analysis(reader).snapshot
    form, t = f"add.dependency.{role}.{item}", reader.t
    items = items_of(snapshot, without=(item,))
    values = {name: field.default for name, field in DependencyFields.model_fields.items()}

    def draw() -> None:
        sheet = Sheet(t, "dependency", DependencyFields, values, {}, errors_of(form))
        with st.form(form, border=False):
            other = st.selectbox(
                t.text(f"form.dependency.{role}"), list(items), format_func=lambda key: items[key]
            )
            held = {**sheet.ask_beside("kind", "lag", "lag_unit"), **sheet.ask("reason")}
            show_left_over(sheet.errors, held)
            if is_submitted(reader, "form.add"):
                before, after = (other, item) if role == "predecessor" else (item, other)
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
    snapshot = current_analysis(reader).snapshot
    row, form = snapshot.dependencies.by_id(dependency_id), f"edit.dependency.{dependency_id}"
    values = {name: getattr(row, name) for name in _NAMES}
    programme, version = snapshot.programme.key, row.version

    def draw() -> None:
        sheet = Sheet(reader.t, "dependency", DependencyFields, values, {}, errors_of(form))
        with st.form(form, border=False):
            held = {**sheet.ask_beside("kind", "lag", "lag_unit"), **sheet.ask("reason")}
            show_left_over(sheet.errors, held)
            with st.container(horizontal=True):
                is_kept = is_submitted(reader)
                is_removed = st.form_submit_button(
                    reader.t.text("form.dependency.remove"), icon=":material/link_off:"
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
                    ),
                )
            if is_removed:
                submit(
                    reader,
                    form,
                    lambda: RemoveDependency(
                        programme=programme, dependency_id=dependency_id, version=version
                    ),
                )

    open_form(reader.t.text("form.edit.dependency"), draw)
