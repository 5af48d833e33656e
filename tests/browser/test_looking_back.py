"""A date is moved with its reason and stands in the ledger; the day before is looked at, and left again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.support import ROOT, axe, running_tracker, settled, visit
from tests.browser.test_writing import open_form, say_why, wait_until_saved
from tracker.cli.shared import AUTHOR
from tracker.commands import execute
from tracker.commands.load_programme import LoadProgramme
from tracker.exchange.roadmap_file import read_roadmap
from tracker.storage import Database, clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEVEN = "seven-milestones"


@pytest.fixture
def kept_for_weeks(tmp_path: Path) -> Path:
    """Give a folder whose database holds the worked example, loaded forty days ago."""
    database = Database(f"sqlite:///{tmp_path / 'jalon.db'}")
    database.migrate()
    content = read_roadmap(ROOT / "roadmaps" / f"{SEVEN}.toml", clock.today())
    load = LoadProgramme(programme=content.key, content=content)
    execute(database, load, AUTHOR, clock.now() - timedelta(days=40))
    database.close()
    return tmp_path


def test_a_moved_date_is_in_the_ledger_and_yesterday_still_shows_the_old_one(
    kept_for_weeks: Path, chromium: Browser
) -> None:
    with running_tracker(kept_for_weeks) as address:
        lead = visit(chromium, address, language="en")
        page = lead.open("initiative", programme=SEVEN, item="M3")
        form = open_form(page, "dates-milestone")
        form.get_by_label("Work, in working days").fill("60")
        say_why(form, "The tender is run again")
        form.get_by_role("button", name="Save").click()
        wait_until_saved(page, form)
        ledger = page.get_by_test_id("stMarkdown").filter(has_text="Supplier: The tender is run again")
        expect(ledger.first).to_contain_text("PCs delivered to registry")

        yesterday = (clock.today() - timedelta(days=1)).isoformat()
        page = lead.open("initiative", programme=SEVEN, item="M3", as_of=yesterday)
        expect(page.get_by_text("Nothing can be changed here")).to_be_visible()
        assert page.get_by_role("button", name="Dates", exact=True).count() == 0
        assert "The tender is run again" not in page.inner_text("body")
        assert axe(page) == []

        page.get_by_role("button", name="Back to today").click()
        settled(page)
        expect(page.get_by_role("button", name="Dates", exact=True)).to_be_visible()
        assert "as_of" not in page.url
        page.context.close()
        lead.watch.assert_nothing_wrong()
