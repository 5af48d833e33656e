"""Forms for milestones, decisions and prerequisites: add, edit, reschedule, cancel, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.commands.milestone import (
    SCHEDULE,
    AddMilestone,
    CancelMilestone,
    EditMilestone,
    ReopenMilestone,
    RescheduleMilestone,
)
from tracker.model.content import MilestoneContent
from tracker.model.milestone import Milestone, MilestoneKind
from tracker.reports.initiative_milestones import milestone_line
from tracker.ui.components.forms.choices import held_by, links_of, milestone_of, next_key
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import (
    ask_why,
    errors_of,
    input_key,
    is_submitted,
    must_say_why,
    open_form,
    show_left_over,
    submit,
)
from tracker.ui.components.words import plain, say
from tracker.ui.programme import current_analysis, run

if TYPE_CHECKING:
    from tracker.ui.session import Reader

_EDITED = (
    "title", "kind", "nature", "description", "initiative", "service", "owner", "partner", "awaited_from",
    *SCHEDULE, "weight", "is_public_opening", "basis", "source",
)  # fmt: skip


def _draw_all(sheet: Sheet) -> dict[str, object]:
    """Draw every field of a milestone, in the order in which a person thinks of them."""
    is_awaited = sheet.values["kind"] != MilestoneKind.MILESTONE
    return {
        **sheet.ask("title"),
        **sheet.ask_beside("kind", "initiative"),
        **sheet.ask_beside("service", "owner", "partner"),
        **(sheet.ask("awaited_from") if is_awaited else {}),
        **_draw_schedule(sheet),
        **sheet.ask_beside("nature", "weight"),
        **sheet.ask("is_public_opening", "description"),
        **({} if is_awaited else sheet.ask("awaited_from")),
        **sheet.ask_beside("basis", "source"),
    }


def _draw_schedule(sheet: Sheet) -> dict[str, object]:
    return {
        **sheet.ask_beside("work_days", "deadline"),
        **sheet.ask_beside("constraint", "constraint_date"),
    }


def edit_milestone(reader: Reader, key: str) -> None:
    """Open the form of one milestone; it carries the version that its user saw."""
    snapshot = current_analysis(reader).snapshot
    row, form = milestone_of(snapshot, key), f"edit.{key}"
    values, links = held_by(snapshot, Milestone, row, _EDITED), links_of(snapshot)

    def draw() -> None:
        sheet = Sheet(reader.t, form, "milestone", MilestoneContent, values, links, errors_of(form))
        with st.form(input_key(form, "form"), border=False):
            held = _draw_all(sheet)
            why = ask_why(reader, form)
            show_left_over(sheet.errors, held)
            if is_submitted(reader):
                submit(
                    reader,
                    form,
                    lambda: EditMilestone(
                        programme=snapshot.programme.key,
                        key=key,
                        version=row.version,
                        changes=sheet.changes(held),
                        reason=why,
                    ),
                )

    open_form(reader.t.text("form.edit", title=plain(row.title)), draw)


def reschedule_milestone(reader: Reader, key: str) -> None:
    """Open the short form of the dates alone; it asks for the reason."""
    analysis, t = current_analysis(reader), reader.t
    snapshot = analysis.snapshot
    row, form = milestone_of(snapshot, key), f"reschedule.{key}"
    values = held_by(snapshot, Milestone, row, SCHEDULE)
    now = say(t, milestone_line(analysis.items.by_key(key)))

    def draw() -> None:
        sheet = Sheet(t, form, "milestone", MilestoneContent, values, {}, errors_of(form))
        st.markdown(f"{now} {t.text('form.reschedule.means')}")
        with st.form(input_key(form, "form"), border=False):
            held = _draw_schedule(sheet)
            why = ask_why(reader, form)
            show_left_over(sheet.errors, held)
            if is_submitted(reader):
                submit(
                    reader,
                    form,
                    lambda: RescheduleMilestone(
                        programme=snapshot.programme.key,
                        key=key,
                        version=row.version,
                        changes=sheet.changes(held),
                        reason=why,
                    ),
                )

    open_form(t.text("form.reschedule", title=plain(row.title)), draw)


def add_milestone(
    reader: Reader, initiative: str | None = None, kind: MilestoneKind = MilestoneKind.MILESTONE
) -> None:
    """Open an empty form for a milestone of an initiative, a decision or a prerequisite."""
    snapshot = current_analysis(reader).snapshot
    form = f"add.{kind.value}.{initiative}"
    values = {
        **MilestoneContent(key="new", title="new", kind=kind, initiative=initiative).model_dump(),
        "key": next_key(snapshot, f"{initiative}." if initiative else f"{kind.value[0].upper()}"),
        "title": "",
    }
    links = links_of(snapshot)

    def draw() -> None:
        sheet = Sheet(reader.t, form, "milestone", MilestoneContent, values, links, errors_of(form))
        with st.form(input_key(form, "form"), border=False):
            held = {**_draw_all(sheet), **sheet.ask("key")}
            show_left_over(sheet.errors, held)
            if is_submitted(reader, "form.add"):
                submit(
                    reader,
                    form,
                    lambda: AddMilestone(programme=snapshot.programme.key, **held),
                    item=str(held["key"]),
                )

    open_form(reader.t.text(f"form.add.{kind.value}"), draw)


def cancel_milestone(reader: Reader, key: str) -> None:
    """Open the form that takes a milestone out of the plan; it asks why."""
    snapshot = current_analysis(reader).snapshot
    row, form = milestone_of(snapshot, key), f"cancel.{key}"

    def draw() -> None:
        with st.form(input_key(form, "form"), border=False):
            st.markdown(reader.t.text("form.cancel.means"))
            why = must_say_why(reader, form)
            show_left_over(errors_of(form), {})
            if is_submitted(reader, "form.cancel.confirm"):
                submit(
                    reader,
                    form,
                    lambda: CancelMilestone(
                        programme=snapshot.programme.key, key=key, version=row.version, reason=why
                    ),
                )

    open_form(reader.t.text("form.cancel", title=plain(row.title)), draw)


def reopen_milestone(reader: Reader, key: str) -> None:
    """Take a cancelled or reached milestone up again, at once: an undo is one click away."""
    snapshot = current_analysis(reader).snapshot
    row = milestone_of(snapshot, key)
    if run(reader, ReopenMilestone(programme=snapshot.programme.key, key=key, version=row.version)):
        st.rerun()
