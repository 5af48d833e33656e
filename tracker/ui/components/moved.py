"""The slip ledger on a screen: what moved and why, of one initiative or of the whole programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis.slips import SUMS, sums_of
from tracker.reports.initiative import milestones_of
from tracker.reports.moved import slip_sentence, sum_name, sum_sentence
from tracker.ui.components.tables import show_more
from tracker.ui.components.words import say, sentence_list
from tracker.ui.ledger import slips_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.slips import Slip
    from tracker.i18n import Translator
    from tracker.ui.session import Reader


def show_slips(reader: Reader, analysis: ProgrammeAnalysis, subject: str) -> None:
    """Show each date that was moved, by whom and why; the table of milestones has the dates themselves."""
    t = reader.t
    keys = {item.key for item in milestones_of(analysis, subject)}
    if not keys:
        return
    st.header(t.text("slip.heading"))
    own = [slip for slip in slips_now(reader) if slip.item in keys]
    st.markdown(sentence_list([say(t, slip_sentence(slip)) for slip in own]) or t.text("slip.none.here"))


def show_sums(reader: Reader, analysis: ProgrammeAnalysis) -> None:
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
