"""Calendar feeds: addresses that a calendar program follows, which cannot sign in."""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Fields, Key, Line, UtcInstant, Versioned, choice
from tracker.model.share import ShareLanguage


class FeedScope(StrEnum):
    """Whose dates a feed holds."""

    PROGRAMME = "programme"
    SERVICE = "service"
    POST = "post"
    PARTNER = "partner"


class CalendarFeedFields(Fields):
    scope: FeedScope = choice(FeedScope, FeedScope.PROGRAMME)
    # Key of the service, post or partner; empty: the whole programme.
    of: Line = Field(default="", max_length=60)
    language: ShareLanguage = choice(ShareLanguage, ShareLanguage.FRENCH)


class CalendarFeed(CalendarFeedFields, Versioned, table=True):
    """One address. Of its token only the hash is kept; the rights are its maker's at every request."""

    __tablename__ = "calendar_feed"
    __table_args__ = (UniqueConstraint("programme_id", "key"),)
    secrets: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    key: Key
    # None: whoever sat at the machine.
    made_by_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True, index=True)
    created_at: datetime = Field(sa_type=UtcInstant)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcInstant)
