"""Names the rule that explains why a date differs from the one another tool stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tracker.exchange.mspdi_activities import Leaf, Link
from tracker.exchange.mspdi_pace import next_start
from tracker.exchange.mspdi_records import TENTHS_A_MINUTE, Constraint, LinkType, ScheduleRecord, TaskRecord
from tracker.exchange.mspdi_schedule import FreshSchedule

if TYPE_CHECKING:
    from tracker.exchange.mspdi_verify import Difference, StoredDates

# Every rule is said in i18n (`mspdi.rule.<name>`) and documented with its source in docs/mspdi.md.
RULES = (
    "not_a_leaf", "not_stored", "inherited", "inactive", "external", "manual", "interrupted", "contour",
    "progress", "leveling", "as_late_as_possible", "conflict", "not_recalculated", "project_finish",
    "resource_hours", "unexplained",
)  # fmt: skip


class Causes:
    """Looks at a leaf, its links and what was stored; the first rule that fits is the cause."""

    def __init__(
        self,
        schedule: ScheduleRecord,
        fresh: FreshSchedule,
        stored: Mapping[int, StoredDates],
        early: Collection[int],
        floats: Collection[int],
    ) -> None:
        self.schedule = schedule
        self.fresh = fresh
        self.stored = stored
        self.early = early
        self.floats = floats
        self.contoured = {found.task for found in schedule.assignments if not found.is_flat}
        self.leaves = {leaf.task.uid: leaf for leaf in fresh.activities.leaves}
        finishes = [found.early_finish for found in stored.values() if found.early_finish is not None]
        self.stored_finish = max(finishes, default=fresh.finish)

    def named(self, difference: Difference) -> Difference:
        """Return a difference with its rule, and the other task where it comes from when it is handed on."""
        leaf = self.leaves.get(difference.task)
        if leaf is None:
            return difference
        if not difference.stored:
            return replace(difference, rule="not_stored")
        other = self._handed_on(leaf, difference.field)
        if other is not None:
            return replace(difference, rule="inherited", other=other)
        return replace(difference, rule=self._rule(leaf, difference.field))

    def _handed_on(self, leaf: Leaf, field: str) -> int | None:
        """Return the task whose own difference moves this one: a predecessor, or a successor for float."""
        uid = leaf.task.uid
        if field != "total_float":
            driver = self.fresh.dates[uid].driver
            links = ([driver] if driver else []) + leaf.incoming
            return next((link.predecessor.task.uid for link in links if self._is_late(link)), None)
        if uid in self.early:
            return uid
        return next(
            (link.successor.task.uid for link in leaf.outgoing if link.successor.task.uid in self.floats),
            None,
        )

    def _is_late(self, link: Link) -> bool:
        return link.predecessor.task.uid in self.early

    def _rule(self, leaf: Leaf, field: str) -> str:
        task = leaf.task
        facts = (
            ("inactive", not task.is_active or self._waits_for_inactive(task)),
            ("external", task.is_external),
            ("manual", task.is_manual),
            ("interrupted", self._is_interrupted(leaf)),
            ("progress", leaf.is_started or task.actual_duration > 0),
            ("leveling", task.leveling_delay != 0),
            ("as_late_as_possible", task.constraint is Constraint.AS_LATE_AS_POSSIBLE),
            ("conflict", self.fresh.dates[task.uid].wanted_start is not None),
            ("not_recalculated", field != "total_float" and self._contradicts_its_links(leaf)),
            ("project_finish", field == "total_float" and self._ends_otherwise),
            ("contour", task.uid in self.contoured),
            ("resource_hours", any(pace.timeline is not leaf.own for pace in leaf.paces)),
        )
        return next((name for name, holds in facts if holds), "unexplained")

    def _waits_for_inactive(self, task: TaskRecord) -> bool:
        """Whether a link leads from an inactive task: later versions pass it on to what stands before."""
        before = (self.schedule.tasks.get(link.predecessor) for link in task.links)
        return any(found is not None and not found.is_active for found in before)

    @property
    def _ends_otherwise(self) -> bool:
        return abs(self.stored_finish - self.fresh.finish) >= TENTHS_A_MINUTE

    def _is_interrupted(self, leaf: Leaf) -> bool:
        """Whether more working time lies between the stored dates than the work takes: it is split."""
        told = self.stored[leaf.task.uid]
        if told.early_start is None or told.early_finish is None or leaf.is_event:
            return False
        return all(
            pace.timeline.between(told.early_start, told.early_finish) >= pace.length + TENTHS_A_MINUTE
            for pace in leaf.paces
        )

    def _contradicts_its_links(self, leaf: Leaf) -> bool:
        """Whether the stored start lies before a stored finish that it has to wait for."""
        told = self.stored[leaf.task.uid].early_start
        for link in leaf.incoming:
            before = self.stored.get(link.predecessor.task.uid)
            if told is None or before is None or before.early_finish is None or link.record.lag:
                continue
            if link.record.type is LinkType.FS and told < next_start(leaf, before.early_finish):
                return True
        return False
