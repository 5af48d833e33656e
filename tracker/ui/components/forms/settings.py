"""The form for the programme itself: what it is called, where and when it works, days off, calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import streamlit as st

from tracker.commands.labels import choice_label, field_label
from tracker.commands.programme import AddCalendarException, EditProgramme, RemoveCalendarException
from tracker.model.programme import CalendarExceptionFields, ProgrammeFields, Weekday
from tracker.ui.components.forms.calendar import draw_calendars
from tracker.ui.components.forms.choices import countries
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import (
    errors_of,
    input_key,
    is_submitted,
    open_form,
    show_error,
    show_left_over,
    submit,
)
from tracker.ui.components.words import plain
from tracker.ui.programme import current_analysis

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot
    from tracker.ui.session import Reader

_PARTS = ("programme", "days", "calendars")
_ASKED = ("title", "city", "description", "country", "holidays_country", "start", "currency", "time_zone")


def edit_settings(reader: Reader) -> None:
    """Open the form of the programme's own fields and of the days that differ from its working week."""
    snapshot, t = current_analysis(reader).snapshot, reader.t

    def draw() -> None:
        part = st.segmented_control(
            t.text("form.settings.part"),
            _PARTS,
            default="programme",
            required=True,
            format_func=lambda name: t.text(f"form.settings.{name}"),
            key=input_key("settings", "part"),
        )
        draws = {"programme": _draw_programme, "days": _draw_days, "calendars": draw_calendars}
        draws[part](reader, snapshot)

    open_form(t.text("form.settings"), draw)


def _draw_programme(reader: Reader, snapshot: Snapshot) -> None:
    programme, t, form = snapshot.programme, reader.t, "settings.programme"
    values: dict[str, Any] = {name: getattr(programme, name) for name in _ASKED}
    links = {
        "country": countries(t),
        "holidays_country": countries(t),
        "time_zone": {zone: zone for zone in sorted(available_timezones())},
    }
    sheet = Sheet(t, form, "programme", ProgrammeFields, values, links)
    with st.form(input_key(form, "form"), border=False):
        held = {
            **sheet.ask("title"),
            **sheet.ask_beside("city", "country"),
            **sheet.ask("description"),
            **sheet.ask_beside("start", "currency"),
            **sheet.ask_beside("time_zone", "holidays_country"),
            "working_week": _ask_week(sheet, programme.working_week),
        }
        st.caption(t.text("form.settings.start"))
        show_left_over(errors_of(form), held)
        if is_submitted(reader):
            changes = sheet.changes(
                {name: held[name] or "" if name in links else held[name] for name in _ASKED}
            )
            if held["working_week"] != programme.working_week:
                changes["working_week"] = held["working_week"]
            submit(
                reader,
                form,
                lambda: EditProgramme(programme=programme.key, version=programme.version, changes=changes),
            )


def _ask_week(sheet: Sheet, week: list[str]) -> list[str]:
    names = [day.value for day in Weekday]
    chosen = st.multiselect(
        sheet.t(field_label("programme", "working_week")),
        names,
        default=week,
        format_func=lambda day: sheet.t(choice_label(Weekday(day))),
        key=input_key(sheet.form, "working_week"),
    )
    show_error(sheet.errors, "working_week")
    return sorted(chosen, key=names.index)


def _draw_days(reader: Reader, snapshot: Snapshot) -> None:
    _draw_known_days(reader, snapshot)
    t, form = reader.t, "settings.days"
    first_values = {"name": "", "starts_on": None, "ends_on": None, "is_working": False}
    sheet = Sheet(t, form, "calendar_exception", CalendarExceptionFields, first_values)
    with st.form(input_key(form, "form"), border=False):
        held = {
            **sheet.ask("name"),
            **sheet.ask_beside("starts_on", "ends_on"),
            **sheet.ask("is_working"),
        }
        show_left_over(errors_of(form), held)
        if is_submitted(reader, "form.settings.add_days"):
            # One day needs no end.
            told = {**held, "ends_on": held["ends_on"] or held["starts_on"]}
            submit(reader, form, lambda: AddCalendarException(programme=snapshot.programme.key, **told))


def _draw_known_days(reader: Reader, snapshot: Snapshot) -> None:
    t = reader.t
    if not snapshot.calendar_exceptions:
        st.markdown(t.text("form.settings.no_days"))
    for row in sorted(snapshot.calendar_exceptions, key=lambda row: row.starts_on):
        form = f"settings.day.{row.id}"
        days = "one" if row.starts_on == row.ends_on else "several"
        sentence = t.text(
            f"form.settings.{'worked' if row.is_working else 'off'}.{days}",
            name=row.name or t.text("form.settings.unnamed"),
            first=row.starts_on,
            last=row.ends_on,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(plain(sentence))
            # Several buttons of one name would be alike to a screen reader.
            label = f"{t.text('form.settings.remove')} {row.name or t.date(row.starts_on)}"
            is_removed = st.button(label, icon=":material/delete:", key=input_key(form, "remove"))
        if is_removed:
            _remove(reader, snapshot, form, row)


def _remove(reader: Reader, snapshot: Snapshot, form: str, row: Any) -> None:
    submit(
        reader,
        form,
        lambda: RemoveCalendarException(
            programme=snapshot.programme.key, calendar_exception_id=row.id, version=row.version
        ),
    )
