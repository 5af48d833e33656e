"""Journeys of people with accounts: the first administrator, an invitation, reloading, signing out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.support import LANGUAGES, SIZES, THEMES, Visitor, axe, running_tracker, settled, visit
from tests.identity.conftest import MACHINE, PASSWORD, PASSWORD_HASH
from tests.ui.opening import load_file
from tracker.commands import execute
from tracker.commands.account import AddAccount
from tracker.commands.invitation import Invite
from tracker.commands.membership import GrantRole
from tracker.i18n import translator
from tracker.identity.tokens import INVITATION_GOOD_FOR, new_token, token_hash
from tracker.model.account import Role
from tracker.storage import Database, clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PROGRAMME = "seven-milestones"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a database that holds one programme and no account."""
    found = tmp_path_factory.mktemp("accounts")
    load_file(f"sqlite:///{found / 'jalon.db'}", PROGRAMME)
    return found


@pytest.fixture(scope="module")
def tracker(folder: Path) -> Iterator[str]:
    with running_tracker(folder, LC_ALL="en_GB.UTF-8") as address:
        yield address


@pytest.fixture
def people(tracker: str, chromium: Browser) -> Iterator[list[Visitor]]:
    """Collect the visitors of a journey; their browsers are closed at its end."""
    found: list[Visitor] = []
    yield found
    for each in found:
        each.page.context.close()
    for each in found:
        assert (each.watch.other_hosts, each.watch.policy_violations) == ([], [])


def fill_and_send(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    page.locator("button[type=submit]").first.click()


def signs_in(someone: Visitor, login: str) -> Page:
    someone.page.goto(f"{someone.server}/")
    someone.page.wait_for_url("**/sign-in")
    fill_and_send(someone.page, login=login, password=PASSWORD)
    return settled(someone.page)


def test_the_first_administrator_invites_somebody_who_signs_in_on_a_phone(
    folder: Path, tracker: str, chromium: Browser, people: list[Visitor]
) -> None:
    single = visit(chromium, tracker)
    administrator = visit(chromium, tracker)
    people += [single, administrator]
    settled_page = single.open("")
    assert settled_page.get_by_text("Sign out").count() == 0

    (link,) = re.findall(rf"{tracker}/set-up#\S+", (folder / "server.log").read_text())
    page = administrator.page
    page.goto(link)
    assert "#" not in page.url
    assert axe(page) == []
    fill_and_send(page, login="mayor", title="Head of IT", password=PASSWORD)
    settled(page)
    assert page.get_by_text("Signed in: Head of IT").is_visible()

    # The tab of the single user has lost its rights: its next action leads to the sign-in form.
    single.page.get_by_role("link", name="Roadmap").first.click()
    single.page.wait_for_url("**/sign-in*")

    page.goto(f"{tracker}/accounts")
    settled(page)
    page.get_by_role("button", name="Invite a person").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Sign-in name").fill("relay@town.example")
    dialog.get_by_role("textbox", name="Role title").fill("Relay of IT")
    dialog.get_by_role("button", name="Invite a person").click()
    code = page.locator("[data-testid=stCode] code")
    code.wait_for()
    invitation = code.inner_text().strip()
    assert axe(settled(page)) == []

    relay = visit(chromium, tracker, size="phone", theme="dark")
    people.append(relay)
    relay.page.goto(invitation)
    assert axe(relay.page) == []
    fill_and_send(relay.page, password=PASSWORD)
    relay.page.wait_for_url(f"{tracker}/*")
    settled(relay.page)
    # Nobody has given this person a role yet: the programme is not theirs to see.
    assert relay.page.get_by_text("Seven milestones").count() == 0
    relay.page.goto(invitation)
    fill_and_send(relay.page, password=PASSWORD)
    assert relay.page.get_by_role("alert").is_visible()


@pytest.fixture(scope="module")
def staffed(folder: Path, tracker: str) -> str:
    """Give the tracker with another administrator in it, whoever came before."""
    database = Database(f"sqlite:///{folder / 'jalon.db'}")
    command = AddAccount(login="deputy", title="Deputy", is_administrator=True, password_hash=PASSWORD_HASH)
    execute(database, command, MACHINE, clock.now())
    database.close()
    return tracker


def test_reloading_keeps_the_session_and_signing_out_everywhere_ends_the_other_browser(
    staffed: str, chromium: Browser, people: list[Visitor]
) -> None:
    desk, other = visit(chromium, staffed), visit(chromium, staffed)
    people += [desk, other]
    signs_in(desk, "deputy")
    signs_in(other, "deputy")
    desk.page.reload()
    settled(desk.page)
    assert desk.page.get_by_text("Signed in: Deputy").is_visible()

    desk.page.get_by_role("link", name="My account").click()
    desk.page.wait_for_url("**/account")
    assert axe(desk.page) == []
    desk.page.get_by_role("button", name="Sign out everywhere").click()
    desk.page.wait_for_url("**/sign-in")

    other.page.get_by_role("link", name="Roadmap").first.click()
    other.page.wait_for_url("**/sign-in*")


def test_signing_out_leads_to_the_form_and_back_shows_nothing(
    staffed: str, chromium: Browser, people: list[Visitor]
) -> None:
    someone = visit(chromium, staffed)
    people.append(someone)
    page = signs_in(someone, "deputy")
    page.get_by_role("link", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.go_back()
    page.wait_for_url("**/sign-in*")
    assert page.get_by_label("Password").is_visible()


def test_the_chosen_colours_and_language_come_back_with_the_account(
    staffed: str, chromium: Browser, people: list[Visitor]
) -> None:
    someone = visit(chromium, staffed)
    people.append(someone)
    page = signs_in(someone, "deputy")
    page.goto(f"{staffed}/account")
    page.get_by_label("Dark").check()
    page.get_by_label("Language").select_option("fr")
    page.get_by_role("button", name="Keep").click()
    page.wait_for_url("**/account?done=preferences")
    elsewhere = visit(chromium, staffed)
    people.append(elsewhere)
    page = signs_in(elsewhere, "deputy")
    ground = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert ground == "rgb(16, 24, 30)"
    assert page.get_by_text("Se déconnecter").is_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_the_door_can_be_read_by_everybody(
    staffed: str, chromium: Browser, people: list[Visitor], size: str, theme: str, language: str
) -> None:
    someone = visit(chromium, staffed, size=size, theme=theme, language=language)
    people.append(someone)
    for path in ("sign-in", "set-up", "invitation"):
        someone.page.goto(f"{staffed}/{path}?lang={language}")
        assert axe(someone.page) == []
        overflow = someone.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0


def test_the_sign_in_form_needs_no_script(folder: Path, staffed: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    token = new_token()
    database = Database(f"sqlite:///{folder / 'jalon.db'}")
    expires = clock.now() + INVITATION_GOOD_FOR
    execute(
        database,
        Invite(login="deputy", token_hash=token_hash(token), expires_at=expires),
        MACHINE,
        clock.now(),
    )
    database.close()
    page.goto(f"{staffed}/invitation#{token}")
    fill_and_send(page, token=token, password=PASSWORD)
    assert "/invitation" not in page.url
    page.goto(f"{staffed}/account")
    assert page.locator("h1").inner_text() in ("My account", "Mon compte")
    context.close()


@pytest.fixture(scope="module")
def partnered(folder: Path, staffed: str) -> str:
    """Give the tracker with the account of a university in it."""
    database = Database(f"sqlite:///{folder / 'jalon.db'}")
    for command in (
        AddAccount(login="university", title="University liaison", password_hash=PASSWORD_HASH),
        GrantRole(login="university", programme=PROGRAMME, role=Role.PARTNER, partner="university"),
    ):
        execute(database, command, MACHINE, clock.now())
    database.close()
    return staffed


@pytest.mark.parametrize(("size", "theme", "language"), [("phone", "dark", "fr"), ("desktop", "light", "en")])
def test_a_partner_lands_on_its_own_part_and_can_read_it(
    partnered: str, chromium: Browser, people: list[Visitor], size: str, theme: str, language: str
) -> None:
    someone = visit(chromium, partnered, size=size, theme=theme, language=language)
    people.append(someone)
    signs_in(someone, "university")
    page, t = someone.open(""), translator(language)
    assert page.title() == f"{t.text('ui.screen.our_part')} · {t.text('common.product')}"
    words = page.get_by_test_id("stMain").inner_text()
    assert t.text("share.page.heading.partner", partner="University") in words
    assert "Registry software configured" in words
    assert "Open-data portal open" not in words
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    assert axe(page) == []
    # Another screen is not theirs, whatever the address says: their own stays.
    page.goto(f"{partnered}/journal?item=M7&lang={language}")
    page.get_by_role("dialog").get_by_role("button").click()
    settled(page)
    assert page.title() == f"{t.text('ui.screen.our_part')} · {t.text('common.product')}"
    assert "Open-data portal open" not in page.get_by_test_id("stApp").inner_text()
