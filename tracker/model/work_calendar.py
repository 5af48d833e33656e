"""Named working calendars: the hours of an activity that does not keep the city's own."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import COUNTRY_PATTERN, Fields, Key, Line, PlanDate, Title, Versioned
from tracker.planning.hours import read_hours, write_hours

OFFICE_DAY = "08:00-12:00 13:00-17:00"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _in_one_form(text: str) -> str:
    return write_hours(read_hours(text))


# The working times of one day; empty: nobody works.
Hours = Annotated[str, StringConstraints(max_length=200), AfterValidator(_in_one_form)]


class WorkCalendarFields(Fields):
    """The hours of each weekday. A day of work on it is as long as the longest day of its week."""

    key: Key
    title: Title
    # The programme's own hours, in place of its working week: of every activity without a calendar.
    is_default: bool = False
    monday: Hours = OFFICE_DAY
    tuesday: Hours = OFFICE_DAY
    wednesday: Hours = OFFICE_DAY
    thursday: Hours = OFFICE_DAY
    friday: Hours = OFFICE_DAY
    saturday: Hours = ""
    sunday: Hours = ""
    # ISO country whose public holidays are days off on it; empty: none.
    holidays_country: Annotated[str, StringConstraints(pattern=COUNTRY_PATTERN)] = ""

    @property
    def never_works(self) -> bool:
        """Whether no weekday has hours: nothing could ever be done on it."""
        return not any(getattr(self, day) for day in WEEKDAYS)


class WorkCalendar(WorkCalendarFields, Versioned, table=True):
    __tablename__ = "work_calendar"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)


class OtherHoursFields(Fields):
    """Days on which a calendar works other hours than its week says; empty hours: a day off."""

    starts_on: PlanDate
    ends_on: PlanDate
    hours: Hours = ""
    name: Line = ""


class OtherHours(OtherHoursFields, Versioned, table=True):
    __tablename__ = "other_hours"
    __table_args__ = (
        UniqueConstraint("work_calendar_id", "starts_on", "name"),
        CheckConstraint("ends_on >= starts_on", name="other_hours_in_order"),
    )

    work_calendar_id: int = Field(foreign_key="work_calendar.id", index=True)
