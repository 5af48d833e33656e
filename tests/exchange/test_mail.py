"""Letters reach a real mail server over TLS, whole and each to one person; a wrong setting sends nothing."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.mail import (
    MailServer,
    MailServerError,
    MailSettingsError,
    Security,
    configured_mail_server,
    message_of,
    send_letters,
)
from tracker.model.letter import Letter
from tracker.storage import clock

AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
SERVER = MailServer("mail.town.example", 587, "jalon@town.example", Security.STARTTLS, "jalon", "secret")
LETTER = Letter("Chef du service", "chef@town.example", "Été : 2 points", "Bonjour", "<p>Bonjour</p>", "fr")


@dataclass
class Mailbox:
    """A mail server of this machine, and what it has taken."""

    port: int = 0
    taken: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server calls it so
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address.startswith("unknown@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        return "250 OK"

    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(one, policy=default) for one in self.taken]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(hours=1))
        .not_valid_after(clock.now() + timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(made.public_bytes(Encoding.PEM))
    key_file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate_file, key_file


@pytest.fixture
def mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Run a mail server that insists on TLS and on a password, and name it in the environment."""
    certificate_file, key_file = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key_file)
    found = Mailbox()

    def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and given.password == b"correct horse"
        return AuthResult(success=is_right)

    server = Controller(
        found,
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=knows,
    )
    server.start()
    found.port = server.port
    settings = {
        "JALON_SMTP_HOST": "localhost",
        "JALON_SMTP_PORT": str(found.port),
        "JALON_SMTP_FROM": "jalon@town.example",
        "JALON_SMTP_USER": "jalon",
        "JALON_SMTP_PASSWORD": "correct horse",
        "SSL_CERT_FILE": str(certificate_file),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    yield found
    server.stop()


def test_a_letter_arrives_whole_as_text_and_as_a_page(mailbox: Mailbox) -> None:
    (delivery,) = send_letters(configured_mail_server(), [LETTER], AT)
    assert delivery.fault == ""
    (message,) = mailbox.messages()
    assert message["To"] == "Chef du service <chef@town.example>"
    assert message["Subject"] == "Été : 2 points"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content().strip() for part in message.iter_parts()] == ["Bonjour", "<p>Bonjour</p>"]


def test_a_mailbox_that_is_not_there_keeps_nobody_else_from_theirs(mailbox: Mailbox) -> None:
    letters = [replace(LETTER, address="unknown@town.example"), LETTER]
    refused, taken = send_letters(configured_mail_server(), letters, AT)
    assert (refused.fault, taken.fault) == ("550 no such mailbox", "")
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize(
    ("setting", "value"), [("JALON_SMTP_PASSWORD", "wrong"), ("SSL_CERT_FILE", ""), ("JALON_SMTP_PORT", "1")]
)
def test_nothing_leaves_when_the_server_is_not_the_right_one_or_we_are_not(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, setting: str, value: str
) -> None:
    monkeypatch.setenv(setting, value)
    # This server never answers a second try with a wrong password.
    monkeypatch.setattr("tracker.exchange.mail._PATIENCE_SECONDS", 2)
    with pytest.raises(MailServerError) as refusal:
        list(send_letters(configured_mail_server(), [LETTER], AT))
    assert "correct horse" not in str(refusal.value.details)
    assert mailbox.taken == []


def test_a_server_without_tls_is_told_no_password() -> None:
    seen = Mailbox()
    server = Controller(seen, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        with pytest.raises(MailServerError):
            list(send_letters(replace(SERVER, host="127.0.0.1", port=server.port), [LETTER], AT))
    finally:
        server.stop()
    assert seen.taken == []


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"JALON_SMTP_HOST": ""}, "JALON_SMTP_HOST"),
        ({"JALON_SMTP_FROM": "town"}, "JALON_SMTP_FROM"),
        ({"JALON_SMTP_FROM": "a@town.example\nBcc: b@town.example"}, "JALON_SMTP_FROM"),
        ({"JALON_SMTP_SECURITY": "ssl3"}, "JALON_SMTP_SECURITY"),
        ({"JALON_SMTP_SECURITY": "none"}, "JALON_SMTP_SECURITY"),
        ({"JALON_SMTP_PORT": "70000"}, "JALON_SMTP_PORT"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], named: str
) -> None:
    good = {"JALON_SMTP_HOST": "mail.town.example", "JALON_SMTP_FROM": "jalon@town.example"}
    for name, value in {**good, **changed}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(MailSettingsError) as refusal:
        configured_mail_server()
    assert refusal.value.details == {"name": named}


@given(st.text(), st.text(), st.text())
def test_no_name_and_no_subject_adds_a_header(name: str, subject: str, text: str) -> None:
    letter = replace(LETTER, name=f"{name}\r\nBcc: x@evil.example", subject=f"{subject}\nBcc: y", text=text)
    sent = message_from_bytes(message_of(letter, SERVER, AT).as_bytes(), policy=default)
    assert sent.keys() == message_of(LETTER, SERVER, AT).keys()
    assert sent["Bcc"] is None
    assert [one.addr_spec for one in sent["To"].addresses] == ["chef@town.example"]


def test_no_name_however_long_is_read_as_another_address() -> None:
    letter = replace(LETTER, name=f"Chef <x@evil.example>, y@evil.example {'of a long title ' * 9}")
    sent = message_from_bytes(message_of(letter, SERVER, AT).as_bytes(), policy=default)
    assert [one.addr_spec for one in sent["To"].addresses] == ["chef@town.example"]
    assert sent["Content-Language"] == "fr"
