"""Tickets: what a ticket system, a survey or a file tells of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.among import among, texts
from bot.storage.tables import tickets
from bot.storage.upsert import upsert


@dataclass(frozen=True, slots=True)
class StoredTicket:
    """A ticket as it stands."""

    id: str
    external_id: str
    customer_id: str
    contact_email: str
    number: str
    subject: str
    board: str
    type: str
    priority: str
    status: str
    topic: str
    agents: tuple[str, ...]
    url: str
    opened_at: datetime | None
    first_response_at: datetime | None
    resolved_at: datetime | None
    reopened: int
    complete: bool


_STORED = tuple(tickets.c[name] for name in StoredTicket.__dataclass_fields__)
_OF_SOURCE = select(*_STORED).where(
    tickets.c.workspace_id == bindparam("workspace_id"),
    tickets.c.source_id == bindparam("source_id"),
    among(tickets.c.external_id, "external_ids"),
)
# What a survey tells of its ticket: nothing of the first response, of reopening or of the topic.
_TOLD_BY_SURVEYS = (
    "customer_id",
    "contact_email",
    "number",
    "subject",
    "board",
    "type",
    "priority",
    "status",
    "agents",
    "url",
    "opened_at",
    "resolved_at",
    "changed_at",
)
_REVISABLE = (
    *(name for name in StoredTicket.__dataclass_fields__ if name not in ("id", "external_id")),
    "changed_at",
)
_KEYS = ("workspace_id", "source_id", "external_id")


def find_tickets(
    tx: Connection, workspace_id: str, source_id: str, external_ids: Collection[str]
) -> dict[str, StoredTicket]:
    """The tickets of a source by the ids that it calls them."""
    values = {"workspace_id": workspace_id, "source_id": source_id, "external_ids": texts(external_ids)}
    rows = (row._asdict() for row in tx.execute(_OF_SOURCE, values))
    return {row["external_id"]: StoredTicket(**{**row, "agents": tuple(row["agents"])}) for row in rows}


def put_tickets(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole tickets that surveys name, or bring up to date what surveys tell of them."""
    told = [{**row, "complete": False} for row in rows]
    upsert(tx, tickets, told, keys=_KEYS, update=_TOLD_BY_SURVEYS)


def revise_tickets(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert whole tickets, or put them in the place of those with the same source and external id."""
    told = [{**row, "complete": True} for row in rows]
    upsert(tx, tickets, told, keys=_KEYS, update=_REVISABLE)
