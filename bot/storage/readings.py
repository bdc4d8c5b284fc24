"""Readings of the metrics that workspaces have of their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import readings
from bot.storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading as it stands, in the metric's own unit."""

    id: str
    external_id: str
    customer_id: str
    metric: str
    value: float
    at: datetime


_STORED = tuple(readings.c[name] for name in StoredReading.__dataclass_fields__)
_OF_SOURCE = select(*_STORED).where(
    readings.c.workspace_id == bindparam("workspace_id"),
    readings.c.source_id == bindparam("source_id"),
    among(readings.c.external_id, "external_ids"),
)


def find_readings(
    tx: Connection, workspace_id: str, source_id: str, external_ids: Collection[str]
) -> dict[str, StoredReading]:
    """The readings of a source by the ids that it calls them."""
    values = {"workspace_id": workspace_id, "source_id": source_id, "external_ids": texts(external_ids)}
    found = (StoredReading(*row) for row in tx.execute(_OF_SOURCE, values))
    return {one.external_id: one for one in found}


def revise_readings(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert readings, or put them in the place of those with the same source and external id."""
    keys = ("workspace_id", "source_id", "external_id")
    upsert(tx, readings, rows, keys=keys, update=("customer_id", "metric", "value", "at"))
