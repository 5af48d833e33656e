"""On a past day no screen offers what its commands would refuse, and each says where it is done instead."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import load_file, opened, words

SEVEN = "seven-milestones"


@pytest.fixture(autouse=True)
def loaded(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JALON_DATABASE_URL", sqlite_url)
    load_file(sqlite_url, SEVEN)


def offers(page: AppTest, name: str) -> list[str]:
    return [key for button in page.button if name in (key := str(button.key))]


@pytest.mark.parametrize(
    ("screen", "sentence", "offered"),
    [
        ("partners", "they are changed from today", "partners.share"),
        ("scenario", "from today", "wish"),
        ("reporting", "what is new is told from today", "unchanged."),
    ],
)
def test_what_would_be_refused_is_not_offered(screen: str, sentence: str, offered: str) -> None:
    past = opened(screen, SEVEN, as_of="2026-02-20")
    assert sentence in words(past)
    assert offers(past, offered) == []
    present = opened(screen, SEVEN)
    assert sentence not in words(present)
    assert offers(present, offered)
