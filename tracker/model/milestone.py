"""The plan's dated events, what is waited for from outside, and the dependencies that sequence them."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import (
    Fields,
    Key,
    Line,
    Paragraph,
    PlanDate,
    Provenance,
    Remark,
    Title,
    Versioned,
    choice,
)
from tracker.planning import ConstraintKind, DependencyKind, LagUnit


class MilestoneKind(StrEnum):
    """A milestone the city works towards, or something it can only wait for."""

    MILESTONE = "milestone"
    DECISION = "decision"
    PREREQUISITE = "prerequisite"


class Nature(StrEnum):
    """What the work is made of: how bottlenecks are grouped."""

    CONTRACT = "contract"
    NETWORK = "network"
    SKILL = "skill"
    DECISION = "decision"
    MONEY = "money"
    SOFTWARE = "software"
    ORGANISATION = "organisation"
    LAW = "law"
    OTHER = "other"


class MilestoneFields(Provenance):
    key: Key
    title: Title
    kind: MilestoneKind = choice(MilestoneKind, MilestoneKind.MILESTONE)
    nature: Nature = choice(Nature, Nature.OTHER)
    description: Paragraph = ""
    # Who must decide or act, when that is somebody outside the posts and partners.
    awaited_from: Line = ""
    # Working days of work that lead to the event; 0 for a mere event.
    work_days: float = Field(default=0, ge=0, le=10_000)
    # If all goes well, and if much goes wrong: with `work_days`, the most likely, a three-point estimate.
    # Both or neither.
    optimistic_days: float | None = Field(default=None, ge=0, le=10_000)
    pessimistic_days: float | None = Field(default=None, ge=0, le=10_000)
    # Working days still to do of what has begun, as last reported; None: computed from the elapsed time.
    # Never of what has not begun: all of its work is left.
    remaining_days: float | None = Field(default=None, ge=0, le=10_000)
    actual_start: PlanDate | None = None
    actual_finish: PlanDate | None = None
    constraint: ConstraintKind = choice(ConstraintKind, ConstraintKind.AS_SOON_AS_POSSIBLE)
    constraint_date: PlanDate | None = None
    deadline: PlanDate | None = None
    # Share in the roll-up of progress; 0 leaves the milestone out of it.
    weight: float = Field(default=1, ge=0, le=1000)
    # A service opens to citizens: what the council waits for.
    is_public_opening: bool = False
    # On the programme's public page, when the city has one: its title and its dates, nothing else.
    is_public: bool = False
    # Ended without being reached: out of the plan, kept in the history.
    is_cancelled: bool = False
    end_reason: Remark = ""
    position: int = Field(default=0, ge=0, le=1_000_000)


def estimate_fault(likely: float, optimistic: float | None, pessimistic: float | None) -> str | None:
    """Return the name of what is wrong with a three-point estimate, None where nothing is."""
    if optimistic is None and pessimistic is None:
        return None
    if optimistic is None or pessimistic is None:
        return "estimate_needs_both"
    if likely == 0:
        return "estimate_needs_work"
    return None if optimistic <= likely <= pessimistic else "estimate_not_rising"


class Milestone(MilestoneFields, Versioned, table=True):
    __table_args__ = (
        UniqueConstraint("programme_id", "key"),
        CheckConstraint(
            "actual_finish IS NULL OR actual_start IS NULL OR actual_finish >= actual_start",
            name="milestone_actuals_in_order",
        ),
        CheckConstraint(
            "(optimistic_days IS NULL) = (pessimistic_days IS NULL) AND (optimistic_days IS NULL"
            " OR work_days > 0 AND optimistic_days <= work_days AND work_days <= pessimistic_days)",
            name="milestone_estimate_in_order",
        ),
    )

    # None only for decisions and prerequisites of the programme as a whole.
    initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
    # None: the initiative's leading service, owner.
    service_id: int | None = Field(default=None, foreign_key="service.id")
    owner_id: int | None = Field(default=None, foreign_key="post.id")
    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    # None: the programme's own working calendar.
    calendar_id: int | None = Field(default=None, foreign_key="work_calendar.id")


class DependencyFields(Fields):
    kind: DependencyKind = choice(DependencyKind, DependencyKind.FS)
    # Added to the dependency; negative = lead. Percent is of the predecessor's work.
    lag: float = Field(default=0, ge=-10_000, le=10_000)
    lag_unit: LagUnit = choice(LagUnit, LagUnit.WORKING_DAYS)
    reason: Remark = ""


class Dependency(DependencyFields, Versioned, table=True):
    """Predecessor -> successor; each end is one milestone or one whole initiative.

    An initiative as an end means its first or last milestone, as they are on the day of the analysis.
    """

    __table_args__ = (
        CheckConstraint(
            "(predecessor_id IS NULL) <> (predecessor_initiative_id IS NULL)",
            name="dependency_one_predecessor",
        ),
        CheckConstraint(
            "(successor_id IS NULL) <> (successor_initiative_id IS NULL)",
            name="dependency_one_successor",
        ),
    )

    predecessor_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)
    predecessor_initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
    successor_id: int | None = Field(default=None, foreign_key="milestone.id", index=True)
    successor_initiative_id: int | None = Field(default=None, foreign_key="initiative.id", index=True)
