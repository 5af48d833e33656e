"""How many people there are and how many the work takes: absences of a post, and what a milestone needs."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Fields, Line, PlanDate, Provenance, Versioned


class AbsenceFields(Fields):
    """Days on which a post has fewer people than usual."""

    starts_on: PlanDate
    ends_on: PlanDate
    # How many of its people are away, counted full-time; None: nobody is there.
    people: float | None = Field(default=None, ge=0, le=10_000)
    reason: Line = ""


class Absence(AbsenceFields, Versioned, table=True):
    __table_args__ = (
        UniqueConstraint("post_id", "starts_on", "reason"),
        CheckConstraint("ends_on >= starts_on", name="absence_in_order"),
    )

    post_id: int = Field(foreign_key="post.id", index=True)


class WorkNeedFields(Provenance):
    """What the work of a milestone takes of a post while it lasts: people full-time, or days in all.

    Neither said: one person full-time. No people (0): nothing, not even what is assumed of an owner.
    """

    people: float | None = Field(default=None, ge=0, le=10_000)
    # Days of work of the post's people, spread evenly over the milestone's own working days.
    days: float | None = Field(default=None, ge=0, le=1_000_000)


class WorkNeed(WorkNeedFields, Versioned, table=True):
    __tablename__ = "work_need"
    __table_args__ = (UniqueConstraint("milestone_id", "post_id"),)

    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    post_id: int = Field(foreign_key="post.id", index=True)
