"""What another tool's file says and this model has no place for: kept beside the record, written back."""

from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from tracker.model.base import Fields, Line, Versioned


class ForeignElementFields(Fields):
    """One element of a file, as `format` writes it; only that format's own module reads `content`."""

    format: Line
    # What the element is in the other tool: a task, a resource, a calendar...
    kind: Line
    # What identifies it there.
    uid: Line
    # The key of the record it became here; empty: it has none.
    item: Line = ""
    # Its place among those of its kind in the file.
    position: int = Field(default=0, ge=0, le=1_000_000)
    content: Annotated[str, StringConstraints(max_length=2_000_000, pattern=r"^(\{.*\})?$")] = ""


class ForeignElement(ForeignElementFields, Versioned, table=True):
    __tablename__ = "foreign_element"
    __table_args__ = (UniqueConstraint("programme_id", "format", "kind", "uid"),)
