"""What a rehearsal of six changes costs, against the analysis of the same programme."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from tests.bench.generated import STATUS_DATE, generated_programme
from tracker.analysis import analyse
from tracker.commands.milestone import RescheduleMilestone
from tracker.commands.planned_changes import as_change
from tracker.commands.rehearsal import rehearse
from tracker.exchange.snapshot_of_content import snapshot_of

if TYPE_CHECKING:
    from collections.abc import Callable

ITEMS, CHANGES, ROUNDS = 500, 6, 9
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def main() -> None:
    """Print both medians and their ratio, after a first rehearsal that compiles the statements."""
    snapshot = snapshot_of(generated_programme(ITEMS))
    key = snapshot.programme.key
    rows = [row for row in snapshot.milestones if row.actual_finish is None][:CHANGES]
    changes = [
        as_change(
            RescheduleMilestone(
                programme=key, key=row.key, version=1, changes={"work_days": row.work_days + 10}
            )
        )
        for row in rows
    ]
    rehearse(snapshot, changes, NOW)
    rehearsal = _median(lambda: rehearse(snapshot, changes, NOW))
    analysis = _median(lambda: analyse(snapshot, STATUS_DATE))
    print(f"  {ITEMS} items: analysis {analysis * 1000:.1f} ms")
    print(
        f"  {CHANGES} changes rehearsed {rehearsal * 1000:.1f} ms, {rehearsal / analysis:.1f} x the analysis"
    )


def _median(run: Callable[[], object]) -> float:
    spans = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        run()
        spans.append(time.perf_counter() - begin)
    return median(spans)
