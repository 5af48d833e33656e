"""What has happened since the last review: one comparison for the council, the digest and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.analysis.changes import ChangeKind, ItemChange, changes_between
from tracker.analysis.decisions import DecisionOutcome
from tracker.analysis.facts import ItemState
from tracker.analysis.status import TOLERANCE_DAYS
from tracker.analysis.verdict import ProgrammeVerdict, verdict_of
from tracker.model.milestone import MilestoneKind

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.facts import Stall
    from tracker.analysis.programme import ProgrammeAnalysis
    from tracker.analysis.slips import Slip
    from tracker.model.review import Review
    from tracker.model.snapshot import Snapshot

# How far back a change is news where no review was ever held.
NEWS_SPAN = timedelta(days=30)
_FINISHED = ChangeKind.FINISHED


@dataclass(frozen=True)
class Start:
    """From when on changes are told: the moment of the last review, else a day some weeks back."""

    day: date
    # None: no review has been held.
    review: Review | None = None
    # The last journal entry before that review decided anything; None: the end of the day.
    last_entry: int | None = None


@dataclass(frozen=True)
class Since:
    """What the present is compared with: the programme as it was known at the last review, or on a day."""

    day: date
    before: ProgrammeAnalysis
    # What was moved after that.
    slips: tuple[Slip, ...] = ()
    # Title and key of the review held then; empty: none was held, and what is told goes back 30 days.
    review: str = ""
    review_key: str = ""
    # First day of which anything is recorded, where that is later than `day`.
    recorded_from: date | None = None


@dataclass(frozen=True)
class Happened:
    """What became of a programme since then."""

    before: ProgrammeVerdict
    now: ProgrammeVerdict
    # Working days from the end expected then to the end expected now, positive = later; None: one of them
    # is not known.
    finish_days: int | None
    # Every change of an item, what matters most first.
    changes: tuple[ItemChange, ...]
    # Of those, everything finished; and of that, what opened to citizens and which decisions fell.
    finished: tuple[ItemChange, ...]
    openings: tuple[ItemChange, ...]
    decisions: tuple[ItemChange, ...]
    # Keys of the decisions that were refused meanwhile, and still are.
    refused: tuple[str, ...]
    # Of the changes: put off by more than the tolerance that no status minds.
    slipped: tuple[ItemChange, ...]
    # One an item, without those that only wait behind another.
    new_stalls: tuple[Stall, ...]
    ended_stalls: tuple[Stall, ...]
    # Keys of what something unreached held back then, and nothing holds back now.
    released: tuple[str, ...]


def start_of(snapshot: Snapshot, as_of: date) -> Start:
    """Return the moment at which the last review held by a day began, else the day 30 days before it.

    Of a snapshot rebuilt from the journal these are the reviews held by then: a past report has its own.
    """
    held = [row for row in snapshot.review_moments if row.as_of <= as_of]
    last = max(held, key=lambda row: row.last_entry, default=None)
    if last is None:
        return Start(as_of - NEWS_SPAN)
    return Start(
        last.opened_on or last.as_of,
        snapshot.reviews.get(last.review_id),
        last.opened_entry or last.last_entry,
    )


def happened_since(analysis: ProgrammeAnalysis, since: Since) -> Happened:
    """Compare a programme with what it was."""
    before, rows = since.before, analysis.snapshot.milestones
    changes = changes_between(before, analysis, since.slips)
    finished = [(change, rows.by_key(change.item)) for change in changes if change.kind is _FINISHED]
    then, now = verdict_of(before), verdict_of(analysis)
    return Happened(
        before=then,
        now=now,
        finish_days=_days(analysis, then.finish, now.finish),
        changes=changes,
        finished=tuple(change for change, _ in finished),
        openings=tuple(change for change, row in finished if row and row.is_public_opening),
        decisions=tuple(change for change, row in finished if row and row.kind == MilestoneKind.DECISION),
        refused=_refused(before, analysis),
        slipped=tuple(
            change
            for change in changes
            if change.kind is ChangeKind.REDATED and (change.days or 0) > TOLERANCE_DAYS
        ),
        new_stalls=_stalls_only_in(analysis, before),
        ended_stalls=tuple(
            stall for stall in _stalls_only_in(before, analysis) if _is_open(analysis, stall.item)
        ),
        released=_released(before, analysis),
    )


def _refused(before: ProgrammeAnalysis, after: ProgrammeAnalysis) -> tuple[str, ...]:
    def refused(side: ProgrammeAnalysis) -> dict[str, None]:
        return {one.key: None for one in side.decisions if one.outcome is DecisionOutcome.REFUSED}

    known = refused(before)
    return tuple(key for key in refused(after) if key not in known)


def _days(analysis: ProgrammeAnalysis, first: date | None, last: date | None) -> int | None:
    if first is None or last is None:
        return None
    return int(analysis.calendar.working_days_between(first, last))


def _stalls_only_in(side: ProgrammeAnalysis, other: ProgrammeAnalysis) -> tuple[Stall, ...]:
    """Return the stalls of items that had not stopped at all on the other side, one an item."""
    known = {stall.item for stall in other.stalls}
    own = [stall for stall in side.stalls if stall.because_of is None and stall.item not in known]
    return tuple({stall.item: stall for stall in reversed(own)}.values())[::-1]


def _is_open(analysis: ProgrammeAnalysis, key: str | None) -> bool:
    if key is None:
        return True
    if analysis.snapshot.milestones.by_key(key) is None:
        return False
    return analysis.items.by_key(key).state not in (ItemState.DONE, ItemState.CANCELLED)


def _released(before: ProgrammeAnalysis, after: ProgrammeAnalysis) -> tuple[str, ...]:
    """Return the keys of what was held back then and is not now, in the plan's order."""
    held, holds = _held_back(before), _held_back(after)
    rows = after.snapshot.milestones
    found = [row for row in rows if row.id in held and row.id not in holds and _is_open(after, row.key)]
    return tuple(row.key for row in found)


def _held_back(analysis: ProgrammeAnalysis) -> set[int]:
    """Return the ids of the open items that something unreached holds back."""
    standing, edges = analysis.situation.standing, analysis.situation.network.edges
    ids = analysis.snapshot.milestones.column("id")
    return {ids[row] for row in set(edges.successor[standing.blocking].tolist()) if row < len(ids)}
