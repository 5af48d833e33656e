"""The programme: a city's transformation, its calendar and the rules it sets itself."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import StringConstraints, field_validator
from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import (
    COUNTRY_PATTERN,
    Identified,
    InProgramme,
    Line,
    Paragraph,
    PlanDate,
    Provenance,
    Title,
    Versioned,
    choice,
)
from tracker.model.base import Fields as _Fields


class Weekday(StrEnum):
    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


CURRENCY_PATTERN = r"^([A-Z]{3})?$"
WORKING_WEEK = ["mon", "tue", "wed", "thu", "fri"]


class ProgrammeFields(Provenance):
    title: Title
    city: Title
    country: Annotated[str, StringConstraints(pattern=COUNTRY_PATTERN)] = ""
    languages: list[str] = Field(default_factory=lambda: ["en"], sa_type=JSON)
    description: Paragraph = ""
    start: PlanDate
    # None: read the programme as of today. A worked example fixes it, so that its answers never move.
    status_date: PlanDate | None = None
    time_zone: Line = "UTC"
    currency: Annotated[str, StringConstraints(pattern=CURRENCY_PATTERN)] = ""
    working_week: list[str] = Field(default_factory=lambda: list(WORKING_WEEK), sa_type=JSON)
    # ISO country whose public holidays nobody works; empty: none.
    holidays_country: Annotated[str, StringConstraints(pattern=COUNTRY_PATTERN)] = ""
    # A file may start "n months before today": kept, so that an untouched example can be refreshed.
    months_before_today: int | None = Field(default=None, ge=0, le=1200)

    @field_validator("working_week")
    @classmethod
    def _is_a_week(cls, days: list[str]) -> list[str]:
        known = [day.value for day in Weekday]
        if not days or any(day not in known for day in days):
            raise ValueError("unknown_weekday")
        return [day for day in known if day in days]


class Programme(ProgrammeFields, Identified, table=True):
    key: str = Field(unique=True, index=True)
    version: int = 1
    # Moves with every write in the programme: what was computed from a lower one is out of date.
    revision: int = 0
    # Anybody may read what is marked public of it. Decided here, in no file: loading one publishes nothing.
    is_published: bool = False


class MovingExample(InProgramme, table=True):
    """Says, inside one transaction, that an example's dates move with today: what is frozen lets it through.

    No row outlives the transaction that made it, so that nothing else ever finds the way open.
    """

    __tablename__ = "moving_example"
    is_journalled: ClassVar[bool] = False


class CalendarExceptionFields(_Fields):
    """Days that differ from the working week: a local holiday, or a Saturday worked."""

    starts_on: PlanDate
    ends_on: PlanDate
    is_working: bool = False
    name: Line = ""


class CalendarException(CalendarExceptionFields, Versioned, table=True):
    __tablename__ = "calendar_exception"
    __table_args__ = (
        UniqueConstraint("programme_id", "starts_on", "name"),
        CheckConstraint("ends_on >= starts_on", name="calendar_exception_in_order"),
    )


class StallRule(StrEnum):
    """The rules that say why work has stopped; analysis/stalls gives each its meaning."""

    NO_UPDATE = "no_update"
    OVERDUE = "overdue"
    WAITING = "waiting"
    READY_NOT_STARTED = "ready_not_started"
    DATE_MOVED = "date_moved"
    PROGRESS_UNCHANGED = "progress_unchanged"
    NOTHING_PLANNED = "nothing_planned"
    DECISION_LATE = "decision_late"
    DECISION_REFUSED = "decision_refused"


class StallRuleSettingFields(_Fields):
    """What a programme changed of a stall rule: switched off, or another threshold.

    The threshold is in the rule's own unit: working days, times, rounds or months.
    """

    rule: StallRule = choice(StallRule)
    is_on: bool = True
    threshold: int | None = Field(default=None, ge=0, le=3650)


class StallRuleSetting(StallRuleSettingFields, Versioned, table=True):
    __tablename__ = "stall_rule_setting"
    __table_args__ = (UniqueConstraint("programme_id", "rule"),)
