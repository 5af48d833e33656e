"""Links that show a part of the roadmap to a partner, and what a partner proposes through them."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import (
    Fields,
    InProgramme,
    Key,
    Line,
    PlanDate,
    Remark,
    UtcInstant,
    Versioned,
    choice,
)


class ShareLanguage(StrEnum):
    """The languages in which a shared page can be read."""

    FRENCH = "fr"
    ENGLISH = "en"


class ShareFields(Fields):
    """What a link shows and to whom; everything beyond titles and dates is left out unless switched on."""

    key: Key
    # Who the link is given to, as an organisation or a role title; empty: an anonymous link.
    recipient: Line = ""
    language: ShareLanguage = choice(ShareLanguage, ShareLanguage.FRENCH)
    # Keys of the initiatives shown; empty: those in which the partner takes part, as they are on the day.
    initiatives: list[str] = Field(default_factory=list, sa_type=JSON, max_length=500)
    shows_people: bool = False
    shows_money: bool = False
    shows_notes: bool = False
    # Also the council's page of the whole programme; people, money and notes on it as switched on above.
    shows_council: bool = False
    # The partner may propose a new date or say that something is done.
    may_propose: bool = False
    # The last day on which the link works.
    expires_on: PlanDate


class Share(ShareFields, Versioned, table=True):
    """One link. Of its token and its password only hashes are kept; its rights are read at every request."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)
    secrets: ClassVar[frozenset[str]] = frozenset({"token_hash", "password_hash"})

    partner_id: int | None = Field(default=None, foreign_key="partner.id")
    # Who made it: the link ends when that account may no longer share. None: whoever sat at the machine.
    made_by_id: int | None = Field(default=None, foreign_key="account.id")
    token_hash: str = Field(unique=True, index=True)
    password_hash: str | None = None
    created_at: datetime = Field(sa_type=UtcInstant)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)


class ShareVisit(InProgramme, table=True):
    """How often a link was opened on a day: nobody's decision, so the journal does not follow it."""

    __tablename__ = "share_visit"
    __table_args__ = (UniqueConstraint("share_id", "on"),)
    is_journalled: ClassVar[bool] = False

    share_id: int = Field(foreign_key="share.id", index=True)
    on: date
    visits: int = 1
    last_at: datetime = Field(sa_type=UtcInstant)


class ProposalKind(StrEnum):
    """What a partner may propose through a link."""

    NEW_DATE = "new_date"
    DONE = "done"


class ProposalState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class PartnerProposalFields(Fields):
    kind: ProposalKind = choice(ProposalKind)
    # The new date, or the day on which it was done.
    on: PlanDate
    # Why, and where it can be seen: a reference, a report, a link in words.
    evidence: Remark = Field(min_length=1)


class PartnerProposal(PartnerProposalFields, Versioned, table=True):
    """A partner's word on one milestone; the plan does not change before somebody accepts it."""

    __tablename__ = "partner_proposal"

    share_id: int = Field(foreign_key="share.id", index=True)
    milestone_id: int = Field(foreign_key="milestone.id", index=True)
    # The finish that the partner was shown.
    seen_finish: date | None = None
    proposed_at: datetime = Field(sa_type=UtcInstant)
    state: ProposalState = choice(ProposalState, ProposalState.OPEN)
    answer: Remark = ""
    answered_on: date | None = None
