"""The address of the council page: who may read it, in which dress, and what a link leaves out of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.builders import baseline, depends, initiative, milestone, plan, update
from tests.commands.conftest import LEAD
from tests.identity.conftest import MACHINE
from tests.reports.pdf_reading import opened
from tests.ui.opening import load_content
from tests.web.conftest import ADDRESS, THIS_MACHINE
from tracker.commands import execute
from tracker.commands.account import AddAccount
from tracker.commands.share import RevokeShare, ShareRoadmap
from tracker.commands.share_access import shares_of
from tracker.model.progress import DeclaredStatus
from tracker.storage import Database, clock
from tracker.web.address import PublicAddress
from tracker.web.council import council_routes
from tracker.web.gate import Gate
from tracker.web.shared import SharedPages
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.model.content import ProgrammeContent

PEOPLE = ("Awaited body", "Reporting head", "Approving mayor", "could-unblock-it")
MONEY = ("987654", "987,654", "Funding line")
NOTES = ("Words of the report", "What blocks it", "Where it was read", "Words of a reading")


def programme() -> ProgrammeContent:
    """Return a programme that says something of everything a link may leave out."""
    today = clock.today()
    long_ago = today - timedelta(days=100)
    content = plan(
        [
            milestone(
                "vote",
                kind="decision",
                awaited_from=PEOPLE[0],
                initiative="net",
                source=NOTES[2],
                basis="sourced",
            ),
            milestone("net", 5, service="it", owner="registrar", initiative="net", is_public_opening=True),
        ],
        [depends("net", "vote")],
        start=long_ago,
        initiatives=[initiative("net", cost=987654, funding=MONEY[2], service="it")],
        updates=[
            update(
                "net",
                today - timedelta(days=3),
                author=PEOPLE[1],
                declared_status=DeclaredStatus.SUPPORT_NEEDED,
                text=NOTES[0],
                blocked_by=NOTES[1],
                could_unblock=PEOPLE[3],
            )
        ],
        baselines=[baseline("first", long_ago, {"vote": (long_ago, long_ago), "net": (long_ago, long_ago)})],
    )
    content.baselines[0].approved_by = PEOPLE[2]
    return content


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    load_content(sqlite_url, programme())
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def client(database: Database) -> TestClient:
    """Give a browser at the machine itself, behind the gate."""
    visitors = Visitors(lambda: database, PublicAddress(ADDRESS))
    routes = [*council_routes(lambda: database), *SharedPages(lambda: database).routes()]
    app = Starlette(routes=routes, middleware=[Middleware(Gate, visitors=visitors)])
    return TestClient(app, base_url=ADDRESS, client=THIS_MACHINE, follow_redirects=False)


def share(database: Database, **fields: Any) -> str:
    """Make a link to the council page and return its address."""
    given = {
        "programme": "test",
        "key": "link",
        "language": "en",
        "expires_on": clock.today(),
        "shows_council": True,
    }
    command = ShareRoadmap.model_validate(given | fields)
    execute(database, command, LEAD, clock.now())
    return f"/shared/{command.token.get_secret_value()}"


def test_the_page_is_served_in_every_dress_and_language(client: TestClient) -> None:
    page = client.get("/council/test?lang=fr")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert '<html lang="fr" dir="ltr"' in page.text
    assert "Ce qui vous attend" in page.text
    assert "/initiative?programme=test&amp;lang=fr&amp;item=net" in page.text
    text = client.get("/council/test.txt?lang=en")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert "WHAT NEEDS YOU" in text.text
    assert client.get("/council/test.pdf?lang=en").content.startswith(b"%PDF-")
    with opened(client.get("/council/test.pdf?lang=en&appendix=1").content) as document:
        assert len(document.pages) > 5


def test_what_is_asked_for_stays_in_the_links_to_the_other_dresses(client: TestClient) -> None:
    since = (clock.today() - timedelta(days=10)).isoformat()
    page = client.get(f"/council/test?lang=en&since={since}").text
    assert f"/council/test.pdf?since={since}&amp;lang=en" in page
    assert f"/council/test?since={since}&amp;lang=fr" in page


@pytest.mark.parametrize("address", ["other", "test?as_of=never", "test?review=none", "other.pdf"])
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(f"/council/{address}").status_code == 404


def test_nobody_reads_it_without_signing_in_once_there_are_accounts(
    client: TestClient, database: Database
) -> None:
    execute(database, AddAccount(login="mayor", title="Mayor", is_administrator=True), MACHINE, clock.now())
    answer = client.get("/council/test", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    assert client.get("/council/test.pdf").status_code == 401


def test_a_link_shows_the_page_without_people_money_and_notes(client: TestClient, database: Database) -> None:
    address = share(database)
    for dress in ("", "/council", "/council.txt"):
        answer = client.get(address + dress)
        assert answer.status_code == 200
        assert [word for word in (*PEOPLE, *MONEY, *NOTES) if word in answer.text] == []
        assert "somebody not named here" in answer.text
        # No way into the screens.
        assert "/initiative?" not in answer.text
    visits = shares_of(database, "test").visits
    assert [visit.visits for visit in visits] == [3]


def test_a_link_shows_what_it_is_told_to(client: TestClient, database: Database) -> None:
    address = share(database, shows_people=True, shows_money=True, shows_notes=True)
    page = client.get(f"{address}/council").text
    for word in (PEOPLE[0], PEOPLE[1], PEOPLE[2], "987,654", NOTES[1], NOTES[2]):
        assert word in page, word


def test_a_link_to_a_part_leads_to_no_council_page(client: TestClient, database: Database) -> None:
    address = share(database, shows_council=False, initiatives=["net"])
    assert client.get(address).status_code == 200
    missing = client.get(f"{address}/council")
    assert missing.status_code == 404
    assert missing.text == client.get("/shared/none/council").text
    beside = share(database, key="both", initiatives=["net"])
    assert f"{beside}/council" in client.get(beside).text


def test_a_revoked_link_ends_at_once(client: TestClient, database: Database) -> None:
    address = share(database)
    # The appendix is for who may see the whole programme.
    with opened(client.get(f"{address}/council.pdf?appendix=1").content) as document:
        assert len(document.pages) == 1
    assert "appendix" not in client.get(f"{address}/council").text
    execute(database, RevokeShare(programme="test", key="link", version=1), LEAD, clock.now())
    for dress in ("", "/council", "/council.txt", "/council.pdf"):
        assert client.get(address + dress).status_code == 404
