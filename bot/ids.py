"""Row identifiers: 26 characters of Crockford base 32, sortable by creation time (the ULID layout)."""

import secrets
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]


def new_id() -> str:
    """A new identifier: 48 bits of milliseconds since 1970, then 80 random bits."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    # Ten bits at a time: this runs several times for every event that comes in.
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])
