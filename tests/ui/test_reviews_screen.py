"""The reviews screen as its readers see it: prepared and presented by the lead, then kept for good."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.ui.opening import load_file, opened, words
from tracker.analysis import analyse
from tracker.commands import execute
from tracker.commands.last_review import since_last_review
from tracker.commands.review import AddAgendaPoint, PrepareReview
from tracker.commands.review_closing import HoldReview
from tracker.commands.signed_comment import SignComment
from tracker.model.account import Role
from tracker.model.author import Mandate
from tracker.reports.review_files import review_files
from tracker.storage import Author, Database, clock

SEVEN = "seven-milestones"
LEAD = Author(name="technical lead", role="technical_lead")


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read, with the worked example in it."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    return sqlite_url


def do(address: str, *commands: Any) -> None:
    database = Database(address)
    for command in commands:
        execute(database, command, LEAD, clock.now())
    database.close()


def prepare(address: str) -> None:
    """Prepare a review with one point of the lead's own."""
    called: dict[str, Any] = {
        "key": "spring",
        "title": "Spring *review*",
        "day": date(2026, 2, 20),
        "present": ["Mayor"],
    }
    point: dict[str, Any] = {
        "key": "spring",
        "title": "The fibre contract",
        "about": "M1",
        "word": "It cannot wait",
    }
    do(address, PrepareReview(programme=SEVEN, **called), AddAgendaPoint(programme=SEVEN, **point))


def hold(address: str) -> None:
    database = Database(address)
    snapshot = database.snapshot(SEVEN)
    assert snapshot.programme.status_date is not None
    analysis = analyse(snapshot, snapshot.programme.status_date)
    files = review_files(analysis, since_last_review(database, analysis))
    database.close()
    seen: dict[str, Any] = {"seen_revision": snapshot.revision, "seen_as_of": analysis.as_of}
    do(address, HoldReview(programme=SEVEN, key="spring", version=1, kept=files, **seen))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "its agenda proposes itself"), ("fr", "l’ordre du jour se propose de lui-même")],
)
def test_without_a_review_the_screen_says_what_one_is(address: str, language: str, said: str) -> None:
    assert address
    assert said in words(opened("reviews", SEVEN, language))


def test_a_review_in_preparation_is_ordered_and_presented(address: str) -> None:
    prepare(address)
    do(address, AddAgendaPoint(programme=SEVEN, key="spring", title="The budget"))
    page = opened("reviews", SEVEN, review="spring")
    said = words(page)
    assert r"Spring \*review\*" in said
    assert "**1. The fibre contract**" in said
    assert "It cannot wait" in said
    page.button(key="point.up.2").click().run()
    assert "**1. The budget**" in words(page)
    page = opened("reviews", SEVEN, review="spring", point="2")
    said = words(page)
    assert "Point 2 of 2" in said
    assert "The fibre contract" in said
    page.text_area[0].set_value("Sign it")
    next(button for button in page.button if button.label == "Keep what was agreed").click().run()
    page.button(key="present.3").click().run()
    assert "**The fibre contract**  \nSign it" in words(page)


def test_a_held_review_is_read_and_no_longer_changed(address: str) -> None:
    prepare(address)
    hold(address)
    page = opened("reviews", SEVEN, review="spring")
    said = words(page)
    assert "/kept-report/seven-milestones/spring/council-en.pdf" in said
    assert "nothing of it changes any more" in page.info[0].value
    assert not [button.key for button in page.button if str(button.key).startswith(("point", "review"))]
    assert "Since “Spring" not in said
    assert "The last review was “Spring" in words(opened("reviews", SEVEN)).replace("\\", "")


def test_what_was_signed_is_shown_with_who_and_when(address: str) -> None:
    do(address, SignComment(programme=SEVEN, text="We are late <b>and</b> know why."))
    said = words(opened("reviews", SEVEN))
    assert r"We are late \<b>and\</b> know why." in said
    assert "Signed by technical lead" in said


def test_a_review_that_is_not_there_is_said(address: str) -> None:
    assert address
    assert "There is no review “nowhere”" in opened("reviews", SEVEN, review="nowhere").warning[0].value


def test_a_leader_reads_and_presents_but_changes_nothing(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(address)
    leader = Author(name="Mayor", mandates={SEVEN: Mandate(Role.LEADER)})
    monkeypatch.setattr("tracker.ui.visitor.SINGLE_USER", leader)
    page = opened("reviews", SEVEN, review="spring")
    assert "**1. The fibre contract**" in words(page)
    offered = {str(button.key) for button in page.button if str(button.key).startswith(("review", "point"))}
    assert offered == {"review.present"}
    shown = opened("reviews", SEVEN, review="spring", point="1")
    assert [button.key for button in shown.button if str(button.key).startswith("review")] == []
    assert len(shown.text_area) == 0


def test_on_a_day_before_the_review_there_was_none(address: str) -> None:
    prepare(address)
    hold(address)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page = opened("reviews", SEVEN, as_of=yesterday, review="spring")
    assert "review.prepare" not in {button.key for button in page.button}
