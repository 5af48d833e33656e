"""The slip ledger on a screen: what moved and why, of one initiative or of the whole programme."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.changes import changes_between
from tracker.analysis.since import NEWS_SPAN
from tracker.analysis.slips import SUMS, sums_of
from tracker.reports.initiative import milestones_of
from tracker.reports.moved import change_sentence, slip_sentence, sum_name, sum_sentence
from tracker.ui.components.initiative import once
from tracker.ui.components.tables import show_more
from tracker.ui.components.words import say, sentence_list
from tracker.ui.ledger import slips_now
from tracker.ui.programme import as_known_on, today_of
from tracker.ui.session import programmes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.slips import Slip
    from tracker.i18n import Translator
    from tracker.ui.session import Reader

_SHOWN = 6
SINCE = "since"


def show_slips(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show each date that was moved, by whom and why; the table of milestones has the dates themselves."""
    t = reader.t
    keys = {item.key for item in milestones_of(analysis, subject)}
    if not keys:
        return
    st.header(t.text("slip.heading"))
    own = [slip for slip in slips_now(reader) if slip.item in keys]
    st.markdown(sentence_list([say(t, slip_sentence(slip)) for slip in own]) or t.text("slip.none.here"))


def show_what_moved(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Say for the whole programme what has changed since a day that the reader chooses, and why."""
    t = reader.t
    st.header(t.text("change.heading"))
    since = _ask_since(reader)
    known, _ = as_known_on(reader, since)
    if not known.is_recorded:
        st.markdown(t.text("past.unrecorded", since=known.first_day))
    found = once(reader, analysis, "changes since", lambda: _changes(reader, analysis, since), since)
    st.markdown(sentence_list(found[:_SHOWN]) or t.text("change.none", since=since))
    if len(found) > _SHOWN:
        rest = found[_SHOWN:]
        box = st.expander(t.plural("council.recent.more", len(rest)), key="change.more", on_change="rerun")
        if box.open:
            box.markdown(sentence_list(rest))
    _show_sums(reader, analysis)


def _show_sums(reader: Reader, analysis: ProgrammeAnalysis) -> None:
    """Say for which reasons dates were moved; by service and by partner on demand."""
    t, slips = reader.t, slips_now(reader)
    if not slips:
        return
    st.markdown(t.text("slip.why_dates_moved"))
    st.markdown(_sums_words(t, analysis, slips, "reason"))
    rest = [
        f"{t.text(f'slip.by.{by}')}\n\n{_sums_words(t, analysis, slips, by)}" for by in ("service", "partner")
    ]
    show_more(t.text("past.sums.more"), rest, key="slip.sums")


def _sums_words(t: Translator, analysis: ProgrammeAnalysis, slips: Sequence[Slip], by: str) -> str:
    sums = sums_of(slips, SUMS[by])
    return sentence_list([say(t, sum_sentence(one, sum_name(by, one, analysis.snapshot))) for one in sums])


def _ask_since(reader: Reader) -> date:
    """Let the reader choose the day to compare with; the address carries it."""
    today = reader.looks_back_to or today_of(programmes()[reader.programme or ""])
    try:
        wanted = date.fromisoformat(st.query_params.get(SINCE, ""))
    except ValueError:
        wanted = today - NEWS_SPAN
    last = today - timedelta(days=1)
    st.session_state["change.since"] = min(wanted, last)
    chosen: date = st.date_input(
        reader.t.text("change.since"),
        format="DD/MM/YYYY",
        max_value=last,
        key="change.since",
        on_change=lambda: st.query_params.update(since=st.session_state["change.since"].isoformat()),
    )
    return chosen


def _changes(reader: Reader, analysis: ProgrammeAnalysis, since: date) -> list[str]:
    t = reader.t
    known, before = as_known_on(reader, since)
    slips = [slip for slip in slips_now(reader) if slip.entry_id > known.last_entry]
    return [say(t, change_sentence(change)) for change in changes_between(before, analysis, slips)]
