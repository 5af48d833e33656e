"""Who may sign in to the installation, and what each person is in which programme."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, StringConstraints
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Fields, OfInstallation, Title, UtcInstant, choice


def _one_spelling(value: object) -> object:
    """Two spellings of one name are one person."""
    return value.strip().lower() if isinstance(value, str) else value


LOGIN_PATTERN = r"^[a-z0-9][a-z0-9._+@-]*$"
Login = Annotated[
    str,
    BeforeValidator(_one_spelling),
    StringConstraints(pattern=LOGIN_PATTERN, min_length=2, max_length=120),
]


class Role(StrEnum):
    """What somebody is in one programme; `commands/permission.py` says what each may do."""

    ADMINISTRATOR = "administrator"
    TECHNICAL_LEAD = "technical_lead"
    FOCAL_POINT = "focal_point"
    OWNER = "owner"
    LEADER = "leader"
    PARTNER = "partner"


class Palette(StrEnum):
    """The colours a person chose; AUTOMATIC follows their device."""

    AUTOMATIC = "automatic"
    LIGHT = "light"
    DARK = "dark"


class AccountFields(Fields):
    """What an administrator says of a person: a role title, not necessarily a name."""

    login: Login
    title: Title
    is_administrator: bool = False


class Account(AccountFields, OfInstallation, table=True):
    """A person who may sign in. An account is disabled, never removed: the journal refers to it."""

    secrets: ClassVar[frozenset[str]] = frozenset({"password_hash", "totp_secret"})
    # Moves with every sign-in, and is no decision of anybody.
    unjournalled: ClassVar[frozenset[str]] = frozenset({"totp_last_step", "last_signed_in_at"})

    login: str = Field(unique=True, index=True)
    is_active: bool = True
    # Empty until the invitation has been accepted, and for those who only come through a provider.
    password_hash: str | None = None
    password_changed_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    # Kept when the person begins to set the second step up, of use once `has_second_factor`.
    totp_secret: str | None = None
    has_second_factor: bool = False
    # Number of the last 30 seconds whose code was taken: a code is good once.
    totp_last_step: int | None = None
    # Who the person is to the OpenID Connect provider, once they have come through it.
    oidc_issuer: str | None = None
    oidc_subject: str | None = None
    language: str | None = None
    palette: Palette = choice(Palette, Palette.AUTOMATIC)
    created_at: datetime = Field(sa_type=UtcInstant)
    last_signed_in_at: datetime | None = Field(default=None, sa_type=UtcInstant)
    version: int = 1

    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)


class Membership(OfInstallation, table=True):
    """One person's role in one programme; a partner account belongs to a partner."""

    __table_args__ = (UniqueConstraint("account_id", "programme_id"),)

    account_id: int = Field(foreign_key="account.id", index=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    role: Role = choice(Role)
    partner_id: int | None = Field(default=None, foreign_key="partner.id", index=True)


class MembershipService(OfInstallation, table=True):
    """A service that a focal point speaks for."""

    __tablename__ = "membership_service"
    __table_args__ = (UniqueConstraint("membership_id", "service_id"),)

    membership_id: int = Field(foreign_key="membership.id", index=True)
    service_id: int = Field(foreign_key="service.id", index=True)


class MembershipPost(OfInstallation, table=True):
    """A post that an owner holds."""

    __tablename__ = "membership_post"
    __table_args__ = (UniqueConstraint("membership_id", "post_id"),)

    membership_id: int = Field(foreign_key="membership.id", index=True)
    post_id: int = Field(foreign_key="post.id", index=True)


class Invitation(OfInstallation, table=True):
    """A link, good once, with which a person chooses the password of their account."""

    secrets: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    account_id: int = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True, index=True)
    created_at: datetime = Field(sa_type=UtcInstant)
    expires_at: datetime = Field(sa_type=UtcInstant)
