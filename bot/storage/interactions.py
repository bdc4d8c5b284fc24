"""Interactions: calls, mails, chats and visits, with their tone and topic."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import interactions
from bot.storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class StoredInteraction:
    """An interaction as it stands; ``tone`` is grievance, neutral or commendation."""

    id: str
    external_id: str
    customer_id: str
    contact_email: str
    channel: str
    direction: str
    text: str
    tone: str
    topic: str
    occurred_at: datetime


_STORED = tuple(interactions.c[name] for name in StoredInteraction.__dataclass_fields__)
_OF_SOURCE = select(*_STORED).where(
    interactions.c.workspace_id == bindparam("workspace_id"),
    interactions.c.source_id == bindparam("source_id"),
    among(interactions.c.external_id, "external_ids"),
)
_REVISABLE = tuple(
    name for name in StoredInteraction.__dataclass_fields__ if name not in ("id", "external_id")
)


def find_interactions(
    tx: Connection, workspace_id: str, source_id: str, external_ids: Collection[str]
) -> dict[str, StoredInteraction]:
    """The interactions of a source by the ids that it calls them."""
    values = {"workspace_id": workspace_id, "source_id": source_id, "external_ids": texts(external_ids)}
    found = (StoredInteraction(*row) for row in tx.execute(_OF_SOURCE, values))
    return {one.external_id: one for one in found}


def revise_interactions(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole interactions, or put them in the place of those with the same source and external id."""
    keys = ("workspace_id", "source_id", "external_id")
    upsert(tx, interactions, rows, keys=keys, update=_REVISABLE)
