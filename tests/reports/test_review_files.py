"""Replay: the report of a past review, made again from the journal, is the file that was kept that day."""

from datetime import date, timedelta
from random import Random

import pytest

from tests.commands.conftest import NOW, TODAY, City, database  # noqa: F401 - a fixture
from tests.commands.random_commands import Draws, begin
from tracker.analysis import analyse
from tracker.commands.baseline import ApproveBaseline
from tracker.commands.kept_files import kept_report
from tracker.commands.last_review import at_moment, since_last_review
from tracker.commands.review import PrepareReview
from tracker.commands.review_closing import HoldReview
from tracker.model.errors import TrackerError
from tracker.reports.review_files import review_files
from tracker.storage import Database

DAY = timedelta(days=1)


def test_the_report_of_a_past_review_is_the_file_kept_that_day(
    database: Database,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
) -> None:
    city, random = City(database), Random(1)  # noqa: S311 - what it draws is no secret
    begin(city)
    city.do(
        ApproveBaseline(
            programme=city.key, key="first", name="First", approved_on=TODAY, approved_by="Council"
        )
    )
    days = sorted(TODAY + DAY * random.randrange(60) for _ in range(60))
    for number, day in enumerate(days):
        if number in (20, 40):
            hold(city, f"review-{number}", day)
        do_one(city, random, day)
    held, equal = city.snapshot(), 0
    moments = {held.reviews.by_id(row.review_id).key: row for row in held.review_moments}
    for key in ("review-20", "review-40"):
        analysis, since = at_moment(database, city.key, moments[key])
        again = review_files(analysis, since)
        assert [file.name for file in again] == [file["name"] for file in moments[key].kept]
        for file in again:
            assert file.content == kept_report(database, city.key, key, file.name).content, file.name
            equal += 1
    with capsys.disabled():
        print(f"\nREPLAY {equal} files of {len(moments)} reviews equal")  # noqa: T201  # what it is asked to say
    # What has happened since is not in it: else the comparison would say nothing.
    now = analyse(city.snapshot(), days[-1])
    assert review_files(now, since_last_review(database, now)) != again


def hold(city: City, key: str, day: date) -> None:
    """Hold a review as the screen does: the report is made of the plan as it is, then kept."""
    at = NOW + (day - TODAY)
    city.do(PrepareReview(programme=city.key, key=key, title=key.upper(), day=day), at)
    snapshot = city.snapshot()
    analysis = analyse(snapshot, day)
    city.do(
        HoldReview(
            programme=city.key,
            key=key,
            version=1,
            seen_revision=snapshot.revision,
            seen_as_of=day,
            kept=review_files(analysis, since_last_review(city.database, analysis)),
        ),
        at,
    )


def do_one(city: City, random: Random, day: date) -> None:
    """Do something that is not refused, and no review beside those of the test."""
    while True:
        draws = Draws(random, city, day)
        command = draws.command()
        if type(command).__module__.endswith(("review", "signed_comment")):
            continue
        try:
            city.do(command, NOW + (day - TODAY))
        except TrackerError:
            continue
        return
