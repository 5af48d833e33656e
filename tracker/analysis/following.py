"""Whose dates somebody follows in a calendar: the programme's, a service's, a post's or a partner's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.analysis.facts import ItemAnalysis
from tracker.analysis.sharing import initiatives_of_partner
from tracker.model.calendar_feed import FeedScope

if TYPE_CHECKING:
    from tracker.analysis.programme import ProgrammeAnalysis
    from tracker.model.snapshot import Snapshot


@dataclass(frozen=True)
class FollowedItem:
    """One item with a date, as a calendar shows it."""

    item: ItemAnalysis
    # The day on which it happened or is expected; of one given up the last day that is known of it.
    on: date
    is_cancelled: bool
    is_public_opening: bool
    # Title of its initiative; empty for what the programme as a whole waits for.
    initiative: str
    # Name of the service that does it; empty: none.
    service: str


def followed_items(analysis: ProgrammeAnalysis, scope: FeedScope, of: str) -> Iterator[FollowedItem]:
    """Yield the items of a scope that have a date, in the programme's order; none when `of` is gone.

    An item without a service or an owner of its own belongs to those of its initiative. A partner's are its
    own, and those of the initiatives in which it takes part.
    """
    snapshot = analysis.snapshot
    for place, row in enumerate(snapshot.milestones):
        above = snapshot.initiatives.get(row.initiative_id)
        if not analysis.items.is_history[place] and _is_in(snapshot, row, above, scope, of):
            found = _followed(analysis, place, row, above)
            if found is not None:
                yield found


def _is_in(snapshot: Snapshot, row: Any, above: Any, scope: FeedScope, of: str) -> bool:
    if scope is FeedScope.PROGRAMME:
        return True
    if scope is FeedScope.PARTNER:
        partner = snapshot.partners.by_key(of)
        ids = snapshot.partners.kept(
            of, lambda: initiatives_of_partner(snapshot, partner.id or 0) if partner else ()
        )
        return partner is not None and (row.partner_id == partner.id or row.initiative_id in ids)
    is_service = scope is FeedScope.SERVICE
    table: Any = snapshot.services if is_service else snapshot.posts
    wanted, column = table.by_key(of), "service_id" if is_service else "owner_id"
    own = getattr(row, column) or (getattr(above, column) if above is not None else None)
    return wanted is not None and own == wanted.id


def _followed(analysis: ProgrammeAnalysis, place: int, row: Any, above: Any) -> FollowedItem | None:
    item = analysis.items.at(place)
    is_cancelled = row.is_cancelled or (above is not None and above.status.is_ended)
    on = item.actual_finish or item.early_finish
    if is_cancelled:
        known = (on, item.approved_finish, item.original_finish, row.deadline, row.constraint_date)
        # A calendar wants a day even of what will never come.
        on = next((day for day in known if day is not None), analysis.snapshot.programme.start)
    if on is None:
        return None
    return FollowedItem(
        item=item,
        on=on,
        is_cancelled=is_cancelled,
        is_public_opening=row.is_public_opening,
        initiative=above.title if above is not None else "",
        service=_service(analysis.snapshot, row, above),
    )


def _service(snapshot: Snapshot, row: Any, above: Any) -> str:
    found = snapshot.services.get(row.service_id or (above.service_id if above is not None else None))
    return found.name if found is not None else ""
