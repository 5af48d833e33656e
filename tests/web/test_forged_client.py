"""A client that speaks the websocket without a browser, against the real server: it gets nothing.

The one that is signed in holds a role which only reads; the other one is nobody.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.browser.support import running_tracker
from tests.identity.conftest import MACHINE, PASSWORD, PASSWORD_HASH
from tests.ui.opening import load_file
from tracker.commands import execute
from tracker.commands.account import AddAccount, DisableAccount, EnableAccount
from tracker.commands.membership import GrantRole
from tracker.identity.sessions import IDLE
from tracker.model.account import Role
from tracker.storage import Database, clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

PROGRAMME = "seven-milestones"
# Its text stands on every screen of the programme.
MARKER = "Online birth-certificate"
PATIENCE_SECONDS = 8


class Served:
    """A running tracker with an administrator, a reader of one programme, and somebody without any role."""

    def __init__(self, address: str, database: Database) -> None:
        self.address = address
        self.database = database

    def sign_in(self, login: str) -> str:
        """Return the cookie header of somebody who has signed in."""
        form = {"login": login, "password": PASSWORD}
        answer = httpx2.post(f"{self.address}/sign-in", data=form, headers={"origin": self.address})
        assert answer.status_code == 303
        return answer.headers["set-cookie"].split(";")[0]

    def open(self, cookie: str = "", origin: str | None = None, **more: str) -> ClientConnection:
        """Open a stream as a program would; `session` in `more` is another one's session id."""
        session = more.pop("session", "")
        protocols = ["streamlit", "no-token", session] if session else ["streamlit"]
        headers = {"cookie": cookie, **{name.replace("_", "-"): value for name, value in more.items()}}
        return connect(
            f"ws{self.address.removeprefix('http')}/_stcore/stream",
            origin=Origin(origin if origin is not None else self.address),
            subprotocols=[Subprotocol(word) for word in protocols],
            additional_headers=[(name, value) for name, value in headers.items() if value],
            max_size=None,
        )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("forged")
    address = f"sqlite:///{folder / 'jalon.db'}"
    load_file(address, PROGRAMME)
    database = Database(address)
    for command in (
        AddAccount(login="mayor", title="Mayor", is_administrator=True, password_hash=PASSWORD_HASH),
        AddAccount(login="reader", title="Reader", password_hash=PASSWORD_HASH),
        AddAccount(login="outsider", title="Outsider", password_hash=PASSWORD_HASH),
        GrantRole(login="reader", programme=PROGRAMME, role=Role.LEADER),
    ):
        execute(database, command, MACHINE, clock.now())
    with running_tracker(folder) as server:
        yield Served(server, database)
    database.close()


def rerun(query: str = f"programme={PROGRAMME}&lang=en", **fields: str) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = query
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return bytes(message.SerializeToString())


def heard(stream: ClientConnection) -> list[ForwardMsg]:
    """Return what the server says until its script has finished, or the stream is closed."""
    messages: list[ForwardMsg] = []
    with suppress(TimeoutError, ConnectionClosed):
        while not any(message.WhichOneof("type") == "script_finished" for message in messages):
            frame = stream.recv(timeout=PATIENCE_SECONDS)
            assert isinstance(frame, bytes)
            messages.append(ForwardMsg.FromString(frame))
    return messages


def said(messages: list[ForwardMsg]) -> str:
    return "\n".join(str(message) for message in messages)


def session_id(messages: list[ForwardMsg]) -> str:
    return next(
        m.new_session.initialize.session_id for m in messages if m.WhichOneof("type") == "new_session"
    )


def test_a_program_that_is_signed_in_sees_what_its_person_may_see(served: Served) -> None:
    """Else the other tests would find nothing for want of asking well."""
    with served.open(served.sign_in("reader")) as stream:
        stream.send(rerun())
        assert MARKER in said(heard(stream))


@pytest.mark.parametrize("cookie", ["", "jalon_0=x", "jalon_session=x"])
def test_without_a_session_there_is_no_stream(served: Served, cookie: str) -> None:
    with pytest.raises(InvalidStatus) as refused, served.open(cookie):
        pass
    assert refused.value.response.status_code == 403


def test_a_foreign_origin_opens_no_stream_even_with_the_cookie(served: Served) -> None:
    cookie = served.sign_in("reader")
    for origin in ("http://evil.example", "null", served.address.replace("http", "https"), ""):
        with pytest.raises(InvalidStatus), served.open(cookie, origin=origin):
            pass


def test_anothers_session_id_opens_a_session_of_ones_own(served: Served) -> None:
    with served.open(served.sign_in("reader")) as stream:
        stream.send(rerun())
        victim = session_id(heard(stream))
    # The stream is closed: Streamlit keeps the session for whoever comes back with its id.
    for login in ("outsider", "reader"):
        with served.open(served.sign_in(login), session=victim) as stream:
            stream.send(rerun())
            messages = heard(stream)
        assert session_id(messages) != victim
        assert (MARKER in said(messages)) is (login == "reader")


def test_a_header_that_names_anothers_session_is_not_heard(served: Served) -> None:
    mayor = served.sign_in("mayor")
    with served.open(mayor) as stream:
        stream.send(rerun())
        assert MARKER in said(heard(stream))
    with served.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM sign_in_session").scalars().all()
    outsider = served.sign_in("outsider")
    for identity in rows:
        with served.open(outsider, x_jalon_session=str(identity)) as stream:
            stream.send(rerun())
            assert MARKER not in said(heard(stream))


def test_somebody_without_a_role_sees_nothing_whatever_is_asked(served: Served) -> None:
    cookie = served.sign_in("outsider")
    with served.open(cookie) as stream:
        stream.send(rerun())
        first = heard(stream)
        hashes = [
            page.page_script_hash
            for m in first
            if m.WhichOneof("type") == "navigation"
            for page in m.navigation.app_pages
        ]
        assert MARKER not in said(first)
        for page in [*hashes, "0" * 32, "../../secrets", ""]:
            stream.send(rerun(page_script_hash=page))
            assert MARKER not in said(heard(stream))
        for name in ("roadmap", "journal", "initiative", "accounts", "council", "../main"):
            stream.send(rerun(f"programme={PROGRAMME}&item=M6&lang=en", page_name=name))
            assert MARKER not in said(heard(stream))


def test_forged_widget_values_write_nothing(served: Served) -> None:
    """Values for widgets that are not on the person's screen, in every kind that a widget can have."""
    revision = served.database.revision(PROGRAMME)
    names = (
        "undo",
        "redo",
        "lang",
        "programme",
        "form.milestone.why.0",
        "$$ID-0-undo",
        "FormSubmitter:milestone",
    )
    for login in ("outsider", "reader"):
        with served.open(served.sign_in(login)) as stream:
            stream.send(rerun())
            heard(stream)
            message = BackMsg()
            message.rerun_script.query_string = f"programme={PROGRAMME}&lang=en"
            for name in names:
                for kind, value in (
                    ("trigger_value", True),
                    ("string_value", "x"),
                    ("json_value", '{"edited_rows": {"0": {"title": "Mine"}}}'),
                ):
                    state = message.rerun_script.widget_states.widgets.add()
                    state.id = f"$$ID-{'0' * 32}-{name}"
                    setattr(state, kind, value)
            stream.send(message.SerializeToString())
            heard(stream)
    assert served.database.revision(PROGRAMME) == revision


def test_nobody_empties_the_caches_or_stops_the_server(served: Served) -> None:
    with served.open(served.sign_in("mayor")) as stream:
        for unwanted in (
            BackMsg(clear_cache=True),
            BackMsg(set_run_on_save=True),
            BackMsg(debug_disconnect_websocket=True),
            BackMsg(debug_shutdown_runtime=True),
        ):
            stream.send(unwanted.SerializeToString())
        stream.send(b"\xff\xff\xff")
        stream.send(rerun())
        messages = heard(stream)
    assert MARKER in said(messages)
    assert httpx2.get(f"{served.address}/healthz").status_code == 200


def test_an_open_stream_ends_with_its_session(served: Served) -> None:
    cookie = served.sign_in("reader")
    with served.open(cookie) as stream:
        stream.send(rerun())
        assert MARKER in said(heard(stream))
        execute(served.database, DisableAccount(login="reader"), MACHINE, clock.now())
        stream.send(rerun())
        messages = heard(stream)
    execute(served.database, EnableAccount(login="reader"), MACHINE, clock.now())
    assert {message.WhichOneof("type") for message in messages} <= {"session_status_changed"}
    with pytest.raises(InvalidStatus), served.open(cookie):
        pass


def test_a_session_too_old_is_none(served: Served) -> None:
    cookie = served.sign_in("reader")
    past = (clock.now() - IDLE).replace(tzinfo=None).isoformat(sep=" ")
    with served.database.at_the_door() as connection:
        connection.exec_driver_sql("UPDATE sign_in_session SET last_seen_at = ?", (past,))
    with pytest.raises(InvalidStatus), served.open(cookie):
        pass


UPLOADS = "/_stcore/upload_file/{session}/{file}"


def test_uploads_and_downloads_need_the_cookie_and_uploads_the_token(served: Served) -> None:
    cookie = served.sign_in("reader")
    with served.open(cookie) as stream:
        stream.send(rerun())
        upload = served.address + UPLOADS.format(session=session_id(heard(stream)), file="0" * 32)
        files = {"file": ("x.toml", b"x")}
        own = {"origin": served.address}
        assert httpx2.put(upload, files=files, headers=own).status_code == 401
        assert httpx2.put(upload, files=files, headers={**own, "cookie": cookie}).status_code == 403
        assert httpx2.put(upload, files=files, headers={"cookie": cookie}).status_code == 403
        assert httpx2.delete(upload, headers=own).status_code == 401
    for path in (
        "/media/0123.xlsx",
        "/_stcore/health",
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/static/js/index.js",
        "/app/static/x",
        "/component/x/index.html",
        "/secrets.toml",
    ):
        assert httpx2.get(served.address + path).status_code in (401, 404), path
        assert httpx2.get(served.address + path).text in ("Sign in first.", "Not found.")
