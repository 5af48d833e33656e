"""The programme on screen: its analysis, shared between sessions by revision, and the way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.commands import execute
from tracker.commands.command import AnyCommand
from tracker.model.errors import SignedOutError, TrackerError
from tracker.storage import clock
from tracker.ui.components.words import plain
from tracker.ui.session import Reader, database, look_again, programmes
from tracker.ui.visitor import visitor_now

if TYPE_CHECKING:
    from datetime import date

    from tracker.model.programme import Programme


@st.cache_resource(show_spinner=False, max_entries=64)
def _shared_analysis(programme: str, revision: int, as_of: date) -> ProgrammeAnalysis:  # noqa: ARG001 - part of the key
    """Analyse one revision once for all sessions."""
    return analyse(database().snapshot(programme), as_of)


def current_revision(reader: Reader) -> int:
    """Return the revision the reader's programme has now, 0 when there is no such programme."""
    row = programmes().get(reader.programme or "")
    return row.revision if row else 0


def current_as_of(reader: Reader) -> date:
    """Return the day the programme is read as of: its fixed status date, else today in its city."""
    return _as_of(programmes()[reader.programme or ""])


def _as_of(row: Programme) -> date:
    return row.status_date or clock.today(row.time_zone)


def current_analysis(reader: Reader) -> ProgrammeAnalysis:
    """Return the analysis of the reader's programme at its present revision."""
    row = programmes()[reader.programme or ""]
    return _shared_analysis(row.key, row.revision, _as_of(row))


def refused(command: AnyCommand) -> TrackerError | None:
    """Run a command as whoever looks at this moment; return why it is refused, None when it is done.

    A form may have stood open for hours: whether its session still holds is asked again.
    """
    present = visitor_now()
    if present is None:
        return SignedOutError()
    try:
        execute(database(), command, present.author, clock.now())
    except TrackerError as refusal:
        return refusal
    finally:
        look_again()
    return None


def run(reader: Reader, command: AnyCommand) -> bool:
    """Run a command that has no form; a refusal is said on the screen. The next rerun shows the result."""
    refusal = refused(command)
    if refusal is not None:
        st.error(plain(reader.t(refusal.text)))
    return refusal is None
