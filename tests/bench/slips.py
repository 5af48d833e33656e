"""What the slip ledger costs: 400 moved dates of a programme of 500 items once, then one more."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.bench.analysis import KEY, fill
from tracker.analysis import analyse
from tracker.analysis.slips import slips_of
from tracker.commands import execute
from tracker.commands.milestone import RescheduleMilestone
from tracker.model.journal import ReasonKind
from tracker.storage import Author
from tracker.storage.database import Database

ITEMS, MOVES = 500, 400
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
LEAD = Author(name="Lead", role="technical_lead")


def main() -> None:
    """Print how long the whole ledger takes, and what one more moved date adds to it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        database.migrate()
        fill(database, ITEMS)
        _move_dates(database)
        measure(database)
        database.close()


def _move_dates(database: Database) -> None:
    still_open = [row for row in database.snapshot(KEY).milestones if row.actual_finish is None]
    for move in range(MOVES):
        row, times = still_open[move % len(still_open)], move // len(still_open)
        command = RescheduleMilestone(
            programme=KEY,
            key=row.key,
            version=1 + times,
            changes={"work_days": row.work_days + times + 1},
            reason="The supplier is late",
            reason_kind=ReasonKind.SUPPLIER,
        )
        execute(database, command, LEAD, BEGIN + move * timedelta(hours=7))


def measure(database: Database) -> None:
    """Print both in processor time; a neighbour's work does not count."""
    analysis, _ = _seconds(database)
    whole, found = _ledger(database, 0)
    if found != MOVES:
        raise AssertionError(f"{found} slips instead of {MOVES}")
    newest = next(database.replans(KEY)).entry.id
    one, _ = _ledger(database, newest - 1)
    print(f"  {ITEMS} items: read and analysed in {analysis * 1e3:.1f} ms")
    print(
        f"  {MOVES} moved dates once {whole * 1e3:.0f} ms, {whole / MOVES / analysis:.2f} x that each; "
        f"one more {one * 1e3:.1f} ms"
    )


def _ledger(database: Database, after: int) -> tuple[float, int]:
    begun = time.process_time()
    found = len(slips_of(database.replans(KEY, after)))
    return time.process_time() - begun, found


def _seconds(database: Database) -> tuple[float, object]:
    analyse(database.snapshot(KEY), BEGIN.date())
    begun = time.process_time()
    found = analyse(database.snapshot(KEY), BEGIN.date())
    return time.process_time() - begun, found
