"""Keeps a shared page light: what a heavy one leaves to its files, list by list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.reports.shared_page import SharedPage

# Beyond this many milestones a page is neither read nor light; the files hold them all.
ROWS_SHOWN = 120
# A page that is too heavy with those is made with fewer.
LIGHTER = (ROWS_SHOWN, 60, 30, 15, 6)
# Of what an initiative says beyond its title, in characters.
LONGEST_TEXT = 1200


def lightened(page: SharedPage, most: int) -> SharedPage:
    """Return a page of at most so many milestones, with shorter lists and texts where it is much less."""
    left, sections, longest = most, [], LONGEST_TEXT if most == ROWS_SHOWN else LONGEST_TEXT // 4
    for section in page.sections[:most]:
        rows = section.rows[:left]
        left -= len(rows)
        sections.append(
            replace(
                section,
                why=shortened(section.why, longest),
                facts=section.facts if most >= ROWS_SHOWN // 4 else (),
                rows=rows if most == ROWS_SHOWN else tuple(replace(row, more=()) for row in rows),
            )
        )
    return replace(
        page,
        expected=page.expected[: most // 2],
        waiting=page.waiting[: most // 3],
        changes=page.changes[: most // 3],
        sections=tuple(sections),
        rows_left_out=page.rows_left_out
        + sum(len(one.rows) for one in page.sections)
        - sum(len(one.rows) for one in sections),
    )


def shortened(text: str, longest: int) -> str:
    """Return a text cut at a word, which says that it goes on."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(maxsplit=1)[0]} …"
