"""What the door remembers while people come and go: sessions, attempts, codes. None of it is journalled."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from tracker.model.base import OfInstallation, UtcInstant, choice


class Stage(StrEnum):
    """How far somebody has come through the door; only COMPLETE reaches the screens."""

    COMPLETE = "complete"
    # The password was right, the code of the second step is still asked for.
    CODE_AWAITED = "code_awaited"
    # The second step is required of this person and has still to be set up.
    SECOND_FACTOR_AWAITED = "second_factor_awaited"


class SignInSession(OfInstallation, table=True):
    """A browser that has signed in. The cookie holds a token, the row only its hash."""

    __tablename__ = "sign_in_session"
    is_journalled: ClassVar[bool] = False

    token_hash: str = Field(unique=True, index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    stage: Stage = choice(Stage)
    created_at: datetime = Field(sa_type=UtcInstant)
    last_seen_at: datetime = Field(sa_type=UtcInstant)
    ends_at: datetime = Field(sa_type=UtcInstant)


class SignInAttempt(OfInstallation, table=True):
    """An attempt that failed. Of the name only a hash: people type passwords into the wrong field."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("attempts_of_name", "name_hash", "address", "at"),)
    is_journalled: ClassVar[bool] = False

    at: datetime = Field(sa_type=UtcInstant, index=True)
    name_hash: str
    address: str = Field(index=True)


class RecoveryCode(OfInstallation, table=True):
    """A code, good once, for who has lost the device of the second step."""

    __tablename__ = "recovery_code"
    is_journalled: ClassVar[bool] = False

    account_id: int = Field(foreign_key="account.id", index=True)
    code_hash: str
