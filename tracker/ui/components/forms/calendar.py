"""The form for working calendars: weeks of hours that milestones can follow, and days that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from tracker.commands.work_calendar import (
    AddOtherHours,
    AddWorkCalendar,
    EditWorkCalendar,
    RemoveOtherHours,
    RemoveWorkCalendar,
)
from tracker.model.work_calendar import WEEKDAYS, OtherHoursFields, WorkCalendarFields
from tracker.ui.components.forms.choices import countries, key_from
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.submission import (
    errors_of,
    input_key,
    is_submitted,
    show_left_over,
    submit,
)
from tracker.ui.components.words import plain

if TYPE_CHECKING:
    from tracker.model.snapshot import Snapshot
    from tracker.model.work_calendar import OtherHours, WorkCalendar
    from tracker.ui.session import Reader

_FIELDS = ("title", *WEEKDAYS, "holidays_country", "is_default")
_FIRST_VALUES = {"title": "", **{name: WorkCalendarFields.model_fields[name].default for name in _FIELDS[1:]}}


def draw_calendars(reader: Reader, snapshot: Snapshot) -> None:
    """Let one calendar be chosen or begun; show its week and the days that differ from it."""
    t, rows = reader.t, {row.key: row for row in snapshot.work_calendars}
    st.markdown(t.text("form.calendars.means" if rows else "form.calendars.none"))
    chosen = st.selectbox(
        t.text("form.calendars.which"),
        [None, *rows],
        format_func=lambda key: t.text("form.calendars.new") if key is None else rows[key].title,
        key=input_key("settings.calendars", "which"),
    )
    row = rows[chosen] if chosen else None
    _draw_week(reader, snapshot, row)
    if row is not None:
        _draw_days(reader, snapshot, row)


def _draw_week(reader: Reader, snapshot: Snapshot, row: WorkCalendar | None) -> None:
    t, form = reader.t, f"settings.calendar.{row.key if row else None}"
    values = {name: getattr(row, name) for name in _FIELDS} if row else _FIRST_VALUES
    sheet = Sheet(t, form, "work_calendar", WorkCalendarFields, values, {"holidays_country": countries(t)})
    with st.form(input_key(form, "form"), border=False):
        held = sheet.ask("title")
        st.caption(t.text("form.calendars.hours"))
        held |= sheet.ask_beside(*WEEKDAYS[:3]) | sheet.ask_beside(*WEEKDAYS[3:5])
        held |= sheet.ask_beside(*WEEKDAYS[5:]) | sheet.ask("holidays_country", "is_default")
        held["holidays_country"] = held["holidays_country"] or ""
        show_left_over(errors_of(form), held)
        with st.container(horizontal=True):
            is_kept = is_submitted(reader, "form.save" if row else "form.calendars.add")
            is_removed = row is not None and st.form_submit_button(
                t.text("form.calendars.remove"), icon=":material/delete:"
            )
    about: dict[str, Any] = {"programme": snapshot.programme.key}
    if row is None and is_kept:
        key = key_from(str(held["title"]), snapshot.work_calendars.column("key"))
        submit(reader, form, lambda: AddWorkCalendar(**about, key=key, **held))
    elif row is not None and (is_kept or is_removed):
        about |= {"key": row.key, "version": row.version}
        changes = sheet.changes(held)
        submit(
            reader,
            form,
            lambda: RemoveWorkCalendar(**about) if is_removed else EditWorkCalendar(**about, changes=changes),
        )


def _draw_days(reader: Reader, snapshot: Snapshot, row: WorkCalendar) -> None:
    t, form = reader.t, f"settings.calendar.days.{row.key}"
    st.markdown(f"**{t.text('form.calendars.days')}**")
    for days in sorted(snapshot.other_hours, key=lambda one: one.starts_on):
        if days.work_calendar_id == row.id:
            _draw_known_days(reader, snapshot, days)
    first_values = {"name": "", "starts_on": None, "ends_on": None, "hours": ""}
    sheet = Sheet(t, form, "other_hours", OtherHoursFields, first_values)
    with st.form(input_key(form, "form"), border=False):
        held = sheet.ask("name") | sheet.ask_beside("starts_on", "ends_on") | sheet.ask("hours")
        show_left_over(errors_of(form), held)
        if is_submitted(reader, "form.settings.add_days"):
            # One day needs no end.
            told = {**held, "ends_on": held["ends_on"] or held["starts_on"]}
            about: dict[str, Any] = {"programme": snapshot.programme.key, "calendar": row.key}
            submit(reader, form, lambda: AddOtherHours(**about, **told))


def _draw_known_days(reader: Reader, snapshot: Snapshot, days: OtherHours) -> None:
    t, form = reader.t, f"settings.calendar.day.{days.id}"
    name = days.name or t.text("form.settings.unnamed")
    length = "one" if days.starts_on == days.ends_on else "several"
    sentence = t.text(
        f"form.calendars.{'worked' if days.hours else 'off'}.{length}",
        name=name,
        first=days.starts_on,
        last=days.ends_on,
        hours=days.hours,
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(sentence))
        # Several buttons of one name would be alike to a screen reader.
        label = f"{t.text('form.settings.remove')} {days.name or t.date(days.starts_on)}"
        is_removed = st.button(label, icon=":material/delete:", key=input_key(form, "remove"))
    if is_removed:
        about: dict[str, Any] = {"other_hours_id": days.id, "version": days.version}
        submit(reader, form, lambda: RemoveOtherHours(programme=snapshot.programme.key, **about))
