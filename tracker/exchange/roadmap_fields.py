"""What a table of a roadmap file is made of: kinds of fields, each with its place in the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tracker.model.base import Fields


class Kind(Enum):
    """What a field takes; the value names the sentence that says so."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole"
    FLAG = "flag"
    DATE = "date"
    TEXTS = "texts"
    TABLES = "tables"
    # Read by a rule of its own: several forms are allowed.
    SPECIAL = "special"


@dataclass(frozen=True)
class FileField:
    """One field: its name in the file, in the model, and, when it names another table, which one."""

    name: str
    kind: Kind = Kind.TEXT
    attribute: str = ""
    names: str = ""

    @property
    def model_name(self) -> str:
        return self.attribute or self.name


@dataclass(frozen=True)
class Section:
    """One kind of table."""

    name: str
    content: type[Fields]
    fields: tuple[FileField, ...]
    has_provenance: bool = True

    def field(self, name: str) -> FileField | None:
        return next((found for found in self if found.name == name), None)

    def file_name(self, model_name: str) -> str:
        """Return the name in the file of a field of the model."""
        return next((found.name for found in self if found.model_name == model_name), model_name)

    def __iter__(self) -> Iterator[FileField]:
        yield from self.fields
        yield from PROVENANCE if self.has_provenance else ()


PROVENANCE = (FileField("source"), FileField("assumption", Kind.FLAG))
