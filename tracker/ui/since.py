"""What has happened since the last review, read once for all sessions; and a review as it was on its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.since import happened_since
from tracker.commands.permission import Permission
from tracker.ui.components.chart import kept
from tracker.ui.programme import last_known_entry
from tracker.ui.session import database
from tracker.ui.visitor import reads

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.since import Happened, Since
    from tracker.model.review import ReviewMoment
    from tracker.ui.session import Reader


def since_last_review(reader: Reader, analysis: ProgrammeAnalysis, last_entry: int | None = None) -> Since:
    """Return what the reader's programme is compared with: its last review, or 30 days ago without one.

    Args:
        last_entry: of a review that was held, the last journal entry it knew of; the analysis is of then.
    """
    return _since(reader, analysis, last_known_entry(reader) if last_entry is None else last_entry)


def happened(reader: Reader, analysis: ProgrammeAnalysis, last_entry: int | None = None) -> Happened:
    """Return what has happened since the last review; of a review that was held, up to its last entry."""
    until = last_known_entry(reader) if last_entry is None else last_entry
    return kept(
        ("happened", *_key(reader, analysis), until),
        lambda: happened_since(analysis, _since(reader, analysis, until)),
    )


def analysis_at(reader: Reader, moment: ReviewMoment) -> ProgrammeAnalysis:
    """Return the programme as it was known, and read, when a review was held."""
    programme = reader.programme or ""
    reads().require(Permission.READ, programme)
    return _analysis_at(programme, moment.last_entry, moment.as_of)


@st.cache_resource(show_spinner=False, max_entries=32)
def _analysis_at(programme: str, last_entry: int, as_of: date) -> ProgrammeAnalysis:
    """Rebuild one moment once for all sessions: no later write changes it."""
    return analyse(database().known_at(programme, last_entry).snapshot, as_of)


def _since(reader: Reader, analysis: ProgrammeAnalysis, last_entry: int | None) -> Since:
    return kept(
        ("since", *_key(reader, analysis), last_entry),
        lambda: reads().since(reader.programme or "", analysis, last_entry=last_entry),
    )


def _key(reader: Reader, analysis: ProgrammeAnalysis) -> tuple[str | None, int, date]:
    return reader.programme, analysis.snapshot.revision, analysis.as_of
