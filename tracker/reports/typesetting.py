"""Sets finished words as a PDF that anybody can read: tagged (PDF/UA-1), its fonts inside, made offline."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

import pymupdf_fonts  # type: ignore[import-untyped]
import typst
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from tracker.i18n import END_OF_ISOLATE, ISOLATE, unsteered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from tracker.i18n import Translator

TEMPLATES = Path(__file__).parent / "templates"
# The names of pymupdf-fonts: FiraGO for Latin and Arabic, Noto for currencies and the glyphs of a status.
FONT = "FiraGO"
_FONTS = ("figo", "figbo", "notos", "symbol2")
# What stands for a character that none of the fonts can show: a reader sees that something is there.
UNKNOWN = "□"
# Marks without width hold words that run left to right together, in a line that runs the other way.
_RIGHT_TO_LEFT_MARK, _LEFT_TO_RIGHT_MARK = "\u200f", "\u200e"
# Words as they are set: pieces of a sentence, each with the language it is in ("" is the page's own).
Run = dict[str, str]


@cache
def _kept_folder() -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="jalon-fonts-")
    for name in _FONTS:
        (Path(folder.name) / f"{name}.ttf").write_bytes(pymupdf_fonts.myfont(name))
    return folder


def font_folder() -> Path:
    """Return a folder with the fonts as files; it goes with the process."""
    return Path(_kept_folder().name)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])


@cache
def _shown_characters() -> frozenset[int]:
    """Return the code points that the fonts have a shape for."""
    shown: set[int] = {ord("\n")}
    for name in _FONTS:
        with TTFont(io.BytesIO(pymupdf_fonts.myfont(name)), lazy=True) as font:
            shown |= set(font.getBestCmap())
    return frozenset(shown)


def printable(words: str) -> str:
    """Return words with a box for every character that the fonts lack: what cannot be shown may not stand.

    What would turn the words behind it round goes: it would reach to the end of the line.
    """
    known = _shown_characters()
    shown = (
        sign if ord(sign) in known else UNKNOWN
        for sign in unsteered(words)
        if ord(sign) in known or sign.isprintable()
    )
    return "".join(shown)


def plain(words: str) -> str:
    """Return a sentence without the marks around somebody's own words."""
    return printable(words.replace(ISOLATE, "").replace(END_OF_ISOLATE, ""))


def runs(words: str, own_language: str, t: Translator) -> list[Run]:
    """Return a sentence in pieces: what people typed is marked with the programme's language."""
    found = []
    for piece, is_own in _pieces(words):
        if piece:
            text = printable(piece)
            held = _held_together(text) if is_own and t.is_right_to_left else text
            found.append(
                {"text": held, "lang": own_language if is_own and own_language != t.language else ""}
            )
    return found


def _held_together(words: str) -> str:
    first = next((bidirectional(sign) for sign in words if bidirectional(sign) in ("L", "R", "AL")), "L")
    if first != "L":
        return words
    inner = f"{_LEFT_TO_RIGHT_MARK}{words}{_LEFT_TO_RIGHT_MARK}"
    return f"{_RIGHT_TO_LEFT_MARK}{inner}{_RIGHT_TO_LEFT_MARK}"


def own_words(words: str, own_language: str, t: Translator) -> list[Run]:
    """Return what somebody typed, standing alone."""
    return runs(f"{ISOLATE}{words}{END_OF_ISOLATE}", own_language, t)


def _pieces(words: str) -> Iterator[tuple[str, bool]]:
    """Split at the outermost isolates: a list of names is one piece, and so is a name within it."""
    piece, depth = "", 0
    for sign in words:
        if sign == ISOLATE:
            if depth == 0:
                yield piece, False
                piece = ""
            depth += 1
        elif sign == END_OF_ISOLATE:
            depth -= 1
            if depth == 0:
                yield piece, True
                piece = ""
        else:
            piece += sign
    yield piece, depth > 0


def typeset(template: str, content: Mapping[str, Any], day: date) -> bytes:
    """Return the PDF that a template makes of a content.

    The same content and day give the same bytes: the file carries no other moment than that day. A content is
    read by the template as JSON alone, so that nothing a person has typed is ever taken for markup.

    Raises:
        typst.TypstError: the template is wrong, or asks for what PDF/UA-1 forbids.
    """
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(content),
        pdf_standards="ua-1",
        timestamp=datetime.combine(day, time(), UTC),
    )


def measured(template: str, content: Mapping[str, Any], label: str) -> Any:
    """Return the value that a template leaves under a label once the content is laid out: pages, heights."""
    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=_inputs(content),
    )
    return json.loads(compiler.query(f"<{label}>", field="value", one=True))


def _inputs(content: Mapping[str, Any]) -> dict[str, str]:
    return {"content": json.dumps(content, ensure_ascii=False, sort_keys=True)}
