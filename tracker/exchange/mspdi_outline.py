"""Which summary tasks of a schedule become initiatives, and which of them each leaf belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tracker.exchange.mspdi_records import ScheduleRecord, TaskRecord


@dataclass
class Outline:
    """The tasks of a schedule by unique id: parents, leaves below summaries, and initiatives.

    The initiatives are the summaries of the outermost level that has more than one of them: a schedule
    often hangs below one summary that bears its name. Deeper summaries are a path inside an initiative.
    Leaves above that level belong to the summary they stand in; those in none have no initiative.
    """

    parent: dict[int, int | None] = field(default_factory=dict)
    leaves_below: dict[int, list[int]] = field(default_factory=dict)
    initiative_of: dict[int, int | None] = field(default_factory=dict)
    initiatives: list[int] = field(default_factory=list)

    def is_whole(self, uid: int) -> bool:
        """Whether a summary is an initiative and every leaf below it is a milestone of that initiative."""
        return uid in self.initiatives and all(
            self.initiative_of[leaf] == uid for leaf in self.leaves_below[uid]
        )


def outline_of(schedule: ScheduleRecord) -> Outline:
    """Return the outline of a schedule; the project's own summary (level 0) is no part of it."""
    found = Outline()
    level = _level(schedule)
    chosen: set[int] = set()
    above: list[TaskRecord] = []
    for task in schedule.tasks.values():
        while above and above[-1].outline_level >= task.outline_level:
            above.pop()
        found.parent[task.uid] = above[-1].uid if above else None
        if task.outline_level == 0:
            continue
        if task.is_summary:
            found.leaves_below[task.uid] = []
            above.append(task)
            if task.outline_level == level:
                chosen.add(task.uid)
            continue
        outer = [each.uid for each in above if each.outline_level <= level]
        found.initiative_of[task.uid] = outer[-1] if outer else None
        chosen.update(outer[-1:])
        for each in above:
            found.leaves_below[each.uid].append(task.uid)
    found.initiatives = [uid for uid in schedule.tasks if uid in chosen]
    return found


def _level(schedule: ScheduleRecord) -> int:
    summaries = Counter(
        task.outline_level for task in schedule.tasks.values() if task.is_summary and task.outline_level
    )
    several = [level for level, count in summaries.items() if count > 1]
    return min(several or summaries, default=1)
