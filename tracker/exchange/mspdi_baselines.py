"""Turns the baselines of a schedule (0 to 10) into approved plans."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from tracker.exchange.mspdi_fields import Fields, date_of
from tracker.exchange.mspdi_records import TENTHS_A_MINUTE, ScheduleRecord
from tracker.exchange.mspdi_xml import Element
from tracker.exchange.problems import Findings
from tracker.model.content import BaselineContent, BaselineDateContent

APPROVED_BY = "Microsoft Project"
_LAST_NUMBER = 10


def baseline_key(number: int) -> str:
    return f"B{number}"


def baseline_numbers(baselines: Sequence[BaselineContent]) -> dict[str, int]:
    """Return the number under which each baseline is written, the latest approved under 0; 11 at the most."""
    found = {each.key: int(each.key[1:]) for each in baselines if re.fullmatch(r"B(\d|10)", each.key)}
    free = [number for number in range(_LAST_NUMBER + 1) if number not in found.values()]
    others = [each for each in baselines if each.key not in found]
    for each in sorted(others, key=lambda one: one.approved_on, reverse=True):
        if free:
            found[each.key] = free.pop(0)
    return found


def baselines_of(
    elements: Mapping[int, Element],
    schedule: ScheduleRecord,
    keys: Mapping[int, str],
    minutes_per_day: Callable[[int], int],
    approved_on: date,
    findings: Findings,
) -> list[BaselineContent]:
    """Return an approved plan for each baseline in use; a file does not say when or by whom it was set.

    The plain baseline (0) is the one in force: it comes last, so that of one day it is the latest.
    """
    dates: dict[int, list[BaselineDateContent]] = {}
    for uid, element in elements.items():
        task = schedule.tasks.get(uid)
        if task is None or task.is_summary:
            continue
        for baseline in element.all("Baseline"):
            fields = Fields(baseline, f"task {uid}", findings)
            number = fields.whole("Number", 0, _LAST_NUMBER) or 0
            start, finish = fields.instant("Start"), fields.instant("Finish")
            length = fields.length("Duration") or 0
            if start is None or finish is None:
                continue
            if finish < start:
                fields.note("finish_before_start", "Finish", start=date_of(start), finish=date_of(finish))
                continue
            last = max(date_of(start), date_of(finish - (1 if length else 0)))
            work = round(length / TENTHS_A_MINUTE) / minutes_per_day(uid)
            dates.setdefault(number, []).append(
                BaselineDateContent(milestone=keys[uid], start=date_of(start), finish=last, work_days=work)
            )
    return [
        BaselineContent(
            key=baseline_key(number),
            name=f"Baseline {number}" if number else "Baseline",
            approved_on=approved_on,
            approved_by=APPROVED_BY,
            dates=dates[number],
        )
        for number in sorted(dates, key=lambda found: (found == 0, found))
    ]
