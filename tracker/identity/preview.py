"""Makes addresses at which a link can be looked at for a few minutes before it is given away."""

import hmac
import secrets
from datetime import datetime, timedelta

GOOD_FOR = timedelta(minutes=15)
_MARK = "preview"
# Of this process alone: a preview does not outlive it, and nobody else can make one.
_KEY = secrets.token_bytes(32)


def preview_token(share_id: int, at: datetime) -> str:
    """Return what stands in an address in place of a link's token."""
    ends = int((at + GOOD_FOR).timestamp())
    return f"{_MARK}.{share_id}.{ends}.{_seal(share_id, ends)}"


def previewed_share(token: str, at: datetime) -> int | None:
    """Return the id of the link that may be looked at; None when the token is no preview, or it is over."""
    mark, *parts = token.split(".")
    if mark != _MARK or len(parts) != 3 or not all(part.isdecimal() and len(part) < 15 for part in parts[:2]):
        return None
    share_id, ends = int(parts[0]), int(parts[1])
    is_ours = hmac.compare_digest(parts[2].encode(), _seal(share_id, ends).encode())
    return share_id if is_ours and at.timestamp() < ends else None


def _seal(share_id: int, ends: int) -> str:
    return hmac.new(_KEY, f"{share_id}.{ends}".encode(), "sha256").hexdigest()
