"""Forms for the programme as a whole: make a new one, and approve the plan as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

import streamlit as st

from tracker.commands.baseline import ApproveBaseline
from tracker.commands.labels import choice_label, field_label
from tracker.commands.programme import CreateProgramme
from tracker.i18n import LANGUAGES, translator
from tracker.model.baseline import BaselineFields
from tracker.model.organisation import PostRole
from tracker.model.programme import WORKING_WEEK, ProgrammeFields, Weekday
from tracker.storage import clock
from tracker.ui.components.forms.choices import countries, key_from, zone_of
from tracker.ui.components.forms.fields import Sheet
from tracker.ui.components.forms.opening import open_sheet
from tracker.ui.components.forms.submission import input_key, show_error
from tracker.ui.programme import current_analysis, current_as_of
from tracker.ui.session import database

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.ui.session import Reader

_ZONES = {"fr": "Europe/Paris"}


def approve_baseline(reader: Reader) -> None:
    """Open the approval; what is approved is never changed afterwards, only followed by another."""
    snapshot, t, form = current_analysis(reader).snapshot, reader.t, "approve.baseline"
    taken, number = snapshot.baselines.column("key"), len(snapshot.baselines) + 1
    sponsors = [post.title for post in snapshot.posts if post.role == PostRole.SPONSOR]
    values = {
        "name": t.text("form.baseline.name", number=number),
        "approved_on": current_as_of(reader),
        "approved_by": sponsors[0] if sponsors else "",
        "note": "",
    }

    sheet = Sheet(t, form, "baseline", BaselineFields, values)

    def ask() -> dict[str, Any]:
        st.markdown(t.text("form.baseline.means"))
        return {
            **sheet.ask("name"),
            **sheet.ask_beside("approved_by", "approved_on"),
            **sheet.ask("note"),
        }

    open_sheet(
        reader,
        form,
        t.text("form.baseline"),
        ask,
        lambda held: ApproveBaseline(
            programme=snapshot.programme.key, key=key_from(str(held["name"]), taken), **held
        ),
        button="form.baseline.approve",
        done="form.baseline.done",
    )


def create_programme(reader: Reader) -> None:
    """Open the form of a new, empty programme; it is shown as soon as it exists."""
    t, form = reader.t, "create.programme"
    taken = [programme.key for programme in database().programmes()]
    zone = _ZONES.get(reader.language, "UTC")
    values = {"title": "", "city": "", "country": None, "start": clock.today(zone), "currency": ""}
    sheet = Sheet(t, form, "programme", ProgrammeFields, values, {"country": countries(t)})

    def ask() -> dict[str, Any]:
        return {
            **sheet.ask("title"),
            **sheet.ask_beside("city", "country"),
            **sheet.ask_beside("start", "currency"),
            **_ask_calendar(reader, sheet),
            "programme": _ask_key(sheet),
        }

    def build(held: Mapping[str, Any]) -> CreateProgramme:
        country = held["country"] or ""
        told = {
            **held,
            "programme": held["programme"].strip() or key_from(held["title"], taken),
            "country": country,
            "holidays_country": country if held["has_holidays"] else "",
            "time_zone": held["time_zone"] or zone_of(country, zone),
        }
        del told["has_holidays"]
        return CreateProgramme(**told)

    open_sheet(
        reader,
        form,
        t.text("form.programme"),
        ask,
        build,
        button="form.programme.create",
        done="form.programme.done",
    )


def _ask_key(sheet: Sheet) -> str:
    key = st.text_input(
        sheet.t(field_label("programme", "key")),
        placeholder=sheet.t.text("form.programme.key"),
        key=input_key(sheet.form, "key"),
    )
    show_error(sheet.errors, "programme")
    return key


def _ask_calendar(reader: Reader, sheet: Sheet) -> dict[str, Any]:
    """Ask in which languages, where, and on which days the programme works."""
    t, form = reader.t, sheet.form
    languages = st.multiselect(
        t(field_label("programme", "languages")),
        LANGUAGES,
        default=[reader.language],
        format_func=lambda language: translator(language).text("ui.language_name"),
        key=input_key(form, "languages"),
    )
    show_error(sheet.errors, "languages")
    time_zone = st.selectbox(
        t(field_label("programme", "time_zone")),
        [None, *sorted(available_timezones())],
        format_func=lambda zone: t.text("form.programme.own_zone") if zone is None else zone,
        key=input_key(form, "time_zone"),
    )
    show_error(sheet.errors, "time_zone")
    working_week = st.multiselect(
        t(field_label("programme", "working_week")),
        [day.value for day in Weekday],
        default=WORKING_WEEK,
        format_func=lambda day: t(choice_label(Weekday(day))),
        key=input_key(form, "working_week"),
    )
    show_error(sheet.errors, "working_week")
    has_holidays = st.checkbox(t.text("form.programme.holidays"), value=True, key=input_key(form, "holidays"))
    return {
        "languages": languages,
        "time_zone": time_zone,
        "working_week": working_week,
        "has_holidays": has_holidays,
    }
