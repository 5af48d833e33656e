"""Forms for initiatives: add, edit, end with a reason, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from tracker.commands.initiative import AddInitiative, EditInitiative, EndInitiative, ReopenInitiative
from tracker.commands.labels import choice_label, field_label
from tracker.model.content import InitiativeContent
from tracker.model.initiative import Initiative, InitiativeStatus
from tracker.ui.components.forms.choices import held_by, links_of, next_key
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import ask_why, input_key, must_say_why, show_error
from tracker.ui.components.words import plain
from tracker.ui.programme import current_analysis, run

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

_EDITED = (
    "title", "axis", "service", "owner", "status", "status_reason", "description", "why_it_matters", "cost",
    "funding", "free_tool", "period", "is_public", "basis", "source",
)  # fmt: skip
Ending = Literal[InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED]
_ENDS: tuple[Ending, ...] = (InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED)


def _draw_all(sheet: Sheet) -> dict[str, Any]:
    """Draw every field, in the order in which a person thinks of them."""
    return {
        **sheet.ask("title"),
        **sheet.ask_beside("service", "owner"),
        **sheet.ask_beside("status", "status_reason"),
        **sheet.ask("why_it_matters", "description"),
        **sheet.ask_beside("axis", "also"),
        "partners": _ask_partners(sheet),
        **sheet.ask_beside("cost", "funding"),
        **sheet.ask_beside("free_tool", "period"),
        **sheet.ask("is_public"),
        **sheet.ask_beside("basis", "source"),
    }


def _ask_partners(sheet: Sheet) -> list[dict[str, str]]:
    """Ask which partners take part, and of each that does what it contributes."""
    titles, now = sheet.links["partners"], {part["partner"]: part for part in sheet.values["partners"]}
    chosen = st.multiselect(
        sheet.t(field_label("initiative", "partners")),
        list(titles),
        default=list(now),
        format_func=lambda key: titles[key],
        key=input_key(sheet.form, "partners"),
        placeholder=sheet.t.text("form.choose"),
    )
    said = {
        key: st.text_input(
            sheet.t.text("form.contribution", partner=plain(titles[key])),
            value=part["contribution"],
            key=input_key(sheet.form, f"contribution.{key}"),
        )
        for key, part in now.items()
    }
    show_error(sheet.errors, "partners")
    return [{"partner": key, "contribution": said.get(key, "")} for key in sorted(chosen)]


def _row(snapshot: Snapshot, key: str) -> Initiative:
    found = snapshot.initiatives.by_key(key)
    if found is None:
        raise KeyError(key)
    return found


def edit_initiative(reader: Reader, key: str) -> None:
    """Open the form of one initiative; it carries the version that its user saw."""
    snapshot = current_analysis(reader).snapshot
    row, form = _row(snapshot, key), f"edit.{key}"
    values = held_by(snapshot, Initiative, row, _EDITED)
    sheet = Sheet(reader.t, form, "initiative", InitiativeContent, values, links_of(snapshot))
    open_sheet(
        reader,
        form,
        reader.t.text("form.edit", title=plain(row.title)),
        lambda: {**_draw_all(sheet), "why": ask_why(reader, form)},
        lambda held: EditInitiative(
            programme=snapshot.programme.key,
            key=key,
            version=row.version,
            changes=sheet.changes(held),
            reason=held["why"],
        ),
    )


def add_initiative(reader: Reader) -> None:
    """Open an empty form for an initiative."""
    snapshot = current_analysis(reader).snapshot
    form = "add.initiative"
    empty = InitiativeContent(key="new", title="new").model_dump()
    values = {**empty, "key": next_key(snapshot, _stem(snapshot)), "title": ""}
    sheet = Sheet(reader.t, form, "initiative", InitiativeContent, values, links_of(snapshot))
    open_sheet(
        reader,
        form,
        reader.t.text("form.add.initiative"),
        lambda: {**_draw_all(sheet), **sheet.ask("key")},
        lambda held: AddInitiative(programme=snapshot.programme.key, **held),
        button="form.add",
    )


def _stem(snapshot: Snapshot) -> str:
    """Return what the programme's initiative keys begin with: `CAL-` of `CAL-10`."""
    keys = snapshot.initiatives.column("key")
    return keys[-1].rstrip("0123456789") if keys else "I"


def end_initiative(reader: Reader, key: str) -> None:
    """Open the form that takes an initiative out of the plan; it asks how and why."""
    snapshot = current_analysis(reader).snapshot
    row, form, t = _row(snapshot, key), f"end.{key}", reader.t

    def ask() -> dict[str, Any]:
        st.markdown(t.text("form.end.means"))
        status = st.radio(
            t.text("form.end.how"),
            _ENDS,
            format_func=lambda choice: t(choice_label(choice)),
            key=input_key(form, "how"),
        )
        return {"status": status, "why": must_say_why(reader, form)}

    open_sheet(
        reader,
        form,
        t.text("form.end", title=plain(row.title)),
        ask,
        lambda held: EndInitiative(
            programme=snapshot.programme.key,
            key=key,
            version=row.version,
            status=held["status"],
            reason=held["why"],
        ),
        button="form.end.confirm",
    )


def reopen_initiative(reader: Reader, key: str) -> None:
    """Take an ended initiative up again, at once: an undo is one click away."""
    snapshot = current_analysis(reader).snapshot
    row = _row(snapshot, key)
    if run(reader, ReopenInitiative(programme=snapshot.programme.key, key=key, version=row.version)):
        st.rerun()
