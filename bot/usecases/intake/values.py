"""What goes into the intake and what comes out."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from bot.sources.values import Incoming, NotUnderstood
from bot.storage.deliveries import Delivery


class Outcome(StrEnum):
    """What became of one event."""

    ACCEPTED = "accepted"
    REPEAT = "repeat"  # seen before, or nothing new in it
    STALE = "stale"  # older than what is stored
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event that waits to be stored; ``letter_id`` names the inbox row when it is a replay."""

    source_id: str
    source_name: str
    event: Incoming | NotUnderstood
    letter_id: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of every arrival, in order, the deliveries that this process has claimed for itself, and
    the people that it has met.
    """

    outcomes: tuple[Outcome, ...]
    claimed: tuple[Delivery, ...]
    met: frozenset[Hashable]
