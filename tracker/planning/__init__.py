"""The engine: activities, typed dependencies, working calendars, floats and paths."""

from tracker.planning.calendars import ALL_DAY, OFFICE_HOURS, WorkingCalendar
from tracker.planning.chances import Chances, recorded, triangular
from tracker.planning.delays import Movement, movements
from tracker.planning.errors import (
    CalendarError,
    CircleError,
    DateRangeError,
    FinishedActivityError,
    LevellingError,
    NetworkError,
    PlanningError,
)
from tracker.planning.instants import NONE, date_of_day, datetime_of, day_of, instant_of
from tracker.planning.levelling import BoundKind, Levelled, LevellingProgress, level
from tracker.planning.levelling_problem import LevellingProblem
from tracker.planning.levels import Levels, number_levels
from tracker.planning.monte_carlo import Runs, Sampling, monte_carlo
from tracker.planning.network import (
    CONSTRAINT_CODES,
    KIND_CODES,
    LAG_UNIT_CODES,
    Activity,
    ConstraintKind,
    Dependency,
    DependencyKind,
    LagUnit,
    Network,
    with_delay,
)
from tracker.planning.paths import critical_path, drivers, driving_path, path_to
from tracker.planning.schedule import EarlyDates, Schedule, early_dates, finish_days, schedule, start_days
from tracker.planning.structure import (
    Downstream,
    downstream,
    downstream_counts,
    downstream_groups,
    find_circle,
    layers,
    path_between,
)

__all__ = [
    "ALL_DAY",
    "CONSTRAINT_CODES",
    "KIND_CODES",
    "LAG_UNIT_CODES",
    "NONE",
    "OFFICE_HOURS",
    "Activity",
    "BoundKind",
    "CalendarError",
    "Chances",
    "CircleError",
    "ConstraintKind",
    "DateRangeError",
    "Dependency",
    "DependencyKind",
    "Downstream",
    "EarlyDates",
    "FinishedActivityError",
    "LagUnit",
    "Levelled",
    "LevellingError",
    "LevellingProblem",
    "LevellingProgress",
    "Levels",
    "Movement",
    "Network",
    "NetworkError",
    "PlanningError",
    "Runs",
    "Sampling",
    "Schedule",
    "WorkingCalendar",
    "critical_path",
    "date_of_day",
    "datetime_of",
    "day_of",
    "downstream",
    "downstream_counts",
    "downstream_groups",
    "drivers",
    "driving_path",
    "early_dates",
    "find_circle",
    "finish_days",
    "instant_of",
    "layers",
    "level",
    "monte_carlo",
    "movements",
    "number_levels",
    "path_between",
    "path_to",
    "recorded",
    "schedule",
    "start_days",
    "triangular",
    "with_delay",
]
