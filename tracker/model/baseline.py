"""Baselines: what was approved, when and by whom; never changed afterwards."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import InProgramme, Key, Line, PlanDate, Provenance, Remark, Title


class BaselineFields(Provenance):
    key: Key
    name: Title
    approved_on: PlanDate
    approved_by: Line
    note: Remark = ""


class Baseline(BaselineFields, InProgramme, table=True):
    __table_args__ = (UniqueConstraint("programme_id", "key"),)


class BaselineDate(InProgramme, table=True):
    """The approved dates of one milestone: first and last working day of its work."""

    __tablename__ = "baseline_date"
    __table_args__ = (UniqueConstraint("baseline_id", "milestone_id"),)

    baseline_id: int = Field(foreign_key="baseline.id", index=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    start: PlanDate
    finish: PlanDate
    work_days: float = 0
