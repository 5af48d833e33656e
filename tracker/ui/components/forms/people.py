"""The form for who takes part: services, posts and partners, added, edited and removed in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.labels import kind_label
from tracker.commands.links import name_of
from tracker.commands.organisation import (
    AddPartner,
    AddPost,
    AddService,
    EditPartner,
    EditPost,
    EditService,
    RemovePartner,
    RemovePost,
    RemoveService,
)
from tracker.model.content import PostContent
from tracker.model.organisation import Partner, PartnerFields, PartnerKind, Post, Service, ServiceFields
from tracker.ui.components.forms.choices import held_by, key_from, links_of
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
    from collections.abc import Callable

    from tracker.commands import Command
    from tracker.model.base import Fields, Record
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader


@dataclass(frozen=True)
class _Kind:
    """One kind of participant: its fields, the one that names it, and its three commands."""

    table: str
    record: type[Record]
    declared: type[Fields]
    names: tuple[str, ...]
    add: Callable[..., Command]
    edit: Callable[..., Command]
    remove: Callable[..., Command]


_KINDS = {
    "service": _Kind("services", Service, ServiceFields, ("name",), AddService, EditService, RemoveService),
    "post": _Kind(
        "posts",
        Post,
        PostContent,
        ("title", "role", "service", "people", "is_vacant"),
        AddPost,
        EditPost,
        RemovePost,
    ),
    "partner": _Kind(
        "partners",
        Partner,
        PartnerFields,
        ("name", "kind", "contribution", "website"),
        AddPartner,
        EditPartner,
        RemovePartner,
    ),
}
_FIRST_VALUES: dict[str, dict[str, Any]] = {
    "service": {"name": ""},
    "post": {"title": "", "role": PostContent(key="new", title="new").role, "service": None, "people": None},
    "partner": {"name": "", "kind": PartnerKind.VENDOR, "contribution": "", "website": ""},
}


def manage_people(reader: Reader) -> None:
    """Open the form that adds, edits or removes a service, a post or a partner."""
    snapshot, t = current_analysis(reader).snapshot, reader.t

    def draw() -> None:
        kind = st.segmented_control(
            t.text("form.people.kind"),
            list(_KINDS),
            default="service",
            required=True,
            format_func=lambda name: t(kind_label(name)),
            key=input_key("people", "kind"),
        )
        rows = {row.key: name_of(row) for row in getattr(snapshot, _KINDS[kind].table)}
        chosen = st.selectbox(
            t.text("form.people.which"),
            [None, *rows],
            format_func=lambda key: t.text("form.people.new") if key is None else rows[key],
            key=input_key("people", f"which.{kind}"),
        )
        _draw_one(reader, snapshot, kind, chosen)

    open_form(t.text("form.people"), draw)


def _draw_one(reader: Reader, snapshot: Snapshot, name: str, key: str | None) -> None:
    kind, form = _KINDS[name], f"people.{name}.{key}"
    rows = getattr(snapshot, kind.table)
    row = rows.by_key(key) if key else None
    values = held_by(snapshot, kind.record, row, kind.names) if row else _FIRST_VALUES[name]
    links = links_of(snapshot) if name == "post" else {}
    sheet = Sheet(reader.t, form, name, kind.declared, values, links)
    programme = snapshot.programme.key
    with st.form(input_key(form, "form"), border=False):
        held = sheet.ask(*kind.names)
        show_left_over(sheet.errors, held)
        with st.container(horizontal=True):
            is_kept = is_submitted(reader, "form.save" if row else "form.add")
            is_removed = row and st.form_submit_button(
                reader.t.text("form.people.remove"), icon=":material/delete:"
            )
        if is_kept and row:
            changes = sheet.changes(held)
            submit(
                reader,
                form,
                lambda: kind.edit(programme=programme, key=key, version=row.version, changes=changes),
            )
        elif is_kept:
            new = key_from(str(held[kind.names[0]]), rows.column("key"))
            submit(reader, form, lambda: kind.add(programme=programme, key=new, **held))
        elif is_removed and row:
            submit(reader, form, lambda: kind.remove(programme=programme, key=key, version=row.version))
