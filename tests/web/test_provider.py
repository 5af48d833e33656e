"""Signing in through an OpenID Connect provider, a real process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from tests.browser.support import free_port
from tests.identity.conftest import PASSWORD
from tests.web.conftest import RELAY, House, answer_of
from tracker.commands.account import DisableAccount
from tracker.storage.accounts import installation_journal
from tracker.web import provider as provider_module
from tracker.web.provider import Attempt, Provider, ProviderError, configured_provider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient

CLIENT = "jalon"
CALLBACK = "http://localhost:8501/sign-in/callback"
START_SECONDS = 60


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Start a provider and give its address."""
    address = f"http://localhost:{free_port()}"
    port = address.rpartition(":")[2]
    server = subprocess.Popen(  # noqa: S603  # every word of the command is written here
        [sys.executable, "-m", "oidc_provider_mock", "--port", port],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                httpx2.get(f"{address}/.well-known/openid-configuration")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(autouse=True)
def configured(issuer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(provider_module.ISSUER, issuer)
    monkeypatch.setenv(provider_module.CLIENT_ID, CLIENT)
    monkeypatch.setenv(provider_module.CLIENT_SECRET, "hush")


def knows(issuer: str, subject: str, **claims: object) -> None:
    """Tell the provider what it knows of somebody."""
    httpx2.put(f"{issuer}/users/{subject}", json=claims).raise_for_status()


def goes_to_the_provider(browser: TestClient, wanted: str = "/roadmap") -> str:
    status, address = answer_of(browser.get("/sign-in/provider", params={"next": wanted}))
    assert status == 303
    return address


def comes_back(browser: TestClient, address: str, subject: str) -> tuple[int, str]:
    """Consent at the provider as somebody, and follow its answer back to us."""
    consent = httpx2.post(address, data={"sub": subject})
    assert consent.status_code == 302, consent.text
    back = consent.headers["location"]
    assert back.startswith(CALLBACK)
    return answer_of(browser.get(back.removeprefix("http://localhost:8501")))


def signs_in(house: House, subject: str) -> tuple[TestClient, tuple[int, str]]:
    browser = house.browser()
    return browser, comes_back(browser, goes_to_the_provider(browser), subject)


def test_who_is_invited_signs_in_stays_in_and_signs_out(house: House, issuer: str) -> None:
    knows(issuer, "42", email=RELAY.upper(), email_verified=True)
    browser, answer = signs_in(house, "42")
    assert answer == (303, "/roadmap")
    assert [browser.get("/roadmap").status_code for _ in range(2)] == [200, 200]
    assert (house.account(RELAY).oidc_issuer, house.account(RELAY).oidc_subject) == (issuer, "42")
    assert installation_journal(house.database)[0].command == "LinkProvider"
    assert browser.post("/sign-out").status_code == 303
    assert browser.get("/roadmap").status_code == 303


def test_an_unknown_address_gets_nothing_until_somebody_invites_it(house: House, issuer: str) -> None:
    knows(issuer, "stranger", email="stranger@town.example", email_verified=True)
    browser, (status, _) = signs_in(house, "stranger")
    assert status == 403
    assert browser.get("/roadmap").status_code == 303
    assert "jalon_8501" not in browser.cookies


@pytest.mark.parametrize(
    "claims", [{"email": RELAY}, {"email": RELAY, "email_verified": False}, {}, {"email_verified": True}]
)
def test_an_address_that_the_provider_has_not_verified_is_nobodys(
    house: House, issuer: str, claims: dict[str, object]
) -> None:
    knows(issuer, "claims-to-be", **claims)
    assert signs_in(house, "claims-to-be")[1][0] == 403


def test_once_tied_it_is_the_person_that_counts_and_not_the_address(house: House, issuer: str) -> None:
    knows(issuer, "first", email=RELAY, email_verified=True)
    assert signs_in(house, "first")[1][0] == 303
    knows(issuer, "first", email="married@town.example", email_verified=True)
    assert signs_in(house, "first")[1][0] == 303
    knows(issuer, "second", email=RELAY, email_verified=True)
    assert signs_in(house, "second")[1][0] == 403


def test_a_disabled_person_is_refused_at_the_provider_too(house: House, issuer: str) -> None:
    knows(issuer, "leaver", email=RELAY, email_verified=True)
    assert signs_in(house, "leaver")[1][0] == 303
    house.do(DisableAccount(login=RELAY))
    assert signs_in(house, "leaver")[1][0] == 403


def test_an_answer_to_another_browsers_question_is_refused(house: House, issuer: str) -> None:
    """Else an attacker could sign somebody in as themselves, and read what they then enter."""
    knows(issuer, "attacker", email=RELAY, email_verified=True)
    address = goes_to_the_provider(house.browser())
    victim = house.browser()
    assert comes_back(victim, address, "attacker") == (303, "/sign-in")
    goes_to_the_provider(victim)
    assert comes_back(victim, address, "attacker")[0] == 403
    assert victim.get("/roadmap").status_code == 303


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=y", "?error=access_denied"])
def test_a_made_up_answer_is_refused(house: House, query: str) -> None:
    browser = house.browser()
    assert answer_of(browser.get(f"/sign-in/callback{query}")) == (303, "/sign-in")
    goes_to_the_provider(browser)
    assert browser.get(f"/sign-in/callback{query}").status_code == 403


def test_the_question_carries_state_nonce_and_challenge(house: House) -> None:
    first, second = (parse_qs(urlsplit(goes_to_the_provider(house.browser())).query) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == [CALLBACK]


def test_the_form_offers_the_provider_only_when_there_is_one(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "/sign-in/provider" in house.browser().get("/sign-in").text
    monkeypatch.delenv(provider_module.ISSUER)
    assert "/sign-in/provider" not in house.browser().get("/sign-in").text
    assert answer_of(house.browser().get("/sign-in/provider")) == (303, "/sign-in")
    monkeypatch.setenv(provider_module.ISSUER, "http://id.town.example")
    assert configured_provider() is None


def test_a_provider_that_is_away_is_said_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(provider_module.ISSUER, f"http://localhost:{free_port()}")
    answer = house.browser().get("/sign-in/provider")
    assert answer.status_code == 502
    assert "does not answer" in answer.text
    assert house.browser().post("/sign-in", data={"login": "mayor", "password": PASSWORD}).status_code == 303


KEY = RSAKey.generate_key(2048)
GOOD = {"iss": "https://id.example", "aud": CLIENT, "sub": "1", "nonce": "n", "exp": 4_000_000_000}

OURS = Provider("https://id.example", CLIENT, "hush")


def checked(claims: dict[str, object], key: RSAKey = KEY, algorithm: str = "RS256") -> dict[str, object]:
    token = jwt.encode({"alg": algorithm}, claims, key, algorithms=[algorithm])
    found: dict[str, object] = Provider("https://id.example", CLIENT, "hush")._checked(
        token, KeySet([KEY]), "n"
    )
    return found


def test_a_good_token_is_believed() -> None:
    assert checked(GOOD)["sub"] == "1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"nonce": "another"},
        {"exp": 1_000_000_000},
        {"azp": "another"},
        {"sub": None},
    ],
)
def test_a_token_that_was_made_for_something_else_is_not_believed(wrong: dict[str, object]) -> None:
    claims = {name: value for name, value in {**GOOD, **wrong}.items() if value is not None}
    with pytest.raises((JoseError, ValueError)):
        checked(claims)


def test_a_token_that_somebody_else_signed_or_nobody_is_not_believed() -> None:
    with pytest.raises((JoseError, ValueError)):
        checked(GOOD, RSAKey.generate_key(2048))
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."
    with pytest.raises((JoseError, ValueError)):
        OURS._checked(unsigned, KeySet([KEY]), "n")


def test_a_document_of_another_issuer_is_not_believed(issuer: str) -> None:
    with pytest.raises(ProviderError):
        Provider(issuer.replace("localhost", "127.0.0.1") + "/", CLIENT, "").start(Attempt.new("/"), CALLBACK)


@pytest.mark.parametrize("cookie", ["", "x", "bnVsbA==", "W10=", "WzEsMiwzLDRd", "\xff"])
def test_a_cookie_that_is_not_ours_is_no_attempt(cookie: str) -> None:
    assert Attempt.from_cookie(cookie) is None


def test_an_attempt_survives_its_cookie() -> None:
    attempt = Attempt.new("/roadmap?item=é")
    assert Attempt.from_cookie(attempt.as_cookie()) == attempt
    assert json.dumps(attempt.state)
