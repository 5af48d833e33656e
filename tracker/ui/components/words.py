"""Turns what people wrote into words a screen can show: never a mark, a picture or a colour of their own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.i18n import Text

if TYPE_CHECKING:
    from tracker.i18n import Translator

_ALWAYS_MARKS = re.compile(r"([\\`*_\[\]<$|~{}^])")
# A colon opens a colour or an icon, an ampersand an entity, only when a name follows.
_OPENS_A_NAME = re.compile(r"([:&])(?=[A-Za-z#])")
# Not every blank: French keeps its quotation marks and colons on the line by blanks that do not break.
_BREAKS = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_OPENS_A_BLOCK = re.compile(r"^([#>=+-]|\d+[.)])")


def plain(text: str) -> str:
    """Return user text for Markdown: on one line, every mark escaped, so that it reads as it was typed."""
    line = _BREAKS.sub(" ", text.strip())
    line = _OPENS_A_NAME.sub(r"\\\1", _ALWAYS_MARKS.sub(r"\\\1", line))
    return _OPENS_A_BLOCK.sub(lambda mark: f"{mark[1][:-1]}\\{mark[1][-1]}", line)


def paragraphs(text: str) -> str:
    """Return user text of several lines for Markdown, each line a paragraph."""
    return "\n\n".join(plain(line) for line in text.splitlines() if line.strip())


def say(t: Translator, text: Text) -> str:
    """Say a sentence for Markdown."""
    return plain(t(text))


def marked(t: Translator, key: str, **values: Any) -> str:
    """Say a text whose own words carry Markdown; its values do not."""
    return say_marked(t, Text(key, values))


def say_marked(t: Translator, text: Text) -> str:
    """Say a sentence whose own words carry Markdown; its values do not."""
    values: dict[str, Any] = {name: plain(t.value(value)) for name, value in text.values.items()}
    return t(Text(text.key, values, text.count))


def sentence_list(sentences: list[str]) -> str:
    """Return Markdown lines as one list."""
    return "\n".join(f"- {sentence}" for sentence in sentences)
