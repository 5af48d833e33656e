"""The page behind a link: read without a script, light, and safe whatever people have typed."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.builders import MONDAY, depends, initiative, milestone, plan, snapshot_of, update
from tracker.analysis import analyse
from tracker.analysis.sharing import SharedRoadmap, ShareScope, shared_roadmap
from tracker.i18n import LANGUAGES, Text, translator
from tracker.model.content import ProgrammeContent
from tracker.reports.shared_page import shared_page, shared_page_html
from tracker.reports.shared_size import ROWS_SHOWN
from tracker.reports.static_page import LARGEST_PAGE_BYTES

UNTIL = date(2026, 4, 1)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>[x](javascript:alert(1)) \u202e {{ 7*7 }}'


class Tags(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def roadmap_of(content: ProgrammeContent, **scope: Any) -> SharedRoadmap:
    snapshot = snapshot_of(content)
    ids = frozenset(row.id for row in snapshot.initiatives if row.id is not None)
    partner = snapshot.partners.by_key("provider")
    return shared_roadmap(
        analyse(snapshot, MONDAY), ShareScope(ids, partner.id if partner else None, **scope)
    )


def html_of(roadmap: SharedRoadmap, language: str = "en", **more: Any) -> str:
    t = translator(language)
    links = {"files": (), "languages": (), "proposals": (), "form": None, "notice": None, "is_refused": False}
    return shared_page_html(shared_page(roadmap, UNTIL, t, **more), t, **links)


def network(title: str = "Line laid", **fields: Any) -> ProgrammeContent:
    return plan(
        [
            milestone("line", 5, title=title, initiative="NET", partner="provider"),
            milestone("tested", 5, initiative="NET"),
        ],
        [depends("tested", "line")],
        initiatives=[initiative("NET", **fields)],
        updates=[update("line", MONDAY, text=fields.get("description", ""), author="Chief")],
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_expected_when_and_until_when_it_is_valid(language: str) -> None:
    t = translator(language)
    html = html_of(roadmap_of(network()), language)
    assert f'<html lang="{language}"' in html
    assert t.text("share.expected.heading") in html
    assert t.date(date(2026, 1, 9)) in html
    assert t.date(UNTIL) in html


def test_what_people_typed_is_text_and_nothing_runs() -> None:
    content = network(HOSTILE, why_it_matters=HOSTILE, description=HOSTILE, funding=HOSTILE)
    page = html_of(roadmap_of(content, shows_people=True, shows_money=True, shows_notes=True))
    tags = Tags()
    tags.feed(page)
    assert {tag for tag, _ in tags.seen} & {"script", "img", "iframe", "object", "base"} == set()
    assert [name for _, attributes in tags.seen for name in attributes if name.startswith("on")] == []
    assert "javascript:" not in {attributes.get("href") for _, attributes in tags.seen}
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_a_large_scope_stays_light_and_says_how_much_is_left_to_the_files() -> None:
    many = plan(
        [
            milestone(
                f"M{n}", 5, title=f"A milestone with a title of usual length, number {n}", initiative="NET"
            )
            for n in range(300)
        ],
        initiatives=[initiative("NET")],
    )
    page = html_of(roadmap_of(many))
    assert len(page.encode()) < LARGEST_PAGE_BYTES
    assert translator("en").plural("share.rows_left_out", 300 - ROWS_SHOWN) in page


def test_an_empty_scope_says_so() -> None:
    page = html_of(roadmap_of(plan([], initiatives=[initiative("NET")])))
    assert translator("en").text("share.answer.nothing") in page


def test_what_changed_is_told_since_the_last_visit_and_a_first_visit_has_none() -> None:
    roadmap, t = roadmap_of(network()), translator("en")
    first = html_of(roadmap)
    change = Text("share.change.ended", {"title": "Old line"})
    later = html_of(roadmap, changes=[change], changed_since=MONDAY)
    quiet = html_of(roadmap, changed_since=MONDAY)
    assert t.text("share.changes.first_visit") in first
    assert t(change) in later
    assert t.text("share.changes.none", date=MONDAY) in quiet
