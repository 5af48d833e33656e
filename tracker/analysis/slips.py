"""The slip ledger: each date of the plan that somebody moved, from, to, by how much and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from tracker.analysis.calendar import calendar_of
from tracker.analysis.columns import NO_ROW
from tracker.analysis.forecast import expected_finishes
from tracker.analysis.items import inherited
from tracker.model.journal import FROM_FILES, ReasonKind
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, date_of_day
from tracker.planning.instants import Ints

# What moved a date where nobody gave a reason: a file that was loaded again.
FILE = "file"


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
    command_id: str
    author: str
    finish_before: date | None
    finish_after: date | None
    # Working days; positive is later; None where one of the dates is not known.
    days: int | None
    reason_kind: ReasonKind | None
    reason: str
    # Whether a file that was loaded again moved it: the file is the reason.
    is_from_file: bool = False


@dataclass(frozen=True)
class SlipSum:
    """How often dates were moved for one reason, service or partner, and by how many working days in all."""

    # None: nobody said, or there is none.
    name: str | None
    count: int
    days: int


def slips_of(replans: Iterable[Replan]) -> tuple[Slip, ...]:
    """Return what each command moved, in the order of the commands given.

    Both dates are forecasts of the day on which the command was given, so that only what it did shows.
    """
    expected = _Expected()
    return tuple(slip for replan in replans for slip in _slips(replan, expected))


class _Expected:
    """The finishes expected last: what one command left is mostly what the next one found."""

    def __init__(self) -> None:
        self._last: tuple[Snapshot, date, Ints] | None = None

    def of(self, snapshot: Snapshot, day: date) -> Ints:
        """Return by milestone row the day numbers to be expected on a day."""
        if self._last is None or self._last[0] is not snapshot or self._last[1] != day:
            self._last = (snapshot, day, expected_finishes(snapshot, day))
        return self._last[2]


def ledger_of(
    slips: Iterable[Slip], undone: Collection[str], last_entry: int | None = None
) -> tuple[Slip, ...]:
    """Return the slips that stand: not those of commands taken back, nor what was not known yet.

    Args:
        undone: ids of the commands taken back.
        last_entry: id of the last journal entry that is known; None: all are.
    """
    return tuple(
        slip
        for slip in slips
        if slip.command_id not in undone and (last_entry is None or slip.entry_id <= last_entry)
    )


def _slips(replan: Replan, expected: _Expected) -> Iterator[Slip]:
    entry, snapshot = replan.entry, replan.after
    on = entry.at.astimezone(ZoneInfo(snapshot.programme.time_zone)).date()
    day = snapshot.programme.status_date or on
    # The later state first: an older command, which comes next, left what this one found.
    after, before = expected.of(snapshot, day), expected.of(replan.before, day)
    services = inherited(snapshot, "service_id", snapshot.services)
    calendar = calendar_of(snapshot)
    for identity in sorted(replan.milestones & snapshot.milestones.row_of_id.keys()):
        row = snapshot.milestones.row_of_id[identity]
        milestone = snapshot.milestones[row]
        partner = snapshot.partners.get(milestone.partner_id)
        was = _day(before, replan.before.milestones.row_of_id.get(identity))
        now = _day(after, row)
        yield Slip(
            item=milestone.key,
            title=milestone.title,
            service=None if services[row] == NO_ROW else snapshot.services[int(services[row])].key,
            partner=None if partner is None else partner.key,
            on=on,
            entry_id=entry.id,
            command_id=entry.command_id,
            author=entry.author,
            finish_before=was,
            finish_after=now,
            days=None if was is None or now is None else calendar.working_days_between(was, now),
            reason_kind=entry.reason_kind,
            reason=entry.reason,
            is_from_file=entry.command in FROM_FILES,
        )


def _day(column: Ints, row: int | None) -> date | None:
    return None if row is None or column[row] == NONE else date_of_day(int(column[row]))


def sums_of(slips: Sequence[Slip], by: Callable[[Slip], str | None]) -> tuple[SlipSum, ...]:
    """Return the slips added up by what `by` says of each, the most days first."""
    found: defaultdict[str | None, list[int]] = defaultdict(list)
    for slip in slips:
        found[by(slip)].append(slip.days or 0)
    sums = [SlipSum(name, len(days), sum(days)) for name, days in found.items()]
    return tuple(sorted(sums, key=lambda one: (-one.days, -one.count, one.name or "")))


def by_reason(slip: Slip) -> str | None:
    if slip.reason_kind is not None:
        return slip.reason_kind.value
    return FILE if slip.is_from_file else None


def by_service(slip: Slip) -> str | None:
    return slip.service


def by_partner(slip: Slip) -> str | None:
    return slip.partner


# What slips are added up by.
SUMS: Mapping[str, Callable[[Slip], str | None]] = {
    "reason": by_reason,
    "service": by_service,
    "partner": by_partner,
}
