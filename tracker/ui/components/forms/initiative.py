"""Forms for initiatives: add, edit, end with a reason, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.model.content import InitiativeContent
from tracker.model.initiative import Initiative, InitiativeStatus
from tracker.ui.components.forms.choices import held_by, links_of, next_key
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import errors_of, is_submitted, open_form, show_left_over, submit
from tracker.ui.components.words import plain
from tracker.ui.programme import current_analysis, run

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

_EDITED = (
    "title", "axis", "service", "owner", "status", "description", "why_it_matters", "cost", "funding",
    "free_tool", "period", "basis", "source",
)  # fmt: skip


def _draw_all(sheet: Sheet) -> dict[str, object]:
    return {
        **sheet.ask("title"),
        **sheet.ask_beside("axis", "status", "period"),
        **sheet.ask_beside("service", "owner"),
        **sheet.ask("also", "partners", "description", "why_it_matters"),
        **sheet.ask_beside("cost", "funding", "free_tool"),
        **sheet.ask_beside("basis", "source"),
    }


ENDS: tuple[Literal[InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED], ...] = (
    InitiativeStatus.SUPERSEDED,
    InitiativeStatus.CANCELLED,
)


def _row(snapshot: Snapshot, key: str) -> Initiative:
    found = snapshot.initiatives.by_key(key)
    if found is None:
        raise KeyError(key)
    return found


def edit_initiative(reader: Reader, key: str) -> None:
    """Open the form of one initiative; it carries the version that its user saw."""
    snapshot = current_analysis(reader).snapshot
    row, form = _row(snapshot, key), f"edit.{key}"
    values, links = held_by(snapshot, Initiative, row, _EDITED), links_of(snapshot)

    def draw() -> None:
        sheet = Sheet(reader.t, "initiative", InitiativeContent, values, links, errors_of(form))
        with st.form(form, border=False):
            held = _draw_all(sheet)
            reason = st.text_input(reader.t.text("form.reason"), max_chars=1000)
            show_left_over(sheet.errors, held)
            if is_submitted(reader):
                submit(
                    reader,
                    form,
                    lambda: EditInitiative(
                        programme=snapshot.programme.key,
                        key=key,
                        version=row.version,
                        changes=sheet.changes(held),
                        reason=reason,
                    ),
                )

    open_form(reader.t.text("form.edit", title=plain(row.title)), draw)


def add_initiative(reader: Reader) -> None:
    """Open an empty form for an initiative."""
    snapshot = current_analysis(reader).snapshot
    form = "add.initiative"
    values = {
        **InitiativeContent(key="new", title="new").model_dump(),
        "key": next_key(snapshot, _stem(snapshot)),
        "title": "",
    }
    links = links_of(snapshot)

    def draw() -> None:
        sheet = Sheet(reader.t, "initiative", InitiativeContent, values, links, errors_of(form))
        with st.form(form, border=False):
            held = {**sheet.ask("key"), **_draw_all(sheet)}
            show_left_over(sheet.errors, held)
            if is_submitted(reader, "form.add"):
                submit(reader, form, lambda: AddInitiative(programme=snapshot.programme.key, **held))

    open_form(reader.t.text("form.add.initiative"), draw)


def _stem(snapshot: Snapshot) -> str:
    """Return what the programme's initiative keys begin with: `CAL-` of `CAL-10`."""
    keys = snapshot.initiatives.column("key")
    return keys[-1].rstrip("0123456789") if keys else "I"


def end_initiative(reader: Reader, key: str) -> None:
    """Open the form that takes an initiative out of the plan; it asks how and why."""
    snapshot = current_analysis(reader).snapshot
    row, form = _row(snapshot, key), f"end.{key}"
    t = reader.t

    def draw() -> None:
        with st.form(form, border=False):
            st.markdown(t.text("form.end.means"))
            status = st.radio(
                t.text("form.end.how"),
                ENDS,
                format_func=lambda choice: t.text(f"choice.InitiativeStatus.{choice.value}"),
            )
            reason = st.text_area(t.text("form.reason_required"), max_chars=1000)
            show_left_over(errors_of(form), {})
            if is_submitted(reader, "form.end.confirm"):
                submit(
                    reader,
                    form,
                    lambda: EndInitiative(
                        programme=snapshot.programme.key,
                        key=key,
                        version=row.version,
                        status=status,
                        reason=reason,
                    ),
                )

    open_form(t.text("form.end", title=plain(row.title)), draw)


def reopen_initiative(reader: Reader, key: str) -> None:
    """Take an ended initiative up again, at once: an undo is one click away."""
    snapshot = current_analysis(reader).snapshot
    row = _row(snapshot, key)
    if run(reader, ReopenInitiative(programme=snapshot.programme.key, key=key, version=row.version)):
        st.rerun()
