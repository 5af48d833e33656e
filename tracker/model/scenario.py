"""Scenarios: changes to the plan that are computed and compared before anybody decides on them."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Fields, Key, Line, Paragraph, Remark, Title, Versioned, choice

MOST_CHANGES = 500


class ScenarioState(StrEnum):
    """How far a scenario has come: only an accepted one has changed the plan."""

    DRAFT = "draft"
    SHARED = "shared"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DISCARDED = "discarded"

    @property
    def is_over(self) -> bool:
        """Nothing more is done with it; the history keeps it."""
        return self in (ScenarioState.ACCEPTED, ScenarioState.DISCARDED)


class ScenarioFields(Fields):
    key: Key
    title: Title
    note: Paragraph = ""
    # Commands in the order in which they are carried out, as `commands/planned_changes.py` writes them.
    changes: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=JSON, min_length=1, max_length=MOST_CHANGES
    )


class Scenario(ScenarioFields, Versioned, table=True):
    """A list of changes that somebody keeps; the plan does not know of it until it is accepted."""

    __table_args__ = (UniqueConstraint("programme_id", "key"),)

    author: Line
    state: ScenarioState = choice(ScenarioState, ScenarioState.DRAFT)
    # The programme's revision, and the values that the changes replace, when the changes were last kept:
    # a value that has moved since is shown before anything is accepted.
    base_revision: int = 0
    seen: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    # Why the plan should change, in the words of the person who proposes it.
    proposal: Remark = ""
    proposed_by: Line = ""
    proposed_on: date | None = None
    # What was answered.
    decision: Remark = ""
    decided_by: Line = ""
    decided_on: date | None = None
