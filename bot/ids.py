"""Row identifiers: 26 characters of Crockford base 32, sortable by creation time (the ULID layout)."""

import random
import time
from datetime import UTC, datetime, timedelta

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_PAIRS = [high + low for high in _ALPHABET for low in _ALPHABET]
# Ids need to be different, not secret: the operating system seeds the generator once and need not be asked
# each time.
_random = random.Random()  # noqa: S311


def new_id() -> str:
    """A new identifier: 48 bits of milliseconds since 1970, then 80 random bits."""
    return _text((time.time_ns() // 1_000_000) << 80 | _random.getrandbits(80))


def first_id_at(moment: datetime) -> str:
    """An identifier that sorts before all that are made from ``moment`` on, and after all that were made
    before its millisecond.
    """
    return _text((moment - _EPOCH) // _MILLISECOND << 80)


def _text(number: int) -> str:
    # Ten bits at a time: this runs several times for every event that comes in.
    return "".join([_PAIRS[(number >> shift) & 1023] for shift in range(120, -1, -10)])
