"""Reads one table of a roadmap file into a record of the content, and says what is wrong with its fields."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from tracker.exchange.problems import Findings, nearest
from tracker.exchange.roadmap_dates import DateFormError, RoadmapDates
from tracker.exchange.roadmap_fields import FileField, Kind, Section
from tracker.exchange.toml_positions import Path
from tracker.i18n import Text
from tracker.model.base import Basis


class _WrongFormError(ValueError):
    """A field holds another kind of value than it takes; the message is the problem's code."""


class TableReader:
    """Reads tables one after another; every fault goes to the findings, none stops the reading."""

    def __init__(self, findings: Findings, dates: RoadmapDates) -> None:
        self.findings = findings
        self.dates = dates

    def record(self, section: Section, table: Mapping[str, Any], path: Path, **more: Any) -> Any:
        """Return the record a table describes, None when it cannot be made.

        `more` are the fields of the model that other rules have read.
        """
        return self.build(section, table, {**self.values(section, table, path), **more}, path)

    def values(self, section: Section, table: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """Return the plain fields of a table by their names in the model; faulty ones are left out."""
        values: dict[str, Any] = {}
        for name, value in table.items():
            field = section.field(name)
            if field is None:
                self._unknown_field(section, name, (*path, name))
            elif field.kind not in (Kind.SPECIAL, Kind.TABLES):
                self._read_into(values, field, value, (*path, name))
        if section.has_provenance:
            _give_basis(values)
        return values

    def _read_into(self, values: dict[str, Any], field: FileField, value: Any, path: Path) -> None:
        try:
            values[field.model_name] = self._plain(field.kind, value)
        except (_WrongFormError, DateFormError) as error:
            takes = Text(f"refused.takes.{field.kind.value}")
            self.findings.add(str(error), path, takes=takes, value=str(value)[:80])

    def _plain(self, kind: Kind, value: Any) -> Any:
        if kind is Kind.DATE:
            return self.dates.read(value)
        if not _FORMS[kind](value):
            raise _WrongFormError("wrong_form")
        return value

    def _unknown_field(self, section: Section, name: str, path: Path) -> None:
        known = [field.name for field in section]
        close = nearest(name, known)
        if close:
            self.findings.add("unknown_field_near", path, name=name, nearest=close)
        else:
            self.findings.add("unknown_field", path, name=name, known=sorted(known))

    def build(self, section: Section, table: Mapping[str, Any], values: dict[str, Any], path: Path) -> Any:
        """Return the record with these fields, without those that the model refuses.

        None when nothing is left of it that could be checked against the rest of the file.
        """
        faulty = set(table) - {section.file_name(name) for name in values}
        try:
            return section.content(**values)
        except ValidationError as error:
            for detail in error.errors():
                name = section.file_name(str(detail["loc"][0]))
                if name not in faulty:
                    self._field_error(section, name, detail, path)
            return _rest_of(section, values, {str(detail["loc"][0]) for detail in error.errors()})

    def _field_error(self, section: Section, name: str, detail: ErrorDetails, path: Path) -> None:
        if detail["type"] == "missing":
            self.findings.add("missing_field", path, field=name, name=name)
            return
        steps: Path = (*path, name, *(step for step in detail["loc"][1:] if isinstance(step, int)))
        context = detail.get("ctx", {})
        given = detail["input"]
        if detail["type"] == "enum":
            self._unknown_choice(section, name, str(given), steps)
        else:
            code = _code(detail, name)
            limit = next((context[word] for word in ("max_length", "ge", "le") if word in context), 0)
            length = len(given) if isinstance(given, str) else 0
            self.findings.add(code, steps, field=name, value=str(given)[:80], limit=limit, length=length)

    def _unknown_choice(self, section: Section, name: str, given: str, path: Path) -> None:
        known = [choice.value for choice in _choices(section, name)]
        close = nearest(given, known)
        if close:
            self.findings.add("unknown_choice_near", path, value=given, nearest=close)
        else:
            self.findings.add("unknown_choice", path, value=given, known=known)


def _rest_of(section: Section, values: Mapping[str, Any], refused: set[str]) -> Any:
    """Return the record without its refused fields, so that its other faults are told in the same reading."""
    left = {name: value for name, value in values.items() if name not in refused}
    # A table without its title still names other tables.
    unnamed = dict.fromkeys(refused & {"title", "name"}, "?")
    try:
        return section.content(**left, **unnamed)
    except ValidationError:
        return None


def _is_number(value: Any) -> bool:
    is_finite = isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))
    return is_finite and not isinstance(value, bool)


_FORMS: Mapping[Kind, Callable[[Any], bool]] = {
    Kind.TEXT: lambda value: isinstance(value, str),
    Kind.NUMBER: _is_number,
    Kind.WHOLE: lambda value: isinstance(value, int) and not isinstance(value, bool),
    Kind.FLAG: lambda value: isinstance(value, bool),
    Kind.TEXTS: lambda value: isinstance(value, list) and all(isinstance(each, str) for each in value),
}
_CODES = {
    "string_too_short": "empty_text",
    "string_too_long": "too_long",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_big",
}
_PATTERNS = {"country": "bad_country", "holidays": "bad_country", "currency": "bad_currency"}
_RULES = ("date_out_of_range", "control_character", "unknown_weekday", "working_hours")


def _code(detail: ErrorDetails, name: str) -> str:
    """Return our name of a fault that the model's own checks found."""
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(name, "bad_id")
    rule = str(detail.get("ctx", {}).get("error", ""))
    return rule if rule in _RULES else _CODES.get(detail["type"], "bad_value")


def _choices(section: Section, name: str) -> list[StrEnum]:
    field = section.field(name)
    annotation = section.content.model_fields[field.model_name if field else name].annotation
    for choices in (annotation, *get_args(annotation)):
        if isinstance(choices, type) and issubclass(choices, StrEnum):
            return list(choices)
    return []


def _give_basis(values: dict[str, Any]) -> None:
    """A fact with a source is sourced unless the file calls it an assumption; without one, the reverse."""
    is_assumption = values.pop("assumption", not values.get("source"))
    values["basis"] = Basis.ASSUMPTION if is_assumption else Basis.SOURCED
