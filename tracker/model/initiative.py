"""Initiatives: the projects and change activities inside a programme."""

from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import (
    InProgramme,
    Key,
    Line,
    Paragraph,
    Provenance,
    Remark,
    Title,
    Versioned,
    choice,
)


class InitiativeStatus(StrEnum):
    """What people decided about the initiative; how it fares is computed, never kept here."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    BLOCKED = "blocked"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"

    @property
    def is_ended(self) -> bool:
        """Ended without being done: out of the plan, kept in the history."""
        return self in (InitiativeStatus.SUPERSEDED, InitiativeStatus.CANCELLED)


class Period(StrEnum):
    """Past facts and the plan are never drawn on one axis by accident."""

    PLAN = "plan"
    HISTORY = "history"


class InitiativeFields(Provenance):
    key: Key
    title: Title
    axis: Line = ""
    description: Paragraph = ""
    why_it_matters: Paragraph = ""
    # In whole units of the programme's currency; None: not known, which is not zero.
    cost: int | None = Field(default=None, ge=0, le=10**15, sa_type=BigInteger)
    funding: Line = ""
    free_tool: Line = ""
    status: InitiativeStatus = choice(InitiativeStatus, InitiativeStatus.PLANNED)
    status_reason: Remark = ""
    period: Period = choice(Period, Period.PLAN)
    # On the programme's public page, when the city has one: its title, why it matters, its dates.
    is_public: bool = False
    position: int = Field(default=0, ge=0, le=1_000_000)


class Initiative(InitiativeFields, Versioned, table=True):
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    owner_id: int | None = Field(default=None, foreign_key="post.id")


class ParticipatingService(InProgramme, table=True):
    """A service that takes part in an initiative led by another."""

    __tablename__ = "participating_service"
    __table_args__ = (UniqueConstraint("initiative_id", "service_id"),)

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    service_id: int = Field(foreign_key="service.id")


class InitiativePartner(InProgramme, table=True):
    """A partner's part in one initiative."""

    __tablename__ = "initiative_partner"
    __table_args__ = (UniqueConstraint("initiative_id", "partner_id"),)

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    partner_id: int = Field(foreign_key="partner.id")
    contribution: Line = ""
