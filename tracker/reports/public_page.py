"""What anybody reads on the city's public page: what opens when, what has been done, what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.i18n import Text
from tracker.reports.static_page import static_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.analysis.public import PublicInitiative, PublicMilestone, PublicRoadmap
    from tracker.i18n import Translator

# Beyond this many milestones a page is neither read nor light; the calendar holds them all.
ROWS_SHOWN = 200


@dataclass(frozen=True)
class PublicRow:
    """One line: what, and when as it stands today."""

    title: str
    sentences: tuple[Text, ...]


@dataclass(frozen=True)
class PublicSection:
    """One initiative."""

    title: str
    why: str
    state: Text
    rows: tuple[PublicRow, ...]


@dataclass(frozen=True)
class PublicPage:
    """The finished content of the page, in the order in which it is read."""

    roadmap: PublicRoadmap
    answer: Text
    openings: tuple[PublicRow, ...]
    sections: tuple[PublicSection, ...]
    others: tuple[PublicRow, ...]
    rows_left_out: int


def public_page(roadmap: PublicRoadmap) -> PublicPage:
    """Return what the page says of a public roadmap."""
    left, sections, left_out = ROWS_SHOWN, [], 0
    for one in roadmap.initiatives:
        shown = [each for each in one.milestones if not each.is_opening]
        left_out += max(0, len(shown) - left)
        sections.append(_section(one, shown[:left]))
        left = max(0, left - len(shown))
    others = [one for one in roadmap.others if not one.is_opening]
    return PublicPage(
        roadmap=roadmap,
        answer=_answer(roadmap),
        openings=tuple(map(_row, roadmap.openings)),
        sections=tuple(sections),
        others=tuple(map(_row, others[:left])),
        rows_left_out=left_out + max(0, len(others) - left),
    )


def public_page_html(page: PublicPage, t: Translator, **links: object) -> str:
    """Return the page as HTML without a script; `links` are the addresses that the template offers."""
    return static_page("public_page.html", t, page=page, roadmap=page.roadmap, links=links)


def _answer(roadmap: PublicRoadmap) -> Text:
    """Say in one sentence what a citizen comes for: what opens next."""
    if not roadmap.milestones and not roadmap.initiatives:
        return Text("public.answer.nothing")
    ahead = [one for one in roadmap.openings if one.on and not one.is_done and not one.is_cancelled]
    if ahead:
        return Text("public.answer.next", {"title": ahead[0].title, "date": ahead[0].on})
    if any(one.is_done for one in roadmap.openings):
        return Text("public.answer.all_open")
    return Text("public.answer.no_opening")


def _section(one: PublicInitiative, shown: Sequence[PublicMilestone]) -> PublicSection:
    key = f"public.state.{one.state.value}"
    state = Text(f"{key}.dated", {"date": one.finish}) if one.finish else Text(key)
    return PublicSection(one.title, one.why_it_matters, state, tuple(map(_row, shown)))


def _row(one: PublicMilestone) -> PublicRow:
    return PublicRow(one.title, tuple(_when(one)))


def _when(one: PublicMilestone) -> Sequence[Text]:
    verb = "opening" if one.is_opening else "milestone"
    if one.is_cancelled:
        return [Text("public.when.cancelled")]
    if one.on is None:
        return [Text("public.when.unknown")]
    state = "done" if one.is_done else "expected"
    said = [Text(f"public.when.{verb}.{state}", {"date": one.on})]
    return [*said, Text("public.first_said", {"date": one.first_said})] if one.first_said else said
