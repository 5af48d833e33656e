"""Whatever a file holds, it is scheduled or refused in words; and float means what its definition says."""

from __future__ import annotations

import random

import pytest

from tests.exchange.mspdi_examples import calendar, element, fresh, link, project, task
from tracker.exchange.mspdi_reader import parse_schedule
from tracker.exchange.mspdi_schedule import FreshSchedule, schedule_afresh
from tracker.exchange.problems import RefusedFileError

ODD = [
    "", "-1", "0", "1", "7", "99999999999999999999",
    "1e308", "nan", "x", "PT8H0M0S", "-PT1H0M0S", "PT9999999H",
    "2026-03-04T08:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "2199-12-31T23:59:00", "&#x10FFFF;",
]  # fmt: skip


def sound_file() -> str:
    begun = {
        "ActualStart": "2026-03-02T08:00:00",
        "RemainingDuration": "PT8H0M0S",
        "Stop": "2026-03-02T17:00:00",
    }
    return project(
        task(1, 2, **begun, Resume="2026-03-04T08:00:00"),
        task(9, 1, link(1), Summary=1),
        task(2, 1, link(1, 3, 4800), OutlineLevel=2, ConstraintType=4, ConstraintDate="2026-03-05T08:00:00"),
        task(3, 1, link(2, 0, 50, 19), OutlineLevel=2, CalendarUID=2, Deadline="2026-03-20T17:00:00"),
        task(4, 0, link(3), link(2, 2), Manual=1, Start="2026-03-09T08:00:00", Finish="2026-03-09T08:00:00"),
        calendars=[calendar(2, {4: ((9, 12),)}, base=1, holidays=[("2026-03-10", "2026-03-11")])],
        resources=[element("Resource", UID=1, Type=1, CalendarUID=2)],
        assignments=[element("Assignment", UID=1, TaskUID=3, ResourceUID=1, Work="PT8H0M0S", Units=1)],
    ).decode()


@pytest.mark.parametrize("seed", range(40))
def test_a_file_with_odd_values_is_scheduled_or_refused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - odd files for a test, not a secret
    parts = sound_file().split("<")
    refused = 0
    for _ in range(30):
        odd = list(parts)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(2, len(odd))
            if chance.random() < 0.8:
                odd[place] = odd[place].partition(">")[0] + ">" + chance.choice(ODD)
            else:
                del odd[place]
        try:
            schedule_afresh(parse_schedule("<".join(odd).encode(), "odd.xml"))
        except RefusedFileError:
            refused += 1
    assert 0 < refused < 30


def random_tasks(seed: int, delayed: int = 0, by: int = 0) -> bytes:
    """Draw a network of all kinds of links and working lags, one task `by` minutes longer."""
    chance = random.Random(seed)  # noqa: S311 - a network for a test, not a secret
    tasks = []
    for uid in range(1, 21):
        before = chance.sample(range(1, uid), min(uid - 1, chance.randint(0, 2)))
        links = [
            link(found, chance.choice([1, 1, 1, 3]), chance.choice([0, 0, 4800, 1200])) for found in before
        ]
        hours = chance.randint(1, 40)
        minutes = by if uid == delayed else 0
        tasks.append(task(uid, 0, *links, Duration=f"PT{hours}H{minutes}M0S"))
    return project(*tasks)


@pytest.mark.parametrize("seed", range(12))
def test_a_task_can_grow_by_its_float_and_not_by_a_minute_more(seed: int) -> None:
    """With links from finishes and starts, growth up to the float moves no finish; one more minute does."""
    schedule = fresh(random_tasks(seed))
    for uid in range(1, 21):
        floats = schedule.dates[uid].total_slack // 10
        assert floats >= 0
        if schedule.dates[uid].late_finish == schedule.finish or not has_only_finish_links(schedule, uid):
            continue
        assert fresh(random_tasks(seed, uid, floats)).finish == schedule.finish
        assert fresh(random_tasks(seed, uid, floats + 1)).finish > schedule.finish


def has_only_finish_links(schedule: FreshSchedule, uid: int) -> bool:
    leaves = {leaf.task.uid: leaf for leaf in schedule.activities.leaves}
    return all(found.record.type == 1 for found in leaves[uid].outgoing)


def test_two_thousand_linked_tasks_are_read_and_scheduled() -> None:
    """Seven chains, each task a day: the last of 2,000 ends on working day 286."""
    tasks = [task(uid, 1, *([link(uid - 7)] if uid > 7 else [])) for uid in range(1, 2_001)]
    schedule = fresh(project(*tasks))
    last = schedule.activities.project.between(schedule.start, schedule.finish)
    assert last == 286 * 4_800
