"""Hashes and checks passwords with Argon2id, two at a time at the most: each takes 64 MiB for a moment."""

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tracker.i18n import Text
from tracker.model.errors import RuleError

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher()
_TURN = threading.BoundedSemaphore(2)


def hashed(password: str, login: str) -> str:
    """Return the hash that is kept of a new password.

    Raises:
        RuleError: it is too short, too long, or says the login or one character again and again.
    """
    _refuse_weak(password, login)
    with _TURN:
        return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one of which `kept` is the hash.

    Without a hash the answer is no, in the time that a yes would take: nobody learns by the clock which
    accounts exist.
    """
    with _TURN:
        try:
            # What is too long cannot be right, and is not worth hashing.
            _HASHER.verify(kept or _nobodys(), password if len(password) <= LONGEST else "")
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe(32))


def warm_up() -> None:
    """Make what the first check needs, so that an unknown name costs no more the first time."""
    _nobodys()


def _refuse_weak(password: str, login: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise _weak("password_length", shortest=SHORTEST, longest=LONGEST)
    said = password.casefold()
    name = login.casefold().partition("@")[0]
    if len(set(said)) < 5 or (len(name) >= 3 and said.replace(name, "").strip("0123456789.-_!? ") == ""):
        raise _weak("password_guessable")


def _weak(rule: str, **values: object) -> RuleError:
    return RuleError(rule=Text(f"identity.{rule}", values), field="password")
