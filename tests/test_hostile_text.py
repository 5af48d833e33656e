"""Hostile text in every field: refused at the door with the field's name, or text in every output."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, time
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring  # reads what we have written ourselves

import openpyxl
import pytest
from icalendar import Calendar
from pydantic import ValidationError

from tests.exchange.examples import TODAY, example
from tests.hostile import REFUSED, hostile, is_text
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.reporting import Scope, items_to_report
from tracker.analysis.sharing import SharedRoadmap, ShareScope, shared_roadmap
from tracker.commands.registry import all_commands, installation_commands
from tracker.exchange.calendar_feed import edition_of
from tracker.exchange.mspdi_writer import write_mspdi
from tracker.exchange.reporting_sheet import reporting_workbook
from tracker.exchange.roadmap_file import read_roadmap
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.exchange.shared_files import shared_calendar, shared_json, shared_workbook
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import translator
from tracker.reports.reporting_page import reporting_page
from tracker.reports.shared_page import shared_page, shared_page_html

if TYPE_CHECKING:
    from tracker.model.content import ProgrammeContent

COMMANDS = {**all_commands(), **installation_commands()}
FIELDS = [(kind, name) for kind in COMMANDS.values() for name in kind.model_fields if is_text(kind, name)]


def test_what_no_text_may_hold_is_refused_with_its_field() -> None:
    let_in = []
    for kind, name in FIELDS:
        for value in REFUSED:
            try:
                kind.model_validate({name: value})
                let_in.append(f"{kind.__name__}.{name}: {value[:20]!r}")
            except ValidationError as refused:
                if not any(error["loc"][:1] == (name,) for error in refused.errors()):
                    let_in.append(f"{kind.__name__}.{name}: {value[:20]!r}")
    assert len(FIELDS) > 50
    assert let_in == []


class Tags(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def content() -> ProgrammeContent:
    return hostile(example("caloocan"))


@pytest.fixture(scope="module")
def analysis(content: ProgrammeContent) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), TODAY)


@pytest.fixture(scope="module")
def roadmap(analysis: ProgrammeAnalysis) -> SharedRoadmap:
    ids = frozenset(row.id for row in analysis.snapshot.initiatives if row.id is not None)
    everything = {"shows_people": True, "shows_money": True, "shows_notes": True}
    return shared_roadmap(analysis, ShareScope(ids, analysis.snapshot.partners[0].id, **everything))


def assert_is_text(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert {tag for tag, _ in tags.seen} & {"script", "img", "iframe", "object", "embed", "base"} == set()
    for _, attributes in tags.seen:
        assert not [name for name in attributes if name.startswith("on")]
        assert not (attributes.get("href") or "").strip().lower().startswith(("javascript:", "data:"))
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page


def test_a_roadmap_file_gives_back_every_text(content: ProgrammeContent) -> None:
    assert read_roadmap(write_roadmap(content).encode(), TODAY, key=content.key) == content


def test_the_pages_show_it_as_text(analysis: ProgrammeAnalysis, roadmap: SharedRoadmap) -> None:
    t = translator("fr")
    links = {"files": (), "languages": (), "proposals": (), "form": None, "notice": None, "is_refused": False}
    assert_is_text(shared_page_html(shared_page(roadmap, TODAY, t), t, **links))
    assert_is_text(reporting_page(analysis, items_to_report(analysis, Scope(is_all=True)), t))


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(
    analysis: ProgrammeAnalysis, roadmap: SharedRoadmap
) -> None:
    t, items = translator("en"), items_to_report(analysis, Scope(is_all=True))
    books = (
        shared_workbook(roadmap, TODAY, t),
        reporting_workbook(analysis, items, t, datetime.combine(TODAY, time(9), UTC)),
    )
    for book in books:
        cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row]
        mine = [cell for cell in cells if "window.ran" in str(cell.value)]
        assert mine
        assert {cell.data_type for cell in mine} == {"s"}
        assert [cell for cell in cells if cell.hyperlink] == []


def test_the_shared_json_gives_back_every_title(roadmap: SharedRoadmap) -> None:
    written = json.dumps(shared_json(roadmap, TODAY), ensure_ascii=False)
    assert json.loads(written) == shared_json(roadmap, TODAY)
    assert roadmap.milestones
    assert [
        one for one in roadmap.milestones if json.dumps(one.title, ensure_ascii=False) not in written
    ] == []


def test_a_calendar_has_one_event_for_each_milestone_and_no_line_of_its_own(roadmap: SharedRoadmap) -> None:
    instant = datetime.combine(TODAY, time(9), UTC)
    edition = edition_of(1, instant, TODAY, "Asia/Manila")
    written = shared_calendar(roadmap, "link", translator("en"), edition)
    calendar = Calendar.from_ical(written)
    dated = [one for one in roadmap.milestones if one.finish is not None]
    assert len(calendar.walk("VEVENT")) == len(dated)
    assert all(len(line.encode()) <= 75 for line in written.decode().split("\r\n"))


def test_another_tool_reads_the_same_titles(content: ProgrammeContent) -> None:
    root = fromstring(write_mspdi(content, TODAY).text)  # noqa: S314  # our own file
    names = {node.text for node in root.iter("{http://schemas.microsoft.com/project}Name")}
    assert {one.title for one in content.milestones} <= names
