"""The council page as plain text for a message: short lines, no markup, one sentence a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.reports.static_page import plain_text
from tracker.reports.style import glyph, status_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.i18n import Translator
    from tracker.reports.council_line import Line, Section
    from tracker.reports.council_page import CouncilPage


def council_text(page: CouncilPage, t: Translator) -> str:
    """Return the page as text, one sentence a line; a heading stands alone in capitals."""
    return "\n".join(_lines(page, t)) + "\n"


def _lines(page: CouncilPage, t: Translator) -> Iterator[str]:
    yield t.text("page.title", city=page.city)
    yield f"{one_line(page.title)} · {t.text('page.dated', as_of=page.as_of)}"
    for section in page.sections:
        yield ""
        yield t(section.heading).upper()
        yield from _section(section, t)


def _section(section: Section, t: Translator) -> Iterator[str]:
    is_numbered = section.name == "needs"
    for number, line in enumerate(section.lines, 1):
        yield from _said(line, t, f"{number}. " if is_numbered else "- ")
    for group in section.groups:
        yield f"{one_line(plain_text(group.title, t))}{t.text('page.colon')}"
        for line in group.lines:
            yield from _said(line, t, "- ")
    for line in section.said[-1:]:
        if line in (section.left_out, section.nothing):
            yield from _said(line, t, "")


def _said(line: Line, t: Translator, mark: str) -> Iterator[str]:
    badge = (
        f"{glyph(line.status)} {t(status_text(line.status))}{t.text('page.colon')} "
        if line.has_status
        else ""
    )
    yield mark + badge + one_line(t(line.sentence))
    for more in line.more:
        yield from (f"  {said}" for said in _said(more, t, ""))


def one_line(words: str) -> str:
    """Return words that a person typed on one line: a break in them must not look like ours."""
    return " ".join(words.split())
