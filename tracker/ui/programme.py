"""The programme on screen: its analysis, shared between sessions by revision, and the way to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.commands import Command, execute
from tracker.commands.command import AnyCommand
from tracker.commands.permission import Permission
from tracker.model.errors import LookingBackError, SignedOutError, TrackerError
from tracker.storage import clock
from tracker.ui.components.words import plain
from tracker.ui.session import Reader, database, look_again, programmes
from tracker.ui.session import reader as settled_reader
from tracker.ui.visitor import reads, visitor, visitor_now

if TYPE_CHECKING:
    from datetime import date

    from tracker.model.programme import Programme
    from tracker.storage import Known


@st.cache_resource(show_spinner=False, max_entries=64)
def _shared_analysis(programme: str, revision: int, as_of: date) -> ProgrammeAnalysis:  # noqa: ARG001 - part of the key
    """Analyse one revision once for all sessions."""
    return analyse(database().snapshot(programme), as_of)


@st.cache_resource(show_spinner=False, max_entries=32)
def _shared_past(programme: str, revision: int, day: date) -> tuple[Known, ProgrammeAnalysis]:  # noqa: ARG001 - part of the key
    """Rebuild one day once for all sessions, with what was shown on it."""
    known = database().known(programme, day)
    status_date = known.snapshot.programme.status_date
    return known, analyse(known.snapshot, min(day, status_date or day))


def current_known(reader: Reader) -> Known:
    """Return the programme as it was known on the day that the reader looks back to.

    Raises:
        ValueError: they look at the present.
    """
    return _past(reader)[0]


def _past(reader: Reader) -> tuple[Known, ProgrammeAnalysis]:
    if reader.looks_back_to is None:
        raise ValueError("the reader looks at the present")
    row = _readable(reader)
    return _shared_past(row.key, row.revision, reader.looks_back_to)


def as_known_on(reader: Reader, day: date) -> tuple[Known, ProgrammeAnalysis]:
    """Return the reader's programme as it was known on another day."""
    row = _readable(reader)
    return _shared_past(row.key, row.revision, day)


def _readable(reader: Reader) -> Programme:
    """Return the reader's programme, whose plan is theirs to read: what is shared never goes round that."""
    programme = reader.programme or ""
    reads().require(Permission.READ, programme)
    return programmes()[programme]


def can_change(reader: Reader, permission: Permission = Permission.EDIT_PLAN) -> bool:
    """Whether the screen offers to change something: not in the past, and only to who may.

    The command asks again: a button that is not drawn protects nothing.
    """
    return not reader.looks_back_to and visitor().may(permission, reader.programme or "")


def last_known_entry(reader: Reader) -> int | None:
    """Return the id of the last journal entry that the reader may see, None when that is the latest."""
    return current_known(reader).last_entry if reader.looks_back_to else None


def current_revision(reader: Reader) -> int:
    """Return the revision the reader's programme has now, 0 when there is no such programme."""
    row = programmes().get(reader.programme or "")
    return row.revision if row else 0


def current_as_of(reader: Reader) -> date:
    """Return the day the programme is read as of: its fixed status date, else today in its city."""
    if reader.looks_back_to:
        return current_analysis(reader).as_of
    return _as_of(programmes()[reader.programme or ""])


def today_of(row: Programme) -> date:
    """Return today's date in the programme's city."""
    return clock.today(row.time_zone)


def _as_of(row: Programme) -> date:
    return row.status_date or today_of(row)


def current_analysis(reader: Reader) -> ProgrammeAnalysis:
    """Return the analysis of the reader's programme: as it is, or as it was on the day they look back to."""
    if reader.looks_back_to:
        return _past(reader)[1]
    row = _readable(reader)
    return _shared_analysis(row.key, row.revision, _as_of(row))


def present_day_of(row: Programme) -> date:
    """Return the day that a programme is read as of at present."""
    return _as_of(row)


def analysis_of(row: Programme) -> ProgrammeAnalysis:
    """Return the analysis of one of the programmes that the visitor may read, as it is at present."""
    reads().require(Permission.READ, row.key)
    return _shared_analysis(row.key, row.revision, _as_of(row))


def refused(command: AnyCommand) -> TrackerError | None:
    """Run a command as whoever looks at this moment; return why it is refused, None when it is done.

    A form may have stood open for hours: whether its session still holds is asked again.
    """
    if isinstance(command, Command) and settled_reader().looks_back_to:
        return LookingBackError()
    present = visitor_now()
    if present is None:
        return SignedOutError()
    try:
        execute(database(), command, present.author, clock.now(), asks_why=True)
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
