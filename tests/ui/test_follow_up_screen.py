"""The follow-up screen: what was sent is kept, an address is shown once, publishing asks first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.ui.opening import load_file, opened, words
from tests.ui.test_writing_forms import SEVEN, press
from tracker.commands import execute
from tracker.commands.feed_access import feeds_of, live_feed
from tracker.commands.milestone import EditMilestone
from tracker.commands.programme import EditProgramme
from tracker.commands.reminder import sent_reminders
from tracker.storage import Author, Database, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

LEAD = Author("technical lead", "technical_lead")


@pytest.fixture
def database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give a database that holds the worked example."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    found = Database(sqlite_url)
    yield found
    found.close()


def said(page: AppTest) -> str:
    return "\n".join([words(page), *(str(box.value) for box in page.info)])


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("Nobody need be reminded", "no public page")),
        ("fr", ("n’est à relancer", "pas de page publique")),
    ],
)
def test_the_screen_answers_in_a_sentence_each(language: str, says: tuple[str, str]) -> None:
    page = opened("follow_up", SEVEN, language)
    assert not page.exception
    for sentence in says:
        assert sentence in said(page)


def test_an_address_is_shown_once_opens_and_can_be_ended(database: Database) -> None:
    page = press(opened("follow_up", SEVEN), "feed.make")
    (address,) = [block.value for block in page.code]
    token = address.rpartition("/")[2].removesuffix(".ics")
    with database.reading() as connection:
        assert live_feed(connection, token) is not None
    page.button("feed.forget").click().run()
    assert not page.code
    (feed,) = feeds_of(database, SEVEN, LEAD)
    press(page, f"end.{feed.key}")
    assert feeds_of(database, SEVEN, LEAD) == []
    with database.reading() as connection:
        assert live_feed(connection, token) is None


def test_publishing_is_a_form_of_its_own_and_is_taken_back_by_another(database: Database) -> None:
    edit = EditMilestone(programme=SEVEN, key="M6", version=1, changes={"is_public": True})
    execute(database, edit, LEAD, clock.now())
    page = press(opened("follow_up", SEVEN), "follow_up.public")
    assert database.snapshot(SEVEN).programme.is_published
    press(page, "follow_up.public")
    assert not database.snapshot(SEVEN).programme.is_published


def test_a_message_that_was_sent_is_kept_and_not_shown_again(database: Database) -> None:
    later = date(2026, 3, 20)
    change = EditProgramme(programme=SEVEN, version=1, changes={"status_date": later})
    execute(database, change, LEAD, clock.now())
    page = opened("follow_up", SEVEN)
    assert "to be reminded today" in said(page)
    page.session_state["remind.post:technical-lead"] = True
    page.run()
    page.button("sent.post:technical-lead").click().run()
    (sent,) = sent_reminders(database, SEVEN)
    assert (sent.person, sent.sent_on, sent.channel) == ("post:technical-lead", later, "mailto")
    assert "Nobody need be reminded" in said(page)
