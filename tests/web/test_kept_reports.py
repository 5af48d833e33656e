"""The files that a review kept are served to who may read reviews, as they were, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from tests.builders import milestone, plan
from tests.ui.opening import load_content
from tests.web.conftest import ADDRESS, THIS_MACHINE
from tracker.analysis import analyse
from tracker.commands import execute
from tracker.commands.last_review import since_last_review
from tracker.commands.review import PrepareReview
from tracker.commands.review_closing import HoldReview
from tracker.reports.review_files import review_files
from tracker.storage import Author, Database, clock
from tracker.web.address import PublicAddress
from tracker.web.gate import Gate
from tracker.web.kept_reports import kept_report_routes
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAD = Author(name="test", role="technical_lead")
PAGE = "/kept-report/test/spring/council-fr.html"


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """Give a programme with a review that was held."""
    load_content(sqlite_url, plan([milestone("A", 5, title="<b>A</b>")]))
    database = Database(sqlite_url)
    now = clock.now()
    command = PrepareReview(programme="test", key="spring", title="Spring", day=now.date())
    execute(database, command, LEAD, now)
    snapshot = database.snapshot("test")
    as_of = snapshot.programme.status_date or clock.today(snapshot.programme.time_zone)
    analysis = analyse(snapshot, as_of)
    files = review_files(analysis, since_last_review(database, analysis))
    held = HoldReview(
        programme="test", key="spring", version=1,
        seen_revision=snapshot.revision, seen_as_of=as_of, kept=files,
    )  # fmt: skip
    execute(database, held, LEAD, now)
    yield database
    database.close()


def client_of(database: Database, *, from_here: bool = True) -> TestClient:
    visitors = Visitors(lambda: database, PublicAddress(ADDRESS))
    app = Starlette(
        routes=kept_report_routes(lambda: database), middleware=[Middleware(Gate, visitors=visitors)]
    )
    return TestClient(app, base_url=ADDRESS, client=THIS_MACHINE if from_here else ("192.0.2.7", 50000))


def test_a_kept_file_is_served_as_it_was(database: Database) -> None:
    answer = client_of(database).get(PAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "&lt;b&gt;A&lt;/b&gt;" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert client_of(database).get(PAGE.replace(".html", ".pdf")).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "path", [PAGE.replace("fr", "de"), PAGE.replace("spring", "summer"), PAGE.replace("/test/", "/other/")]
)
def test_what_is_not_there_is_not_found(database: Database, path: str) -> None:
    assert client_of(database).get(path).status_code == 404


def test_a_stranger_gets_nothing(database: Database) -> None:
    answer = client_of(database, from_here=False).get(PAGE, follow_redirects=False)
    assert answer.status_code in (303, 401, 403, 404)
    assert "<html" not in answer.text
