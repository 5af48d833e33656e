"""What the gate lets through to the screens and what it turns away."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.identity.conftest import PASSWORD
from tests.web.conftest import ADDRESS, RELAY, House
from tracker.commands.account import AddAccount, DisableAccount
from tracker.web.address import PublicAddressError, read_address
from tracker.web.gate import LARGEST_FRAME_BYTES, SIGNED_OUT, is_closed, is_devious, is_open, is_wanted
from tracker.web.shared import PREFIX as SHARED_PREFIX

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
def test_without_accounts_another_machine_is_refused_whatever_it_says(
    empty_house: House, address: str
) -> None:
    assert empty_house.browser(client=(address, 50000)).get("/").status_code == 403


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
    assert browser.get(path).status_code == 200
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


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/../_stcore/host-config",
        "/assets/../media/x",
        "//evil.example",
        "/assets//x",
        "/assets/..\\x",
        "/%0aset-cookie",
    ],
)
def test_a_path_that_leads_elsewhere_than_it_says_is_not_found(house: House, path: str) -> None:
    answer = house.browser().request("GET", f"{ADDRESS}{path}")
    assert answer.status_code in (401, 404)
    assert is_devious("/sign-in/../_stcore/stream")
    assert not is_devious("/roadmap")


def signed_in(house: House, login: str = "mayor") -> TestClient:
    browser = house.browser()
    answer = browser.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def stream_of(browser: TestClient, **headers: str) -> WebSocketTestSession:
    return browser.websocket_connect(STREAM, headers={"origin": ADDRESS, **headers})


RERUN = BackMsg()
RERUN.rerun_script.query_string = "lang=fr"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/_stcore/health"),
        ("GET", "/_stcore/host-config"),
        ("GET", "/_stcore/bidi-components/a/b.js"),
        ("PUT", UPLOAD),
        ("DELETE", UPLOAD),
        ("GET", "/media/0123456789abcdef.xlsx"),
        ("GET", "/static/js/index.js"),
        ("POST", "/account/password"),
        ("POST", "/account/sign-out-everywhere"),
        ("GET", "/secrets.toml"),
        ("POST", "/"),
    ],
)
def test_without_a_session_nothing_is_served(house: House, method: str, path: str) -> None:
    assert house.browser().request(method, path).status_code == 401
    assert house.browser(cookie="jalon_8501=guessed").request(method, path).status_code == 401


def test_a_shared_link_needs_no_session() -> None:
    assert is_open(f"{SHARED_PREFIX}token")
    assert not is_open("/share")


def test_without_a_session_there_is_no_stream(house: House) -> None:
    for stranger in (house.browser(), house.browser(cookie="jalon_8501=guessed")):
        with pytest.raises(WebSocketDisconnect), stream_of(stranger):
            pass


def test_a_session_is_told_to_streamlit_by_the_gate_and_by_nobody_else(house: House) -> None:
    browser = signed_in(house)
    own = browser.get("/_stcore/host-config").json()
    other = signed_in(house, RELAY).get("/_stcore/host-config").json()
    assert len(own) == len(other) == 1
    assert own != other
    forged = [("x-jalon-session", other[0]), ("X-JALON-SESSION", other[0])]
    assert browser.get("/_stcore/host-config", headers=forged).json() == own
    assert browser.get("/healthz", headers=forged).status_code == 200


def test_the_single_user_cannot_claim_a_session(empty_house: House) -> None:
    browser = empty_house.browser(more={"x-jalon-session": "1"})
    assert browser.get("/_stcore/host-config").json() == []


@pytest.mark.parametrize("ending", ["sign out", "sign out everywhere", "disabled"])
def test_an_open_stream_ends_at_the_next_action_after_its_session(house: House, ending: str) -> None:
    browser = signed_in(house, RELAY)
    with stream_of(browser) as stream:
        stream.send_bytes(RERUN.SerializeToString())
        assert stream.receive_bytes() == RERUN.SerializeToString()
        if ending == "sign out":
            browser.post("/sign-out")
        elif ending == "sign out everywhere":
            signed_in(house, RELAY).post("/account/sign-out-everywhere")
        else:
            house.do(DisableAccount(login=RELAY))
        stream.send_bytes(RERUN.SerializeToString())
        with pytest.raises(WebSocketDisconnect) as closed:
            stream.receive_bytes()
        assert closed.value.code == SIGNED_OUT


def test_a_stream_of_the_single_user_ends_when_there_is_an_account(empty_house: House) -> None:
    browser = empty_house.browser()
    with stream_of(browser) as stream:
        stream.send_bytes(RERUN.SerializeToString())
        assert stream.receive_bytes()
        empty_house.do(AddAccount(login="mayor", title="Mayor", is_administrator=True))
        stream.send_bytes(RERUN.SerializeToString())
        with pytest.raises(WebSocketDisconnect):
            stream.receive_bytes()


def test_a_frame_that_is_too_long_or_text_closes_the_stream(house: House) -> None:
    browser = signed_in(house)
    with stream_of(browser) as stream:
        stream.send_bytes(b"x" * (LARGEST_FRAME_BYTES + 1))
        with pytest.raises(WebSocketDisconnect):
            stream.receive_bytes()
    with stream_of(browser) as stream:
        stream.send_text("rerun")
        with pytest.raises(WebSocketDisconnect):
            stream.receive_bytes()


@pytest.mark.parametrize(
    "host",
    [
        "localhost:8501",
        "127.0.0.1",
        "evil.example",
        "jalon.town.example:444",
        "jalon.town.example.evil.example",
    ],
)
def test_in_public_only_the_public_address_is_answered(public_house: House, host: str) -> None:
    browser = public_house.browser(client=("203.0.113.9", 1))
    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/sign-in", headers={"host": host}).status_code == 421
    assert browser.get("/sign-in", headers={"host": "JALON.town.example"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://jalon.town.example", "https://jalon.town.example:444", "https://town.example", "null", ""],
)
def test_in_public_only_the_public_origin_changes_anything(public_house: House, origin: str) -> None:
    browser = public_house.browser(origin=origin)
    assert browser.post("/sign-in", data={"login": "mayor", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "http://jalon.town.example",
        "jalon.town.example",
        "https://",
        "https://jalon.town.example/path",
        "https://jalon.town.example?x",
        "https://user@jalon.town.example",
        "ftp://jalon.town.example",
        "https://[",
        "https://jalon.town.example:port",
    ],
)
def test_an_address_that_would_give_passwords_away_is_refused(text: str) -> None:
    with pytest.raises(PublicAddressError):
        read_address(text)


def test_an_address_is_kept_as_browsers_say_it() -> None:
    assert read_address(" https://Jalon.Town.example:443/ ").text == "https://jalon.town.example"
    assert read_address("http://localhost:8501").netloc == "localhost:8501"
