"""Reads what a programme was at its last review: what "since the last review" starts from, everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.analysis import analyse
from tracker.analysis.since import Since, Start, start_of
from tracker.analysis.slips import ledger_of, slips_of
from tracker.storage.past import Known, read_known, read_known_at
from tracker.storage.replans import read_replans, read_undone

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.slips import Slip
    from tracker.model.review import ReviewMoment
    from tracker.storage import Database


def since_last_review(
    database: Database, analysis: ProgrammeAnalysis, *, last_entry: int | None = None
) -> Since:
    """Return what a programme is compared with: its last review, or 30 days ago when none was held.

    Args:
        analysis: of the programme as it is, or as it was known up to `last_entry`.
        last_entry: the last journal entry that is known; None: the latest.

    Raises:
        UnknownProgrammeError: the programme is no longer there.
    """
    with database.reading() as connection:
        return since_in(connection, analysis, last_entry=last_entry)


def since_in(connection: Connection, analysis: ProgrammeAnalysis, *, last_entry: int | None = None) -> Since:
    """Return the same within a transaction that is open, its own changes included."""
    key = analysis.snapshot.programme.key
    start = start_of(analysis.snapshot, analysis.as_of)
    known = known_at_start(connection, key, start)
    replans = read_replans(connection, key, known.last_entry, last_entry)
    slips = ledger_of(slips_of(replans), read_undone(connection, key, last_entry), last_entry)
    return since_from(start, known, analyse(known.snapshot, read_as_of(known, start)), slips)


def since_from(start: Start, known: Known, before: ProgrammeAnalysis, slips: tuple[Slip, ...]) -> Since:
    """Return what the present is compared with, from what was read of it."""
    is_recorded = start.last_entry is not None or known.is_recorded
    return Since(
        day=start.day,
        before=before,
        slips=slips,
        review=start.review.title if start.review else "",
        review_key=start.review.key if start.review else "",
        recorded_from=None if is_recorded else known.first_day,
    )


def at_moment(database: Database, programme: str, moment: ReviewMoment) -> tuple[ProgrammeAnalysis, Since]:
    """Return a programme as it was known and read when a review was held, and what it was compared with.

    Raises:
        UnknownProgrammeError: no programme has this key.
    """
    known = database.known_at(programme, moment.last_entry)
    analysis = analyse(known.snapshot, moment.as_of)
    return analysis, since_last_review(database, analysis, last_entry=known.last_entry)


def known_at_start(connection: Connection, key: str, start: Start) -> Known:
    """Return the programme as it was known at its last review, or on the day that stands in for one."""
    if start.last_entry is not None:
        return read_known_at(connection, key, start.last_entry)
    return read_known(connection, key, start.day)


def read_as_of(known: Known, start: Start) -> date:
    """Return the day as of which the start is read: no later than a status date that was fixed then."""
    fixed = known.snapshot.programme.status_date
    return start.day if start.last_entry is not None or fixed is None else min(start.day, fixed)
