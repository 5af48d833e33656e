"""Makes the council page of a programme from its database: as it is, or as it was known on a past day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.analysis import analyse
from tracker.analysis.since import NEWS_SPAN, Since, Start
from tracker.analysis.slips import ledger_of, slips_of
from tracker.commands.last_review import read_as_of, since_from, since_last_review
from tracker.reports.council_page import council_page

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.reports.council_page import CouncilPage
    from tracker.storage import Database


def page_of_programme(
    database: Database, programme: str, today: date, *, as_of: date | None = None, since: date | None = None
) -> CouncilPage:
    """Return the council page of a programme.

    Args:
        today: the date in the city; a programme with a status date is read as of that one.
        as_of: read it as it was known at the end of this day; None, or a day not over: as it is.
        since: the day to compare with; None: the last review held, or 30 days before.

    Raises:
        UnknownProgrammeError: no programme has this key.
    """
    analysis, last_entry = reading(database, programme, today, as_of)
    return council_page(analysis, compared_with(database, analysis, since, last_entry))


def reading(
    database: Database, programme: str, today: date, as_of: date | None = None
) -> tuple[ProgrammeAnalysis, int | None]:
    """Return the analysis of the present or of a past day, and the last journal entry known then.

    The entry is None for the present: all of them are known.
    """
    if as_of is None or as_of >= today:
        snapshot = database.snapshot(programme)
        return analyse(snapshot, snapshot.programme.status_date or today), None
    known = database.known(programme, as_of)
    return analyse(
        known.snapshot, min(as_of, known.snapshot.programme.status_date or as_of)
    ), known.last_entry


def compared_with(
    database: Database, analysis: ProgrammeAnalysis, day: date | None, last_entry: int | None = None
) -> Since:
    """Return what the page compares with: the last review, or the programme as known at the end of a day.

    Args:
        day: None, or one that is not before the day of the analysis: the last review.
        last_entry: the last journal entry that the analysis knows of; None: all.
    """
    if day is None or day >= analysis.as_of:
        return since_last_review(database, analysis, last_entry=last_entry)
    programme = analysis.snapshot.programme.key
    start, known = Start(day), database.known(programme, day)
    slips = ledger_of(
        slips_of(database.replans(programme, known.last_entry, last_entry)),
        database.undone(programme, last_entry),
        last_entry,
    )
    return since_from(start, known, analyse(known.snapshot, read_as_of(known, start)), slips)


def since_in_file(analysis: ProgrammeAnalysis, day: date | None = None) -> Since:
    """Return what a page of a roadmap file compares with: what the file says of an earlier day."""
    if day is None or day >= analysis.as_of:
        day = analysis.as_of - NEWS_SPAN
    return Since(day, analyse(analysis.snapshot, day))
