"""The sign-in form, the second step and the way out, as a browser meets them."""

from __future__ import annotations

import re
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.identity.conftest import PASSWORD
from tests.web.conftest import RELAY, House, answer_of
from tracker.commands.account import DisableAccount
from tracker.commands.invitation import Invite
from tracker.commands.second_factor import RequireSecondFactor
from tracker.identity.throttle import FREE_OF_NAME
from tracker.identity.tokens import SET_UP_GOOD_FOR, new_token, token_hash
from tracker.storage import clock
from tracker.web import door
from tracker.web.first_start import set_up_link
from tracker.web.visitors import Visitors

if TYPE_CHECKING:
    from starlette.testclient import TestClient

NEW_PASSWORD = "quite other words instead"  # of nobody  # noqa: S105  # of nobody


def signs_in(
    browser: TestClient, login: str = "mayor", password: str = PASSWORD, wanted: str = "/"
) -> tuple[int, str]:
    return answer_of(browser.post("/sign-in", data={"login": login, "password": password, "next": wanted}))


def is_in(browser: TestClient) -> bool:
    status = browser.get("/roadmap").status_code
    assert status in (200, 303)
    return status == 200


def test_who_is_not_signed_in_comes_to_the_form_and_afterwards_to_the_screen(house: House) -> None:
    browser = house.browser()
    assert answer_of(browser.get("/roadmap?item=M1")) == (303, "/sign-in?next=%2Froadmap%3Fitem%3DM1")
    form = browser.get("/sign-in?next=%2Froadmap%3Fitem%3DM1").text
    assert 'value="/roadmap?item=M1"' in form
    assert signs_in(browser, wanted="/roadmap?item=M1") == (303, "/roadmap?item=M1")
    assert is_in(browser)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-out",
        "/\r\nx: y",
        "",
    ],
)
def test_after_sign_in_nobody_is_sent_elsewhere(house: House, wanted: str) -> None:
    assert signs_in(house.browser(), wanted=wanted) == (303, "/")
    assert house.browser().get("/sign-in", params={"next": wanted}).text.count("evil.example") == 0


def test_after_sign_in_a_screen_is_a_screen(house: House) -> None:
    for wanted in ("/accounts?person=mayor", "/roadmap", "/?lang=fr"):
        assert signs_in(house.browser(), wanted=wanted) == (303, wanted)
    assert signs_in(house.browser(), wanted="/_stcore/health") == (303, "/")


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House, public_house: House) -> None:
    answer = public_house.browser().post("/sign-in", data={"login": "mayor", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-jalon=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie
    plain = house.browser().post("/sign-in", data={"login": "mayor", "password": PASSWORD})
    assert plain.headers["set-cookie"].startswith("jalon_8501=")
    assert "HttpOnly" in plain.headers["set-cookie"]
    assert "Secure" not in plain.headers["set-cookie"]


def test_every_sign_in_has_a_new_token_and_the_former_is_worth_nothing(house: House) -> None:
    browser = house.browser()
    signs_in(browser)
    former = browser.cookies["jalon_8501"]
    signs_in(browser)
    assert browser.cookies["jalon_8501"] != former
    assert is_in(browser)
    assert not is_in(house.browser(cookie=f"jalon_8501={former}"))


def test_a_planted_token_is_not_adopted(house: House) -> None:
    browser = house.browser()
    browser.cookies.set("jalon_8501", "planted", domain="localhost.local")
    signs_in(browser)
    assert not is_in(house.browser(cookie="jalon_8501=planted"))
    good = SimpleCookie(
        browser.post("/sign-in", data={"login": "mayor", "password": PASSWORD}).headers["set-cookie"]
    )
    token = good["jalon_8501"].value
    assert is_in(house.browser(cookie=f"jalon_8501={token}"))
    assert not is_in(house.browser(cookie=f"jalon_8501=planted; jalon_8501={token}"))


@pytest.mark.parametrize(
    ("login", "password"), [("mayor", "wrong"), ("nobody", PASSWORD), ("", ""), ("a" * 5000, "b")]
)
def test_who_is_refused_sees_the_same_page(house: House, login: str, password: str) -> None:
    answer = house.browser().post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 401
    assert "That name and password do not let anybody in" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_disabled_person_is_out_at_the_next_request(house: House) -> None:
    browser = house.browser()
    signs_in(browser, RELAY)
    house.do(DisableAccount(login=RELAY))
    assert not is_in(browser)
    assert signs_in(browser, RELAY)[0] == 401


def test_too_many_attempts_have_to_wait(house: House) -> None:
    browser = house.browser()
    for _ in range(FREE_OF_NAME):
        assert signs_in(browser, password="wrong")[0] == 401  # noqa: S106  # of nobody
    assert signs_in(browser)[0] == 429
    assert signs_in(house.browser(client=("10.0.0.9", 1)))[0] == 303


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:8502", ""])
def test_a_form_of_another_site_signs_nobody_in_or_out(house: House, origin: str) -> None:
    browser = house.browser()
    signs_in(browser)
    browser.headers["origin"] = origin
    assert signs_in(browser)[0] == 403
    assert browser.post("/sign-out").status_code == 403
    browser.headers["origin"] = "http://localhost:8501"
    assert is_in(browser)


def test_forms_are_short_and_plain(house: House) -> None:
    browser = house.browser()
    assert browser.post("/sign-in", json={"login": "mayor"}).status_code == 415
    assert browser.post("/sign-in", data={"login": "x" * door.LARGEST_FORM_BYTES}).status_code == 413
    assert browser.post("/sign-in", data={f"field{number}": "x" for number in range(50)}).status_code == 400


def test_signing_out_ends_this_browser_and_signing_out_everywhere_the_others(house: House) -> None:
    first, second, third = house.browser(), house.browser(), house.browser()
    for browser in (first, second, third):
        signs_in(browser)
    assert answer_of(first.get("/sign-out"))[0] == 200
    assert is_in(first)
    assert answer_of(first.post("/sign-out")) == (303, "/sign-in")
    assert [is_in(browser) for browser in (first, second, third)] == [False, True, True]
    assert answer_of(second.post("/account/sign-out-everywhere")) == (303, "/sign-in")
    assert [is_in(browser) for browser in (second, third)] == [False, False]


def test_the_form_speaks_the_readers_language_and_remembers_it(house: House) -> None:
    browser = house.browser()
    assert "<h1>Se connecter</h1>" in browser.get("/sign-in?lang=fr").text
    assert '<html lang="fr"' in browser.get("/sign-in").text


def test_what_was_typed_never_runs(house: House) -> None:
    answer = house.browser().post("/sign-in", data={"login": '"><script>x</script>', "password": "y"})
    assert "<script>x" not in answer.text


def test_another_password_takes_the_present_one_and_ends_the_other_browsers(house: House) -> None:
    browser, other = house.browser(), house.browser()
    signs_in(browser)
    signs_in(other)

    def change(present: str, new: str) -> tuple[int, str]:
        return answer_of(browser.post("/account/password", data={"password": present, "new_password": new}))

    assert change("wrong", NEW_PASSWORD)[0] == 400
    assert change(PASSWORD, "short")[0] == 400
    assert is_in(other)
    assert change(PASSWORD, NEW_PASSWORD) == (303, "/account?done=password")
    assert (is_in(browser), is_in(other)) == (True, False)
    assert signs_in(house.browser())[0] == 401
    assert signs_in(house.browser(), password=NEW_PASSWORD)[0] == 303


def test_language_and_colours_are_kept_with_the_account(house: House) -> None:
    browser = house.browser()
    signs_in(browser)
    answer = browser.post("/account/preferences", data={"language": "fr", "palette": "dark"})
    assert answer_of(answer) == (303, "/account?done=preferences")
    elsewhere = house.browser()
    signs_in(elsewhere)
    assert '<html lang="fr" dir="ltr" data-palette="dark">' in elsewhere.get("/roadmap").text
    assert browser.post("/account/preferences", data={"language": "xx", "palette": "pink"}).status_code == 303
    assert house.account("mayor").language == "fr"


def secret_on(page: str) -> str:
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert found is not None
    return found[1].replace(" ", "")


def sets_second_step_up(browser: TestClient) -> tuple[str, list[str]]:
    """Set the second step up; return the code that was used for it and the paper list."""
    secret = secret_on(browser.post("/account/second-step", data={"step": "begin"}).text)
    assert browser.post("/account/second-step", data={"step": "confirm", "code": "000000"}).status_code == 400
    code = pyotp.TOTP(secret).at(clock.now())
    done = browser.post("/account/second-step", data={"step": "confirm", "code": code})
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.text)
    assert len(codes) == 10
    return code, codes


def test_with_a_second_step_the_password_reaches_no_screen(house: House) -> None:
    browser = house.browser()
    signs_in(browser)
    used, codes = sets_second_step_up(browser)
    other = house.browser()
    assert signs_in(other, wanted="/roadmap") == (303, "/sign-in/code?next=%2Froadmap")
    assert not is_in(other)
    assert other.get("/_stcore/health").status_code == 401
    # The code that turned the step on has been used.
    assert other.post("/sign-in/code", data={"code": used}).status_code == 401
    assert answer_of(other.post("/sign-in/code", data={"code": codes[0], "next": "/roadmap"})) == (
        303,
        "/roadmap",
    )
    assert is_in(other)
    assert answer_of(other.post("/account/second-step/remove", data={"password": PASSWORD}))[0] == 303
    assert signs_in(house.browser()) == (303, "/")


def test_half_a_session_reaches_nothing_but_its_own_step(house: House) -> None:
    browser = house.browser()
    signs_in(browser)
    sets_second_step_up(browser)
    half = house.browser()
    signs_in(half)
    for path in ("/account", "/account/second-step", "/roadmap"):
        status, target = answer_of(half.get(path))
        assert (status, target.startswith("/sign-in")) == (303, True), path
    for path in ("/media/x", "/static/js/x.js", "/_stcore/health"):
        assert half.get(path).status_code == 401
    for path, fields in (
        ("/account/second-step", {"step": "begin"}),
        ("/account/password", {"password": PASSWORD, "new_password": NEW_PASSWORD}),
        ("/account/second-step/remove", {"password": PASSWORD}),
    ):
        assert half.post(path, data=fields).status_code in (303, 401)
    assert house.account("mayor").has_second_factor
    assert answer_of(half.post("/account/second-step", data={"step": "begin"})) == (303, "/sign-in")


def test_where_the_second_step_is_required_it_comes_before_any_screen(house: House) -> None:
    house.do(RequireSecondFactor(is_required=True))
    browser = house.browser()
    assert signs_in(browser) == (303, "/account/second-step?next=%2F")
    assert not is_in(browser)
    sets_second_step_up(browser)
    assert is_in(browser)
    assert signs_in(house.browser(), RELAY) == (303, "/")


def set_up(browser: TestClient, token: str, **fields: str) -> tuple[int, str]:
    form = {"token": token, "login": "First", "title": "Head of IT", "password": PASSWORD, **fields}
    return answer_of(browser.post("/set-up", data=form))


def test_the_link_of_the_console_makes_the_administrator_once(empty_house: House) -> None:
    browser = empty_house.browser()
    assert browser.get("/roadmap").status_code == 200
    visitors = Visitors(lambda: empty_house.database, empty_house.address)
    former = (set_up_link(visitors) or "").partition("#")[2]
    token = (set_up_link(visitors) or "").partition("#")[2]
    assert set_up(browser, former)[0] == 404
    assert set_up(browser, token, password="short")[0] == 400  # noqa: S106  # of nobody
    assert set_up(browser, token, login="not a login")[0] == 400
    assert set_up(browser, token) == (303, "/")
    assert is_in(browser)
    assert not is_in(empty_house.browser())
    assert set_up(empty_house.browser(), token, login="second")[0] == 404
    assert set_up_link(visitors) is None
    assert empty_house.account("first").is_administrator


def test_until_then_only_this_machine_is_served(empty_house: House) -> None:
    for stranger in (
        empty_house.browser(client=("10.0.0.7", 1)),
        empty_house.browser(more={"x-forwarded-for": "203.0.113.9"}),
        empty_house.browser(forwarded="for=203.0.113.9"),
    ):
        for path in ("/", "/roadmap", "/set-up", "/sign-in", "/_stcore/health"):
            assert stranger.get(path).status_code == 403


def test_the_pages_of_links_never_ask_for_a_token_in_the_address(house: House) -> None:
    """Addresses are logged; what stands behind the # is not sent."""
    for page in ("/set-up", "/invitation"):
        html = house.browser().get(page).text
        assert 'method="post"' in html
        assert "data-from-address" in html


def test_who_is_invited_chooses_a_password_and_is_in(house: House) -> None:
    token = new_token()
    house.do(Invite(login=RELAY, token_hash=token_hash(token), expires_at=clock.now() + SET_UP_GOOD_FOR))
    browser = house.browser()
    assert (
        browser.post("/invitation", data={"token": new_token(), "password": NEW_PASSWORD}).status_code == 404
    )
    assert browser.post("/invitation", data={"token": token, "password": "short"}).status_code == 400
    assert answer_of(browser.post("/invitation", data={"token": token, "password": NEW_PASSWORD})) == (
        303,
        "/",
    )
    assert is_in(browser)
    assert browser.post("/invitation", data={"token": token, "password": NEW_PASSWORD}).status_code == 404
    assert signs_in(house.browser(), RELAY, NEW_PASSWORD) == (303, "/")
