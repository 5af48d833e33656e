"""Finds the line on which each table, key and list element of a TOML text stands."""

from __future__ import annotations

import re
from bisect import bisect_right

# ("initiative", 0, "milestone", 2, "after", 1): keys and places in lists, from the top of the file.
Path = tuple[str | int, ...]

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# The longest form first: three quotes open a text of several lines.
_TEXT = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")


def line_numbers(text: str) -> dict[Path, int]:
    """Return the line, counted from 1, of each header, key and list element.

    The text must be TOML that a parser has accepted; what the parser refuses is not looked for here.
    """
    return _Reading(text).lines


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {(): 1}
        self._line_ends = [place for place, character in enumerate(text) if character == "\n"]
        self._lengths: dict[Path, int] = {}
        self._read()

    def _read(self) -> None:
        table: Path = ()
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._key_and_value(table)
            self._skip(_GAP)

    def _skip(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _note(self, path: Path, start: int) -> None:
        self.lines.setdefault(path, bisect_right(self._line_ends, start - 1) + 1)

    def _header(self) -> Path:
        start = self.at
        is_list = self.text.startswith("[[", start)
        self.at += 2 if is_list else 1
        parts = self._dotted_key()
        self.at += 2 if is_list else 1
        path: Path = ()
        for part in parts[:-1]:
            path = self._last_of((*path, part))
        path = (*path, parts[-1])
        if is_list:
            self._note(path, start)
            self._lengths[path] = self._lengths.get(path, 0) + 1
            path = self._last_of(path)
        self._note(path, start)
        return path

    def _last_of(self, path: Path) -> Path:
        """A name that stands for a list of tables means the last of them."""
        return (*path, self._lengths[path] - 1) if path in self._lengths else path

    def _dotted_key(self) -> list[str]:
        parts: list[str] = []
        while True:
            self._skip(_BLANK)
            quoted = self.text[self.at] in "\"'"
            found = (_TEXT if quoted else _BARE_KEY).match(self.text, self.at)
            if found is None:
                raise ValueError(f"no key at {self.at}")
            parts.append(found.group()[1:-1] if quoted else found.group())
            self.at = found.end()
            self._skip(_BLANK)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _key_and_value(self, table: Path) -> None:
        start = self.at
        path = (*table, *self._dotted_key())
        self._note(path, start)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        first = self.text[self.at]
        if first == "[":
            self._list(path)
        elif first == "{":
            self._inline_table(path)
        else:
            self._skip(_TEXT if first in "\"'" else _SCALAR)

    def _list(self, path: Path) -> None:
        self.at += 1
        self._skip(_GAP)
        place = 0
        while self.text[self.at] != "]":
            self._note((*path, place), self.at)
            self._value((*path, place))
            place += 1
            self._to_next("]")
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        self._skip(_GAP)
        while self.text[self.at] != "}":
            self._key_and_value(path)
            self._to_next("}")
        self.at += 1

    def _to_next(self, end: str) -> None:
        self._skip(_GAP)
        if self.text[self.at] == ",":
            self.at += 1
            self._skip(_GAP)
        elif self.text[self.at] != end:
            raise ValueError(f"no comma at {self.at}")
