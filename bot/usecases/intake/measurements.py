"""Readings that come in beside surveys: what is new in them, and what they change in the score."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.ids import new_id
from bot.sources.values import Measurement
from bot.storage import readings
from bot.storage.customers import Customer
from bot.storage.readings import StoredReading
from bot.usecases.intake.evidence import Ledger
from bot.usecases.intake.values import Arrival
from scoring.facts import Reading


@dataclass(frozen=True, slots=True)
class Taken:
    """A reading as it was and as it is now."""

    source_id: str
    before: StoredReading | None
    after: StoredReading


class Readings:
    """The readings of one batch; the last one of an id that comes in is believed."""

    def __init__(self, stored: dict[tuple[str, str], StoredReading], now: datetime) -> None:
        self._stored = stored
        self._now = now
        self._taken: list[Taken] = []

    def take(self, arrival: Arrival, event: Measurement, customer: Customer) -> bool:
        """Keep a reading; False when it says nothing new."""
        key = (arrival.source_id, event.external_id)
        before, at = self._stored.get(key), min(event.at, self._now)
        id_ = before.id if before else new_id()
        after = StoredReading(id_, event.external_id, customer.id, event.metric, event.value, at)
        if after == before:
            return False
        self._stored[key] = after
        self._taken.append(Taken(arrival.source_id, before, after))
        return True

    @property
    def whose(self) -> Collection[str]:
        """The ids of the customers whose readings change."""
        return {one.customer_id for taken in self._taken for one in (taken.before, taken.after) if one}

    def write(self, tx: Connection, workspace_id: str, ledger: Ledger) -> None:
        """Store them, and let them count."""
        readings.revise_readings(tx, [_row(workspace_id, taken) for taken in self._taken])
        for taken in self._taken:
            before, after = taken.before, taken.after
            if before is not None and before.customer_id != after.customer_id:
                ledger.exchange(before.customer_id, _fact(before), None)
                before = None
            ledger.exchange(after.customer_id, _fact(before) if before else None, _fact(after))


def load_readings(
    tx: Connection, workspace_id: str, arrivals: Collection[Arrival]
) -> dict[tuple[str, str], StoredReading]:
    """The stored readings that a batch names, by source and the sender's id."""
    by_source: dict[str, set[str]] = {}
    for arrival in arrivals:
        if isinstance(arrival.event, Measurement):
            by_source.setdefault(arrival.source_id, set()).add(arrival.event.external_id)
    return {
        (source_id, key): found
        for source_id, ids in by_source.items()
        for key, found in readings.find_readings(tx, workspace_id, source_id, ids).items()
    }


def _fact(reading: StoredReading) -> Reading:
    return Reading(reading.id, reading.metric, reading.at, reading.value)


def _row(workspace_id: str, taken: Taken) -> dict[str, Any]:
    columns = {name: getattr(taken.after, name) for name in StoredReading.__dataclass_fields__}
    return {**columns, "workspace_id": workspace_id, "source_id": taken.source_id}
