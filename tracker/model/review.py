"""Reviews of a programme: the agenda, what came of it, and what was shown on the day it was held."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import (
    Fields,
    InProgramme,
    Key,
    Line,
    PlanDate,
    Remark,
    Title,
    UtcInstant,
    Versioned,
    choice,
)

MOST_POINTS = 100
MOST_PRESENT = 100


class ReviewKind(StrEnum):
    """Before whom the programme is reviewed."""

    COUNCIL_SITTING = "council_sitting"
    STEERING_COMMITTEE = "steering_committee"
    OTHER = "other"


class ReviewState(StrEnum):
    IN_PREPARATION = "in_preparation"
    HELD = "held"


class ReviewFields(Fields):
    """A review as its form shows it."""

    key: Key
    title: Title
    kind: ReviewKind = choice(ReviewKind, ReviewKind.STEERING_COMMITTEE)
    # The day for which it is called, and then on which it is held.
    day: PlanDate
    # What the technical lead says ahead of the agenda.
    word: Remark = ""
    # Who is there, by role title as it reads that day: a post may be renamed, what was written stays.
    present: list[Line] = Field(default_factory=list, sa_type=JSON, max_length=MOST_PRESENT)


class Review(ReviewFields, Versioned, table=True):
    """A council sitting or a steering committee: in preparation until it is held, then never changed."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    state: ReviewState = choice(ReviewState, ReviewState.IN_PREPARATION)


class AgendaKind(StrEnum):
    """Why a point is on the agenda."""

    DECISION = "decision"
    DISAGREEMENT = "disagreement"
    NEW_STALL = "new_stall"
    SLIP = "slip"
    OPENING = "opening"
    OTHER = "other"


class AgendaPointFields(Fields):
    kind: AgendaKind = choice(AgendaKind, AgendaKind.OTHER)
    # The key of the milestone or initiative it is about, as it was when the point was made; empty: of none.
    # No reference: an item that is taken back leaves the agenda that spoke of it as it was.
    about: Line = Field(default="", max_length=60)
    title: Title
    # What the technical lead adds.
    word: Remark = ""


class OutcomeFields(Fields):
    """What may be said of a point once it is on the agenda."""

    title: Title
    word: Remark = ""
    # What the review said to it.
    outcome: Remark = ""


class AgendaPoint(AgendaPointFields, Versioned, table=True):
    """One point of a review's agenda, and what came of it."""

    __tablename__ = "agenda_point"

    review_id: int = Field(foreign_key="review.id", index=True)
    # Points follow one another by position, then by id.
    position: int = Field(default=0, ge=0)
    outcome: Remark = ""
    # The key of the decision that was answered here; empty: none was.
    decided: str = Field(default="", max_length=60)


class ReviewMoment(InProgramme, table=True):
    """When a review was held: up to which journal entry the plan was known, and as of which day it was read.

    The database refuses to change or remove it. `storage/past.py` rebuilds the plan of that moment.
    """

    __tablename__ = "review_moment"
    __table_args__ = (UniqueConstraint("review_id"),)

    review_id: int = Field(foreign_key="review.id")
    at: datetime = Field(sa_type=UtcInstant)
    # In the programme's time zone, or its fixed status date: as of this day the report was made.
    as_of: date
    # The last journal entry before the review was held, and the programme's revision then.
    last_entry: int
    revision: int
    # Where something was decided in it: the last entry before that, and the day as of which it was read then.
    # What a review decides is news at the next one. None: nothing was decided, it opened as it closed.
    opened_entry: int | None = None
    opened_on: date | None = None
    held_by: Line
    # The files kept of that moment: name and SHA-256, so that the journal vouches for them.
    kept: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)


class KeptReport(InProgramme, table=True):
    """One file of the report, byte for byte as it was on the day of the review.

    The database refuses to change or remove it. Beside the journal, which keeps its hash: see `ReviewMoment`.
    """

    __tablename__ = "kept_report"
    __table_args__ = (
        UniqueConstraint("review_id", "name"),
        CheckConstraint("length(sha256) = 64", name="is_sha256"),
    )
    is_journalled: ClassVar[bool] = False

    review_id: int = Field(foreign_key="review.id", index=True)
    # For instance `council-fr.html`.
    name: str = Field(max_length=60)
    media_type: str
    content: bytes
    sha256: str


class SignedCommentFields(Fields):
    # What the agent of record says; never edited, only followed by another.
    text: Remark = Field(min_length=1)


class SignedComment(SignedCommentFields, InProgramme, table=True):
    """A word that the agent of record signs. The database refuses to change or remove it."""

    __tablename__ = "signed_comment"

    # The role title under which it was signed, and the account, where somebody has one.
    author: Line
    account_id: int | None = None
    at: datetime = Field(sa_type=UtcInstant)
    on: date
    # Of the programme that was commented on.
    revision: int
    # The review in which it was said, if in one.
    review_id: int | None = Field(default=None, foreign_key="review.id", index=True)
