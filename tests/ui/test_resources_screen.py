"""The resources screen: who is short, what could be done, and what cannot be computed."""

from __future__ import annotations

import pytest

from tests.ui.opening import load_file, opened, words


@pytest.fixture
def address(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of the database that the screens read."""
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    return sqlite_url


def test_it_says_first_who_is_short_and_then_the_levers(address: str) -> None:
    load_file(address, "ville-moyenne")
    page = opened("resources", "ville-moyenne", "fr")
    said = words(page)
    assert "Les équipes ne suffisent pas" in said
    assert "jalons se les disputent" in said
    assert "Mettre en pause" in said
    assert "Du renfort" in said


def test_services_are_shown_when_the_address_asks(address: str) -> None:
    load_file(address, "ville-moyenne")
    page = opened("resources", "ville-moyenne", "en", by="service")
    assert [way.value for way in page.segmented_control if way.label == "Show"] == ["service"]


def test_without_people_it_says_why_nothing_can_be_computed(address: str) -> None:
    load_file(address, "seven-milestones")
    page = opened("resources", "seven-milestones")
    assert "cannot be computed because no post says how many people" in words(page)
    assert not any(button.label == "Propose a levelled plan" for button in page.button)


@pytest.mark.parametrize("screen", ["resources", "partners"])
def test_on_a_past_day_nothing_is_offered_to_be_changed(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, "seven-milestones")
    page = opened(screen, "seven-milestones", as_of="2026-02-20")
    assert [button.key for button in page.button] == ["back_to_today"]
