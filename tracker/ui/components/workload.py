"""Who is asked for how much: the answer, the grid of months, one overload with its levers, and the forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.levelling_words import lever_texts, month_text, overload_text
from tracker.analysis.levers import levers_of
from tracker.reports.style import palette
from tracker.reports.workload import (
    MONTHS_ON_DESK,
    MONTHS_ON_PHONE,
    competing_rows,
    load_cells,
    load_chart,
    load_rows,
    months_shown,
    workload_sentence,
)
from tracker.ui.components.chart import is_phone, kept, show_chart
from tracker.ui.components.choices import choose
from tracker.ui.components.council import chart_key, once
from tracker.ui.components.forms import add_absence, add_need, manage_people
from tracker.ui.components.tables import table_beside
from tracker.ui.components.words import say, say_marked, sentence_list

if TYPE_CHECKING:
    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.workload import MonthLoad
    from tracker.ui.session import Reader

_BY, _OVERLOAD = "by", "overload"
_SERVICE, _POST = "service", "post"


def show_answer(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    st.markdown(say_marked(reader.t, workload_sentence(analysis)))


def show_load(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show the grid of months, by post or by service, and the same as a table."""
    t, by = reader.t, st.query_params.get(_BY, _POST)
    by_service = by == _SERVICE
    st.header(t.text("load.heading"))
    ways = {_POST: t.text("load.by.post"), _SERVICE: t.text("load.by.service")}
    choose(_BY, t.text("load.by"), ways, _SERVICE if by_service else _POST)
    cells = once(
        reader, analysis, f"load {by_service}", lambda found: load_cells(found, by_service=by_service)
    )
    is_narrow = is_phone()
    months = months_shown(cells, MONTHS_ON_PHONE if is_narrow else MONTHS_ON_DESK)
    spec = kept(
        chart_key("load chart", reader, analysis, by_service),
        lambda: load_chart(cells, months, t, palette(reader.is_dark), is_narrow=is_narrow),
    )
    first, last = (t(month_text(month)) for month in (months[0], months[-1]))
    st.caption(t.text("load.legend", first=first, last=last))
    show_chart(spec, key=f"load.{by_service}", alt=t(workload_sentence(analysis)))
    table_beside(t.text("load.table"), lambda: load_rows(cells, t), key="load.beside")


def show_overload(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show one overloaded month: who competes, and each lever with what it would do."""
    overloads = {
        f"{analysis.snapshot.posts[found.post].key}.{found.month:%Y-%m}": found
        for found in _in_order(analysis)
    }
    if not overloads:
        return
    t, snapshot = reader.t, analysis.snapshot
    st.header(t.text("load.overload.heading"))
    asked = st.query_params.get(_OVERLOAD, "")
    key = "choice.overload"
    st.session_state[key] = asked if asked in overloads else next(iter(overloads))

    def name(one: str) -> str:
        return f"{snapshot.posts[overloads[one].post].title} · {t(month_text(overloads[one].month))}"

    st.selectbox(
        t.text("load.overload.choose"),
        list(overloads),
        format_func=name,
        key=key,
        on_change=lambda: st.query_params.update({_OVERLOAD: st.session_state[key]}),
    )
    month = overloads[st.session_state[key]]
    st.markdown(say(t, overload_text(snapshot, month)))
    st.markdown(
        sentence_list([say(t, text) for text in lever_texts(snapshot, month, levers_of(analysis, month))])
    )
    table_beside(t.text("load.competing"), lambda: competing_rows(analysis, month, t), key="load.competing")


def _in_order(analysis: ProgrammeAnalysis) -> list[MonthLoad]:
    return list(analysis.workload.overloads)


def offer_forms(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Offer the forms for people, absences and needs."""
    t = reader.t
    st.header(t.text("load.forms"))
    st.markdown(t.text("load.assumption"))
    with st.container(horizontal=True):
        if st.button(t.text("load.form.people"), icon=":material/group:"):
            manage_people(reader)
        if len(analysis.snapshot.posts) and st.button(
            t.text("load.form.absence"), icon=":material/event_busy:"
        ):
            add_absence(reader)
        if len(analysis.snapshot.posts) and st.button(
            t.text("load.form.need"), icon=":material/engineering:"
        ):
            add_need(reader)
