"""The files behind a link hold exactly what the page shows, and text stays text."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.analysis.test_sharing import shared
from tracker.exchange.calendar_feed import CalendarEvent, Edition, edition_of, write_calendar
from tracker.exchange.shared_files import shared_calendar, shared_json, shared_workbook
from tracker.exchange.spreadsheet import Sheet, sheet_name, write_workbook
from tracker.i18n import translator

UNTIL, AT = date(2026, 4, 1), datetime(2026, 1, 9, 8, tzinfo=UTC)
EDITION = edition_of(7, AT, date(2026, 1, 9), "Africa/Casablanca")


def events_of(feed: bytes) -> list[tuple[str, str, date, int]]:
    parsed: Any = Calendar.from_ical(feed)
    return [
        (str(one["uid"]), str(one["summary"]), one["dtstart"].dt, int(one["sequence"]))
        for one in parsed.walk("VEVENT")
    ]


def test_json_holds_the_scope_and_its_dates() -> None:
    told = json.loads(json.dumps(shared_json(shared(), UNTIL)))
    assert told["valid_until"] == "2026-04-01"
    (network,) = told["initiatives"]
    assert [one["key"] for one in network["milestones"]] == ["line", "tested"]
    assert network["milestones"][0]["finish"] == "2026-01-22"
    assert "Secret" not in json.dumps(told)


def test_the_workbook_holds_the_same_scope() -> None:
    book = openpyxl.load_workbook(io.BytesIO(shared_workbook(shared(), UNTIL, translator("en"))))
    cells = [cell for page in book for row in page.iter_rows(values_only=True) for cell in row]
    assert book.sheetnames == ["Milestones", "Initiatives", "About this file"]
    assert {"Line laid", "Line tested", "Network"} <= set(cells)
    assert not [cell for cell in cells if "Secret" in str(cell)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@cmd", '=HYPERLINK("http://x")', "http://x.example", "12"]
)
def test_text_stays_text_in_a_workbook(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([Sheet("A", ["Heading"], [[text]])], "T")))
    cell = book["A"]["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


@given(st.text(max_size=60))
def test_any_name_makes_a_sheet(name: str) -> None:
    kept = sheet_name(name)
    assert 0 < len(kept) <= 31
    assert not set(kept) & set("[]:*?/\\")


def test_the_feed_has_an_event_for_each_milestone_on_its_date() -> None:
    roadmap, t = shared(), translator("en")
    found = events_of(shared_calendar(roadmap, "share", t, EDITION))
    assert [(title, on) for _, title, on, _ in found] == [
        ("Line laid", date(2026, 1, 22)),
        ("Line tested", date(2026, 1, 29)),
    ]
    assert b"Secret" not in shared_calendar(roadmap, "share", t, EDITION)


def test_a_moved_milestone_keeps_its_identity_and_replaces_the_older_copy() -> None:
    def feed(on: date, title: str, sequence: int) -> bytes:
        events = [CalendarEvent(("share", "line"), on, title)]
        return write_calendar("City", events, Edition(sequence, AT, "UTC"), "en")

    (before,), (after,) = (
        events_of(feed(date(2026, 1, 22), "Line", 7)),
        events_of(feed(date(2026, 2, 2), "Line laid", 8)),
    )
    assert before[0] == after[0]
    assert before[3] < after[3]


def test_two_links_never_claim_one_event() -> None:
    roadmap, t = shared(), translator("en")
    first, second = (events_of(shared_calendar(roadmap, name, t, EDITION)) for name in ("a", "b"))
    assert {event[0] for event in first} & {event[0] for event in second} == set()
