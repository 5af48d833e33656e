"""Random networks with every kind of link, lag, constraint, calendar and progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hypothesis import strategies as st

from tracker.planning import ALL_DAY, NONE, Network, WorkingCalendar, instant_of

START = instant_of(datetime.fromisoformat("2026-01-05T08:00"))
CALENDARS = (
    WorkingCalendar.standard(holidays=[date(2026, 1, 7), date(2026, 1, 12)]),
    WorkingCalendar.standard(weekdays=(6, 0, 1, 2, 3), hours=((7 * 60, 15 * 60),)),
    WorkingCalendar.around_the_clock(),
    WorkingCalendar(
        (((0, 300), (1320, 1440)),) * 4 + (((0, 300),), (), ()), {date(2026, 1, 10): ALL_DAY}, 420
    ),
)


@dataclass(frozen=True)
class Case:
    """A network, where it starts, and the day it is looked at from."""

    network: Network
    start: int
    as_of: int | None


_MINUTES = st.one_of(st.integers(0, 4).map(lambda days: days * 480), st.integers(0, 1500))
_LAG = st.one_of(st.just(0), st.integers(-3, 3).map(lambda days: days * 480), st.integers(-2000, 2000))
_INSTANT = st.one_of(
    st.integers(-3, 12).map(lambda days: START + days * 1440 + 9 * 60),
    st.integers(-3, 12).map(lambda days: START + days * 1440),
    st.integers(-4000, 16000).map(lambda minutes: START + minutes),
)


@st.composite
def cases(draw: st.DrawFn, *, one_calendar: bool = False, progress: bool = True) -> Case:
    """Draw a small network; with `one_calendar` and no elapsed lag it takes the engine's plain road."""
    rows = draw(st.integers(1, 7))
    shuffled = draw(st.permutations(range(rows)))
    pairs = st.tuples(st.integers(0, rows - 1), st.integers(0, rows - 1)).filter(
        lambda pair: pair[0] != pair[1]
    )
    links = draw(st.lists(pairs, max_size=12)) if rows > 1 else []
    ends = [(shuffled[min(pair)], shuffled[max(pair)]) for pair in links]
    units = [0, 2] if one_calendar else [0, 1, 2]
    dated = draw(st.lists(st.sampled_from([0, 0, 0, 1, 2, 3, 4, 5, 6, 7]), min_size=rows, max_size=rows))
    columns = {
        "work": _column(draw, _MINUTES, rows),
        "kind": _column(draw, st.integers(0, 3), len(ends)),
        "lag": _column(draw, _LAG, len(ends)),
        "lag_unit": _column(draw, st.sampled_from(units), len(ends)),
        "constraint": dated,
        "constraint_at": [draw(_INSTANT) if kind > 1 else NONE for kind in dated],
        "deadline": _column(draw, st.one_of(st.just(NONE), st.just(NONE), _INSTANT), rows),
        "calendar": _column(draw, st.integers(0, 0 if one_calendar else len(CALENDARS) - 1), rows),
    }
    if progress and draw(st.booleans()):
        columns |= _progress(draw, rows)
    as_of = draw(st.one_of(st.none(), _INSTANT))
    network = Network.of_columns(
        predecessor=[earlier for earlier, _ in ends],
        successor=[later for _, later in ends],
        calendars=CALENDARS[:1] if one_calendar else CALENDARS,
        **columns,
    )
    return Case(network, START, as_of)


def _column(draw: st.DrawFn, values: st.SearchStrategy[int], length: int) -> list[int]:
    return draw(st.lists(values, min_size=length, max_size=length))


def _progress(draw: st.DrawFn, rows: int) -> dict[str, list[int]]:
    starts = _column(draw, st.one_of(st.just(NONE), _INSTANT), rows)
    lasted = _column(draw, st.one_of(st.just(NONE), st.just(NONE), st.integers(0, 5000)), rows)
    finishes = [
        NONE if length == NONE else (START if begun == NONE else begun) + length
        for begun, length in zip(starts, lasted, strict=True)
    ]
    remaining = _column(draw, st.one_of(st.just(NONE), _MINUTES), rows)
    return {"actual_start": starts, "actual_finish": finishes, "remaining": remaining}
