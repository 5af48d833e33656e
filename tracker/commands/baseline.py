"""What may be done to a baseline: it is approved once and stays as it is."""

from typing import Any, ClassVar

from tracker.analysis import analyse
from tracker.commands.command import Command, Work
from tracker.commands.links import identity
from tracker.commands.permission import Permission
from tracker.commands.record import add, values_of
from tracker.commands.rules import refuse
from tracker.model.baseline import Baseline, BaselineDate, BaselineFields
from tracker.model.snapshot import Snapshot
from tracker.planning import NONE, date_of_day


class ApproveBaseline(BaselineFields, Command):
    """Keep the dates of every milestone in the plan, as forecast on the day of the approval."""

    permission: ClassVar[Permission] = Permission.APPROVE_BASELINE
    is_undoable: ClassVar[bool] = False

    def apply(self, work: Work) -> Baseline:
        dates = self._dates(work.snapshot())
        if not dates:
            raise refuse("nothing_to_approve")
        baseline = add(work, Baseline, values_of(self, BaselineFields))
        work.session.add_all(
            BaselineDate(programme_id=baseline.programme_id, baseline_id=identity(baseline), **found)
            for found in dates
        )
        return baseline

    def _dates(self, snapshot: Snapshot) -> list[dict[str, Any]]:
        items = analyse(snapshot, self.approved_on).items
        rows = zip(snapshot.milestones, items.early_start.tolist(), items.early_finish.tolist(), strict=True)
        return [
            {
                "milestone_id": milestone.id,
                "start": date_of_day(start),
                "finish": date_of_day(finish),
                "work_days": milestone.work_days,
            }
            for milestone, start, finish in rows
            if NONE not in (start, finish)
        ]
