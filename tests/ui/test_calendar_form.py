"""Working calendars are made, edited and removed on the form of the programme, with the days that differ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.ui.opening import load_file, opened
from tracker.model.work_calendar import OFFICE_DAY
from tracker.storage import Database

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

    from tracker.model.snapshot import Snapshot

SEVEN = "seven-milestones"


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of a database that holds the worked example."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)
    return sqlite_url


def shown(page: AppTest, opening: int, calendar: str | None = None) -> AppTest:
    """Open the calendars of the form; its inputs are numbered by how often a form was closed before."""
    for _ in range(2):
        page.menu_button("menu.more.initiative").click("settings").run()
        page.segmented_control(f"settings.part.{opening}").set_value("calendars")
    page.menu_button("menu.more.initiative").click("settings").run()
    if calendar:
        page.selectbox(f"settings.calendars.which.{opening}").set_value(calendar)
        page.menu_button("menu.more.initiative").click("settings").run()
    assert not page.exception
    return page


def send(page: AppTest, button: str, **typed: Any) -> None:
    for key, value in typed.items():
        inputs = [*page.text_input, *page.date_input, *page.checkbox]
        next(found for found in inputs if str(found.key).endswith(key)).set_value(value)
    next(found for found in page.button if found.label == button).click()
    page.menu_button("menu.more.initiative").click("settings").run()
    assert not page.exception


def plan(address: str) -> Snapshot:
    database = Database(address)
    found = database.snapshot(SEVEN)
    database.close()
    return found


def test_a_calendar_is_added_edited_given_days_and_removed(address: str) -> None:
    page = shown(opened("initiative", SEVEN, item="network"), 0)
    send(
        page,
        "Add this calendar",
        **{"None.title.0": "Vendor", "None.sunday.0": OFFICE_DAY, "None.friday.0": ""},
    )
    (calendar,) = plan(address).work_calendars
    assert (calendar.key, calendar.sunday, calendar.friday) == ("vendor", OFFICE_DAY, "")

    page = shown(opened("initiative", SEVEN, item="network"), 0, "vendor")
    send(page, "Save", **{"vendor.title.0": "Fibre vendor"})
    assert plan(address).work_calendars[0].title == "Fibre vendor"

    page = shown(opened("initiative", SEVEN, item="network"), 0, "vendor")
    send(page, "Add days", **{"vendor.name.0": "Eid", "vendor.starts_on.0": date(2026, 3, 20)})
    (days,) = plan(address).other_hours
    assert (days.name, days.ends_on, days.hours) == ("Eid", date(2026, 3, 20), "")

    page = shown(opened("initiative", SEVEN, item="network"), 0, "vendor")
    send(page, "Remove Eid")
    assert len(plan(address).other_hours) == 0

    page = shown(opened("initiative", SEVEN, item="network"), 0, "vendor")
    send(page, "Remove this calendar")
    assert len(plan(address).work_calendars) == 0
