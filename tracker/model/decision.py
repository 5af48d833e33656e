"""What is asked beside a milestone of kind decision: the question, its options, and what came of it."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Fields, InProgramme, PlanDate, Remark, Title


class DecisionFields(Fields):
    """The words around a decision; where it stands in the plan, and of whom it is asked, its milestone says.

    Asked of: the milestone's own `awaited_from` (a body outside), partner, owner (a post) or service.
    Taken on: the milestone's actual finish, so that the plan and the record can never disagree.
    """

    # What whoever decides answers.
    question: Remark = ""
    asked_on: PlanDate | None = None
    # The day of a refusal that still stands: what waits stays held. None: not refused, or asked again since.
    refused_on: PlanDate | None = None
    # What the answer changes; of a refusal, what becomes of what waits.
    effect: Remark = ""
    # Why it was answered so.
    why: Remark = ""


class Decision(DecisionFields, InProgramme, table=True):
    """A part of its milestone: a change of it moves the milestone's version."""

    __table_args__ = (UniqueConstraint("milestone_id"),)

    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    # The post that asks; None: not said.
    asked_by_id: int | None = Field(default=None, foreign_key="post.id")


class DecisionOptionFields(Fields):
    """One of the answers that a decision may get."""

    title: Title
    # What it would mean: for citizens, money, people, dates.
    meaning: Remark = ""
    # The answer given; of one option at most, and only while the decision is taken.
    is_chosen: bool = False
    position: int = Field(default=0, ge=0, le=1_000)


class DecisionOption(DecisionOptionFields, InProgramme, table=True):
    __tablename__ = "decision_option"
    __table_args__ = (UniqueConstraint("milestone_id", "title"),)

    milestone_id: int = Field(foreign_key="milestone.id", index=True)
