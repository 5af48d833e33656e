"""The facts an analysis states: one frozen dataclass for each thing a screen or a file can say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from tracker.i18n import Text
from tracker.model.programme import StallRule
from tracker.model.progress import DeclaredStatus


class ItemState(StrEnum):
    """Where an item stands on the day of the analysis, whatever its dates say."""

    DONE = "done"
    IN_PROGRESS = "in_progress"
    READY = "ready"  # nothing holds it back any more: it could start
    WAITING = "waiting"  # its planned start has come and a predecessor still holds it back
    TO_COME = "to_come"
    CANCELLED = "cancelled"  # out of the plan, reached or not


class ComputedStatus(StrEnum):
    """How an item fares by rule; `status.py` gives the rule."""

    DONE = "done"
    ON_COURSE = "on_course"
    AT_RISK = "at_risk"
    LATE = "late"
    STALLED = "stalled"
    TO_COME = "to_come"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class ItemAnalysis:
    """What the day of the analysis makes of one milestone, decision or prerequisite.

    Dates are working days: a start is the first day of the work, a finish its last. Floats and
    variance are working days. None: the item is out of the plan, or the input is missing.
    """

    id: int
    key: str
    title: str
    service_key: str | None
    early_start: date | None
    early_finish: date | None
    late_start: date | None
    late_finish: date | None
    total_float_days: float | None
    free_float_days: float | None
    is_critical: bool
    actual_start: date | None
    actual_finish: date | None
    # The approved dates, or the plan scheduled from its start while nothing is approved; None: not in the
    # approved plan.
    planned_start: date | None
    planned_finish: date | None
    # None when no approved plan holds the item.
    approved_start: date | None
    approved_finish: date | None
    # As first approved.
    original_finish: date | None
    # Forecast (or actual) finish minus approved finish, positive = late.
    variance_days: int | None
    # Why there is no variance.
    variance_reason: Text | None
    state: ItemState
    # None: cannot be computed; `reason` then says because of what.
    computed_status: ComputedStatus | None
    reason: Text
    declared_status: DeclaredStatus
    declared_on: date | None
    # Said better than it is computed; `disagreement_text` says both.
    disagreement: bool
    disagreement_text: Text | None
    progress_percent: float | None


@dataclass(frozen=True)
class Stall:
    """One rule's finding: work that has stopped, since when and because of what."""

    rule: StallRule
    # None: the programme as a whole.
    item: str | None
    since: date
    # Working days during which the item could have moved and did not.
    working_days: int
    # The predecessor to which the stall belongs, however far back.
    because_of: str | None
    sentence: Text

    @property
    def holder(self) -> str | None:
        """The item that has to move for the stall to end."""
        return self.because_of or self.item


@dataclass(frozen=True)
class Move:
    """One item that a delay moves, by how many working days and to which date."""

    item: str
    title: str
    moves_days: int
    new_finish: date
    is_public_opening: bool


@dataclass(frozen=True)
class Bottleneck:
    """An open item, what it holds back and what one more week of it would move."""

    rank: int
    item: str
    title: str
    service: str | None
    # Nothing holds the item itself back: it is the one that can act.
    is_actionable: bool
    downstream_items: tuple[str, ...]
    downstream_initiatives: tuple[str, ...]
    downstream_services: tuple[str, ...]
    public_openings: tuple[str, ...]
    # Working days lost so far through this item.
    days_lost: int
    _rerun: Callable[[], tuple[Move, ...]] = field(repr=False, compare=False)
    _say: Callable[[Bottleneck], Text] = field(repr=False, compare=False)

    @cached_property
    def one_more_week(self) -> tuple[Move, ...]:
        """What moves if the item takes five working days more; public openings first."""
        return self._rerun()

    @property
    def openings_moved(self) -> tuple[Move, ...]:
        return tuple(move for move in self.one_more_week if move.is_public_opening)

    @property
    def sentence(self) -> Text:
        return self._say(self)


class GroupBy(StrEnum):
    """The ways in which bottlenecks are grouped."""

    SERVICE = "service"
    OWNER = "owner"
    PARTNER = "partner"
    NATURE = "nature"


@dataclass(frozen=True)
class BottleneckGroup:
    """The bottlenecks of one service, owner, partner or nature, and what they hold back together."""

    by: GroupBy
    # None: the items that have no owner, partner or service; a body outside has its name as its key.
    key: str | None
    title: str | Text
    items: tuple[str, ...]
    downstream_items: tuple[str, ...]
    downstream_services: tuple[str, ...]
    # Working days by which its most overdue item is overdue: those of several overlap.
    days_lost: int
    # Working days by which one more week of its worst item moves public openings, added up.
    openings_moved_days: int
    sentence: Text


@dataclass(frozen=True)
class ServiceWait:
    """One service waits for another: the items that wait, and the working days of the longest wait.

    A body outside from which a decision is awaited stands in place of a service under its name.
    """

    waiting: str
    holding: str
    working_days: int
    # (item that waits, item to which the wait belongs, working days)
    items: tuple[tuple[str, str, int], ...]
    sentence: Text


@dataclass(frozen=True)
class Progress:
    """Share done, 0 to 100; None with the reason when an input is missing.

    Formula: sum of weight x progress over sum of weights, where a milestone reached counts 100 %,
    one not begun 0 %, and one in progress what was last reported or 1 - remaining / work.
    """

    percent: float | None
    # What stands behind the figure, or why there is none.
    formula: Text
    reached: int
    counted: int


@dataclass(frozen=True)
class InitiativeAnalysis:
    """One initiative: its forecast from its milestones, its status and its progress."""

    id: int
    key: str
    title: str
    start: date | None
    finish: date | None
    approved_finish: date | None
    # As first approved: a later approval never hides it.
    original_finish: date | None
    variance_days: int | None
    computed_status: ComputedStatus | None
    reason: Text
    declared_status: DeclaredStatus
    declared_on: date | None
    disagreement: bool
    disagreement_text: Text | None
    # In the plan: neither history nor ended.
    is_planned: bool
    stalls: tuple[Stall, ...]
    progress: Progress
    next_milestone: str | None
    milestones: tuple[str, ...]


@dataclass(frozen=True)
class CurvePoint:
    """Cumulative share of the weight reached by the end of a month, 0 to 100."""

    month_end: date
    planned: float
    # None after the day of the analysis.
    actual: float | None
    # None before it.
    forecast: float | None
