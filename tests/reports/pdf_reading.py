"""Reads a PDF as a reading program does: its tags in order, text outside them, its words, its ink."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from numpy.typing import NDArray

A4_POINTS = (595.276, 841.89)
_SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


@dataclass(frozen=True)
class Tag:
    """One element of the structure: its kind, how deep it stands, and what it says of itself."""

    kind: str
    depth: int
    language: str
    alt: str


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document


def tags(document: pikepdf.Pdf) -> list[Tag]:
    """Return the elements of the structure tree in the order in which they are read."""
    return list(_tags(document.Root["/StructTreeRoot"], 0))


def _tags(node: Any, depth: int) -> Iterator[Tag]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _tags(one, depth)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            said = {name: str(node.get(f"/{name}", "")) for name in ("Lang", "Alt")}
            yield Tag(str(node["/S"])[1:], depth, said["Lang"], said["Alt"])
        if "/K" in node:
            yield from _tags(node["/K"], depth + 1)


def untagged_text(document: pikepdf.Pdf) -> list[str]:
    """Return the operators that show text neither in an element of the structure nor as an artifact."""
    found = []
    for page in document.pages:
        inside: list[bool] = []
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                tag = str(instruction.operands[0])
                marks: Any = instruction.operands[1] if operator == "BDC" else {}
                inside.append(tag == "/Artifact" or "/MCID" in marks)
            elif operator == "EMC":
                inside.pop()
            elif operator in _SHOWS_TEXT and not any(inside):
                found.append(f"{operator} {instruction.operands}")
    return found


def fonts_without_a_file(document: pikepdf.Pdf) -> list[str]:
    """Return the fonts that are not in the file, or whose letters have no meaning in it."""
    lacking = []
    for page in document.pages:
        for font in page.Resources.get("/Font", {}).values():
            own = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            descriptor: Any = own.get("/FontDescriptor", {})
            has_file = (
                any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")) or own.Subtype == "/Type3"
            )
            if not has_file or "/ToUnicode" not in font:
                lacking.append(str(font.get("/BaseFont", own.Subtype)))
    return lacking


def words_of(pdf: bytes) -> str:
    """Return the text of all pages as it is copied out of them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def squeezed(words: str) -> str:
    """Return words without spaces and line breaks: where a line ends says nothing about the sentence."""
    return re.sub(r"[\s\u00ad\ufffe\u2066-\u2069\u200e\u200f\u202a-\u202e]", "", words)


def lost_sentences(pdf: bytes, sentences: Iterable[str], *, is_right_to_left: bool) -> list[str]:
    """Return the sentences that cannot be found in a PDF, spaces and line ends aside.

    Lines that run from right to left are copied in either order, and so are their letters: there every word
    has to be found, its letters in any order.
    """
    words = words_of(pdf)
    if is_right_to_left:
        shown = _letters_by_word(words)
        return [one for one in sentences if not _letters_by_word(one) <= shown]
    text = squeezed(words)
    return [one for one in sentences if squeezed(one) not in text]


def _letters_by_word(words: str) -> set[str]:
    return {"".join(sorted(word)) for word in re.findall(r"[A-Za-zÀ-ÿ]+|[\u0600-\u06ff]+|\d+", words)}


def ink(pdf: bytes, page: int = 0) -> NDArray[np.bool_]:
    """Return where a page has ink, a point in each direction a cell."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn = document[page].render(scale=1, grayscale=True).to_numpy()
        return np.asarray(drawn.reshape(drawn.shape[:2]) < 200)
    finally:
        document.close()
