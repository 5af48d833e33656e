"""Turns a text key and its values into a sentence in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from tracker.i18n.rounding import whole_percent

# What the interface speaks, and what the council page and its PDF speak.
LANGUAGES = ("fr", "en")
PAGE_LANGUAGES = (*LANGUAGES, "ar")
# Fès reads Arabic: Moroccan names of the months, Western figures.
_LOCALES = {"ar": "ar_MA"}
# The forms of a plural in the order of a catalogue; whatever is not named takes the last one.
_PLURAL_FORMS = {"ar": ("zero", "one", "two", "few", "many", "other")}
# Arabic has no short names of months, and its dates in figures are read from either end.
_DATE_STYLES = {("ar", "medium"): "long"}
# Says what a language of the page has no words for yet, such as why a proposal cannot be carried out.
_SPARE_LANGUAGES = {"ar": "fr"}
# Around somebody's own words in a sentence that may run the other way; and what could break out of them.
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
# What in somebody's words would turn the rest of a sentence round, or steer the terminal it is printed on.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FOLDER = Path(__file__).parent
_FIRST = re.compile(r"\b1 (?=[^\W\d])")


class MissingTextError(LookupError):
    """A text key is absent from a catalogue: a fault of the code, never of the user."""


@dataclass(frozen=True)
class Text:
    """A sentence not yet said: its key, its values, and the count that chooses the plural form.

    Values may themselves be a `Text`, a date or a number; each is written in the reader's language.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    count: float | None = None


@lru_cache(maxsize=8)
def _messages(language: str) -> dict[str, tuple[str, ...]]:
    """Return every message of a language: key -> its forms (one, or as many as the language has plurals).

    Raises:
        MissingTextError: the language has no folder of catalogues.
    """
    areas = sorted((_FOLDER / language).glob("*.po"))
    if not areas:
        raise MissingTextError(f"no catalogue for the language {language!r}")
    messages: dict[str, tuple[str, ...]] = {}
    for path in areas:
        for key, forms in _area_messages(path, language).items():
            if key in messages:
                raise MissingTextError(f"{language}/{path.name}: {key!r} stands in two catalogues")
            messages[key] = forms
    return messages


def _area_messages(path: Path, language: str) -> dict[str, tuple[str, ...]]:
    with path.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=language, abort_invalid=True)
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue:
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
            found[key] = tuple(str(form) for form in forms)
    return found


def catalogue_keys(language: str) -> dict[str, tuple[str, ...]]:
    """Return the keys of a language with their forms, for the completeness test."""
    return dict(_messages(language))


# A screen writes the same few dates and numbers again at every rerun, and Babel takes its time over each.
@lru_cache(maxsize=8192)
def _date(value: date, style: str, locale: Locale) -> str:
    style = _DATE_STYLES.get((locale.language, style), style)
    written = format_date(value, format=style, locale=locale)
    # French counts the first of a month as no other day; Babel does not know it.
    return _FIRST.sub("1er ", written, count=1) if locale.language == "fr" and value.day == 1 else written


@lru_cache(maxsize=8192)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(maxsize=8)
def translator(language: str) -> Translator:
    """Return the shared translator of a language; an unknown language falls back to English."""
    return Translator(language if language in PAGE_LANGUAGES else "en")


def locale_of(language: str) -> Locale:
    """Return where a language's dates and figures are written as we write them."""
    return Locale.parse(_LOCALES.get(language, language))


def isolated(words: str) -> str:
    """Return somebody's words marked off: their direction and that of the sentence leave each other alone."""
    return f"{ISOLATE}{unsteered(words)}{END_OF_ISOLATE}"


def unsteered(words: str) -> str:
    """Return somebody's words without what would turn a sentence round or steer a terminal."""
    return _STEERING.sub("", words)


class Translator:
    """Says texts, dates, numbers and lists in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = locale_of(language)
        self.is_right_to_left = self.locale.text_direction == "rtl"
        self._messages = _messages(language)

    def __call__(self, text: Text) -> str:
        """Say a `Text`, its nested texts first."""
        if text.count is None:
            return self.text(text.key, **text.values)
        return self.plural(text.key, text.count, **text.values)

    def has(self, key: str) -> bool:
        return key in self._messages

    def text(self, key: str, /, **values: Any) -> str:
        if (spare := self._spare(key)) is not None:
            return isolated(spare.text(key, **values))
        return self._form(key, 0).format_map(self._spoken(values))

    def plural(self, key: str, count: float, /, **values: Any) -> str:
        """Say a text whose form follows a count; `{count}` stands for it in the text."""
        if (spare := self._spare(key)) is not None:
            return isolated(spare.plural(key, count, **values))
        return self._form(key, self._plural_form(count)).format_map(self._spoken({"count": count, **values}))

    def _spare(self, key: str) -> Translator | None:
        """Return who says a text that this language lacks; None where it has it, or has no spare language."""
        language = _SPARE_LANGUAGES.get(self.language)
        return None if language is None or key in self._messages else translator(language)

    def _plural_form(self, count: float) -> int:
        names, found = _PLURAL_FORMS.get(self.language, ("one",)), self.locale.plural_form(count)
        return names.index(found) if found in names else len(names)

    def _form(self, key: str, form: int) -> str:
        forms = self._messages.get(key)
        if forms is None or not forms[min(form, len(forms) - 1)]:
            raise MissingTextError(f"{self.language}: no text for {key!r}")
        return forms[min(form, len(forms) - 1)]

    def _spoken(self, values: dict[str, Any]) -> dict[str, str]:
        return {name: self.value(value) for name, value in values.items()}

    def value(self, value: Any) -> str:
        """Write one value as its type asks: a text, a date, an instant, a number, a list of them."""
        if isinstance(value, Text):
            return self(value)
        if isinstance(value, datetime):
            return self.instant(value)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, (list, tuple)):
            return self.list([self.value(item) for item in value])
        return isolated(str(value)) if self.is_right_to_left else unsteered(str(value))

    def date(self, value: date, style: str = "medium") -> str:
        return _date(value, style, self.locale)

    def instant(self, value: datetime) -> str:
        return format_datetime(value, format="medium", locale=self.locale)

    def time(self, value: datetime) -> str:
        """Write the hour and the minute of an instant."""
        return format_time(value, format="short", locale=self.locale)

    def number(self, value: float, digits: int = 1) -> str:
        # Minus nothing is nothing.
        return _number(round(value, digits) or 0, self.locale)

    def percent(self, share: float) -> str:
        """Write a share (0 to 1) as whole percents, rounded down so that 99.6 % never reads as done."""
        return format_percent(whole_percent(share * 100) / 100, locale=self.locale)

    def list(self, items: list[str]) -> str:
        return format_list(items, locale=self.locale) if items else ""
