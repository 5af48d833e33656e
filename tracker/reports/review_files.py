"""The files of a report that a review keeps on the day it is held: the same that can be made again later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.commands.kept_files import KeptFile
from tracker.i18n import LANGUAGES, translator
from tracker.reports.council_html import council_html
from tracker.reports.council_page import council_page
from tracker.reports.council_pdf import council_pdf
from tracker.reports.council_text import council_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.analysis import ProgrammeAnalysis
    from tracker.analysis.since import Since


def review_files(analysis: ProgrammeAnalysis, since: Since) -> list[KeptFile]:
    """Return the council page of an analysis in every language and dress.

    They depend on nothing but the two arguments: made again from the journal they are equal, byte for byte.
    """
    return list(_files(analysis, since))


def _files(analysis: ProgrammeAnalysis, since: Since) -> Iterator[KeptFile]:
    page = council_page(analysis, since)
    for language in LANGUAGES:
        t = translator(language)
        for dress, kind, content in (
            ("pdf", "application/pdf", council_pdf(page, t)),
            ("html", "text/html; charset=utf-8", council_html(page, t).encode()),
            ("txt", "text/plain; charset=utf-8", council_text(page, t).encode()),
        ):
            yield KeptFile(name=f"council-{language}.{dress}", media_type=kind, content=content)
