"""A Microsoft Project file that is made to cost much costs bounded time and memory all the same."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.mspdi_examples import calendar, element, exception, link, project, task


def chain_of_calendars() -> bytes:
    """4,900 calendars, each derived from the one before it, the first from the project's."""
    derived = [calendar(uid, {}, base=uid - 1) for uid in range(2, 4_900)]
    return project(task(1, CalendarUID=4_899), calendars=reversed(derived))


def calendars_without_end() -> bytes:
    """Four hundred calendars that inherit sixty thousand days and add one."""
    base = calendar(2, {}, element("Exceptions", exception("1990-01-01", "2150-12-31")), base=1)
    one = [element("Exceptions", exception("2026-03-03", "2026-03-03")) for _ in range(400)]
    derived = [calendar(uid, {}, days, base=2) for uid, days in enumerate(one, start=3)]
    return project(task(1), calendars=[base, *derived])


def exceptions_without_end() -> bytes:
    """Five hundred times the same hundred and sixty years."""
    same = [exception("1990-01-01", "2150-12-31") for _ in range(500)]
    return project(task(1), calendars=[calendar(2, {}, element("Exceptions", *same), base=1)])


def working_weeks_without_end() -> bytes:
    period = element("TimePeriod", FromDate="1990-01-01T00:00:00", ToDate="2150-12-31T00:00:00")
    weeks = element("WorkWeeks", *(element("WorkWeek", period) for _ in range(500)))
    return project(task(1), calendars=[calendar(2, {}, weeks, base=1)])


def more_calendars_than_a_city_has() -> bytes:
    return project(task(1), calendars=[calendar(uid, {}, base=1) for uid in range(2, 5_010)])


def summaries_linked_start_to_start() -> bytes:
    first = "".join(task(uid, OutlineLevel=2) for uid in range(1_000, 1_500))
    second = "".join(task(uid, OutlineLevel=2) for uid in range(2_000, 2_500))
    return project(task(1, Summary=1), first, task(2, 1, link(1, 3), Summary=1), second)


WITHIN_LIMITS = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from pathlib import Path
from tracker.exchange.mspdi_verify import verify
from tracker.exchange.problems import RefusedFileError
try:
    print(verify(Path(sys.argv[1])).line)
except RefusedFileError as refused:
    print(refused.problems[0].code)
"""


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        (chain_of_calendars, "LEAVES 1, EARLY 0, FLOAT 0"),
        (calendars_without_end, "mspdi_many_exceptions"),
        (exceptions_without_end, "mspdi_many_exceptions"),
        (working_weeks_without_end, "mspdi_many_exceptions"),
        (more_calendars_than_a_city_has, "mspdi_many_calendars"),
        (summaries_linked_start_to_start, "LEAVES 1000, EARLY 0, FLOAT 0"),
    ],
)
def test_a_hostile_file_costs_bounded_time_and_memory(
    hostile: Callable[[], bytes], said: str, tmp_path: Path
) -> None:
    """Verified by a program that may use half a minute of processor and a gigabyte and a half."""
    path = tmp_path / "hostile.xml"
    path.write_bytes(hostile())
    command = [sys.executable, "-c", WITHIN_LIMITS, str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert (ran.stdout.strip(), ran.returncode) == (said, 0), ran.stderr[-500:]
