"""Makes the secrets that links and cookies carry, and the hashes of them that are kept."""

import hashlib
import secrets
from datetime import timedelta

INVITATION_GOOD_FOR = timedelta(days=7)
SET_UP_GOOD_FOR = timedelta(days=1)


def new_token() -> str:
    """Return 256 random bits, as an address and a cookie can carry them."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is kept of a token. It is random and long, so that one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
