"""What each open item holds back, and what one more week of it moves when the forecast is rerun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np

from tracker.analysis.columns import NO_ROW, flags
from tracker.analysis.delays import Delays
from tracker.analysis.facts import Bottleneck, Move
from tracker.analysis.forecast import days_between
from tracker.analysis.items import Items
from tracker.analysis.network import ProgrammeNetwork
from tracker.analysis.standing import Standing
from tracker.i18n import Text
from tracker.planning import Downstream, Network, Schedule, WorkingCalendar, date_of_day
from tracker.planning.instants import Bools, Ints
from tracker.planning.structure import downstream_counts, downstream_groups

ONE_WEEK_DAYS = 5
# How many candidates the forecast is rerun for when the ranking is made; the others when they are read.
RERUNS, RERUNS_OF_LARGE, LARGE = 24, 12, 2_000
# Above this size the services downstream are counted instead of the items: 25 ms instead of minutes.
_COUNTED_ITEMS = 10_000


@dataclass(frozen=True, eq=False)
class _Moved:
    """The milestone rows that finish later, by how many working days, on which day, and who is an opening."""

    rows: Ints
    days: Ints
    finish: Ints
    is_opening: Bools


@dataclass(frozen=True, eq=False)
class Bottlenecks(Sequence[Bottleneck]):
    """The open items that hold others back, ranked; each is worked out only when it is read.

    Order: working days by which one more week moves public openings, then items that can act before
    those held back themselves, then days lost so far, then critical items, then how much lies
    downstream. The first 24 candidates (12 of a large programme) are ranked by a rerun of the forecast,
    the others after them by the openings that their dates drive.
    """

    items: Items
    network: ProgrammeNetwork
    engine: Network
    schedule: Schedule
    standing: Standing
    calendar: WorkingCalendar
    delays: Delays

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Bottleneck: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Bottleneck]: ...
    def __getitem__(self, place: int | slice) -> Bottleneck | Sequence[Bottleneck]:
        if isinstance(place, slice):
            return tuple(self._bottleneck(one) for one in range(*place.indices(len(self))))
        return self._bottleneck(range(len(self))[place])

    def __iter__(self) -> Iterator[Bottleneck]:
        return map(self._bottleneck, range(len(self)))

    @cached_property
    def rows(self) -> Ints:
        """The milestone rows in the order of the ranking."""
        rows = self._candidates
        driven = self._openings_driven[rows] * ONE_WEEK_DAYS
        order = np.lexsort(self._tie_breaks(rows, driven))
        large = len(self.engine) > LARGE
        first = rows[order][: RERUNS_OF_LARGE if large else RERUNS]
        moved = self.openings_moved_days(first.tolist())
        return np.append(first[np.lexsort(self._tie_breaks(first, moved))], rows[order][len(first) :])

    def _tie_breaks(self, rows: Ints, effect: Ints) -> tuple[Ints | Bools, ...]:
        standing = self.standing
        return (
            rows,
            -self._downstream_sizes[rows],
            ~self.items.is_critical[rows],
            -standing.overdue[rows],
            ~standing.is_actionable[rows],
            -effect,
        )

    @cached_property
    def _open_edges(self) -> tuple[Ints, Ints]:
        edges, is_open = self.network.edges, self.standing.is_open
        kept = is_open[edges.predecessor] & is_open[edges.successor]
        return edges.predecessor[kept], edges.successor[kept]

    @cached_property
    def _candidates(self) -> Ints:
        """The open milestones on which at least one open item depends."""
        before, _ = self._open_edges
        holds = np.zeros(len(self.standing.state), np.bool_)
        holds[before] = True
        return np.flatnonzero(holds[: len(self.items)])

    @cached_property
    def is_opening(self) -> Bools:
        """For each milestone row, whether it is a public opening that people still wait for."""
        opens = flags(self.items.snapshot.milestones.column("is_public_opening"))
        return opens & self.standing.is_open[: len(self.items)]

    @cached_property
    def _openings_driven(self) -> Ints:
        """How many public openings each row's finish drives: what a delay moves for certain."""
        count = len(self.standing.state)
        driving = self.schedule.is_driving
        edges = self.network.edges
        group = np.full(count, NO_ROW, np.int64)
        # A bit for each opening, at most 4,096 of them: beyond that the ranking needs no finer sight.
        openings = np.flatnonzero(self.is_opening)[:4096]
        group[openings] = np.arange(len(openings))
        if not len(openings):
            return np.zeros(count, np.int64)
        masks = downstream_groups(
            count, edges.predecessor[driving], edges.successor[driving], group, len(openings)
        )
        return np.asarray(np.bitwise_count(masks).sum(axis=1), np.int64)

    @cached_property
    def _downstream_sizes(self) -> Ints:
        """How many open items (of a very large programme: services) lie downstream of each row."""
        count = len(self.standing.state)
        if count <= _COUNTED_ITEMS:
            return downstream_counts(count, *self._open_edges)
        services = np.append(self.items.service_rows(), np.full(len(self.network.stand_ins), NO_ROW))
        groups = len(self.items.snapshot.services)
        masks = downstream_groups(count, *self._open_edges, services, groups)
        return np.asarray(np.bitwise_count(masks).sum(axis=1), np.int64)

    def downstream_rows(self, rows: Sequence[int]) -> Ints:
        """Return the open milestone rows that depend on any of some rows, directly or not."""
        found = self._downstream.of(rows)
        return found[found < len(self.items)]

    @cached_property
    def _downstream(self) -> Downstream:
        return Downstream(len(self.standing.state), *self._open_edges)

    def moves(self, row: int) -> tuple[Move, ...]:
        """Return what one more week of a milestone row moves, public openings first."""
        moved, snapshot = self._moved([row])[0], self.items.snapshot
        # The item itself counts when it is an opening that people wait for.
        shown = np.flatnonzero((moved.rows != row) | moved.is_opening)
        order = shown[np.lexsort((moved.rows[shown], -moved.days[shown], ~moved.is_opening[shown]))]
        return tuple(
            Move(
                item=snapshot.milestones[of].key,
                title=snapshot.milestones[of].title,
                moves_days=days,
                new_finish=date_of_day(finish),
                is_public_opening=is_opening,
            )
            for of, days, finish, is_opening in zip(
                *(
                    column[order].tolist()
                    for column in (moved.rows, moved.days, moved.finish, moved.is_opening)
                ),
                strict=True,
            )
        )

    def openings_moved_days(self, rows: Sequence[int]) -> Ints:
        """Return, for each row, by how many working days one more week of it moves public openings."""
        return np.array([moved.days[moved.is_opening].sum() for moved in self._moved(rows)], np.int64)

    @cached_property
    def _known_moved(self) -> dict[int, _Moved]:
        return {}

    def _moved(self, rows: Sequence[int]) -> list[_Moved]:
        """Rerun the forecast with one more week of each row alone, all at once, unless it is known."""
        known = self._known_moved
        asked = [row for row in rows if row not in known]
        if asked:
            minutes = ONE_WEEK_DAYS * self.engine.days_of_work[self.network.activities[asked]]
            found = self.delays.moved(asked, minutes)
            known.update(zip(asked, (self._in_days(*moved) for moved in found), strict=True))
        return [known[row] for row in rows]

    def _in_days(self, rows: Ints, finish: Ints) -> _Moved:
        days = days_between(self.calendar, self.items.early_finish[rows], finish)
        later = days > 0
        return _Moved(rows[later], days[later], finish[later], self.is_opening[rows[later]])

    def _bottleneck(self, place: int) -> Bottleneck:
        row = int(self.rows[place])
        snapshot = self.items.snapshot
        milestone = snapshot.milestones[row]
        below = self.downstream_rows([row])
        keys = snapshot.milestones.column("key")
        service = self.items.service_rows()[row]
        return Bottleneck(
            rank=place + 1,
            item=milestone.key,
            title=milestone.title,
            service=None if service == NO_ROW else snapshot.services[int(service)].key,
            is_actionable=bool(self.standing.is_actionable[row]),
            downstream_items=tuple(keys[one] for one in below.tolist()),
            downstream_initiatives=self.initiatives_among(below),
            downstream_services=self.services_among(below),
            public_openings=tuple(keys[one] for one in below[self.is_opening[below]].tolist()),
            days_lost=int(self.standing.overdue[row]),
            _rerun=lambda: self.moves(row),
            _say=_sentence,
        )

    def services_among(self, rows: Ints) -> tuple[str, ...]:
        """Return the keys of the services of some milestone rows, in the services' order."""
        found = np.unique(self.items.service_rows()[rows])
        return tuple(self.items.snapshot.services[row].key for row in found.tolist() if row != NO_ROW)

    def initiatives_among(self, rows: Ints) -> tuple[str, ...]:
        """Return the keys of the initiatives of some milestone rows, in the initiatives' order."""
        column = self.items.snapshot.milestones.column("initiative_id")
        found = {column[row] for row in rows.tolist()} - {None}
        return tuple(self.items.snapshot.initiatives.by_id(one).key for one in sorted(found))


def _sentence(found: Bottleneck) -> Text:
    values: dict[str, Any] = {
        "title": found.title,
        "held": held_text(len(found.downstream_items), len(found.downstream_services)),
        "effect": effect_text(found.one_more_week, found.item),
    }
    if found.days_lost:
        return Text("bottleneck.sentence_late", values, count=found.days_lost)
    return Text("bottleneck.sentence", values)


def held_text(items: int, services: int) -> Text:
    """Say how much is held back: items, and of how many services when they have any."""
    said = Text("bottleneck.items", count=items)
    if not services:
        return said
    return Text("bottleneck.held", {"items": said, "services": Text("bottleneck.services", count=services)})


def effect_text(moves: Sequence[Move], item: str) -> Text:
    """Say what one more week of an item moves: public openings by name, else how many items, else nothing.

    That its own opening moves is said only when no other does.
    """
    own = [move for move in moves if move.item == item]
    moves = [move for move in moves if move.item != item]
    openings = [move for move in moves if move.is_public_opening]
    if len(openings) == 1:
        return Text("bottleneck.moves_one", {"opening": openings[0].title}, count=openings[0].moves_days)
    if openings:
        values = {"openings": len(openings), "first": openings[0].title}
        return Text("bottleneck.moves_openings", values, count=max(move.moves_days for move in openings))
    if own:
        values = {"items": Text("bottleneck.items", count=len(moves))}
        form = "moves_itself_and_items" if moves else "moves_itself"
        return Text(f"bottleneck.{form}", values, count=own[0].moves_days)
    if moves:
        values = {"items": Text("bottleneck.items", count=len(moves))}
        return Text("bottleneck.moves_items", values, count=max(move.moves_days for move in moves))
    return Text("bottleneck.moves_nothing")
