"""The public page shows what is marked public and nothing else, once the city has switched it on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import ics  # type: ignore[import-untyped]  # ships no types
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.commands.conftest import City
from tests.web.test_feeds import city as city  # noqa: PLC0414 - a fixture of another module
from tracker.analysis import analyse
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.initiative import EditInitiative
from tracker.commands.milestone import CancelMilestone, EditMilestone
from tracker.commands.programme import PublishProgramme
from tracker.commands.progress import ReportProgress
from tracker.storage import clock
from tracker.web.headers import SecurityHeaders
from tracker.web.page import inline_script_hash
from tracker.web.public import PublicPages

if TYPE_CHECKING:
    from tracker.commands.command import Command

MARKER = "inside alone"


@pytest.fixture
def reader(city: City) -> TestClient:
    """Give a browser of anybody."""
    headers = Middleware(SecurityHeaders, inline_script_hash=inline_script_hash())
    app = Starlette(routes=PublicPages(lambda: city.database).routes(), middleware=[headers])
    return TestClient(app, base_url="http://localhost:8501", headers={"Accept-Language": "en"})


def do(city: City, *commands: Command) -> None:
    for command in commands:
        city.do(command, clock.now())


def mark(city: City, *keys: str) -> None:
    for key in keys:
        do(
            city,
            EditMilestone(programme="city", key=key, version=city.version(key), changes={"is_public": True}),
        )


def switch(city: City, *, is_on: bool) -> None:
    version = city.snapshot().programme.version
    do(city, PublishProgramme(programme="city", version=version, is_published=is_on))


def test_until_it_is_switched_on_it_is_as_if_there_were_no_programme(city: City, reader: TestClient) -> None:
    mark(city, "M6")
    unknown = reader.get("/public/unknown")
    for address in ("/public/city", "/public/city/calendar.ics", "/public/", "/public/city/more"):
        answer = reader.get(address)
        assert (answer.status_code, answer.text) == (404, unknown.text)
        assert answer.headers == unknown.headers
    switch(city, is_on=True)
    assert reader.get("/public/city").status_code == 200
    switch(city, is_on=False)
    assert reader.get("/public/city").status_code == 404


def test_what_is_marked_is_shown_and_every_other_field_stays_inside(city: City, reader: TestClient) -> None:
    for number, key in enumerate(("M1", "M2", "M3", "M4", "M5", "M7")):
        title = {"title": f"{MARKER} {number}"} if key != "M2" else {}
        texts = {"description": MARKER, "awaited_from": MARKER, "source": MARKER}
        do(city, EditMilestone(programme="city", key=key, version=1, changes={**title, **texts}))
    for key in ("network", "registry", "portal"):
        texts = dict.fromkeys(("axis", "description", "funding", "free_tool", "source"), MARKER)
        changed: dict[str, Any] = (
            {"title": MARKER}
            if key != "registry"
            else {"why_it_matters": "No more queues", "is_public": True}
        )
        do(
            city,
            EditInitiative(
                programme="city", key=key, version=1, changes={**texts, **changed, "cost": 987_654}
            ),
        )
    do(
        city,
        ReportProgress(
            programme="city", item="M6", reported_on=clock.today() - timedelta(days=1), author=MARKER,
            text=MARKER, blocked_by=MARKER,
        ),
        ApproveBaseline(
            programme="city", key="B1", name=MARKER, approved_on=clock.today(), approved_by=MARKER
        ),
    )  # fmt: skip
    mark(city, "M6", "M2")
    switch(city, is_on=True)
    page, feed = reader.get("/public/city"), reader.get("/public/city/calendar.ics")
    for answer in (page, feed):
        told = answer.text + str(answer.headers)
        for inside in (MARKER, "987", "Head of registry", "University", "Provider", "Human resources", "M6"):
            assert inside not in told
    for shown in ("Online birth-certificate service open", "Town-hall network live", "Online registry"):
        assert shown in page.text
    assert "No more queues" in page.text
    assert "<script" not in page.text
    expected = {
        item.title: item.early_finish
        for item in map(analyse(city.snapshot(), clock.today()).items.by_key, ("M6", "M2"))
    }
    assert {one.name: one.begin.date() for one in ics.Calendar(feed.text).events} == expected


def test_each_language_says_it_and_what_is_given_up_is_said(city: City, reader: TestClient) -> None:
    mark(city, "M6", "M7")
    do(city, CancelMilestone(programme="city", key="M7", version=city.version("M7"), reason=MARKER))
    switch(city, is_on=True)
    french = reader.get("/public/city?lang=fr").text
    assert '<html lang="fr"' in french
    assert "Abandonné." in french
    assert "Prochaine ouverture" in french
    english = reader.get("/public/city").text
    assert "Given up." in english
    assert MARKER not in english


def test_a_page_of_nothing_says_so(city: City, reader: TestClient) -> None:
    switch(city, is_on=True)
    assert "not published anything" in reader.get("/public/city").text
