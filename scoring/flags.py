"""How long a flag that a person sets is in force: a flag nobody looks after must not outlive its reason.

The flag itself is scoring.status.Flag, a layer above the computed status and never part of the score.
"""

from datetime import datetime, timedelta
from typing import Final

from scoring.status import Flag

LONGEST: Final = timedelta(days=365)  # a flag with an end has it within this time
REMIND: Final = timedelta(days=7)  # before the end

_LIFETIMES: Final = {
    Flag.CHAMPION: timedelta(days=90),
    Flag.NEEDS_ATTENTION: timedelta(days=90),
    Flag.DANGER: timedelta(days=30),
}


def lifetime(flag: Flag) -> timedelta:
    """How long a flag lasts when nobody says otherwise, in whole days."""
    return _LIFETIMES[flag]


def in_force(expires_at: datetime | None, now: datetime) -> bool:
    """Whether a flag counts at ``now``; one without an end always does, and at its end it does no more."""
    return expires_at is None or now < expires_at


def reminder_due(set_at: datetime, expires_at: datetime | None, now: datetime) -> bool:
    """Whether who set a flag is to hear by now that it ends soon.

    Seven days before its end, until then. One that was set for no longer than that needs no reminder.
    """
    if expires_at is None or expires_at - set_at <= REMIND:
        return False
    return expires_at - REMIND <= now < expires_at
