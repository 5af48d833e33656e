"""Draws one input for each declared field of a record, as the type of the field asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from tracker.commands.labels import choice_label, field_label
from tracker.model.base import EARLIEST, LATEST
from tracker.ui.components.chart import is_phone
from tracker.ui.components.forms.submission import errors_of, input_key, show_error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.i18n import Translator
    from tracker.model.base import Fields

# A field that may be longer than a line gets a box.
_LINE_LENGTH = 200


@dataclass(frozen=True)
class Sheet:
    """The inputs of one form: whose fields, what they hold now, and what may be chosen for links."""

    t: Translator
    # The form's name, which begins the names of its inputs.
    form: str
    # The table's name and the field declarations of what is edited.
    kind: str
    declared: type[Fields]
    # What the fields held when the form was opened.
    values: Mapping[str, Any]
    # Keys and titles for the fields that name another record.
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Other labels than the field's own, where the form asks a question.
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> Mapping[str, str]:
        """A sentence for each field that the last attempt to save was refused for."""
        return errors_of(self.form)

    def ask(self, *names: str) -> dict[str, Any]:
        """Draw the inputs; return what they hold."""
        return {name: self._ask_one(name) for name in names}

    def ask_beside(self, *names: str) -> dict[str, Any]:
        """Draw the inputs side by side, one under another on a phone."""
        if is_phone():
            return self.ask(*names)
        found: dict[str, Any] = {}
        for column, name in zip(st.columns(len(names)), names, strict=True):
            with column:
                found |= self.ask(name)
        return found

    def changes(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that no longer hold what they held when the form was opened."""
        return {
            name: value for name, value in held.items() if name in self.values and value != self.values[name]
        }

    def _ask_one(self, name: str) -> Any:
        label = self.labels.get(name) or self.t(field_label(self.kind, name))
        value = self._input(name, label, self.values.get(name))
        show_error(self.errors, name)
        return value

    def _input(self, name: str, label: str, value: Any) -> Any:
        key = input_key(self.form, name)
        if name in self.links:
            return self._link(key, label, self.links[name], value)
        kind = _kind(self.declared, name)
        if issubclass(kind, StrEnum):
            return self._choice(key, label, kind, value)
        if kind is bool:
            return st.checkbox(label, value=bool(value), key=key)
        if kind is date:
            return _date(key, label, value)
        if kind in (int, float):
            return _number(key, label, kind, value)
        return self._words(key, name, label, value)

    def _choice(self, key: str, label: str, kind: type[StrEnum], value: StrEnum | None) -> StrEnum:
        choices = list(kind)
        chosen: StrEnum = st.selectbox(
            label,
            choices,
            index=choices.index(value) if value in choices else 0,
            format_func=lambda choice: self.t(choice_label(choice)),
            key=key,
        )
        return chosen

    def _link(self, key: str, label: str, titles: Mapping[str, str], value: Any) -> Any:
        if isinstance(value, list):
            return sorted(
                st.multiselect(
                    label,
                    list(titles),
                    default=value,
                    format_func=lambda found: titles[found],
                    key=key,
                    placeholder=self.t.text("form.choose"),
                )
            )
        return st.selectbox(
            label,
            [None, *titles],
            index=[None, *titles].index(value) if value in titles else 0,
            format_func=lambda found: self.t.text("form.none") if found is None else titles[found],
            key=key,
        )

    def _words(self, key: str, name: str, label: str, value: str | None) -> str:
        # No limit here: the browser would drop what is beyond it, the command says it and keeps the text.
        limits = (getattr(part, "max_length", None) for part in self.declared.model_fields[name].metadata)
        limit = next((found for found in limits if found is not None), None)
        if limit is not None and limit > _LINE_LENGTH:
            return st.text_area(label, value=value or "", height=96, key=key)
        return st.text_input(label, value=value or "", key=key)


def _date(key: str, label: str, value: date | None) -> date | None:
    # A date given as the default could not be cleared: it is the session's instead.
    st.session_state.setdefault(key, value)
    chosen: date | None = st.date_input(
        label, value=None, format="DD/MM/YYYY", min_value=EARLIEST, max_value=LATEST, key=key
    )
    return chosen


def _number(key: str, label: str, kind: type[int] | type[float], value: float | None) -> float | None:
    # As with dates. Limits are left to the command, which says them beside the field.
    st.session_state.setdefault(key, None if value is None else kind(value))
    number = st.number_input(label, value=None, step=kind(1), format="%d" if kind is int else "%g", key=key)
    return None if number is None else kind(number)


def _kind(declared: type[Fields], name: str) -> type[Any]:
    kinds = _types(declared.model_fields[name].annotation)
    return next((found for found in kinds if found is not type(None)), str)


def _types(annotation: Any) -> tuple[type[Any], ...]:
    """Return the plain types of an annotation: of `Annotated`, of a union, or itself."""
    parts = get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _types(parts[0])
    return tuple(found for part in parts for found in _types(part)) if parts else (annotation,)
