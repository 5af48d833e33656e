"""Hostile text on the council's page, on the public page, in mail, in feeds and on the terminal."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pytest
from icalendar import Calendar

from tests.exchange.examples import TODAY, example
from tests.hostile import HOSTILE, hostile
from tests.reports.pdf_reading import opened, squeezed, words_of
from tests.test_hostile_text import assert_is_text
from tracker.analysis import ProgrammeAnalysis, analyse
from tracker.analysis.addressees import Addressee, Holder, addressees
from tracker.analysis.public import public_roadmap
from tracker.analysis.reminders import digests, questions
from tracker.analysis.since import Since
from tracker.exchange.calendar_feed import edition_of
from tracker.exchange.mail import MailServer, message_of
from tracker.exchange.programme_calendar import programme_calendar
from tracker.exchange.public_calendar import public_calendar
from tracker.exchange.roadmap_writer import write_roadmap
from tracker.exchange.snapshot_of_content import snapshot_of
from tracker.i18n import translator
from tracker.model.account import Role
from tracker.model.author import Mandate
from tracker.model.calendar_feed import FeedScope
from tracker.reports.appendix import report_pdf
from tracker.reports.council_html import council_html
from tracker.reports.council_page import CouncilPage, council_page
from tracker.reports.council_pdf import council_pdf
from tracker.reports.council_text import council_text
from tracker.reports.leader_letter import leader_letter
from tracker.reports.public_page import public_page, public_page_html
from tracker.reports.reminder_letter import reminder_letter, reminder_mailto

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Jalon
    from tracker.model.content import ProgrammeContent
    from tracker.model.letter import Letter

ORIGIN = "https://jalon.example"
AT = datetime.combine(TODAY, time(9), UTC)
EDITION = edition_of(1, AT, TODAY, "Asia/Manila")
# What would move a terminal's cursor, end a line early or ring its bell.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# What a reading program would do by itself.
ACTIONS = ("/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/URI", "/EmbeddedFiles", "/SubmitForm")


@pytest.fixture(scope="module")
def content() -> ProgrammeContent:
    """Give a programme of hostile text that anybody may read."""
    made = hostile(example("caloocan"))
    for initiative in made.initiatives:
        initiative.is_public = True
    for milestone in made.milestones:
        milestone.is_public = True
    return made


@pytest.fixture(scope="module")
def analysis(content: ProgrammeContent) -> ProgrammeAnalysis:
    return analyse(snapshot_of(content), TODAY)


@pytest.fixture(scope="module")
def page(analysis: ProgrammeAnalysis) -> CouncilPage:
    day = TODAY - timedelta(days=60)
    return council_page(analysis, Since(day, analyse(analysis.snapshot, day)))


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_council_page_shows_it_as_text(page: CouncilPage, language: str) -> None:
    t = translator(language)
    assert_is_text(council_html(page, t))
    text = council_text(page, t)
    assert "<script>window.ran=1</script>" in text
    assert STEERING.findall(text.replace("\n", "")) == []


def test_the_sheet_and_its_appendix_print_it_and_do_nothing(
    page: CouncilPage, analysis: ProgrammeAnalysis
) -> None:
    t = translator("en")
    sheet, report = council_pdf(page, t), report_pdf(page, analysis, (), t)
    for pdf in (sheet, report):
        words = squeezed(words_of(pdf))
        assert "#eval('1')$x$:red[r]datum.x" in words
        # No override of direction reaches what we say.
        assert "recordsbehindaline" in words
        with opened(pdf) as document:
            assert [name for name in ACTIONS if name in names_of(document)] == []
    with opened(sheet) as document:
        assert len(document.pages) == 1


def names_of(document: pikepdf.Pdf) -> set[str]:
    """Return the keys of every dictionary of a PDF, and the names that they lead to."""
    found: set[str] = set()
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            found |= {*one.keys(), *(str(value) for value in one.values() if isinstance(value, pikepdf.Name))}
    return found


def test_the_public_page_and_its_calendar_show_it_as_text(analysis: ProgrammeAnalysis) -> None:
    t, roadmap = translator("fr"), public_roadmap(analysis)
    assert_is_text(public_page_html(public_page(roadmap), t, languages=(), calendar="calendar.ics"))
    written = public_calendar(roadmap, "caloocan", t, EDITION)
    assert_has_events(written, sum(one.on is not None for one in roadmap.milestones))


@pytest.mark.parametrize("scope", FeedScope)
def test_a_feed_has_its_events_and_no_line_of_its_own(analysis: ProgrammeAnalysis, scope: FeedScope) -> None:
    snapshot = analysis.snapshot
    of = {
        FeedScope.SERVICE: snapshot.services[0].key,
        FeedScope.POST: snapshot.posts[0].key,
        FeedScope.PARTNER: snapshot.partners[0].key,
    }
    assert_has_events(
        programme_calendar(analysis, scope, of.get(scope, ""), translator("en"), EDITION, ORIGIN)
    )


def assert_has_events(written: bytes, number: int | None = None) -> None:
    calendar = Calendar.from_ical(written)
    events = calendar.walk("VEVENT")
    assert number is None or len(events) == number
    assert all(str(event["SUMMARY"]).startswith("=1+1<script>") for event in events)
    assert {part.name for part in calendar.walk()} <= {
        "VCALENDAR",
        "VEVENT",
        "VTIMEZONE",
        "STANDARD",
        "DAYLIGHT",
    }
    assert all(str(event.get("URL", ORIGIN)).startswith(ORIGIN) for event in events)
    assert all(len(line.encode()) <= 75 for line in written.decode().split("\r\n"))


def test_letters_have_our_headers_alone_and_show_it_as_text(
    analysis: ProgrammeAnalysis, page: CouncilPage
) -> None:
    holders = [
        Holder(number, f"{HOSTILE}\r\nBcc: x@evil.example", Mandate(role, services), "a@town.example", "en")
        for number, role, services in (
            (1, Role.FOCAL_POINT, frozenset(row.key for row in analysis.snapshot.services)),
            (2, Role.TECHNICAL_LEAD, frozenset()),
        )
    ]
    people = addressees(analysis.snapshot, holders)
    due = digests(questions(analysis, people), [], TODAY)
    programme = analysis.snapshot.programme
    assert due
    leader = Addressee("leader", f"{HOSTILE}\nBcc: y@evil.example", address="b@town.example")
    letters = [reminder_letter(one, programme, ORIGIN) for one in due if one.person.address]
    assert letters
    for letter in (*letters, leader_letter(leader, programme, page, page.since, ORIGIN)):
        assert_has_our_headers_alone(letter)
        assert_is_text(letter.html)
    for one in due:
        address = urlsplit(reminder_mailto(one, programme, ORIGIN))
        assert (address.scheme, set(parse_qs(address.query))) == ("mailto", {"subject", "body"})
        assert address.fragment == ""


def assert_has_our_headers_alone(letter: Letter) -> None:
    server = MailServer("mail.town.example", 587, "jalon@town.example")
    sent = message_from_bytes(message_of(letter, server, AT).as_bytes(), policy=default)
    assert {name.lower() for name in sent} == {
        "from", "to", "subject", "date", "message-id", "content-language", "auto-submitted",
        "mime-version", "content-type",
    }  # fmt: skip
    assert [one.addr_spec for one in sent["To"].addresses] == [letter.address]
    assert "\u202e" not in f"{sent['Subject']}{sent['To']}"


READ_BY_COMMANDS = (
    "analyse {}", "changes {} --since 2026-01-01", "decisions {}", "digest {}", "feed list {}", "journal {}",
    "portfolio", "programmes", "remind {}", "report {} --format text", "review list {}", "scenario list {}",
    "slips {}", "user list",
)  # fmt: skip


def test_no_command_lets_text_steer_the_terminal(
    content: ProgrammeContent, jalon: Jalon, tmp_path: Path
) -> None:
    file = tmp_path / "caloocan.toml"
    file.write_text(write_roadmap(content), encoding="utf-8")
    assert jalon("load", str(file))[0] == 0
    printed = {}
    for words in READ_BY_COMMANDS:
        code, out, err = jalon(*words.format("caloocan").split())
        # Where there is nothing to tell it says so, and ends with 2.
        assert code in (0, 2), words
        printed[words] = out + err
    assert sum("<script>" in said for said in printed.values()) > 5
    assert {words: found for words, said in printed.items() if (found := STEERING.findall(said))} == {}


@pytest.mark.parametrize(
    "line",
    [
        'title = "a\\u001b[31mb"',
        'title = "Good"\n"a\\u001b[31mb" = 1',
        'title = "Good"\ncurrency = "a\\u001b[31mb"',
        'title = "Good"\nlanguages = ["a\\u001b[31mb"]',
        'title = "Good"\nstart = "a\\u009b31mb"',
        'title = "\x1b[31m"',
    ],
)
def test_a_file_that_is_refused_does_not_steer_it_either(jalon: Jalon, tmp_path: Path, line: str) -> None:
    file = tmp_path / "small.toml"
    file.write_text(f'format = 1\n[programme]\ncity = "A"\n{line}\n', encoding="utf-8")
    code, out, err = jalon("check", str(file))
    assert code == 2
    assert err
    assert STEERING.findall(out + err) == []
