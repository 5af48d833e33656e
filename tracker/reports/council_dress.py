"""The dresses of the council page as files: the same content, each with its media type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.reports.council_html import council_html
from tracker.reports.council_pdf import council_pdf
from tracker.reports.council_text import council_text

if TYPE_CHECKING:
    from tracker.i18n import Translator
    from tracker.reports.council_page import CouncilPage


@dataclass(frozen=True)
class Dress:
    """One way to show the page; `write` makes the whole file."""

    media_type: str
    write: Callable[[CouncilPage, Translator], bytes]


DRESSES: Mapping[str, Dress] = {
    "html": Dress("text/html; charset=utf-8", lambda page, t: council_html(page, t).encode()),
    "pdf": Dress("application/pdf", council_pdf),
    "txt": Dress("text/plain; charset=utf-8", lambda page, t: council_text(page, t).encode()),
}
