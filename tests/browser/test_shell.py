"""The shell of the screens, as readers meet it in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.support import LANGUAGES, SIZES, THEMES, Visitor, axe, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

ROADMAP = {"fr": "Feuille de route", "en": "Roadmap"}


def html_language(page: Page) -> str:
    language: str = page.evaluate("document.documentElement.lang")
    return language


@pytest.mark.parametrize("language", LANGUAGES)
def test_opens_in_the_language_of_the_address(visitor: Callable[..., Visitor], language: str) -> None:
    page = visitor(language=language).open("roadmap")
    assert html_language(page) == language
    assert page.title() == f"{ROADMAP[language]} · Jalon"


def test_opens_in_the_language_of_the_browser(visitor: Callable[..., Visitor]) -> None:
    french = visitor(language="fr")
    french.page.goto(french.server)
    page = settled(french.page)
    assert html_language(page) == "fr"
    assert "lang=fr" in page.url


def test_another_language_is_kept_across_screens_and_visits(visitor: Callable[..., Visitor]) -> None:
    reader = visitor(language="en")
    page = reader.open("")
    page.get_by_text("Français", exact=True).click()
    page.wait_for_function("() => document.documentElement.lang === 'fr'")
    page.get_by_role("link", name=ROADMAP["fr"], exact=True).click()
    page.wait_for_url("**/roadmap?*lang=fr*")
    assert settled(page).title() == "Feuille de route · Jalon"
    page.goto(reader.server)
    assert html_language(settled(page)) == "fr"


def test_the_first_screen_is_at_its_own_name_too(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("council", programme="tagaytay")
    assert page.title() == "Council · Jalon"
    assert page.get_by_test_id("stMain").locator("h1").inner_text() == "Council"
    assert page.get_by_role("dialog").count() == 0
    assert page.get_by_role("link", name="Council", exact=True).count() == 1


def test_the_chosen_programme_is_in_the_address_of_every_screen(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("", programme="tagaytay")
    page.get_by_role("link", name=ROADMAP["en"], exact=True).click()
    page.wait_for_url("**/roadmap?*programme=tagaytay*")
    page.go_back()
    page.wait_for_url("**/?*programme=tagaytay*")
    settled(page)


def test_an_unknown_programme_in_the_address_is_said(visitor: Callable[..., Visitor]) -> None:
    page = visitor(language="en").open("journal", programme="[atlantis](//evil.example)")
    notice = page.get_by_test_id("stAlert")
    assert "[atlantis](//evil.example)" in notice.inner_text()
    assert notice.get_by_role("link").count() == 0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_every_element_of_the_shell_is_accessible(
    visitor: Callable[..., Visitor], size: str, theme: str
) -> None:
    page = visitor(size=size, theme=theme, language="fr").open("journal")
    if size == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_role("link", name=ROADMAP["fr"], exact=True).wait_for()
    assert axe(page) == []


def test_the_phone_opens_on_the_screen_and_not_on_its_menu(visitor: Callable[..., Visitor]) -> None:
    page = visitor(size="phone", language="fr").open("")
    menu = page.get_by_test_id("stSidebar").bounding_box()
    assert menu is not None
    assert menu["x"] + menu["width"] <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES["phone"][0]
