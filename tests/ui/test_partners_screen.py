"""The partners screen: a link is made and given once, then looked after; a proposal is answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from tests.ui.opening import load_file, opened, words
from tests.ui.test_writing_forms import SEVEN, press
from tracker.commands import execute
from tracker.commands.partner_proposal import ProposeThroughShare
from tracker.commands.share import ShareRoadmap
from tracker.commands.share_access import live_share, shares_of
from tracker.model.share import ProposalKind
from tracker.storage import Author, Database, clock

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAD = Author("technical lead", "technical_lead")


@pytest.fixture
def database(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give a database that holds the worked example."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    found = Database(sqlite_url)
    yield found
    found.close()


def share(database: Database) -> str:
    """Make a link for the Internet provider and return its token."""
    until = clock.today() + timedelta(days=30)
    command = ShareRoadmap(
        programme=SEVEN, key="provider", partner="internet-provider", may_propose=True, expires_on=until
    )
    execute(database, command, LEAD, clock.now())
    return command.token.get_secret_value()


def propose(database: Database, token: str) -> None:
    """Propose that the network be live ten days from now."""
    command = ProposeThroughShare(
        programme=SEVEN,
        token=SecretStr(token),
        milestone="M2",
        kind=ProposalKind.NEW_DATE,
        on=clock.today() + timedelta(days=10),
        evidence="The permit is late.",
    )
    execute(database, command, Author("Provider"), clock.now())


@pytest.mark.parametrize(("language", "says"), [("en", "Nobody outside"), ("fr", "Personne à l’extérieur")])
def test_without_links_the_screen_says_what_one_would_do(
    database: Database, language: str, says: str
) -> None:
    page = opened("partners", SEVEN, language)
    assert says in str(page.info[0].value)
    assert len(page.button) > 0


def test_a_new_link_is_shown_once_and_opens(database: Database) -> None:
    page = press(opened("partners", SEVEN), "partners.share", partner="internet-provider")
    page.run()
    (shown,) = page.code
    token = str(shown.value).rpartition("/")[2]
    with database.reading() as connection:
        found = live_share(connection, token, clock.now())
    assert found is not None
    assert found.key == "internet-provider"
    assert not opened("partners", SEVEN).code


def test_a_link_tells_for_whom_until_when_and_how_often(database: Database) -> None:
    share(database)
    said = words(opened("partners", SEVEN))
    assert "For Internet provider" in said
    assert "Never opened yet" in said
    assert "/shared/preview." in said


def test_a_link_is_revoked_from_the_screen(database: Database) -> None:
    token = share(database)
    press(opened("partners", SEVEN), "revoke.provider")
    with database.reading() as connection:
        assert live_share(connection, token, clock.now()) is None
    assert "Revoked on" in words(opened("partners", SEVEN))


def test_a_proposal_is_accepted_or_answered(database: Database) -> None:
    token = share(database)
    propose(database, token)
    propose(database, token)
    first, second = reversed(shares_of(database, SEVEN).proposals)
    page = opened("partners", SEVEN)
    assert "The permit is late" in words(page)
    page.button(f"accept.{first.id}").click().run()
    press(opened("partners", SEVEN), f"decline.{second.id}", answer="The council needs it in May.")
    states = [str(one.state) for one in reversed(shares_of(database, SEVEN).proposals)]
    assert states == ["accepted", "refused"]
