"""What can be imported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Generic, TypeVar

from bot.imports import customers, interactions, readings, reviews, tickets
from bot.imports.cells import Cells
from bot.imports.values import Fact, Record, Refused
from bot.sources.values import Incoming

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of file: its columns, those of which one each must be there, and how a row is understood."""

    name: str
    columns: Sequence[str]
    required: Sequence[Sequence[str]]
    read: Callable[[Cells, datetime], T]

    def understand(
        self, record: Record, now: datetime, latest: datetime, zone: tzinfo | None
    ) -> "T | Refused":
        """The value of a record, or why it is refused: a sentence for each field that is to blame."""
        if record.problem:
            return Refused(record.line, (record.problem,), record.cells)
        cells = Cells(record.cells, latest, zone)
        found = self.read(cells, now)
        return Refused(record.line, tuple(cells.problems), record.cells) if cells.problems else found


REVIEWS: Kind[Incoming] = Kind("reviews", reviews.COLUMNS, reviews.REQUIRED, reviews.read_review)
CUSTOMERS: Kind[Fact] = Kind("customers", customers.COLUMNS, customers.REQUIRED, customers.read_customer)
TICKETS: Kind[Fact] = Kind("tickets", tickets.COLUMNS, tickets.REQUIRED, tickets.read_ticket)
INTERACTIONS: Kind[Fact] = Kind(
    "interactions", interactions.COLUMNS, interactions.REQUIRED, interactions.read_interaction
)
READINGS: Kind[Fact] = Kind("readings", readings.COLUMNS, readings.REQUIRED, readings.read_reading)

KINDS = {kind.name: kind for kind in (REVIEWS, CUSTOMERS, TICKETS, INTERACTIONS, READINGS)}
