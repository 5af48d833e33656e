"""What has happened since the last review: one comparison for the council, the digest and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.analysis.changes import ChangeKind, ItemChange, changes_between
from tracker.analysis.facts import ItemState
from tracker.analysis.status import TOLERANCE_DAYS
from tracker.analysis.verdict import ProgrammeVerdict, verdict_of
from tracker.model.milestone import MilestoneKind

if TYPE_CHECKING:
    from datetime import date

    from tracker.analysis.facts import Stall
    from tracker.analysis.programme import ProgrammeAnalysis
    from tracker.analysis.slips import Slip
    from tracker.model.review import Review, ReviewMoment
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
    moment: ReviewMoment | None = None


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
    # Of the changes: put off by more than the tolerance that no status minds.
    slipped: tuple[ItemChange, ...]
    # One an item, without those that only wait behind another.
    new_stalls: tuple[Stall, ...]
    ended_stalls: tuple[Stall, ...]
    # Keys of what could not begin then for want of something before it, and can begin or has begun now.
    released: tuple[str, ...]


def start_of(snapshot: Snapshot, as_of: date) -> Start:
    """Return the moment of the last review held by a day, else the day 30 days before it.

    Of a snapshot rebuilt from the journal these are the reviews held by then: a past report has its own.
    """
    held = [row for row in snapshot.review_moments if row.as_of <= as_of]
    last = max(held, key=lambda row: row.last_entry, default=None)
    if last is None:
        return Start(as_of - NEWS_SPAN)
    return Start(last.as_of, snapshot.reviews.get(last.review_id), last)


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
        slipped=tuple(
            change
            for change in changes
            if change.kind is ChangeKind.REDATED and (change.days or 0) > TOLERANCE_DAYS
        ),
        new_stalls=_stalls_only_in(analysis, before),
        ended_stalls=tuple(
            stall for stall in _stalls_only_in(before, analysis) if _is_in_plan(analysis, stall.item)
        ),
        released=_released(before, analysis),
    )


def _days(analysis: ProgrammeAnalysis, first: date | None, last: date | None) -> int | None:
    if first is None or last is None:
        return None
    return int(analysis.calendar.working_days_between(first, last))


def _stalls_only_in(side: ProgrammeAnalysis, other: ProgrammeAnalysis) -> tuple[Stall, ...]:
    """Return the stalls of items that had not stopped on the other side, one an item."""
    known = {stall.item for stall in other.stalls if stall.because_of is None}
    own = [stall for stall in side.stalls if stall.because_of is None and stall.item not in known]
    return tuple({stall.item: stall for stall in reversed(own)}.values())[::-1]


def _is_in_plan(analysis: ProgrammeAnalysis, key: str | None) -> bool:
    if key is None:
        return True
    if analysis.snapshot.milestones.by_key(key) is None:
        return False
    return analysis.items.by_key(key).state is not ItemState.CANCELLED


_HELD_BACK = (ItemState.TO_COME, ItemState.WAITING)
_CAN_ACT = (ItemState.READY, ItemState.IN_PROGRESS)


def _released(before: ProgrammeAnalysis, after: ProgrammeAnalysis) -> tuple[str, ...]:
    """Return the keys of what was held back then and is not now, in the plan's order."""
    return tuple(
        item.key
        for item in after.items
        if item.state in _CAN_ACT
        and item.id in before.snapshot.milestones.row_of_id
        and before.items.of(item.id).state in _HELD_BACK
    )
