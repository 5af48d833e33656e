"""Forms for the programme as a whole: make a new one, and approve the plan as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING
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
from tracker.ui.components.forms.choices import key_from
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
from tracker.ui.programme import current_analysis, current_as_of
from tracker.ui.session import database

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.ui.session import Reader

# Codes that CLDR names beside the countries: unions, outlying areas, and codes for tests.
_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
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

    def draw() -> None:
        sheet = Sheet(t, form, "baseline", BaselineFields, values, {}, errors_of(form))
        with st.form(input_key(form, "form"), border=False):
            st.markdown(t.text("form.baseline.means"))
            held = {
                **sheet.ask("name"),
                **sheet.ask_beside("approved_by", "approved_on"),
                **sheet.ask("note"),
            }
            show_left_over(sheet.errors, held)
            if is_submitted(reader, "form.baseline.approve"):
                submit(
                    reader,
                    form,
                    lambda: ApproveBaseline(
                        programme=snapshot.programme.key, key=key_from(str(held["name"]), taken), **held
                    ),
                    done="form.baseline.done",
                )

    open_form(t.text("form.baseline"), draw)


def create_programme(reader: Reader) -> None:
    """Open the form of a new, empty programme; it is shown as soon as it exists."""
    t, form = reader.t, "create.programme"
    taken = [programme.key for programme in database().programmes()]
    zone = _ZONES.get(reader.language, "UTC")
    countries = {"country": _countries(t)}
    values = {"title": "", "city": "", "country": None, "start": clock.today(zone), "currency": ""}

    def draw() -> None:
        errors = errors_of(form)
        sheet = Sheet(t, form, "programme", ProgrammeFields, values, countries, errors)
        with st.form(input_key(form, "form"), border=False):
            held = {
                **sheet.ask("title"),
                **sheet.ask_beside("city", "country"),
                **sheet.ask_beside("start", "currency"),
            }
            held |= _ask_calendar(reader, form, zone)
            key = st.text_input(
                t(field_label("programme", "key")),
                placeholder=t.text("form.programme.key"),
                max_chars=60,
                key=input_key(form, "key"),
            )
            show_error(errors, "programme")
            show_left_over(errors, {**held, "programme": key})
            if is_submitted(reader, "form.programme.create"):
                held["country"] = held["country"] or ""
                held["holidays_country"] = held["country"] if held.pop("has_holidays") else ""
                wanted = key.strip() or key_from(str(held["title"]), taken)
                submit(
                    reader,
                    form,
                    lambda: CreateProgramme(programme=wanted, **held),
                    done="form.programme.done",
                    programme=wanted,
                )

    open_form(t.text("form.programme"), draw)


def _countries(t: Translator) -> dict[str, str]:
    """Return the countries of the world in the reader's language, by their ISO code."""
    named = {
        code: name
        for code, name in t.locale.territories.items()
        if len(code) == len("FR") and code.isalpha() and code not in _NOT_COUNTRIES
    }
    return dict(sorted(named.items(), key=lambda found: found[1]))


def _ask_calendar(reader: Reader, form: str, zone: str) -> dict[str, object]:
    """Ask in which languages, where, and on which days the programme works."""
    t = reader.t
    zones = sorted(available_timezones())
    return {
        "languages": st.multiselect(
            t(field_label("programme", "languages")),
            LANGUAGES,
            default=[reader.language],
            format_func=lambda language: translator(language).text("ui.language_name"),
            key=input_key(form, "languages"),
        ),
        "time_zone": st.selectbox(
            t(field_label("programme", "time_zone")),
            zones,
            index=zones.index(zone),
            key=input_key(form, "time_zone"),
        ),
        "working_week": st.multiselect(
            t(field_label("programme", "working_week")),
            [day.value for day in Weekday],
            default=WORKING_WEEK,
            format_func=lambda day: t(choice_label(Weekday(day))),
            key=input_key(form, "working_week"),
        ),
        "has_holidays": st.checkbox(
            t.text("form.programme.holidays"), value=True, key=input_key(form, "holidays")
        ),
    }
