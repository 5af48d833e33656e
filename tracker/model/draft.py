"""What somebody has typed about an item and not yet sent: theirs alone, and no fact of the programme."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Key, OfInstallation, UtcInstant


class AnswerDraft(OfInstallation, table=True):
    """An answer to the three questions, not yet given. Nobody has said it: it is in no journal."""

    __tablename__ = "answer_draft"
    __table_args__ = (UniqueConstraint("account_id", "programme_id", "item"),)
    is_journalled: ClassVar[bool] = False

    # None: of whoever sits at the machine, until somebody has an account.
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    # The key of the milestone it is about.
    item: Key
    # As it was typed, by the names of the fields of the form.
    held: dict[str, Any] = Field(sa_type=JSON)
    saved_at: datetime = Field(sa_type=UtcInstant)
