"""Reads everything that an answer says, whatever its kind, as its reader would find it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.reports.pdf_reading import words_of

if TYPE_CHECKING:
    from httpx2 import Response


def text_of(answer: Response) -> str:
    """Return everything that an answer says: status, headers, and its content as a reader finds it."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    headers = " ".join(f"{name}: {unquote(value)}" for name, value in answer.headers.items())
    # What is asked by HEAD has no content.
    content = READERS[kind](answer.content) if answer.content else ""
    return f"{answer.status_code} {headers} {content}"


def _markup(content: bytes) -> str:
    text = content.decode()
    return f"{text} {unescape(text)} {unquote(text)}"


def _workbook(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(f"{name} {book.read(name).decode()}" for name in book.namelist())


# One that is not here fails whoever reads it, so that nothing goes unread.
READERS: Mapping[str, Callable[[bytes], str]] = {
    "": lambda content: content.decode(),
    "text/html": _markup,
    "text/plain": _markup,
    "text/css": _markup,
    "text/javascript": _markup,
    "image/svg+xml": _markup,
    "image/png": lambda content: content.decode("latin-1"),
    "application/json": lambda content: json.dumps(json.loads(content), ensure_ascii=False),
    "application/pdf": words_of,
    "text/calendar": lambda content: content.decode().replace("\r\n ", ""),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
}
