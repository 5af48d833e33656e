"""The page every screen lives in: Streamlit's own, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker.web import page

if TYPE_CHECKING:
    import re

    from starlette.testclient import TestClient


@pytest.mark.parametrize("text", [page.HTML_TAG, page.TITLE, page.ICON, page.HEAD_END])
def test_streamlit_still_ships_what_we_replace(text: str) -> None:
    assert page.streamlit_page().count(text) == 1


@pytest.mark.parametrize("pattern", [page.AGENT_POINTER, page.WITHOUT_SCRIPT, page.INLINE_SCRIPT])
def test_streamlit_still_ships_one_of_each_pattern(pattern: re.Pattern[str]) -> None:
    assert len(pattern.findall(page.streamlit_page())) == 1


@pytest.mark.parametrize(
    ("query", "cookie", "accepted", "language"),
    [
        ("?lang=fr", "", "en", "fr"),
        ("?lang=fr", "en", "en", "fr"),
        ("", "fr", "en-GB,en;q=0.9", "fr"),
        ("", "", "fr-MA,fr;q=0.9,en;q=0.8", "fr"),
        ("", "", "de-DE,de;q=0.9,en;q=0.5", "en"),
        ("?lang=xx", "", "", "en"),
        ('?lang="><script>', "<b>", "", "en"),
    ],
)
def test_is_served_in_the_readers_language(
    browser: TestClient, query: str, cookie: str, accepted: str, language: str
) -> None:
    headers = {"accept-language": accepted, "cookie": f"{page.LANGUAGE_COOKIE}={cookie}" if cookie else ""}
    html = browser.get(f"/roadmap{query}", headers=headers).text
    assert f'<html lang="{language}" dir="ltr">' in html
    assert "<title>Jalon</title>" in html


def test_says_in_the_readers_language_that_scripts_are_needed(browser: TestClient) -> None:
    html = browser.get("/?lang=fr").text
    assert "<noscript>Jalon dessine ses écrans" in html
    assert "_stcore/agent" not in html


def test_loads_the_files_it_names(browser: TestClient) -> None:
    for path in ("/assets/page.js", "/assets/icon.svg", "/favicon.png"):
        assert browser.get(path).status_code == 200


def test_a_path_that_is_a_file_name_is_not_a_screen(browser: TestClient) -> None:
    assert browser.get("/secrets.toml").status_code == 404
