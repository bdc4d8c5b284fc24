"""What goes into the intake and what comes out."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from bot.sources.values import Incoming, Measurement, NotUnderstood
from bot.storage.deliveries import Delivery


class Outcome(StrEnum):
    """What became of one event."""

    ACCEPTED = "accepted"
    REPEAT = "repeat"  # seen before, or nothing new in it
    STALE = "stale"  # older than what is stored
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One event that waits to be stored; ``letter_id`` names the inbox row when it is a replay.

    What is ``imported`` came in a file: it leaves no trace in the inbox, since its review's id and times make
    a repeat harmless, and its customer is the one that it names.
    """

    source_id: str
    source_name: str
    event: Incoming | Measurement | NotUnderstood
    letter_id: str | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome of every arrival, in order, how many revised a review that was there, the deliveries that
    this process has claimed for itself, and the people that it has met.
    """

    outcomes: tuple[Outcome, ...]
    revised: int
    claimed: tuple[Delivery, ...]
    met: frozenset[Hashable]
