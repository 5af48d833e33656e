"""What people say of the work: progress updates, dated, signed and never rewritten."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from tracker.model.base import InProgramme, Line, PlanDate, Provenance, Remark, UtcInstant, choice


class DeclaredStatus(StrEnum):
    """Four levels named after what the person who declares will do about it."""

    ON_COURSE = "on_course"  # we will hold the date
    ATTENTION = "attention"  # we will hold it with an effort of our own
    SUPPORT_NEEDED = "support_needed"  # we will hold it only if somebody helps
    COMPROMISED = "compromised"  # we will not hold it
    NOT_GIVEN = "not_given"


class ProgressUpdateFields(Provenance):
    reported_on: PlanDate
    # The post that signs, as a role title.
    author: Line
    declared_status: DeclaredStatus = choice(DeclaredStatus, DeclaredStatus.NOT_GIVEN)
    # Share of the work done, in percent; None: not said, which is not zero.
    progress_percent: float | None = Field(default=None, ge=0, le=100)
    text: Remark = ""
    blocked_by: Remark = ""
    # Who could unblock it, in the words of the one who signs: a post, a service, a partner or anybody else.
    could_unblock: Line = ""


class ProgressUpdate(ProgressUpdateFields, InProgramme, table=True):
    __tablename__ = "progress_update"
    __table_args__ = (
        CheckConstraint("(milestone_id IS NULL) <> (initiative_id IS NULL)", name="progress_update_one_item"),
    )

    milestone_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
    recorded_at: datetime = Field(sa_type=UtcInstant)
