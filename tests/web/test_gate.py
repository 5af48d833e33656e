"""What the gate lets through to the screens and what it turns away."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.web.conftest import ADDRESS, front_door
from tracker.web.gate import is_closed, is_wanted

STREAM = "ws://localhost:8501/_stcore/stream"
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "localhost"])
def test_answers_under_the_names_of_this_machine(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8501", "localhost.evil.example", "10.0.0.7", "[", ""]
)
def test_a_name_that_was_pointed_at_this_machine_is_misdirected(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("address", ["10.0.0.7", "192.168.1.20", "2001:db8::1", "::ffff:10.0.0.7"])
def test_another_machine_is_refused_whatever_it_says(address: str) -> None:
    stranger = TestClient(front_door(), base_url=ADDRESS, client=(address, 50000))
    assert stranger.get("/").status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:9999", "https://localhost:8501", "null", None]
)
def test_a_websocket_from_another_origin_is_refused(browser: TestClient, origin: str | None) -> None:
    headers = {"origin": origin} if origin else {}
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(STREAM, headers=headers):
        pass


def test_a_change_from_another_origin_is_refused(browser: TestClient) -> None:
    assert browser.put(UPLOAD, headers={"origin": "http://evil.example"}).status_code == 403
    assert browser.put(UPLOAD).status_code == 403
    assert browser.put(UPLOAD, headers={"origin": ADDRESS}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/script-health-check",
        "/_stcore",
        "/component/some.thing/index.html",
        "/auth/login",
        "/oauth2callback",
    ],
)
def test_what_the_screens_do_not_use_is_not_found(browser: TestClient, path: str) -> None:
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/_stcore/health", "/_stcore/host-config", "/_stcore/bidi-components/a/b.js"]
)
def test_what_the_screens_use_is_open(browser: TestClient, path: str) -> None:
    assert browser.get(path).text == path
    assert not is_closed(path)


def test_a_screen_may_ask_for_a_rerun(browser: TestClient) -> None:
    frame = BackMsg()
    frame.rerun_script.query_string = "lang=fr"
    with browser.websocket_connect(STREAM, headers={"origin": ADDRESS}) as socket:
        socket.send_bytes(frame.SerializeToString())
        assert socket.receive_bytes() == frame.SerializeToString()


def test_frames_that_no_screen_sends_never_arrive(browser: TestClient) -> None:
    wanted = BackMsg(app_heartbeat=True).SerializeToString()
    with browser.websocket_connect(STREAM, headers={"origin": ADDRESS}) as socket:
        socket.send_bytes(BackMsg(clear_cache=True).SerializeToString())
        socket.send_bytes(BackMsg(debug_shutdown_runtime=True).SerializeToString())
        socket.send_bytes(b"\xff\xff not a message")
        socket.send_bytes(wanted)
        assert socket.receive_bytes() == wanted


def test_every_kind_of_frame_is_judged() -> None:
    kinds = {kind.name for kind in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}
    refused = {"clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket"}
    refused.add("debug_shutdown_runtime")
    wanted = {
        "rerun_script",
        "stop_script",
        "file_urls_request",
        "app_heartbeat",
        "backend_operation_request",
    }
    assert kinds == refused | wanted
    assert not is_wanted(b"")
