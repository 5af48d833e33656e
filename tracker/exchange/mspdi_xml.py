"""Reads the XML of a schedule without trusting it: no entities, nothing external, bounded in every way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn
from xml.parsers import expat

from tracker.exchange.problems import Findings

MOST_BYTES = 40 * 1024 * 1024
MOST_ELEMENTS = 1_000_000
DEEPEST = 24
LONGEST_TEXT = 1_000_000
LONGEST_TAG = 200
_PIECE = 64 * 1024
# Work and cost minute by minute: most of a large file, and nothing that dates depend on.
_PASSED_OVER = frozenset({"TimephasedData"})


@dataclass(slots=True)
class Element:
    """An element with the line it opens on; tags are given without their namespace."""

    tag: str
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)
    # Of the outermost element: how many values spread over time were passed over inside it.
    passed_over: int = 0

    def child(self, tag: str) -> Element | None:
        """Return the first child of a tag, or None."""
        return next((found for found in self.children if found.tag == tag), None)

    def all(self, *path: str) -> Iterator[Element]:
        """Give every element that a path of tags leads to, in file order."""
        for found in self.children:
            if found.tag == path[0]:
                if len(path) == 1:
                    yield found
                else:
                    yield from found.all(*path[1:])


def read_document(path: Path) -> Element:
    """Read a file and return its outermost element.

    Raises:
        RefusedFileError: not XML, a document type or an entity, too large, too deep, a text too long.
        OSError: the file cannot be read.
    """
    findings = Findings(path.name)
    with path.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        findings.add_at_line("mspdi_size", 1, most=MOST_BYTES // 1024 // 1024)
        findings.raise_if_any()
    return parse_document(content, path.name)


def parse_document(content: bytes, file: str) -> Element:
    """Return the outermost element of a document; `file` is the name that errors give.

    Raises:
        RefusedFileError: as `read_document`.
    """
    return _Builder(file).build(content)


class _Builder:
    """Builds the tree from expat's events and stops at the first thing that is not allowed."""

    def __init__(self, file: str) -> None:
        self.findings = Findings(file)
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._read
        self.parser.StartDoctypeDeclHandler = self._refuse_document_type
        self.top = Element("", 0)
        self.around = [self.top]
        self.texts: list[str] = []
        self.length = self.elements = self.passed_over = self.left_out = 0

    def build(self, content: bytes) -> Element:
        try:
            for first in range(0, len(content), _PIECE):
                self.parser.Parse(content[first : first + _PIECE], False)
                self._refuse_long_tag(first + _PIECE)
            self.parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as fault:
            self._refuse("mspdi_xml", fault=str(fault).partition(":")[0])
        self.top.children[0].passed_over = self.left_out
        return self.top.children[0]

    def _open(self, name: str, _attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            self._refuse("mspdi_many", most=MOST_ELEMENTS)
        if len(self.around) + self.passed_over > DEEPEST:
            self._refuse("mspdi_deep", most=DEEPEST)
        if len(name) > LONGEST_TAG:
            self._refuse("mspdi_long", most=LONGEST_TAG)
        tag = name.rpartition(":")[2]
        if self.passed_over or tag in _PASSED_OVER:
            self.left_out += not self.passed_over
            self.passed_over += 1
            return
        element = Element(tag, self.parser.CurrentLineNumber)
        self.around[-1].children.append(element)
        self.around.append(element)
        self._forget_text()

    def _close(self, _name: str) -> None:
        if self.passed_over:
            self.passed_over -= 1
            return
        element = self.around.pop()
        if not element.children:
            element.text = "".join(self.texts).strip()
        self._forget_text()

    def _read(self, text: str) -> None:
        self.length += len(text)
        if self.length > LONGEST_TEXT:
            self._refuse("mspdi_long", most=LONGEST_TEXT)
        if not self.passed_over:
            self.texts.append(text)

    def _forget_text(self) -> None:
        self.texts, self.length = [], 0

    def _refuse_long_tag(self, read: int) -> None:
        """Expat keeps an unfinished tag whole: stop before it has grown."""
        if read - self.parser.CurrentByteIndex > LONGEST_TEXT:
            self._refuse("mspdi_long", most=LONGEST_TEXT)

    def _refuse_document_type(self, *_declared: object) -> None:
        self._refuse("mspdi_document_type")

    def _refuse(self, code: str, **values: object) -> NoReturn:
        item = next((found.tag for found in reversed(self.around) if found.tag), "")
        self.findings.add_in_file(code, max(self.parser.CurrentLineNumber, 1), item, "", **values)
        self.findings.raise_if_any()
        raise AssertionError("a noted fault is raised")
