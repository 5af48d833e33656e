"""How long it takes from the database to an analysis, against reading the same columns."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import sqlalchemy as sa

from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.model.baseline import Baseline, BaselineDate
from tracker.model.initiative import Initiative
from tracker.model.milestone import Dependency, Milestone
from tracker.model.organisation import Service
from tracker.model.programme import CalendarException, Programme, StallRuleSetting
from tracker.model.progress import DeclaredStatus, ProgressUpdate
from tracker.model.snapshot import TABLES
from tracker.model.work_calendar import WEEKDAYS, OtherHours, WorkCalendar
from tracker.storage.database import Database
from tracker.storage.tables import table_of

SIZES = (1_000, 100_000)
SERVICES, ITEMS_AN_INITIATIVE, DEPENDENCIES_AN_ITEM = 40, 10, 2.5
START, TODAY = date(2024, 1, 1), date(2026, 1, 5)
AIM = 2.0
KEY = "bench"
# What the analysis looks at in each table: the least that anybody would have to read for it.
READ: Mapping[Any, Sequence[str]] = {
    Milestone: (
        "id",
        "key",
        "kind",
        "nature",
        "work_days",
        "remaining_days",
        "actual_start",
        "actual_finish",
        "constraint",
        "constraint_date",
        "deadline",
        "weight",
        "is_public_opening",
        "is_cancelled",
        "position",
        "initiative_id",
        "service_id",
        "owner_id",
        "partner_id",
        "calendar_id",
    ),
    Dependency: (
        "predecessor_id",
        "predecessor_initiative_id",
        "successor_id",
        "successor_initiative_id",
        "kind",
        "lag",
        "lag_unit",
    ),
    ProgressUpdate: (
        "milestone_id",
        "initiative_id",
        "reported_on",
        "declared_status",
        "progress_percent",
    ),
    BaselineDate: ("baseline_id", "milestone_id", "start", "finish"),
    Initiative: ("id", "service_id", "status", "period", "position"),
    Programme: ("start", "working_week", "holidays_country"),
    Baseline: ("id", "approved_on"),
    Service: ("id", "key", "name"),
    CalendarException: ("starts_on", "ends_on", "is_working"),
    WorkCalendar: ("id", "is_default", "holidays_country", *WEEKDAYS),
    OtherHours: ("work_calendar_id", "starts_on", "ends_on", "hours"),
    StallRuleSetting: ("rule", "is_on", "threshold"),
}


def fill(database: Database, items: int) -> None:
    """Write a seeded programme: initiatives of ten items, dependencies between near ones, a plan approved."""
    chance = np.random.default_rng(2026)
    initiatives = items // ITEMS_AN_INITIATIVE
    programme = {"title": "Bench", "city": "Bench", "start": START, "key": KEY, "id": 1}
    _insert(database, Programme, [programme])
    _insert(database, Service, [{"id": n, "key": f"S{n}", "name": f"Service {n}"} for n in _ids(SERVICES)])
    _insert(
        database,
        Initiative,
        [
            {"id": n, "key": f"I{n}", "title": f"I {n}", "service_id": n % SERVICES + 1, "position": n}
            for n in _ids(initiatives)
        ],
    )
    begins = np.sort(chance.integers(0, 1500, items)).tolist()
    lasts = chance.integers(1, 30, items).tolist()
    _insert(
        database, Milestone, [_milestone(n, begins[n - 1], lasts[n - 1], initiatives) for n in _ids(items)]
    )
    before = chance.integers(0, items - 1, int(items * DEPENDENCIES_AN_ITEM))
    after = np.minimum(before + 1 + chance.integers(0, max(20, items // 50), len(before)), items - 1)
    joined = np.unique(np.stack([before, after])[:, before < after], axis=1).T.tolist()
    _insert(
        database,
        Dependency,
        [
            {"id": n, "predecessor_id": first + 1, "successor_id": second + 1}
            for n, (first, second) in enumerate(joined, 1)
        ],
    )
    _approve(database, items, begins, lasts)
    _report(database, items, chance)


def _ids(count: int) -> range:
    return range(1, count + 1)


def _milestone(n: int, begin: int, last: int, initiatives: int) -> dict[str, Any]:
    start = START + timedelta(days=begin)
    finish = start + timedelta(days=last)
    reached = finish < TODAY and n % 7 > 0
    return {
        "id": n,
        "key": f"M{n}",
        "title": f"Milestone {n}",
        "initiative_id": (n - 1) % initiatives + 1,
        "work_days": last,
        "actual_start": start if reached else None,
        "actual_finish": finish if reached else None,
        "position": n,
        "is_public_opening": n % 50 == 0,
    }


def _approve(database: Database, items: int, begins: list[int], lasts: list[int]) -> None:
    approved = {"key": "B", "name": "Approved", "approved_on": START, "approved_by": "Mayor", "id": 1}
    _insert(database, Baseline, [approved])
    dates = [
        {
            "id": n,
            "baseline_id": 1,
            "milestone_id": n,
            "start": START + timedelta(days=begins[n - 1]),
            "finish": START + timedelta(days=begins[n - 1] + lasts[n - 1]),
        }
        for n in _ids(items)
    ]
    _insert(database, BaselineDate, dates)


def _report(database: Database, items: int, chance: np.random.Generator) -> None:
    days = chance.integers(0, 730, items).tolist()
    said = [
        {
            "id": n,
            "milestone_id": n,
            "reported_on": START + timedelta(days=days[n - 1]),
            "author": "Focal point",
            "declared_status": DeclaredStatus.ON_COURSE,
            "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        }
        for n in range(1, items + 1, 2)
    ]
    _insert(database, ProgressUpdate, said)


def _insert(database: Database, record: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows with the record's own defaults, past the journal: nobody asks who wrote a bench."""
    table = record.__table__
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in record.model_fields.items()
        if not field.is_required() and name != "id"
    }
    fixed = defaults | ({} if record is Programme else {"programme_id": 1})
    with database.engine.begin() as connection:
        connection.execute(sa.insert(table), [fixed | row for row in rows])


def _query(record: Any, names: Sequence[str]) -> sa.Select[Any]:
    columns = record.__table__.c
    of_programme = columns.get("programme_id", columns.id) == 1
    return sa.select(*(columns[name] for name in names)).where(of_programme).order_by(columns.id)


# Built once, as those of the snapshot are.
NEEDED = [_query(record, names) for record, names in READ.items()]
WHOLE = [_query(record, table_of(record).c.keys()) for record in (Programme, *TABLES.values())]


def read_rows(database: Database, queries: Sequence[sa.Select[Any]]) -> list[Any]:
    """Read what some queries ask for as plain rows, with SQLAlchemy and nothing else."""
    with database.reading() as connection:
        return [connection.execute(query).all() for query in queries]


def read_to_analysis(database: Database) -> ProgrammeAnalysis:
    """Read the whole programme and analyse it, down to the critical path."""
    analysis = analyse(database.snapshot(KEY), TODAY)
    if not analysis.critical_path:
        raise AssertionError("the bench has nothing left to do")
    return analysis


def in_turn(works: Mapping[str, Callable[[], object]], runs: int) -> Mapping[str, float]:
    """Return the median processor seconds of each work.

    They take turns, so that a machine that slows down slows all of them; neighbours' work does not count.
    Python looks for garbage during none of them: the snapshot pauses that, the plain reading would not.
    """
    times: dict[str, list[float]] = {name: [] for name in works}
    for run in range(runs + 1):
        for name, work in works.items():
            gc.collect()
            gc.disable()
            begun = time.process_time()
            work()
            taken = time.process_time() - begun
            gc.enable()
            # The first round warms up: compiled statements, the country's holidays.
            if run:
                times[name].append(taken)
    return {name: median(taken) for name, taken in times.items()}


def main() -> None:
    """Print the ratios."""
    for items in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
            database.migrate()
            fill(database, items)
            measure(database, runs=5 if items > 10_000 else 31)
            database.close()


def measure(database: Database, runs: int) -> None:
    """Print the ratios for the programme of one database."""
    snapshot = database.snapshot(KEY)
    # The same tables and columns as the snapshot reads; then only those that the analysis looks at.
    reading, needed = "reading the same columns", "reading the least columns"
    works: dict[str, Callable[[], object]] = {
        reading: lambda: read_rows(database, WHOLE),
        needed: lambda: read_rows(database, NEEDED),
        "whole snapshot": lambda: database.snapshot(KEY),
        "analysis alone": lambda: analyse(snapshot, TODAY),
        f"read to analysis, aim {AIM}": lambda: read_to_analysis(database),
        "analysis and bottlenecks": lambda: analyse(snapshot, TODAY).bottlenecks[:10],
    }
    print(f"  {len(snapshot.milestones):,} items, {len(snapshot.dependencies):,} dependencies")
    taken = in_turn(works, runs)
    for name, seconds in taken.items():
        ratios = f"{seconds / taken[reading]:.2f} of the same, {seconds / taken[needed]:.2f} of the least"
        print(f"  {name:<32}  {seconds * 1e3:8.1f} ms    {ratios}")
