"""`jalon remind` writes one message a person, keeps that it did, and says nothing twice."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.conftest import Jalon
from tests.exchange.test_mail import Mailbox
from tests.exchange.test_mail import mailbox as mailbox  # noqa: PLC0414 - a fixture of another module
from tracker.reports.letter import LONGEST_MAILTO, mailto, shortest_that_fits

SEVEN = "roadmaps/seven-milestones.toml"
ON = ("--as-of", "2026-03-20")


def test_files_are_written_once_and_hold_a_link_to_my_reporting(jalon: Jalon, tmp_path: Path) -> None:
    jalon("load", SEVEN)
    code, out, _ = jalon("remind", "seven-milestones", *ON)
    assert (code, "With --out" in out) == (0, True)
    code, out, _ = jalon("remind", "seven-milestones", *ON, "--out", str(tmp_path / "out"), "--lang", "en")
    assert code == 0
    texts = sorted((tmp_path / "out").glob("*.txt"))
    assert len(texts) == len(out.splitlines()) == len(list((tmp_path / "out").glob("*.html"))) > 0
    assert "http://localhost:8501/reporting?programme=seven-milestones" in texts[0].read_text("utf-8")
    assert jalon("remind", "seven-milestones", *ON)[1] == "Seven milestones: nobody need be reminded today.\n"
    assert "RecordReminder" in jalon("journal", "seven-milestones", "--json")[1]


def test_mailto_addresses_open_a_message_that_mail_programs_take(jalon: Jalon) -> None:
    jalon("load", SEVEN)
    code, out, _ = jalon("remind", "seven-milestones", *ON, "--mailto")
    assert code == 0
    for line in out.splitlines():
        assert len(line) <= LONGEST_MAILTO
        assert urlsplit(line).scheme == "mailto"
        assert "/reporting?programme=seven-milestones" in unquote(line)


def test_a_message_that_is_too_long_leaves_items_out_and_a_subject_stays_one_line() -> None:
    found = shortest_that_fits(
        lambda count: mailto("a@b.example", "x\r\nBcc: c@d.example", "é" * 100 * count), 9
    )
    assert len(found) <= LONGEST_MAILTO < len(mailto("a@b.example", "x", "é" * 900))
    assert found.startswith("mailto:a@b.example?subject=x%20Bcc%3A%20c%40d.example&body=")


def test_mail_goes_to_those_whose_address_is_known_and_the_rest_is_said(
    jalon: Jalon, mailbox: Mailbox
) -> None:
    jalon("load", SEVEN)
    jalon("user", "add", "root", "--title", "Root", "--administrator", "--invite")
    jalon("user", "add", "cio@town.example", "--title", "Head of IT\u202e", "--invite")
    jalon("user", "role", "cio@town.example", "seven-milestones", "technical_lead")
    code, out, errors = jalon("remind", "seven-milestones", *ON, "--send", "--unanswered", "1")
    sent = [str(message["To"]) for message in mailbox.messages()]
    assert sent == ["Head of IT <cio@town.example>"] * len(out.splitlines())
    assert (code == 2) == bool(errors)
    assert not mailbox.messages() or jalon("remind", "seven-milestones", *ON, "--send")[1].startswith("Seven")


def test_one_way_at_a_time_and_no_mail_without_a_server(jalon: Jalon, tmp_path: Path) -> None:
    jalon("load", SEVEN)
    assert jalon("remind", "seven-milestones", "--send", "--out", str(tmp_path))[0] == 2
    code, _, errors = jalon("remind", "seven-milestones", *ON, "--send")
    assert (code, "JALON_SMTP_HOST" in errors) == (2, True)


def test_each_leader_is_told_what_has_happened_since_the_last_review(
    jalon: Jalon, mailbox: Mailbox, tmp_path: Path
) -> None:
    jalon("load", SEVEN)
    jalon("user", "add", "root", "--title", "Root", "--administrator", "--invite")
    jalon("user", "add", "mayor@town.example", "--title", "Mayor", "--invite")
    jalon("user", "role", "mayor@town.example", "seven-milestones", "leader")
    code, out, _ = jalon("digest", "seven-milestones", "--since-last-review", "--out", str(tmp_path / "out"))
    assert (code, out.startswith("Mayor: in ")) == (0, True)
    (text,) = (tmp_path / "out").glob("*.txt")
    told = text.read_text("utf-8")
    assert "No review has been held yet" in told
    assert "http://localhost:8501/council/seven-milestones?lang=" in told
    assert jalon("digest", "seven-milestones", "--send")[0] == 0
    (message,) = mailbox.messages()
    assert message["To"] == "Mayor <mayor@town.example>"
    assert jalon("digest", "seven-milestones", "--send", "--out", str(tmp_path))[0] == 2
