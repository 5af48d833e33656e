"""What pydantic found wrong with a form, as a sentence for each field."""

from typing import Any

from pydantic import ValidationError

from tracker.i18n import Text
from tracker.model.account import LOGIN_PATTERN
from tracker.model.base import COUNTRY_PATTERN, KEY_PATTERN
from tracker.model.programme import CURRENCY_PATTERN

_OF_PATTERN = {
    KEY_PATTERN: "validation.key",
    LOGIN_PATTERN: "validation.login",
    COUNTRY_PATTERN: "validation.country",
    CURRENCY_PATTERN: "validation.currency",
}
_OF_TYPE = {
    "missing": "validation.missing",
    "string_too_short": "validation.missing",
    "too_short": "validation.missing",
    "string_too_long": "validation.too_long",
    "greater_than_equal": "validation.too_small",
    "greater_than": "validation.too_small",
    "less_than_equal": "validation.too_large",
    "less_than": "validation.too_large",
    "finite_number": "validation.number",
    "enum": "validation.choice",
    "literal_error": "validation.choice",
    "extra_forbidden": "validation.unknown_field",
    "not_changed_here": "validation.not_changed_here",
}
_EMPTY = frozenset({"missing", "string_too_short", "too_short"})
# What the reader was asked for, told from the beginning of pydantic's own name of the error.
_OF_KIND = {
    "float": "validation.number",
    "int": "validation.whole_number",
    "date": "validation.date",
    "bool": "validation.yes_or_no",
    "list": "validation.list",
    "string": "validation.text",
}
# Faults that our own declarations raise, as ValueError("name").
_OF_OURS = frozenset({"date_out_of_range", "control_character", "unknown_weekday", "working_hours"})


def validation_texts(error: ValidationError) -> dict[str, Text]:
    """Return a sentence for each field of the form that is wrong, the first where there are several.

    The field of a partial change is its own name, not `changes`.
    """
    found: dict[str, Text] = {}
    for fault in error.errors(include_url=False):
        name = _field(fault["loc"])
        is_unsaid = name == "reason" and fault["type"] in _EMPTY
        found.setdefault(name, Text("validation.say_why") if is_unsaid else _text(fault))
    return found


def _field(location: tuple[int | str, ...]) -> str:
    names = [str(part) for part in location if isinstance(part, str)]
    if len(names) > 1 and names[0] in ("changes", "actuals"):
        return names[1]
    return names[0] if names else ""


def _text(fault: Any) -> Text:
    kind, context = fault["type"], fault.get("ctx") or {}
    if fault["input"] is None and kind != "missing":
        return Text("validation.missing")
    if kind == "string_pattern_mismatch":
        return Text(_OF_PATTERN.get(context["pattern"], "validation.text"))
    if kind == "value_error" and str(context["error"]) in _OF_OURS:
        return Text(f"validation.{context['error']}")
    if kind in _OF_TYPE:
        limit = next(
            (context[name] for name in ("max_length", "ge", "gt", "le", "lt") if name in context), ""
        )
        return Text(_OF_TYPE[kind], {"limit": limit})
    return Text(_OF_KIND.get(kind.split("_")[0], "validation.not_understood"))
