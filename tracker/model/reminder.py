"""Who was reminded of what: kept, because the rhythm of the next reminders rests on it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON
from sqlmodel import Field

from tracker.model.base import InProgramme, Line, UtcInstant, choice
from tracker.model.organisation import PostRole


class ReminderChannel(StrEnum):
    """How a reminder left the product."""

    FILE = "file"
    # The text of a message that somebody sends from their own mail program.
    MAILTO = "mailto"
    MAIL = "mail"


class SentReminder(InProgramme, table=True):
    """What one person was reminded of on one step of the way up; a digest is a row for each step."""

    __tablename__ = "sent_reminder"

    # `account:` and an account's id, or `post:` and a post's key: a person who leaves takes nothing along.
    person: str = Field(index=True)
    # The role title that was written to.
    name: Line
    level: PostRole = choice(PostRole)
    channel: ReminderChannel = choice(ReminderChannel)
    sent_on: date
    sent_at: datetime = Field(sa_type=UtcInstant)
    # Keys of the milestones.
    items: list[str] = Field(sa_type=JSON)
