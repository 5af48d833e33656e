"""Indicators: what changes for citizens and agents, measured by dated, sourced readings."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import InProgramme, Key, Line, PlanDate, Provenance, Remark, Title, Versioned, choice


class Trend(StrEnum):
    HIGHER_IS_BETTER = "higher_is_better"
    LOWER_IS_BETTER = "lower_is_better"


class IndicatorFields(Provenance):
    key: Key
    title: Title
    unit: Line = ""
    trend: Trend = choice(Trend, Trend.HIGHER_IS_BETTER)
    # None: still to be measured or set by the city, which is not zero.
    initial_value: float | None = None
    initial_date: PlanDate | None = None
    target_value: float | None = None
    target_date: PlanDate | None = None
    note: Remark = ""


class Indicator(IndicatorFields, Versioned, table=True):
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)


class ReadingFields(Provenance):
    """One value as one source gives it on one date; sources may disagree and all are kept."""

    read_on: PlanDate
    # None when the source gives words only ("reduced", "next day").
    value: float | None = None
    text: Remark = ""


class Reading(ReadingFields, InProgramme, table=True):
    indicator_id: int = Field(foreign_key="indicator.id", index=True)
