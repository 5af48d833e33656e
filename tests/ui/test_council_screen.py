"""The council screen as its reader sees it: through `main.py`, on a real database."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import milestone, plan, seven_milestones
from tests.ui.opening import load_content, load_file, opened, words

START = date(2026, 1, 5)


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.mark.parametrize(
    ("language", "title", "headers"),
    [
        ("en", "Council", ("What needs you", "Next openings to the public", "Indicators")),
        ("fr", "Conseil", ("Ce qui vous attend", "Prochaines ouvertures au public", "Indicateurs")),
    ],
)
def test_a_real_programme_is_told_from_verdict_to_sources(
    address: str, language: str, title: str, headers: tuple[str, ...]
) -> None:
    load_file(address, "caloocan")
    page = opened("council", "caloocan", language)
    assert page.title[0].value == title
    assert set(headers) <= {header.value for header in page.header}
    assert len(page.metric) == 4
    assert page.error[0].value.startswith(":red-badge[")
    assert len(page.table) == 1


def test_the_verdict_stands_first_and_says_both_dates(address: str) -> None:
    load_file(address, "caloocan")
    verdict = opened("council", "caloocan").error[0].value
    assert "expected to end on" in verdict
    assert "later than approved" in verdict


def test_the_way_of_showing_comes_from_the_address(address: str) -> None:
    load_file(address, "caloocan")
    by_initiative = opened("council", "caloocan").table[0].value
    by_service = opened("council", "caloocan", by="service").table[0].value
    assert "Initiative" in by_initiative.columns
    assert "Service" in by_service.columns
    # Ten initiatives are in the plan; the services are those that lead or do work in it.
    assert len(by_initiative) == 10


def test_choosing_the_services_writes_it_into_the_address(address: str) -> None:
    load_file(address, "caloocan")
    page = opened("council", "caloocan")
    page.segmented_control(key="choice.by").set_value("service").run()
    assert page.query_params["by"] == "service"
    assert "Service" in page.table[0].value.columns


def test_a_programme_without_a_plan_approved_says_what_cannot_be_computed(address: str) -> None:
    load_content(address, seven_milestones())
    page = opened("council", "seven-milestones")
    assert "cannot be computed because no plan has been approved" in page.info[0].value
    assert "Nobody has reported progress yet" in words(page)
    assert "follows no indicator yet" in words(page)


def test_an_empty_programme_has_no_figure_and_no_green(address: str) -> None:
    load_content(address, plan([]))
    page = opened("council", "test")
    assert not page.success
    assert page.metric[0].value == "Not known"
    assert "cannot be drawn because the programme has no dated milestone" in words(page)


def test_what_people_wrote_is_no_mark_of_ours(address: str) -> None:
    loud = milestone("A", 5, title="*A* :red[B]", actual_start=START, is_public_opening=True)
    load_content(address, plan([loud]))
    page = opened("council", "test")
    assert r"\*A\* \:red\[B\]" in words(page)
    assert "*A* :red[B]" not in words(page).replace("\\", "|")


def test_dates_that_hold_are_no_green_light_while_nobody_reports(address: str) -> None:
    load_file(address, "seven-milestones")
    page = opened("council", "seven-milestones")
    assert not page.success
    assert "the dates alone" in page.info[0].value
