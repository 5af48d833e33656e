"""The security headers are on every answer, refusals included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient


@pytest.mark.parametrize(
    "path", ["/", "/roadmap", "/assets/page.js", "/_stcore/health", "/_stcore/metrics", "/x.y"]
)
def test_every_answer_carries_the_security_headers(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_no_script_runs_but_our_files_and_the_one_of_the_page(browser: TestClient) -> None:
    policy = browser.get("/").headers["content-security-policy"]
    (scripts,) = [part for part in policy.split("; ") if part.startswith("script-src")]
    own, page_script = scripts.removeprefix("script-src ").split()
    assert own == "'self'"
    assert page_script.startswith("'sha256-")
    assert "default-src 'none'" in policy


def test_a_misdirected_request_is_refused_with_the_headers(browser: TestClient) -> None:
    refused = browser.get("/", headers={"host": "evil.example"})
    assert refused.status_code == 421
    assert "content-security-policy" in refused.headers


def test_pages_are_never_kept(browser: TestClient) -> None:
    assert browser.get("/").headers["cache-control"] == "no-store"
    assert browser.get("/assets/icon.svg").headers.get("cache-control") != "no-store"
