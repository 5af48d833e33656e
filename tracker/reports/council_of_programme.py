"""Makes the council page of a programme from its database: as it is, or as it was known on a past day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from tracker.analysis import analyse
from tracker.analysis.sharing_whole import Shown, shown_of, slips_shown
from tracker.analysis.since import NEWS_SPAN, Since, Start
from tracker.analysis.slips import ledger_of, slips_of
from tracker.commands.last_review import read_as_of, since_from, since_last_review
from tracker.model.errors import UnknownRecordError
from tracker.reports.appendix import report_pdf
from tracker.reports.council_page import council_page

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis import ProgrammeAnalysis
    from tracker.i18n import Translator
    from tracker.reports.council_page import CouncilPage
    from tracker.storage import Database


@dataclass(frozen=True)
class Asked:
    """Which page of a programme is asked for; nothing said: the present, since the last review."""

    # As it was known at the end of this day; a day that is not over: as it is.
    as_of: date | None = None
    # The day to compare with.
    since: date | None = None
    # Key of a review that was held: as it was known then.
    review: str | None = None
    shown: Shown = field(default_factory=Shown)


def page_of_programme(
    database: Database, programme: str, today: date, asked: Asked | None = None
) -> CouncilPage:
    """Return the council page of a programme.

    Args:
        today: the date in the city; a programme with a status date is read as of that one.

    Raises:
        UnknownProgrammeError: no programme has this key.
        UnknownRecordError: no review of this key has been held.
    """
    asked = asked or Asked()
    analysis, last_entry = reading(database, programme, today, asked)
    since = compared_with(database, analysis, asked.since, last_entry)
    if asked.shown.is_all:
        return council_page(analysis, since)
    analysis, before = (_cut(one, asked.shown) for one in (analysis, since.before))
    slips = slips_shown(since.slips, asked.shown)
    return council_page(analysis, replace(since, before=before, slips=slips), asked.shown)


def _cut(analysis: ProgrammeAnalysis, shown: Shown) -> ProgrammeAnalysis:
    return analyse(shown_of(analysis.snapshot, shown), analysis.as_of)


def reading(
    database: Database, programme: str, today: date, asked: Asked
) -> tuple[ProgrammeAnalysis, int | None]:
    """Return the analysis of the present or of a past day, and the last journal entry known then.

    The entry is None for the present: all of them are known. Raises as `page_of_programme` does.
    """
    as_of = asked.as_of
    if asked.review is not None:
        return _at_review(database, programme, asked.review)
    if as_of is None or as_of >= today:
        snapshot = database.snapshot(programme)
        return analyse(snapshot, snapshot.programme.status_date or today), None
    known = database.known(programme, as_of)
    return analyse(
        known.snapshot, min(as_of, known.snapshot.programme.status_date or as_of)
    ), known.last_entry


def _at_review(database: Database, programme: str, key: str) -> tuple[ProgrammeAnalysis, int]:
    """Return the analysis of the moment at which a review was held, and its last journal entry."""
    snapshot = database.snapshot(programme)
    review = snapshot.reviews.by_key(key)
    moment = next((row for row in snapshot.review_moments if review and row.review_id == review.id), None)
    if moment is None:
        nearest = get_close_matches(key, list(snapshot.reviews.row_of_key), 3)
        raise UnknownRecordError(kind="review", key=key, nearest=nearest)
    known = database.known_at(programme, moment.last_entry)
    return analyse(known.snapshot, moment.as_of), moment.last_entry


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


def report_with_appendix(
    database: Database, programme: str, today: date, t: Translator, asked: Asked | None = None
) -> bytes:
    """Return the sheet of the whole programme and its appendix as one PDF; raises as `page_of_programme`."""
    asked = asked or Asked()
    analysis, last_entry = reading(database, programme, today, asked)
    page = council_page(analysis, compared_with(database, analysis, asked.since, last_entry))
    slips = slips_of(database.replans(programme, last_entry=last_entry))
    return report_pdf(page, analysis, ledger_of(slips, database.undone(programme, last_entry), last_entry), t)


def since_in_file(analysis: ProgrammeAnalysis, day: date | None = None) -> Since:
    """Return what a page of a roadmap file compares with: what the file says of an earlier day."""
    if day is None or day >= analysis.as_of:
        day = analysis.as_of - NEWS_SPAN
    return Since(day, analyse(analysis.snapshot, day))
