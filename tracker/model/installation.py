"""What is decided for the whole installation, in one row that its commands lock."""

from datetime import datetime
from typing import ClassVar

from sqlmodel import Field

from tracker.model.base import OfInstallation, UtcInstant


class Installation(OfInstallation, table=True):
    """The one row: commands on accounts lock it and so follow one another."""

    secrets: ClassVar[frozenset[str]] = frozenset({"set_up_token_hash"})

    # Administrators and technical leads must set the second step of sign-in up before anything else.
    requires_second_factor: bool = False
    # Of the link on the console that makes the first administrator; gone once there is one.
    set_up_token_hash: str | None = None
    set_up_expires_at: datetime | None = Field(default=None, sa_type=UtcInstant)
