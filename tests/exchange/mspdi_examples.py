"""Small Microsoft Project files for tests: a week's calendar, tasks, links, all written out in XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from tracker.exchange.mspdi_fields import datetime_of_tenths
from tracker.exchange.mspdi_reader import parse_schedule
from tracker.exchange.mspdi_schedule import FreshSchedule, schedule_afresh

MONDAY = "2026-03-02T08:00:00"
NIGHTS = ((0, 3), (4, 8), (23, 24))
OFFICE = ((8, 12), (13, 17))
WEEK = {weekday: OFFICE if 2 <= weekday <= 6 else () for weekday in range(1, 8)}
Shape = tuple[tuple[int, int], ...]


def element(tag: str, *inside: str, **values: object) -> str:
    """Write an element: values as its children, then what is inside."""
    written = "".join(f"<{name}>{value}</{name}>" for name, value in values.items())
    return f"<{tag}>{written}{''.join(inside)}</{tag}>"


def working_times(shape: Shape) -> str:
    times = [
        element("WorkingTime", FromTime=f"{start:02}:00:00", ToTime=f"{end % 24:02}:00:00")
        for start, end in shape
    ]
    return element("WorkingTimes", *times) if times else ""


def calendar(
    uid: int,
    week: Mapping[int, Shape] = WEEK,
    *more: str,
    base: int = -1,
    holidays: Iterable[tuple[str, str]] = (),
) -> str:
    """Write a calendar: weekdays from Sunday (1) on, holidays from a day to a day."""
    days = [
        element("WeekDay", working_times(shape), DayType=weekday, DayWorking=int(bool(shape)))
        for weekday, shape in week.items()
    ]
    closed = [exception(first, last) for first, last in holidays]
    return element(
        "Calendar",
        element("WeekDays", *days) if days else "",
        element("Exceptions", *closed) if closed else "",
        *more,
        UID=uid,
        Name=f"Calendar {uid}",
        IsBaseCalendar=int(base < 0),
        BaseCalendarUID=base,
    )


def exception(first: str, last: str, shape: Shape = (), **values: object) -> str:
    """Write a calendar's exception: from a day to a day, closed unless it has working times."""
    period = element("TimePeriod", FromDate=f"{first}T00:00:00", ToDate=f"{last}T23:59:00")
    times = working_times(shape)
    return element("Exception", period, times, **{"Type": 1, **values}, DayWorking=int(bool(shape)))


def link(predecessor: int, kind: int = 1, lag: int = 0, lag_format: int = 7) -> str:
    """Write a PredecessorLink: FF 0, FS 1, SF 2, SS 3; the lag in tenths of a minute or in percent."""
    return element(
        "PredecessorLink",
        PredecessorUID=predecessor,
        Type=kind,
        CrossProject=0,
        LinkLag=lag,
        LagFormat=lag_format,
    )


def task(uid: int, days: float = 1, /, *links: str, **values: object) -> str:
    """Write a task of some working days of eight hours; values replace or add elements."""
    standard = {"UID": uid, "ID": uid, "Name": f"Task {uid}", "OutlineLevel": 1, "Summary": 0}
    minutes = round(days * 480)
    length = {"Duration": f"PT{minutes // 60}H{minutes % 60}M0S", "DurationFormat": 7}
    return element("Task", *links, **{**standard, **length, **values})


def project(
    *tasks: str,
    calendars: Iterable[str] = (),
    resources: Iterable[str] = (),
    assignments: Iterable[str] = (),
    **values: object,
) -> bytes:
    """Write a whole file that starts on a Monday, with the usual calendar as number 1."""
    standard = {"Title": "Example", "ScheduleFromStart": 1, "StartDate": MONDAY, "CalendarUID": 1}
    top = element(
        "Project",
        element("Calendars", calendar(1), *calendars),
        element("Tasks", *tasks),
        element("Resources", *resources),
        element("Assignments", *assignments),
        **{**standard, **values},
    ).replace("<Project>", '<Project xmlns="http://schemas.microsoft.com/project">', 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{top}'.encode()


def fresh(content: bytes) -> FreshSchedule:
    """Schedule the content of a file afresh."""
    return schedule_afresh(parse_schedule(content, "example.xml"))


def early(schedule: FreshSchedule, uid: int) -> tuple[str, str]:
    """Return a task's early start and finish as `03-02 08:00`."""
    found = schedule.dates[uid]
    return short(found.early_start), short(found.early_finish)


def late(schedule: FreshSchedule, uid: int) -> tuple[str, str]:
    """Return a task's late start and finish as `03-02 08:00`."""
    found = schedule.dates[uid]
    return short(found.late_start), short(found.late_finish)


def days_of_float(schedule: FreshSchedule, uid: int) -> float:
    """Return a task's total float in days of eight hours."""
    return schedule.dates[uid].total_slack / 4800


def short(instant: int) -> str:
    when: datetime = datetime_of_tenths(instant)
    return f"{when:%m-%d %H:%M}"
