"""How long the engine takes for 100,000 activities, against reading the same rows from SQLite."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import sqlalchemy as sa

from tracker.planning import Network, WorkingCalendar, schedule
from tracker.planning.layout import lay_out
from tracker.planning.passes import backward_pass, forward_pass
from tracker.planning.schedule import solve

ACTIVITIES, DEPENDENCIES = 100_000, 250_000
RUNS = 7
AIM = 0.2
_ACTIVITY = ("work", "constraint", "constraint_at", "deadline", "actual_start", "actual_finish", "remaining")
_DEPENDENCY = ("predecessor", "successor", "kind", "lag", "lag_unit")


def random_network(activities: int, dependencies: int, reach: int, calendars: int = 1) -> Network:
    """Return a seeded network: every kind of link, lags, some constraints; links reach so many rows ahead."""
    chance = np.random.default_rng(2026)
    earlier = chance.integers(0, activities - 1, dependencies)
    later = np.minimum(earlier + 1 + chance.integers(0, reach, dependencies), activities - 1)
    own = [
        WorkingCalendar.standard(holidays=[date(2026 + year, 5, 1) for year in range(20)]),
        WorkingCalendar.standard(weekdays=(6, 0, 1, 2, 3)),
        WorkingCalendar.around_the_clock(),
    ][:calendars]
    dated = np.where(chance.random(activities) < 0.02, 2, 0)
    start = own[0].start_of(date(2026, 1, 5))
    return Network.of_columns(
        chance.integers(0, 30, activities) * 480,
        earlier,
        later,
        kind=chance.choice(4, dependencies, p=[0.85, 0.07, 0.06, 0.02]),
        lag=chance.integers(-2, 4, dependencies) * 480,
        constraint=dated,
        constraint_at=np.where(dated > 0, start + chance.integers(0, 3000, activities) * 1440, start),
        calendar=chance.integers(0, calendars, activities),
        calendars=own,
    )


def stored(network: Network, path: Path) -> None:
    """Write the columns of a network to SQLite."""
    with sqlite3.connect(path) as database:
        for table, names in (("activity", _ACTIVITY), ("dependency", _DEPENDENCY)):
            quoted = ", ".join(f'"{name}"' for name in names)
            database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, {quoted})")
            columns: list[list[int]] = [getattr(network, name).tolist() for name in names]
            marks = ", ".join("?" * len(names))
            rows = zip(*columns, strict=True)
            database.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", rows)  # noqa: S608 - names written above
    database.close()


def read_columns(engine: sa.Engine) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Read the same columns back with SQLAlchemy core, as a snapshot for the engine would."""
    found = []
    with engine.connect() as connection:
        for table, names in (("activity", _ACTIVITY), ("dependency", _DEPENDENCY)):
            columns: list[sa.ColumnClause[int]] = [sa.column(name) for name in names]
            rows = connection.execute(sa.select(*columns).select_from(sa.table(table))).all()
            found += [np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)]
    return found


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of several runs."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return median(times)


def main() -> None:
    """Print the ratios."""
    network = random_network(ACTIVITIES, DEPENDENCIES, reach=2_000)
    start = network.calendars[0].start_of(date(2026, 1, 5))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.sqlite"
        stored(network, path)
        engine = sa.create_engine(f"sqlite:///{path}")
        reading = seconds(lambda: read_columns(engine))
        engine.dispose()
    layout = lay_out(network, start, None)
    early = forward_pass(layout)
    caps = early.cells[len(network) : 2 * len(network)].max() + np.zeros(len(network), dtype=np.int64)
    print(
        f"  {ACTIVITIES:,} activities, {DEPENDENCIES:,} dependencies, {len(layout.levels.bounds) - 1} levels"
    )
    print(f"  reading the rows                  {reading * 1e3:8.1f} ms    1.00")
    for name, work in (
        (f"engine, aim {AIM}", lambda: schedule(network, start)),
        ("  numbering and laying out", lambda: lay_out(network, start, None)),
        ("  forward pass", lambda: forward_pass(layout)),
        ("  backward pass", lambda: backward_pass(layout, caps)),
    ):
        taken = seconds(work)
        print(f"  {name:<32}  {taken * 1e3:8.1f} ms    {taken / reading:.2f}")
    mixed = random_network(ACTIVITIES, DEPENDENCIES, reach=2_000, calendars=3)
    taken = seconds(lambda: schedule(mixed, start), 3)
    print(f"  {'engine, three calendars':<32}  {taken * 1e3:8.1f} ms    {taken / reading:.2f}")
    _arrays_against_lists()


def _arrays_against_lists() -> None:
    """Show where plain lists overtake arrays: the engine changes over at `levels.THIN`."""
    for reach in (2, 8, 16, 32, 64, 256):
        network = random_network(10_000, 25_000, reach)
        layout = lay_out(network, network.calendars[0].start_of(date(2026, 1, 5)), None)
        width = 10_000 / (len(layout.levels.bounds) - 1)
        arrays = seconds(lambda n=network, at=layout: solve(n, at, thin=False), 3)  # type: ignore[misc]
        lists = seconds(lambda n=network, at=layout: solve(n, at, thin=True), 3)  # type: ignore[misc]
        print(f"  {width:6.1f} rows a level: lists / arrays {lists / arrays:.2f}")
