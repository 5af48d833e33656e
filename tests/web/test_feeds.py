"""Calendar feeds, read by two client libraries that did not write them: what moves moves there, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import ics  # type: ignore[import-untyped]  # ships no types
import pytest
import vobject
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.commands.conftest import City, seven_milestones
from tracker.analysis import analyse
from tracker.commands import execute
from tracker.commands.account import AddAccount, DisableAccount
from tracker.commands.calendar_feed import MakeCalendarFeed, RevokeCalendarFeed
from tracker.commands.command import AnyCommand
from tracker.commands.feed_access import feeds_of
from tracker.commands.membership import GrantRole, WithdrawRole
from tracker.commands.milestone import CancelMilestone, EditMilestone, RescheduleMilestone, held_until
from tracker.model.account import Role
from tracker.model.calendar_feed import FeedScope
from tracker.model.errors import NotAllowedError, RuleError
from tracker.model.share import ShareLanguage
from tracker.storage import Author, Database, clock
from tracker.storage.accounts import accounts, author_with_account
from tracker.web.address import PublicAddress
from tracker.web.feeds import CalendarFeeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT = Author(name="set-up", is_administrator=True)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """Give the worked example, made today: a feed is read by the clock."""
    database = Database(f"sqlite:///{tmp_path}/city.db")
    database.migrate()
    found = City(database)
    for command in seven_milestones():
        found.do(command, clock.now() - timedelta(days=5))
    yield found
    database.close()


@pytest.fixture
def client(city: City) -> TestClient:
    """Give a calendar program that has nothing but the address."""
    app = Starlette(routes=CalendarFeeds(lambda: city.database, PublicAddress()).routes())
    return TestClient(app, base_url="http://localhost:8501")


def feed(city: City, author: Author | None = None, **fields: Any) -> str:
    command = MakeCalendarFeed(programme="city", language=ShareLanguage.ENGLISH, **fields)
    execute(city.database, command, author or city.author, clock.now())
    return f"/calendar/{command.token.get_secret_value()}.ics"


def somebody(city: City, role: Role, **scope: Any) -> Author:
    if not accounts(city.database):
        _as_root(city, AddAccount(login="root", title="Root", is_administrator=True))
    login = role.value.replace("_", "-")
    _as_root(city, AddAccount(login=login, title=role.value))
    _as_root(city, GrantRole(login=login, programme="city", role=role, **scope))
    (row,) = [row for row in accounts(city.database) if row.login == login]
    found = author_with_account(city.database, row.id or 0)
    assert found is not None
    return found


def _as_root(city: City, command: AnyCommand) -> None:
    execute(city.database, command, ROOT, clock.now())


class KeptCalendar:
    """What a calendar program keeps of a feed it has subscribed to: by UID, the higher SEQUENCE wins."""

    def __init__(self) -> None:
        self.events: dict[str, Any] = {}

    def take(self, text: str) -> None:
        for event in vobject.readOne(text).vevent_list:
            kept = self.events.get(event.uid.value)
            if kept is None or int(event.sequence.value) > int(kept.sequence.value):
                self.events[event.uid.value] = event

    def days(self) -> dict[str, date]:
        return {event.summary.value: event.dtstart.value for event in self.events.values()}


def test_a_milestone_that_moves_is_one_event_with_its_new_date(city: City, client: TestClient) -> None:
    address, kept = feed(city), KeptCalendar()
    first = client.get(address).text
    kept.take(first)
    before = kept.days()
    assert len(before) == 7
    moved_to = before["Fibre contract signed"] + timedelta(days=42)
    city.do(
        RescheduleMilestone(programme="city", key="M1", version=1, changes=held_until(moved_to)), clock.now()
    )
    second = client.get(address).text
    kept.take(second)
    after = kept.days()
    assert len(after) == 7
    assert after["Fibre contract signed"] == moved_to
    assert after["PCs delivered to registry"] == before["PCs delivered to registry"]
    # The other library agrees on every event, date and identity.
    by_uid = [{one.uid: one for one in ics.Calendar(text).events} for text in (first, second)]
    assert by_uid[0].keys() == by_uid[1].keys() == kept.events.keys()
    for uid, event in by_uid[1].items():
        assert event.all_day
        assert (event.name, event.begin.date()) == (
            kept.events[uid].summary.value,
            kept.events[uid].dtstart.value,
        )
        assert kept.events[uid].dtend.value - kept.events[uid].dtstart.value == timedelta(days=1)


def test_what_is_given_up_is_cancelled_in_the_calendar_too(city: City, client: TestClient) -> None:
    address, kept = feed(city), KeptCalendar()
    kept.take(client.get(address).text)
    city.do(CancelMilestone(programme="city", key="M7", version=1, reason="No budget"), clock.now())
    kept.take(client.get(address).text)
    statuses = {event.summary.value: event.status.value for event in kept.events.values()}
    assert statuses.pop("Open-data portal open") == "CANCELLED"
    assert set(statuses.values()) == {"TENTATIVE"}


def test_an_unchanged_programme_gives_the_same_bytes_and_says_so(city: City, client: TestClient) -> None:
    address = feed(city)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address).content == first.content
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"


def test_lines_are_folded_and_signs_escaped_as_the_standard_asks(city: City, client: TestClient) -> None:
    title = "Été; à l’état civil, « démarches » \\ en ligne: " + "é" * 120
    city.do(EditMilestone(programme="city", key="M1", version=1, changes={"title": title}), clock.now())
    content = client.get(feed(city)).content
    lines = content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert title in [event.summary.value for event in vobject.readOne(content.decode()).vevent_list]
    assert title in [event.name for event in ics.Calendar(content.decode()).events]


@pytest.mark.parametrize(
    ("scope", "of", "titles"),
    [
        (FeedScope.SERVICE, "it", {"Town-hall network live", "Registry software configured"}),
        (FeedScope.POST, "registrar", {"Registry agents trained"}),
        (FeedScope.PARTNER, "provider", {"Fibre contract signed", "Town-hall network live"}),
    ],
)
def test_a_scope_holds_its_own_dates_alone(
    city: City, client: TestClient, scope: FeedScope, of: str, titles: set[str]
) -> None:
    city.do(EditMilestone(programme="city", key="M5", version=1, changes={"owner": "registrar"}), clock.now())
    text = client.get(feed(city, scope=scope, of=of)).text
    assert {event.name for event in ics.Calendar(text).events} == titles


def test_a_feed_names_whose_it_is_and_that_somebody_must_be_there(city: City) -> None:
    for wrong in ({"scope": FeedScope.SERVICE}, {"of": "it"}):
        with pytest.raises(RuleError):
            feed(city, **wrong)


def test_a_wrong_and_a_revoked_address_are_answered_alike(city: City, client: TestClient) -> None:
    address = feed(city)
    (row,) = feeds_of(city.database, "city", city.author)
    assert "token_hash" not in row._mapping  # type: ignore[attr-defined]  # a row reads like a record
    city.do(RevokeCalendarFeed(programme="city", key=row.key, version=row.version), clock.now())
    answers = [client.get(one) for one in (address, "/calendar/wrong.ics", "/calendar/")]
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert {one.headers["cache-control"] for one in answers} == {"no-store"}


def test_a_feed_ends_with_the_right_of_who_made_it(city: City, client: TestClient) -> None:
    owner = somebody(city, Role.OWNER, posts=["registrar"])
    leader = somebody(city, Role.LEADER)
    addresses = feed(city, owner), feed(city, leader)
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    _as_root(city, WithdrawRole(login="owner", programme="city"))
    _as_root(city, DisableAccount(login="leader"))
    assert [client.get(one).status_code for one in addresses] == [404, 404]


def test_a_partners_account_follows_its_own_part_and_reads_no_name_outside_it(
    city: City, client: TestClient
) -> None:
    partner = somebody(city, Role.PARTNER, partner="provider")
    for wrong in (
        {},
        {"scope": FeedScope.PARTNER, "of": "university"},
        {"scope": FeedScope.SERVICE, "of": "it"},
    ):
        with pytest.raises(NotAllowedError):
            feed(city, partner, **wrong)
    text = client.get(feed(city, partner, scope=FeedScope.PARTNER, of="provider")).text
    assert {event.name for event in ics.Calendar(text).events} == {
        "Fibre contract signed",
        "Town-hall network live",
    }
    assert "Registry" not in text


def test_one_ends_ones_own_feeds_and_the_technical_lead_everybodys(city: City) -> None:
    owner, leader = somebody(city, Role.OWNER, posts=["registrar"]), somebody(city, Role.LEADER)
    feed(city, owner)
    (row,) = feeds_of(city.database, "city", owner)
    assert feeds_of(city.database, "city", leader) == []
    with pytest.raises(NotAllowedError):
        execute(
            city.database, RevokeCalendarFeed(programme="city", key=row.key, version=1), leader, clock.now()
        )
    city.do(RevokeCalendarFeed(programme="city", key=row.key, version=1), clock.now())


def test_the_date_in_the_feed_is_the_forecast_of_the_screens(city: City, client: TestClient) -> None:
    analysis = analyse(city.snapshot(), clock.today())
    shown = {event.name: event.begin.date() for event in ics.Calendar(client.get(feed(city)).text).events}
    assert shown == {item.title: item.early_finish for item in map(analysis.items.at, range(7))}
