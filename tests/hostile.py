"""Text as somebody who means harm types it, in every field of a programme that takes text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from tracker.model.base import KEY_PATTERN
from tracker.model.content import ProgrammeContent

# What every field takes as what it is, text: markup, links, a formula, templates, an override of direction.
HOSTILE = (
    '=1+1<script>window.ran=1</script>"><img src=x onerror=ran=1>[x](javascript:ran=1)'
    "![i](http://evil.example/i)\u202e{{7*7}}#eval('1')$x$:red[r]datum.x"
)
# What none takes: it would end a word early, steer a terminal or break a line of a header.
REFUSED = ("a\x00b", "a\x1b[31mb", "a\x9b31mb", "a\x7fb", "a\r\nX-Injected: 1", "a\ud800b", "x" * 1_000_000)
# Texts in a form of their own, which anything else is refused for.
_FORMED = frozenset(
    {"content", "country", "currency", "format", "holidays_country", "hours", "time_zone", "uid"}
)


def is_text(kind: type[BaseModel], name: str) -> bool:
    """Return whether a field takes free text: a string, and neither a key nor of a form of its own."""
    field = kind.model_fields[name]
    plain = {str, *get_args(field.annotation)} & {field.annotation, str}
    is_string = field.annotation is str or (str in get_args(field.annotation) and bool(plain))
    pattern = next((found for one in field.metadata if (found := getattr(one, "pattern", None))), None)
    return is_string and pattern is None and name not in _FORMED and KEY_PATTERN not in repr(field)


def hostile(content: ProgrammeContent) -> ProgrammeContent:
    """Return a copy of a programme in which every text is hostile, each with a number of its own."""
    made = content.model_copy(deep=True)
    numbers = iter(range(1_000_000))
    for record in records_of(made):
        for name in type(record).model_fields:
            # An address is looked at before it is taken.
            if name != "website" and is_text(type(record), name) and isinstance(getattr(record, name), str):
                setattr(record, name, f"{HOSTILE} {next(numbers)}")
    return made


def records_of(value: Any) -> Iterator[BaseModel]:
    """Return a content and everything in it that has fields."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from records_of(getattr(value, name))
    elif isinstance(value, list):
        for one in value:
            yield from records_of(one)
