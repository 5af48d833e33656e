"""The second step of sign-in: codes from a telephone (RFC 6238), and codes on paper for who has lost it."""

import secrets
from datetime import datetime

import pyotp
import segno

from tracker.identity.tokens import token_hash

STEP_SECONDS = 30
# A clock may be one step early or late.
_STEPS_AROUND = (0, -1, 1)
RECOVERY_CODES = 10
# No letter or digit that is taken for another one on paper.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUP = 5


def new_secret() -> str:
    """Return 160 random bits in base 32, as authenticator programs read them."""
    return pyotp.random_base32()


def step_of_code(secret: str, code: str, at: datetime, last_step: int | None) -> int | None:
    """Return the number of the 30 seconds that a code is good for; None when it is wrong or was used.

    A code of the last step taken, or of an earlier one, is refused: it may have been read over a shoulder.
    """
    said = "".join(code.split())
    now = int(at.timestamp()) // STEP_SECONDS
    right = None
    for around in _STEPS_AROUND:
        # Every step is tried, so that the time taken does not tell how near a guess was.
        is_good = pyotp.TOTP(secret).verify(said, for_time=(now + around) * STEP_SECONDS)
        if is_good and right is None and (last_step is None or now + around > last_step):
            right = now + around
    return right


def setup_address(secret: str, login: str, issuer: str) -> str:
    """Return the otpauth address that the QR code shows."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def qr_code(address: str) -> str:
    """Return the QR code of an address as SVG for a page: dark on white, with its quiet zone."""
    return segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#0f171d", light="#ffffff")


def new_recovery_codes() -> list[str]:
    """Return codes of 49 random bits each, to be printed; each is good once."""
    return ["-".join(_letters() for _ in range(2)) for _ in range(RECOVERY_CODES)]


def _letters() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP))


def recovery_hash(account_id: int, code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    plain = "".join(character for character in code.upper() if character in _ALPHABET)
    return token_hash(f"{account_id}:{plain}")
