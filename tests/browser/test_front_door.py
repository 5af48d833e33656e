"""The real server behind the front door: what it answers, to whom, and with which headers."""

from __future__ import annotations

import httpx2
import pytest

pytestmark = pytest.mark.browser

HANDSHAKE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    "sec-websocket-protocol": "streamlit",
}


def handshake(server: str, **headers: str) -> int:
    with httpx2.stream("GET", f"{server}/_stcore/stream", headers={**HANDSHAKE, **headers}) as answer:
        return answer.status_code


def test_is_healthy_at_the_right_migration(server: str) -> None:
    answer = httpx2.get(f"{server}/healthz")
    state = answer.json()
    assert answer.status_code == 200
    assert (state["status"], state["database"]) == ("ok", "reachable")
    assert state["migration"]["current"] == state["migration"]["expected"]


def test_only_its_own_pages_open_a_session(server: str) -> None:
    assert handshake(server, origin=server) == 101
    assert handshake(server, origin="http://evil.example") == 403
    assert handshake(server) == 403


def test_a_name_pointed_at_this_machine_reaches_nothing(server: str) -> None:
    assert httpx2.get(server, headers={"host": "evil.example"}).status_code == 421
    assert handshake(server, origin="http://evil.example", host="evil.example") == 403


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"])
def test_the_insides_of_streamlit_are_closed(server: str, path: str) -> None:
    assert httpx2.get(server + path).status_code == 404


def test_streamlits_own_files_carry_our_headers(server: str) -> None:
    page = httpx2.get(f"{server}/").text
    script = page.split('type="module" crossorigin src=".')[1].split('"')[0]
    answer = httpx2.get(server + script)
    assert answer.status_code == 200
    assert "script-src 'self' 'sha256-" in answer.headers["content-security-policy"]
    assert "max-age" in answer.headers["cache-control"]
