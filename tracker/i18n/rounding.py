"""The one rounding of shares: always down, so that 99.6 % is never called done."""

from __future__ import annotations

# Sums of shares that make a whole miss it by less than this, for floats have no thirds.
_FLOAT_ERROR = 1e-9


def whole_percent(percent: float) -> int:
    """Return a share in whole percent, rounded down: 99.6 is 99, and only a whole hundred is 100."""
    return int(percent + _FLOAT_ERROR)
