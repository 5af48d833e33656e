"""In which range dates are to be expected: for the council, for one milestone, and for who plans."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

import streamlit as st

from tracker.reports.finish_ranges import (
    criticality_columns,
    driver_sentence,
    of_end,
    of_milestone,
    range_columns,
    ranges_shown,
    rests_on,
)
from tracker.reports.range_chart import range_chart
from tracker.reports.style import palette
from tracker.ui.components.chart import is_phone, kept, show_chart
from tracker.ui.components.council import chart_key, in_words, once
from tracker.ui.components.tables import show_more, table_beside
from tracker.ui.components.words import say, sentence_list

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.ui.session import Reader


def _wait(reader: Reader, analysis: ProgrammeAnalysis) -> AbstractContextManager[None]:
    """Say that the runs are being made, where they are: the first reader of a revision waits for them."""
    is_run = analysis.uncertainty.is_run
    return nullcontext() if is_run else st.spinner(reader.t.text("range.running"))


def show_ranges(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show by when the programme and its public openings are to be expected; a sentence, a chart, a table."""
    t = reader.t
    st.header(t.text("range.heading"))
    with _wait(reader, analysis):
        said = in_words(
            reader, analysis, "range", lambda: [say(t, text) for text in of_end(analysis.uncertainty)]
        )
        found = once(reader, analysis, "ranges", ranges_shown)
    st.markdown(" ".join(said))
    if not found:
        return
    spec = kept(
        chart_key("range chart", reader, analysis),
        lambda: range_chart(found, t, palette(reader.is_dark), is_narrow=is_phone()),
    )
    show_chart(spec, key="ranges", alt=" ".join([t.text("range.alt"), *said]))
    table_beside(t.text("range.table"), lambda: range_columns(found, t), key="ranges.beside")
    show_more(t.text("range.rests"), [_grounds(reader, analysis)], key="ranges.rests")


def _grounds(reader: Reader, analysis: ProgrammeAnalysis) -> str:
    t = reader.t
    return in_words(
        reader,
        analysis,
        "range grounds",
        lambda: sentence_list([say(t, text) for text in rests_on(analysis.uncertainty)]),
    )


def show_range_of(reader: Reader, analysis: ProgrammeAnalysis, key: str) -> None:
    """Say by when one milestone is to be expected, and how likely its approved date is held."""
    t = reader.t
    with _wait(reader, analysis):
        said = in_words(
            reader,
            analysis,
            f"range of {key}",
            lambda: " ".join(say(t, text) for text in of_milestone(analysis.uncertainty, key)),
        )
    if said:
        st.markdown(said)


def show_drivers(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Show whose work matters most to the end of the programme, and how often each milestone is critical."""
    t = reader.t
    st.header(t.text("range.drivers.heading"))
    with _wait(reader, analysis):
        said = in_words(reader, analysis, "drivers", lambda: _driver_words(analysis, t))
    st.markdown(said)
    if analysis.uncertainty.end is None:
        return
    table_beside(
        t.text("range.drivers.table"),
        lambda: once(
            reader, analysis, f"criticality {reader.language}", lambda known: criticality_columns(known, t)
        ),
        key="drivers.beside",
    )
    show_more(t.text("range.rests"), [_grounds(reader, analysis)], key="drivers.rests")


def _driver_words(analysis: ProgrammeAnalysis, t: Translator) -> str:
    end = " ".join(say(t, text) for text in of_end(analysis.uncertainty))
    if analysis.uncertainty.end is None:
        return end
    milestones = analysis.snapshot.milestones
    found = [
        say(t, driver_sentence(driver, milestones[milestones.row_of_key[driver.key]].title))
        for driver in analysis.uncertainty.drivers()
    ]
    if not found:
        return f"{end}\n\n{t.text('range.drivers.none')}"
    return f"{end}\n\n{sentence_list(found)}\n\n{t.text('range.drivers.means')}"
