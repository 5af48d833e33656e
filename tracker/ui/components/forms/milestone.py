"""Forms for milestones, decisions and prerequisites: add, edit, reschedule, cancel, take up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.milestone import (
    ESTIMATE,
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
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import RESCHEDULED, ask_reason, must_say_why
from tracker.ui.components.words import plain, say
from tracker.ui.programme import current_analysis, run

if TYPE_CHECKING:
    from tracker.ui.session import Reader

# How much work is left, asked of what has begun alone: its dates follow from it, no longer from `work_days`.
_LEFT = "remaining_days"
_DATES = tuple(name for name in SCHEDULE if name != _LEFT)
_EDITED = (
    "title", "kind", "nature", "description", "initiative", "service", "owner", "partner", "awaited_from",
    *_DATES, *ESTIMATE, "calendar", "weight", "is_public_opening", "is_public", "basis", "source",
)  # fmt: skip


def _draw_all(sheet: Sheet) -> dict[str, Any]:
    """Draw every field of a milestone, in the order in which a person thinks of them."""
    is_awaited = sheet.values["kind"] != MilestoneKind.MILESTONE
    return {
        **sheet.ask("title"),
        **sheet.ask_beside("kind", "initiative"),
        **sheet.ask_beside("service", "owner", "partner"),
        **(sheet.ask("awaited_from") if is_awaited else {}),
        **_draw_schedule(sheet),
        **(sheet.ask("calendar") if sheet.links["calendar"] else {}),
        **sheet.ask_beside("nature", "weight"),
        **sheet.ask("is_public_opening", "is_public", "description"),
        **({} if is_awaited else sheet.ask("awaited_from")),
        **sheet.ask_beside("basis", "source"),
    }


def _draw_schedule(sheet: Sheet) -> dict[str, Any]:
    work = ("work_days", _LEFT) if _LEFT in sheet.values else ("work_days",)
    return {
        **sheet.ask_beside(*work, "deadline"),
        **sheet.ask_beside(*ESTIMATE),
        **sheet.ask_beside("constraint", "constraint_date"),
    }


def _with_work_left(row: Milestone, names: tuple[str, ...]) -> tuple[str, ...]:
    return (*names, _LEFT) if row.actual_start and not row.actual_finish else names


def edit_milestone(reader: Reader, key: str) -> None:
    """Open the form of one milestone; it carries the version that its user saw."""
    snapshot = current_analysis(reader).snapshot
    row, form = milestone_of(snapshot, key), f"edit.{key}"
    values = held_by(snapshot, Milestone, row, _with_work_left(row, _EDITED))
    sheet = Sheet(reader.t, form, "milestone", MilestoneContent, values, links_of(snapshot))
    open_sheet(
        reader,
        form,
        reader.t.text("form.edit", title=plain(row.title)),
        lambda: {**_draw_all(sheet), **ask_reason(reader, form)},
        lambda held: EditMilestone(
            programme=snapshot.programme.key,
            key=key,
            version=row.version,
            changes=sheet.changes(held),
            reason=held["reason"],
            reason_kind=held["reason_kind"],
        ),
    )


def reschedule_milestone(reader: Reader, key: str) -> None:
    """Open the short form of the dates alone; it asks for the reason, and says afterwards what moved."""
    analysis, t = current_analysis(reader), reader.t
    snapshot = analysis.snapshot
    row, form = milestone_of(snapshot, key), f"reschedule.{key}"
    values = held_by(snapshot, Milestone, row, _with_work_left(row, (*_DATES, *ESTIMATE)))
    sheet = Sheet(t, form, "milestone", MilestoneContent, values)
    means = "form.reschedule.means.begun" if _LEFT in values else "form.reschedule.means"
    said = f"{say(t, milestone_line(analysis.items.by_key(key)))} {t.text(means)}"

    def ask() -> dict[str, Any]:
        st.markdown(said)
        return {**_draw_schedule(sheet), **ask_reason(reader, form, is_required=True)}

    open_sheet(
        reader,
        form,
        t.text("form.reschedule", title=plain(row.title)),
        ask,
        lambda held: RescheduleMilestone(
            programme=snapshot.programme.key,
            key=key,
            version=row.version,
            changes=sheet.changes(held),
            reason=held["reason"],
            reason_kind=held["reason_kind"],
        ),
        done=RESCHEDULED,
    )


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
    values.pop(_LEFT)
    sheet = Sheet(reader.t, form, "milestone", MilestoneContent, values, links_of(snapshot))
    open_sheet(
        reader,
        form,
        reader.t.text(f"form.add.{kind.value}"),
        lambda: {**_draw_all(sheet), **sheet.ask("key")},
        lambda held: AddMilestone(programme=snapshot.programme.key, **held),
        button="form.add",
    )


def cancel_milestone(reader: Reader, key: str) -> None:
    """Open the form that takes a milestone out of the plan; it asks why."""
    snapshot = current_analysis(reader).snapshot
    row, form = milestone_of(snapshot, key), f"cancel.{key}"

    def ask() -> dict[str, str]:
        st.markdown(reader.t.text("form.cancel.means"))
        return {"why": must_say_why(reader, form)}

    open_sheet(
        reader,
        form,
        reader.t.text("form.cancel", title=plain(row.title)),
        ask,
        lambda held: CancelMilestone(
            programme=snapshot.programme.key, key=key, version=row.version, reason=held["why"]
        ),
        button="form.cancel.confirm",
    )


def reopen_milestone(reader: Reader, key: str) -> None:
    """Take a cancelled or reached milestone up again, at once: an undo is one click away."""
    snapshot = current_analysis(reader).snapshot
    row = milestone_of(snapshot, key)
    if run(reader, ReopenMilestone(programme=snapshot.programme.key, key=key, version=row.version)):
        st.rerun()
