"""The address of a link: what it shows, what it refuses, and what it never tells."""

from __future__ import annotations

import base64
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.commands.conftest import City, seven_milestones
from tracker.commands import execute
from tracker.commands.links import identity
from tracker.commands.milestone import RescheduleMilestone
from tracker.commands.share import RevokeShare, ShareRoadmap
from tracker.commands.share_access import live_share, note_visit, shares_of
from tracker.identity.preview import GOOD_FOR, preview_token
from tracker.storage import Database, clock
from tracker.web.headers import SecurityHeaders
from tracker.web.page import inline_script_hash
from tracker.web.shared import SharedPages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSWORD = "open the fibre drawer"  # noqa: S105 - of this test alone


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Give the worked example, made today: a link is opened by the clock."""
    database = Database(f"sqlite:///{tmp_path}/city.db")
    database.migrate()
    found = City(database)
    for command in seven_milestones():
        found.do(command, clock.now() - timedelta(days=5))
    yield found
    database.close()


@pytest.fixture
def reader(city: City) -> TestClient:
    """Give a browser that has nothing but the address."""
    headers = Middleware(SecurityHeaders, inline_script_hash=inline_script_hash())
    app = Starlette(routes=SharedPages(lambda: city.database).routes(), middleware=[headers])
    return TestClient(app, base_url="http://localhost:8501", follow_redirects=False)


def share(city: City, **fields: Any) -> str:
    """Make a link for the Internet provider and return its address."""
    given = {
        "programme": "city",
        "key": "provider",
        "partner": "provider",
        "language": "en",
        "expires_on": clock.today() + timedelta(days=30),
    }
    command = ShareRoadmap.model_validate(given | fields)
    city.do(command, clock.now())
    return f"/shared/{command.token.get_secret_value()}"


def test_the_page_shows_the_scope_and_no_more(city: City, reader: TestClient) -> None:
    page = reader.get(share(city))
    assert page.status_code == 200
    assert "Town-hall network live" in page.text
    assert "Waits for" in page.text
    for outside in ("Registry software configured", "Open-data portal open", "Human resources"):
        assert outside not in page.text
    assert "<script" not in page.text


def test_the_files_hold_the_same_scope(city: City, reader: TestClient) -> None:
    address = share(city)
    told = reader.get(f"{address}/roadmap.json").json()
    assert [one["key"] for one in told["initiatives"]] == ["network"]
    book = openpyxl.load_workbook(io.BytesIO(reader.get(f"{address}/roadmap.xlsx").content))
    assert "Town-hall network live" in [cell.value for cell in book.worksheets[0]["C"]]
    feed = reader.get(f"{address}/calendar.ics")
    assert feed.headers["content-type"].startswith("text/calendar")
    assert "Town-hall network live" in feed.text
    for name in ("roadmap.json", "roadmap.xlsx", "calendar.ics"):
        assert reader.get(f"{address}/{name}").headers["cache-control"] == "no-store"


def test_a_wrong_an_expired_and_a_revoked_link_get_the_same_answer(city: City, reader: TestClient) -> None:
    revoked = share(city)
    city.do(RevokeShare(programme="city", key="provider", version=1), clock.now())
    expired = share(city, key="gone")
    with city.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE share SET expires_on = '2026-01-01' WHERE key = 'gone'")
    never = "/shared/" + "x" * 43
    answers = [
        reader.get(address + end) for address in (revoked, expired, never) for end in ("", "/roadmap.json")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1


def test_the_page_asks_for_the_password_and_the_browser_remembers(city: City, reader: TestClient) -> None:
    address = share(city, password=SecretStr(PASSWORD))
    asked = reader.get(address)
    assert "Town-hall network" not in asked.text
    assert reader.post(address, data={"password": "wrong one here"}).status_code == 401
    opened = reader.post(address, data={"password": PASSWORD})
    assert (opened.status_code, opened.headers["location"]) == (303, address)
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "Town-hall network live" in reader.get(address).text


def test_a_forged_cookie_opens_nothing(city: City, reader: TestClient) -> None:
    address = share(city, password=SecretStr(PASSWORD))
    for forged in ("9999999999.", "9999999999." + "0" * 64, "x", "9" * 40 + ".0"):
        reader.cookies.set("jalon_shared", forged)
        assert "Town-hall network" not in reader.get(address).text


def test_a_calendar_program_gives_the_password_with_its_request(city: City, reader: TestClient) -> None:
    address = share(city, password=SecretStr(PASSWORD)) + "/calendar.ics"
    refused = reader.get(address)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    assert reader.get(address, headers={"authorization": "Basic ???"}).status_code == 401
    given = base64.b64encode(f"anyone:{PASSWORD}".encode()).decode()
    assert reader.get(address, headers={"authorization": f"Basic {given}"}).status_code == 200


def test_wrong_passwords_are_slowed_down(city: City, reader: TestClient) -> None:
    address = share(city, password=SecretStr(PASSWORD))
    statuses = [reader.post(address, data={"password": f"wrong one {n}"}).status_code for n in range(8)]
    assert statuses[0] == 401
    assert statuses[-1] == 429
    assert reader.post(address, data={"password": PASSWORD}).status_code == 429


def test_a_proposal_reaches_the_technical_lead_and_is_told_on_the_page(
    city: City, reader: TestClient
) -> None:
    address = share(city, may_propose=True)
    day = (clock.today() + timedelta(days=60)).isoformat()
    form = {"milestone": "M2", "kind": "new_date", "on": day, "evidence": "The permit is late."}
    sent = reader.post(address, data=form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{address}?told=proposed")
    (proposal,) = shares_of(city.database, "city").proposals
    assert proposal.evidence == "The permit is late."
    assert "not answered yet" in reader.get(address).text


@pytest.mark.parametrize(
    "wrong", [{"milestone": "M7"}, {"on": ""}, {"on": "soon"}, {"evidence": ""}, {"kind": "cancel"}]
)
def test_what_cannot_be_proposed_is_said_and_what_was_typed_is_kept(
    city: City, reader: TestClient, wrong: dict[str, str]
) -> None:
    address = share(city, may_propose=True)
    day = (clock.today() + timedelta(days=60)).isoformat()
    form = {"milestone": "M2", "kind": "new_date", "on": day, "evidence": "Typed words"} | wrong
    answer = reader.post(address, data=form)
    assert answer.status_code == 422
    assert "notice refused" in answer.text
    assert form["evidence"] in answer.text
    assert shares_of(city.database, "city").proposals == []


def test_a_link_without_proposals_has_no_form_and_takes_none(city: City, reader: TestClient) -> None:
    address = share(city)
    assert "<form" not in reader.get(address).text
    form = {"milestone": "M2", "kind": "new_date", "on": "2030-01-01", "evidence": "x"}
    assert reader.post(address, data=form).status_code == 422
    assert shares_of(city.database, "city").proposals == []


def test_openings_are_counted_and_files_are_not(city: City, reader: TestClient) -> None:
    address = share(city)
    for end in ("", "", "/roadmap.json"):
        reader.get(address + end)
    (visit,) = shares_of(city.database, "city").visits
    assert visit.visits == 2


def test_what_changed_is_told_since_the_last_day_of_reading(city: City, reader: TestClient) -> None:
    address = share(city)
    with city.database.reading() as connection:
        found = live_share(connection, address.rpartition("/")[2], clock.now())
    assert found is not None
    note_visit(city.database, found, clock.today() - timedelta(days=1), clock.now() - timedelta(days=1))
    later = RescheduleMilestone(programme="city", key="M2", version=1, changes={"work_days": 60})
    execute(city.database, later, city.author, clock.now())
    # Work that has not begun slips by the day as well.
    told = re.search(
        r"“Town-hall network live” is now expected (\d+) working days later", reader.get(address).text
    )
    assert told is not None
    assert int(told[1]) in (30, 31)


def test_the_page_can_be_read_in_another_language(city: City, reader: TestClient) -> None:
    address = share(city)
    assert "Ce que la ville attend" not in reader.get(address).text
    assert 'lang="fr"' in reader.get(f"{address}?lang=fr").text


def test_a_preview_shows_the_page_counts_nothing_and_takes_nothing(city: City, reader: TestClient) -> None:
    share(city, may_propose=True, password=SecretStr(PASSWORD))
    (made,) = shares_of(city.database, "city").shares
    address = f"/shared/{preview_token(identity(made), clock.now())}"
    page = reader.get(address)
    assert "Town-hall network live" in page.text
    assert "This is what the partner sees" in page.text
    assert shares_of(city.database, "city").visits == []
    form = {"milestone": "M2", "kind": "new_date", "on": "2030-01-01", "evidence": "x"}
    assert reader.post(address, data=form).status_code == 404


@pytest.mark.parametrize("token", ["preview.1.9999999999.00", "preview.1.x.y", "preview", "preview.1.1.1.1"])
def test_a_forged_preview_is_no_link(city: City, reader: TestClient, token: str) -> None:
    share(city)
    assert reader.get(f"/shared/{token}").status_code == 404


def test_a_preview_is_over_after_a_while(city: City, reader: TestClient) -> None:
    share(city)
    (made,) = shares_of(city.database, "city").shares
    early = preview_token(identity(made), clock.now() - GOOD_FOR)
    assert reader.get(f"/shared/{early}").status_code == 404
