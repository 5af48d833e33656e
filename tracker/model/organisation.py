"""Who takes part: the city's services, the posts people hold, and the partners outside."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Key, Line, Paragraph, Provenance, Title, Versioned, choice


class ServiceFields(Provenance):
    key: Key
    name: Title


class Service(ServiceFields, Versioned, table=True):
    """An administrative department of the city."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)


class PostRole(StrEnum):
    SPONSOR = "sponsor"
    TECHNICAL_LEAD = "technical_lead"
    OWNER = "owner"
    FOCAL_POINT = "focal_point"


class PostFields(Provenance):
    """A role title, never a person's name; a focal point belongs to the service it relays."""

    key: Key
    title: Title
    role: PostRole = choice(PostRole, PostRole.OWNER)
    is_vacant: bool = False
    # People it stands for, counted full-time (a team of 2.5); None: not known, and never overloaded.
    people: float | None = Field(default=None, ge=0, le=10_000)


class Post(PostFields, Versioned, table=True):
    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    service_id: int | None = Field(default=None, foreign_key="service.id")


class PartnerKind(StrEnum):
    UNIVERSITY = "university"
    INCUBATOR = "incubator"
    VENDOR = "vendor"
    CONSULTANT = "consultant"
    FUNDER = "funder"
    PUBLIC_BODY = "public_body"


class PartnerFields(Provenance):
    key: Key
    name: Title
    kind: PartnerKind = choice(PartnerKind)
    contribution: Paragraph = ""
    website: Line = ""


class Partner(PartnerFields, Versioned, table=True):
    """An organisation outside the city and what it brings to the programme."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)
