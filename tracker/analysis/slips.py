"""The slip ledger: each date of the plan that somebody moved, from, to, by how much and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from tracker.analysis.items import Items
from tracker.analysis.programme import analyse
from tracker.model.journal import ReasonKind
from tracker.model.snapshot import Snapshot


class Replan(Protocol):
    """A command that moved dates of the plan: `storage.replans` finds them in the journal."""

    @property
    def entry(self) -> Any: ...
    @property
    def before(self) -> Snapshot: ...
    @property
    def after(self) -> Snapshot: ...
    @property
    def milestones(self) -> frozenset[int]: ...


@dataclass(frozen=True)
class Slip:
    """One milestone's date, moved by one command: the finish expected just before and just after it."""

    item: str
    title: str
    service: str | None
    partner: str | None
    # In the programme's time zone.
    on: date
    entry_id: int
    author: str
    finish_before: date | None
    finish_after: date | None
    # Working days; positive is later; None where one of the dates is not known.
    days: int | None
    reason_kind: ReasonKind | None
    reason: str


@dataclass(frozen=True)
class SlipSum:
    """How often dates were moved for one reason, service or partner, and by how many working days in all."""

    # None: nobody said, or there is none.
    name: str | None
    count: int
    days: int


def slips_of(replans: Iterable[Replan]) -> tuple[Slip, ...]:
    """Return the ledger in the order of the commands given.

    Both dates are forecasts of the day on which the command was given, so that only what it did shows.
    """
    return tuple(slip for replan in replans for slip in _slips(replan))


def _slips(replan: Replan) -> Iterator[Slip]:
    entry, programme = replan.entry, replan.after.programme
    on = entry.at.astimezone(ZoneInfo(programme.time_zone)).date()
    day = programme.status_date or on
    after, before = analyse(replan.after, day), analyse(replan.before, day)
    for identity in sorted(replan.milestones & replan.after.milestones.row_of_id.keys()):
        item = after.items.of(identity)
        was = _finish(before.items, identity)
        is_known = was is not None and item.early_finish is not None
        milestone = replan.after.milestones.by_id(identity)
        partner = replan.after.partners.get(milestone.partner_id)
        yield Slip(
            item=item.key,
            title=item.title,
            service=item.service_key,
            partner=None if partner is None else partner.key,
            on=on,
            entry_id=entry.id,
            author=entry.author,
            finish_before=was,
            finish_after=item.early_finish,
            days=after.calendar.working_days_between(was, item.early_finish) if is_known else None,  # type: ignore[arg-type]  # known
            reason_kind=entry.reason_kind,
            reason=entry.reason,
        )


def _finish(items: Items, identity: int) -> date | None:
    is_there = identity in items.snapshot.milestones.row_of_id
    return items.of(identity).early_finish if is_there else None


def sums_of(slips: Sequence[Slip], by: Callable[[Slip], str | None]) -> tuple[SlipSum, ...]:
    """Return the slips added up by what `by` says of each, the most days first."""
    found: defaultdict[str | None, list[int]] = defaultdict(list)
    for slip in slips:
        found[by(slip)].append(slip.days or 0)
    sums = [SlipSum(name, len(days), sum(days)) for name, days in found.items()]
    return tuple(sorted(sums, key=lambda one: (-one.days, -one.count, one.name or "")))


def by_reason(slip: Slip) -> str | None:
    return None if slip.reason_kind is None else slip.reason_kind.value


def by_service(slip: Slip) -> str | None:
    return slip.service


def by_partner(slip: Slip) -> str | None:
    return slip.partner
