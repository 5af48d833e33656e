"""Hands finished letters to the city's own mail server, over TLS; to nobody unless one is configured."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum

from tracker.identity.this_machine import is_this_machine
from tracker.model.errors import TrackerError
from tracker.model.letter import Letter, one_line

HOST, PORT, SENDER = "JALON_SMTP_HOST", "JALON_SMTP_PORT", "JALON_SMTP_FROM"
USER, PASSWORD, SECURITY = "JALON_SMTP_USER", "JALON_SMTP_PASSWORD", "JALON_SMTP_SECURITY"
_PATIENCE_SECONDS = 20
# What ends a name in a header or stands for an address. Python loses the quotes around it in a folded line.
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,"]')


class Security(StrEnum):
    """How what is said to the server is kept from others."""

    STARTTLS = "starttls"
    TLS = "tls"
    # To a server on this machine alone.
    NONE = "none"


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


class MailSettingsError(TrackerError):
    """A setting is missing or cannot be used. Details: name (of the environment variable)."""

    key = "mail.settings"


class MailServerError(TrackerError):
    """The server does not answer, or refuses us. Details: host, fault."""

    key = "mail.server"


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over, from whom it comes, and who we are to the server (empty: nobody asks)."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True)
class Delivery:
    """One letter, and what the server said when it would not take it; empty: it was taken."""

    letter: Letter
    fault: str = ""


def configured_mail_server() -> MailServer:
    """Return the server that the environment names.

    Raises:
        MailSettingsError: it names none, no sender, or one to which passwords would travel in clear.
    """
    given = {
        name: os.environ.get(name, "").strip() for name in (HOST, PORT, SENDER, USER, PASSWORD, SECURITY)
    }
    if not given[HOST]:
        raise MailSettingsError(name=HOST)
    if "@" not in given[SENDER] or one_line(given[SENDER]) != given[SENDER]:
        raise MailSettingsError(name=SENDER)
    words = [one.value for one in Security]
    if (given[SECURITY] or Security.STARTTLS) not in words:
        raise MailSettingsError(name=SECURITY)
    security = Security(given[SECURITY] or Security.STARTTLS)
    if security is Security.NONE and not is_this_machine(given[HOST]):
        raise MailSettingsError(name=SECURITY)
    if given[PORT] and not (given[PORT].isdigit() and 0 < int(given[PORT]) < 65_536):
        raise MailSettingsError(name=PORT)
    port = int(given[PORT]) if given[PORT] else _PORTS[security]
    return MailServer(given[HOST], port, given[SENDER], security, given[USER], given[PASSWORD])


def send_letters(server: MailServer, letters: Iterable[Letter], at: datetime) -> Iterator[Delivery]:
    """Hand letters over one after the other, and say of each whether it was taken.

    Raises:
        MailServerError: the server cannot be reached, is not who it says, or ends the conversation.
    """
    try:
        with _connected(server) as connection:
            for letter in letters:
                yield Delivery(letter, _handed_over(connection, message_of(letter, server, at)))
    except (smtplib.SMTPException, OSError) as fault:
        raise MailServerError(host=server.host, fault=_words_of(fault)) from fault


def message_of(letter: Letter, server: MailServer, at: datetime) -> EmailMessage:
    """Return a letter as a message: no text of ours or of anybody else's can add a header to it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("Jalon", addr_spec=server.sender)
    message["To"] = Address(one_line(_SPECIALS.sub(" ", letter.name)), addr_spec=letter.address)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{uuid.uuid4().hex}@{server.domain}>"
    # Out-of-office programs do not answer what a program has sent (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    # Setting the content throws away what was said of it before.
    message["Content-Language"] = letter.language
    return message


def _handed_over(connection: smtplib.SMTP, message: EmailMessage) -> str:
    """Return why a letter was refused, empty when it was taken."""
    try:
        connection.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPRecipientsRefused as refusal:
        return "; ".join(_words_of_answer(*answer) for answer in refusal.recipients.values())
    except smtplib.SMTPResponseException as refusal:
        return _words_of(refusal)
    return ""


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    place = (server.host, server.port)
    made: smtplib.SMTP = (
        smtplib.SMTP_SSL(*place, timeout=_PATIENCE_SECONDS, context=context)
        if server.security is Security.TLS
        else smtplib.SMTP(*place, timeout=_PATIENCE_SECONDS)
    )
    with made as connection:
        if server.security is Security.STARTTLS:
            # Raises where the server offers none: a password never travels in clear.
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        yield connection


def _words_of(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _words_of_answer(fault.smtp_code, fault.smtp_error)
    return one_line(str(fault))


def _words_of_answer(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return one_line(f"{code} {said}")
