"""The ranges of dates on the screens: with grounds a range, without them what is missing."""

from __future__ import annotations

import pytest

from tests.ui.opening import load_file, opened, words


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    return sqlite_url


@pytest.mark.parametrize(
    ("language", "heading", "said"),
    [("en", "By when?", "4 chances in 5 by"), ("fr", "Pour quand\u00a0?", "4 chances sur 5 d’ici")],
)
def test_the_council_reads_a_range_and_its_chances(
    address: str, language: str, heading: str, said: str
) -> None:
    load_file(address, "caloocan")
    page = opened("council", "caloocan", language)
    assert heading in {header.value for header in page.header}
    assert said in words(page)


def test_without_grounds_the_council_reads_what_is_missing(address: str) -> None:
    load_file(address, "seven-milestones")
    shown = words(opened("council", "seven-milestones"))
    assert "cannot be computed because there is too little to base it on" in shown
    assert "4 chances in 5" not in shown


def test_a_milestone_says_its_own_range_and_a_reached_one_none(address: str) -> None:
    load_file(address, "caloocan")
    assert "4 chances in 5 by" in words(opened("initiative", "caloocan", item="CAL-8.3"))
    assert "4 chances in 5 by" not in words(opened("initiative", "caloocan", item="CAL-1.1"))


def test_who_plans_reads_whose_uncertainty_matters_most(address: str) -> None:
    load_file(address, "caloocan")
    shown = words(opened("stalls", "caloocan"))
    assert "All annexes connected" in shown
    assert "goes fast or slowly" in shown
