"""Draws one input for each declared field of a record, as the type of the field asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from tracker.commands.labels import choice_label, field_label
from tracker.model.content import InitiativePartnerContent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.i18n import Translator
    from tracker.model.base import Fields

# A field that may be longer than a line gets a box.
_LINE_LENGTH = 200


@dataclass(frozen=True)
class Sheet:
    """The inputs of one form: whose fields, what they hold now, and what may be chosen for links."""

    t: Translator
    # The table's name and the field declarations of what is edited.
    kind: str
    declared: type[Fields]
    # What the fields held when the form was opened.
    values: Mapping[str, Any]
    # Keys and titles for the fields that name another record.
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # A sentence for each field that was refused.
    errors: Mapping[str, str] = field(default_factory=dict)

    def ask(self, *names: str) -> dict[str, Any]:
        """Draw the inputs; return what they hold."""
        return {name: self._ask_one(name) for name in names}

    def ask_beside(self, *names: str) -> dict[str, Any]:
        """Draw the inputs side by side, one under another on a phone."""
        found: dict[str, Any] = {}
        for column, name in zip(st.columns(len(names)), names, strict=True):
            with column:
                found |= self.ask(name)
        return found

    def changes(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that no longer hold what they held when the form was opened."""
        return {name: value for name, value in held.items() if value != self.values.get(name)}

    def _ask_one(self, name: str) -> Any:
        label = self.t(field_label(self.kind, name))
        value = self._input(name, label, self.values.get(name))
        if name in self.errors:
            st.markdown(f":red[:material/error: {self.errors[name]}]")
        return value

    def _input(self, name: str, label: str, value: Any) -> Any:
        if name in self.links:
            return self._link(name, label, value)
        kinds = _types(self.declared.model_fields[name].annotation)
        kind = next((found for found in kinds if found is not type(None)), str)
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return self._choice(label, list(kind), value)
        if kind is bool:
            return st.checkbox(label, value=bool(value))
        if kind is date:
            return st.date_input(
                label,
                value=value,
                format="DD/MM/YYYY",
                min_value=date(1900, 1, 1),
                max_value=date(2199, 12, 31),
            )
        if kind in (int, float):
            number = st.number_input(label, value=_as(kind, value), step=kind(1))
            return _as(kind, number)
        return self._words(name, label, str(value or ""))

    def _choice(self, label: str, choices: Sequence[StrEnum], value: StrEnum | None) -> StrEnum:
        place = choices.index(value) if value in choices else 0
        return st.selectbox(
            label, choices, index=place, format_func=lambda choice: self.t(choice_label(choice))
        )

    def _link(self, name: str, label: str, value: Any) -> Any:
        titles = self.links[name]
        if isinstance(value, list):
            return self._links(label, titles, value)
        return st.selectbox(
            label,
            [None, *titles],
            index=[None, *titles].index(value) if value in titles else 0,
            format_func=lambda key: self.t.text("value.none") if key is None else titles[key],
        )

    def _links(self, label: str, titles: Mapping[str, str], value: list[Any]) -> list[Any]:
        partners = {found.partner: found for found in value if isinstance(found, InitiativePartnerContent)}
        chosen = st.multiselect(
            label, list(titles), default=list(partners) or value, format_func=lambda key: titles[key]
        )
        if self._are_partners(label):
            return [partners.get(key) or InitiativePartnerContent(partner=key) for key in chosen]
        return sorted(chosen)

    def _are_partners(self, label: str) -> bool:
        return label == self.t(field_label(self.kind, "partners"))

    def _words(self, name: str, label: str, value: str) -> str:
        limit = next(
            (
                found.max_length
                for found in self.declared.model_fields[name].metadata
                if hasattr(found, "max_length")
            ),
            None,
        )
        if limit is None or limit > _LINE_LENGTH:
            return st.text_area(label, value=value, max_chars=limit, height=96)
        return st.text_input(label, value=value, max_chars=limit)


def _types(annotation: Any) -> tuple[Any, ...]:
    """Return the plain types of an annotation: of `Annotated`, of a union, or itself."""
    parts = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _types(parts[0])
    return tuple(found for part in parts for found in _types(part)) if parts else (annotation,)


def _as(kind: type[int] | type[float], value: Any) -> Any:
    return None if value is None else kind(value)
